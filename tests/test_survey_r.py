"""Means and standard errors equal those of R's `survey` to six significant digits (see survey_r/README.md)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import assessments
from assessments.results.assess import Scorecards
from questionnaires import loader

FOLDER = Path(__file__).parent / "survey_r"
EXPECTED = pd.read_csv(FOLDER / "expected.csv")
SIX_DIGITS = 5e-7
GEOMETRIC = "geometric_"


@cache
def scored(method: str) -> Scorecards:
    text = (FOLDER / "survey.yaml").read_bytes().replace(b"weighted_mean", method.encode())
    questionnaire, problems = loader.read_text(text)
    assert questionnaire is not None and not problems
    return assessments.assess(questionnaire, assessments.read_responses(FOLDER / "answers.csv", questionnaire))


@pytest.mark.parametrize(("subject", "node", "mean", "se"), list(EXPECTED.itertuples(index=False, name=None)))
def test_means_and_standard_errors_of_items_groups_and_overall_are_those_of_survey(subject: str, node: str, mean: float, se: float):
    method = "geometric_mean" if node.startswith(GEOMETRIC) else "weighted_mean"
    scorecards = scored(method)
    ours = scorecards[scorecards.position(subject)].nodes[node.removeprefix(GEOMETRIC)]
    assert ours.value == pytest.approx(mean, rel=SIX_DIGITS)
    assert ours.se == pytest.approx(se, rel=SIX_DIGITS)


def test_the_sample_holds_what_makes_survey_statistics_hard():
    answers = pd.read_csv(FOLDER / "answers.csv", dtype=str)
    strata = answers.groupby(["subject", "respondent_group", "stratum"], dropna=False)
    assert (strata.size() == 1).sum() == 3, "strata with one respondent"
    assert answers.loc[answers["subject"] == "unstratified", "stratum"].isna().all()
    assert answers["stratum_size"].isna().any() and answers["weight"].isna().any()
    assert (answers.loc[answers["stratum"] == "south", "prompt"] == "dont_know").all(), "a domain that leaves strata out"
    assert (answers["open"] == "dont_know").any() and answers.loc[answers["respondent_group"] == "public", "open"].isna().any()
