"""Stories of why a score is what it is: the trace, what would happen if, and how much the weights matter."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assessments import from_table
from questionnaires import loader
from questionnaires.model import Questionnaire
from scoring.engine import Scores, score
from scoring.explain import Influence, limits, lowers, trace, weight_sensitivity, what_if
from scoring.summary import summarise

TEXT = """
id: small
version: "1"
range: [0, 10]
respondents: [public, record]
scales:
  agree: {choices: {"1": 0, "2": 5, "3": 10, other: null}}
  minus: {points: [0, 2]}
  trained: {rate: {steps: [[0, 0], [0.5, 8]]}}
framework:
  code: integrity
  groups:
    - code: external
      weight: 0.6
      items:
        - {code: openness, scale: agree, respondent: public}
        - {code: favours, scale: agree, respondent: public, weight: 3, reverse: true}
    - {code: internal, weight: 0.4}
    - {code: cases, role: deduction, cap: 1, items: [{code: convictions, scale: minus}]}
    - {code: facts, role: information, items: [{code: training, scale: trained}]}
"""


def small(text: str = TEXT) -> Questionnaire:
    questionnaire, problems = loader.read_text(text.encode())
    assert questionnaire is not None and not problems
    return questionnaire


def scored(questionnaire: Questionnaire | None = None, **answers: str) -> Scores:
    """The scores of one subject."""
    questionnaire = questionnaire or small()
    rows = [{"subject": "a", "respondent": "1", "item": item, "answer": answer} for item, answer in answers.items()]
    return score(questionnaire, summarise(questionnaire, from_table(pd.DataFrame(rows), questionnaire)))


def by_item(rows: list[Influence]) -> dict[str, Influence]:
    return {row.item: row for row in rows}


ANSWERS = {"openness": "2", "favours": "1", "internal": "7"}


def test_the_parts_of_a_weighted_mean_add_up_to_it() -> None:
    """External: (1 × 5 + 3 × 10) / 4 = 8.75, of which openness brings 1.25 and (the reversed) favours 7.5."""
    rows = by_item(trace(scored(**ANSWERS), 0)["external"])
    assert (rows["openness"].slope, rows["favours"].slope) == pytest.approx((0.25, 0.75))
    assert (rows["openness"].part, rows["favours"].part) == pytest.approx((1.25, 7.5))
    assert sum(row.part for row in rows.values()) == pytest.approx(8.75)


def test_the_trace_says_what_the_best_and_the_worst_answer_would_change() -> None:
    """Openness at 10 instead of 5: 0.25 × 5 = 1.25 more; favours stands at its best already, at its worst 7.5 less."""
    rows = by_item(trace(scored(**ANSWERS), 0)["external"])
    assert (rows["openness"].to_best, rows["openness"].to_worst) == pytest.approx((1.25, -1.25))
    assert (rows["favours"].to_best, rows["favours"].to_worst) == pytest.approx((0, -7.5))


def test_the_trace_of_the_root_goes_through_the_weights_of_the_groups() -> None:
    """Integrity: 0.6 × 8.75 + 0.4 × 7 = 8.05; the given group brings 2.8, the items 0.6 × 8.75 = 5.25."""
    scores = scored(**ANSWERS)
    assert scores.values["integrity"][0] == pytest.approx(8.05)
    rows = by_item(trace(scores, 0, ["integrity"])["integrity"])
    assert rows["favours"].slope == pytest.approx(0.6 * 0.75)
    assert sum(row.part for row in rows.values()) == pytest.approx(5.25)


def test_a_deduction_pulls_down_and_its_best_is_nothing() -> None:
    rows = by_item(trace(scored(**ANSWERS, convictions="0.5"), 0)["integrity"])
    assert (rows["convictions"].slope, rows["convictions"].part) == pytest.approx((-1, -0.5))
    assert (rows["convictions"].to_best, rows["convictions"].to_worst) == pytest.approx((0.5, -0.5))  # the cap is 1


def test_what_is_not_answered_or_does_nothing_is_left_out() -> None:
    rows = by_item(trace(scored(**ANSWERS, training="3/4"), 0)["integrity"])
    assert set(rows) == {"openness", "favours"}


def test_a_subject_without_answers_has_no_trace() -> None:
    questionnaire = small()
    responses = from_table(pd.DataFrame([{"subject": "a", "item": "openness", "answer": ""}]), questionnaire)
    assert trace(score(questionnaire, summarise(questionnaire, responses)), 0) == {}


def test_a_node_without_a_score_has_no_trace() -> None:
    assert set(trace(scored(openness="2"), 0)) == {"external"}


# What if


def test_another_answer_gives_another_score() -> None:
    """Openness 10: (10 + 30) / 4 = 10; 0.6 × 10 + 2.8 = 8.8."""
    nodes = what_if(scored(**ANSWERS), 0, points={"openness": 10})
    assert (nodes["external"], nodes["integrity"]) == pytest.approx((10, 8.8))


def test_a_given_group_may_be_tried_too_and_an_answer_may_be_taken_away() -> None:
    assert what_if(scored(**ANSWERS), 0, points={"internal": 10})["integrity"] == pytest.approx(0.6 * 8.75 + 4)
    assert what_if(scored(**ANSWERS), 0, points={"favours": float("nan")})["external"] == pytest.approx(5)
    assert np.isnan(what_if(scored(**ANSWERS), 0, points={"internal": float("nan")})["integrity"])


def test_other_weights_give_another_score() -> None:
    """Both groups alike: (8.75 + 7) / 2 = 7.875; items alike: (5 + 10) / 2 = 7.5."""
    assert what_if(scored(**ANSWERS), 0, weights={"external": 1, "internal": 1})["integrity"] == pytest.approx(7.875)
    assert what_if(scored(**ANSWERS), 0, weights={"favours": 1})["external"] == pytest.approx(7.5)


def test_trying_something_changes_nothing() -> None:
    scores = scored(**ANSWERS)
    what_if(scores, 0, points={"openness": 10}, weights={"favours": 1})
    assert what_if(scores, 0)["integrity"] == pytest.approx(8.05)
    assert scores.values["integrity"][0] == pytest.approx(8.05)


def test_what_does_not_exist_cannot_be_tried() -> None:
    with pytest.raises(KeyError, match=r"'opennes' is no item or group; did you mean 'openness'"):
        what_if(scored(**ANSWERS), 0, points={"opennes": 10})
    with pytest.raises(KeyError, match=r"'users' is no item or group"):
        what_if(scored(**ANSWERS), 0, weights={"users": 1})


# Sensitivity to weights


def test_a_tenth_more_weight_moves_the_score_towards_that_part() -> None:
    """External 0.66 against 0.4: (0.66 × 8.75 + 0.4 × 7) / 1.06 = 8.0896, 0.0396 more than 8.05."""
    moved = weight_sensitivity(scored(**ANSWERS))
    assert moved["external"][0] == pytest.approx((0.66 * 8.75 + 2.8) / 1.06 - 8.05)
    assert moved["internal"][0] == pytest.approx((5.25 + 0.44 * 7) / 1.04 - 8.05)
    assert moved["external"][0] > 0 > moved["internal"][0]


def test_the_weight_of_an_item_matters_for_its_group_and_by_another_factor() -> None:
    """Favours 6 instead of 3: (5 + 60) / 7 = 9.2857."""
    moved = weight_sensitivity(scored(**ANSWERS), "external", factor=2)
    assert moved["favours"][0] == pytest.approx(65 / 7 - 8.75)
    assert moved["internal"][0] == 0


def test_every_node_but_the_root_has_a_sensitivity() -> None:
    assert set(weight_sensitivity(scored(**ANSWERS))) == set(small().nodes) - {"integrity"}


# The ends of an item


@pytest.mark.parametrize(
    ("code", "worst", "best"),
    [
        ("openness", 0, 10),
        ("favours", 0, 10),  # turned round, but still 0 to 10
        ("convictions", 2, 0),  # a deduction: less is better
        ("training", 0, 8),  # the steps end at 8
    ],
)
def test_an_item_is_worst_and_best_for_the_score_it_enters(code: str, worst: float, best: float) -> None:
    questionnaire = small()
    assert limits(questionnaire, questionnaire.items[code]) == (worst, best)


def test_turned_round_points_keep_their_distance_from_the_ends() -> None:
    """Points 0 to 2 on a range of 0 to 10 become 10 to 8."""
    questionnaire = small(TEXT.replace("convictions, scale: minus", "convictions, scale: minus, reverse: true"))
    assert limits(questionnaire, questionnaire.items["convictions"]) == (10, 8)


def test_down_below_down_is_up() -> None:
    text = TEXT.replace("weight: 0.6\n", "weight: 0.6\n      direction: down\n")
    assert lowers(small(text), small(text).items["openness"])
    twice = text.replace("{code: openness,", "{code: openness, direction: down,")
    assert not lowers(small(twice), small(twice).items["openness"])
