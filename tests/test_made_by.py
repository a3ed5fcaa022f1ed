"""Every scorecard carries what made it, enough to make it again, and last year's reference can be used this year."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from assessments import Scorecards, __version__, assess, compare, from_table, read_responses, samples
from assessments.results import outputs
from questionnaires import catalogue, loader
from questionnaires.model import Questionnaire
from scoring import simulation

RELATIVE = """
id: met_with_it
version: "2026.2"
range: [0, 10]
respondents: [public]
scales:
  experienced: {choices: {"no": 0, "yes": 1}}
framework:
  code: experience
  items: [{code: paid, scale: experienced, respondent: public, direction: down}]
scoring: {method: experience, form: relative, centre: 5, spread: 1, minimum_answers: 2}
"""


@pytest.fixture
def edition(tmp_path: Path) -> Questionnaire:
    (tmp_path / "questionnaire.yaml").write_text(RELATIVE, encoding="utf-8")
    return loader.read_folder(tmp_path)


def scored(questionnaire: Questionnaire, paid: dict[str, int], **options: Any) -> Scorecards:
    """Of ten people asked about each institution so many paid."""
    rows = [(name, "yes" if person < payers else "no") for name, payers in paid.items() for person in range(10)]
    return assess(questionnaire, from_table(pd.DataFrame(rows, columns=["subject", "paid"]), questionnaire), **options)


def value(cards: Scorecards, subject: str) -> float:
    found = cards[cards.position(subject)].root.value
    assert found is not None
    return found


def test_a_scorecard_says_what_made_it(tmp_path: Path) -> None:
    edition = catalogue.edition("kr_integrity_2012")
    answers = tmp_path / "answers.csv"
    answers.write_text("subject,item,answer\nport,external,8\nport,internal,7\nport,policy,6\n", encoding="utf-8")
    card = assess(edition.questionnaire, read_responses(answers, edition.questionnaire, "2017"))[0]
    assert card.made_by == {
        "software": f"haechi {__version__}",
        "questionnaire": "kr_integrity_2012",
        "version": "2012.1",
        "definition_sha256": edition.questionnaire.digest,
        "answers_sha256": hashlib.sha256(answers.read_bytes()).hexdigest(),
        "method": "weighted_mean",
        "parameters": {"minimum_answers": 1},
        "changed_weights": {},
        "reference": {code: {} for code in card.made_by["reference"]},
        "seed": simulation.SEED,
    }
    assert (card.cycle, card.variant) == ("2017", "default") and len(edition.questionnaire.digest) == 64


def test_the_parameters_and_the_reference_of_a_method_are_part_of_it(edition: Questionnaire) -> None:
    """0, 2 and 4 of 10 paid: the mean is 0.2 and the standard deviation the root of 0.08 / 3."""
    made_by = scored(edition, {"a": 0, "b": 2, "c": 4})[0].made_by
    assert made_by["parameters"] == {"minimum_answers": 2, "form": "relative", "centre": 5, "spread": 1}
    assert made_by["reference"] == {"experience": {"paid": {"mean": pytest.approx(0.2), "sd": pytest.approx((0.08 / 3) ** 0.5)}}}


def test_another_definition_or_another_answer_makes_another_digest(edition: Questionnaire, tmp_path: Path) -> None:
    first = scored(edition, {"a": 0, "b": 2})[0].made_by
    (tmp_path / "questionnaire.yaml").write_text(RELATIVE.replace("spread: 1", "spread: 2"), encoding="utf-8")
    definition = scored(loader.read_folder(tmp_path), {"a": 0, "b": 2})[0].made_by
    answers = scored(edition, {"a": 0, "b": 3})[0].made_by
    assert first["definition_sha256"] != definition["definition_sha256"] and first["answers_sha256"] == definition["answers_sha256"]
    assert first["definition_sha256"] == answers["definition_sha256"] and first["answers_sha256"] != answers["answers_sha256"]


def test_weights_that_were_changed_are_named() -> None:
    edition = catalogue.edition("kr_integrity_2012")
    responses, known = samples.load(edition, "demonstration")
    cards = assess(edition.questionnaire, responses, known, weights={"external": 0.5})
    assert cards[0].made_by["changed_weights"] == {"external": 0.5}


def test_within_a_year_everybody_better_is_nobody_better(edition: Questionnaire) -> None:
    """Relative to their own year all institutions stand where they stood: that is why the reference is stored."""
    first, second = scored(edition, {"a": 2, "b": 4, "c": 6}), scored(edition, {"a": 0, "b": 2, "c": 4})
    assert [value(first, name) for name in "abc"] == pytest.approx([value(second, name) for name in "abc"])


def test_against_last_years_reference_this_years_progress_is_seen(edition: Questionnaire) -> None:
    """Last year 2, 4 and 6 of 10 paid (mean 0.4); this year 0, 2 and 4: every institution is where its better neighbour was."""
    last = scored(edition, {"a": 2, "b": 4, "c": 6})
    this = scored(edition, {"a": 0, "b": 2, "c": 4}, references=last.made_by["reference"])
    assert [value(this, "b"), value(this, "c")] == pytest.approx([value(last, "a"), value(last, "b")])
    assert value(last, "b") == pytest.approx(5)
    assert this.made_by["reference"] == last.made_by["reference"]


def test_a_reference_that_went_through_a_file_makes_the_same_score_again(edition: Questionnaire) -> None:
    last = scored(edition, {"a": 2, "b": 4, "c": 6})
    filed = json.loads(outputs.as_json(last, compare(last)))[0]["made_by"]["reference"]
    again = scored(edition, {"a": 2, "b": 4, "c": 6}, references=filed)
    assert again.scores.values["experience"].tolist() == last.scores.values["experience"].tolist()


def test_against_a_stored_reference_one_institution_does_not_depend_on_the_others(edition: Questionnaire) -> None:
    stored = scored(edition, {"a": 2, "b": 4, "c": 6}).made_by["reference"]
    alone = scored(edition, {"a": 3}, references=stored)
    among = scored(edition, {"a": 3, "z": 9}, references=stored)
    assert value(alone, "a") == value(among, "a")


@pytest.mark.parametrize("identity", sorted(catalogue.folders()))
def test_every_shipped_sample_says_what_made_it(identity: str) -> None:
    edition = catalogue.edition(identity)
    for name in samples.names(edition):
        responses, known = samples.load(edition, name)
        cards = assess(edition.questionnaire, responses, known)
        for card in cards:
            made_by = card.made_by
            assert (made_by["questionnaire"], made_by["version"]) == (identity, edition.questionnaire.version)
            assert made_by["method"] == edition.questionnaire.scoring.method
            assert len(made_by["definition_sha256"]) == len(made_by["answers_sha256"]) == 64
        assert json.loads(json.dumps(dict(cards.made_by))) == cards.made_by
