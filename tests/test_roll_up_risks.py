"""Stories of the roll-up of risks: counted, never averaged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from assessments.institutions import read_institutions
from assessments.reading import read_responses
from assessments.results.assess import assess
from scoring.roll_up_risks import roll_up_risks

BANDS: dict[str, Any] = {"cuts": [20, 12, 6], "grades": ["critical", "high", "medium", "low"]}
NOT_RATED = np.nan


def roll_up(levels: list[float], institutions: list[str] | None = None, tolerance: Any = 11) -> pd.DataFrame:
    names = [f"risk {number}" for number in range(1, len(levels) + 1)]
    return roll_up_risks(institutions or ["city"] * len(levels), names, np.array(levels, float), **BANDS, tolerance=tolerance)


def test_risks_are_counted_by_band() -> None:
    table = roll_up([25, 20, 19, 12, 11, 6, 5, 1, 1])
    assert table[["critical", "high", "medium", "low"]].to_numpy().tolist() == [[2, 2, 2, 3]]


def test_a_fraction_below_a_cut_stays_in_the_lower_band() -> None:
    table = roll_up([11.99, 5.5])
    assert (table.loc[0, "medium"], table.loc[0, "low"]) == (1, 1)


def test_the_share_above_tolerance_counts_what_is_above_not_what_equals_it() -> None:
    table = roll_up([12, 11, 4, 25])
    assert (table.loc[0, "above_tolerance"], table.loc[0, "share_above_tolerance"]) == (2, 0.5)


def test_each_risk_may_have_its_own_tolerance() -> None:
    assert roll_up([8, 8, 8], tolerance=np.array([4, 8, 12]))["above_tolerance"].item() == 1


def test_a_risk_that_is_not_rated_counts_as_a_risk_but_not_in_the_share() -> None:
    row = roll_up([20, NOT_RATED]).loc[0]
    assert (row["risks"], row["rated"], row["share_above_tolerance"]) == (2, 1, 1)


def test_all_risks_that_reach_the_worst_level_are_named() -> None:
    row = roll_up([8, 20, NOT_RATED, 20]).loc[0]
    assert (row["worst"], row["worst_risks"]) == (20, ("risk 2", "risk 4"))


def test_one_grave_risk_is_not_hidden_by_many_small_ones() -> None:
    row = roll_up([25, *[1] * 99]).loc[0]
    assert (row["worst"], row["critical"], row["above_tolerance"]) == (25, 1, 1)


def test_an_institution_without_a_rated_risk_has_no_share_and_no_worst() -> None:
    row = roll_up([NOT_RATED]).loc[0]
    assert (row["risks"], row["rated"], row["above_tolerance"], row["worst_risks"]) == (1, 0, 0, ())
    assert np.isnan(row["share_above_tolerance"]) and np.isnan(row["worst"])


def test_institutions_come_by_name_each_with_its_own_risks() -> None:
    table = roll_up([20, 4, 6], ["port", "city", "port"])
    assert table[["institution", "risks", "worst"]].to_numpy().tolist() == [["city", 1, 4], ["port", 2, 20]]


def test_an_empty_register_is_an_empty_table_with_its_columns() -> None:
    table = roll_up([])
    assert len(table) == 0 and "share_above_tolerance" in table.columns


def test_lengths_that_do_not_fit_are_explained() -> None:
    with pytest.raises(ValueError, match="2 institutions, 1 risks and 1 levels"):
        roll_up_risks(["a", "b"], ["r"], np.array([1.0]), **BANDS, tolerance=1)


def test_bands_that_do_not_fit_are_explained() -> None:
    with pytest.raises(ValueError, match="3 cuts, highest first, make 4 grades; here are 2"):
        roll_up_risks(["a"], ["r"], np.array([1.0]), cuts=[20, 12, 6], grades=["high", "low"], tolerance=1)


def test_the_illustration_of_the_register_counts_what_its_readme_prints() -> None:
    edition = questionnaires.edition("risk_register_2026")
    folder = edition.folder / "illustration"
    institutions = read_institutions(folder / "institutions.csv", edition.questionnaire)
    cards = assess(edition.questionnaire, read_responses(folder / "answers.csv", edition.questionnaire, "2026", institutions), institutions)
    owners, names = [card.institution.institution for card in cards], [card.subject for card in cards]
    table = roll_up_risks(owners, names, cards.scores.values["residual"], **BANDS, tolerance=9).set_index("institution")
    printed = {
        "Ministry of Harbours (fictional)": (8, 8, 0, 0, 4, 4, 3, ("harbours_03",)),
        "Permits and Inspection Agency (fictional)": (8, 7, 0, 1, 1, 5, 1, ("permits_04",)),
        "Town of Willowbrook (fictional)": (8, 8, 0, 2, 5, 1, 4, ("willowbrook_06",)),
    }
    shown = ["risks", "rated", *BANDS["grades"], "above_tolerance", "worst_risks"]
    assert {name: tuple(table.loc[name, shown]) for name in table.index} == printed


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 25) | st.just(NOT_RATED)), min_size=1))
def test_bands_add_up_to_the_rated_risks_and_institutions_to_the_register(risks: list[tuple[str, float]]) -> None:
    table = roll_up([level for _, level in risks], [institution for institution, _ in risks])
    assert (table[["critical", "high", "medium", "low"]].sum(axis=1) == table["rated"]).all()
    assert table["risks"].sum() == len(risks)
