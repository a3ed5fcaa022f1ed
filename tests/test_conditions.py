"""Stories of questions that are asked only of some: the conditions, and the answers that come although nobody asked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from assessments import from_table
from questionnaires import loader
from questionnaires.conditions import asked
from questionnaires.model import Questionnaire

FORM = """
id: favours
version: "1"
range: [0, 10]
respondents: [public, record]
scales:
  agree: {choices: {"1": 0, "2": 5, "3": 10, other: null}, special: [dont_know]}
  times: {points: [0, 99]}
framework:
  code: integrity
  groups:
    - code: contact
      items:
        - {code: dealt_with, scale: agree, respondent: public}
        - {code: how_often, scale: times, respondent: public}
    - code: favours
      ask_if: CONDITION
      items:
        - {code: favour_seen, scale: agree, respondent: public}
        - {code: favour_told, scale: agree, respondent: public, ask_if: {item: favour_seen, is: "3"}}
    - {code: plan, items: [{code: plan_adopted, scale: agree}]}
"""


def form(condition: str = '{item: dealt_with, is: "3"}') -> Questionnaire:
    questionnaire, problems = loader.read_text(FORM.replace("CONDITION", condition).encode())
    assert questionnaire is not None and not problems, [str(problem) for problem in problems]
    return questionnaire


def opens(condition: str, **answers: str) -> bool:
    """Whether a condition opens the questions about favours."""
    return "favour_seen" in asked(form(condition), answers)


def test_a_question_without_a_condition_is_always_asked() -> None:
    assert asked(form(), {}) == ["dealt_with", "how_often", "plan_adopted"]


def test_only_the_questions_of_one_respondent_group_are_listed() -> None:
    assert asked(form(), {}, "public") == ["dealt_with", "how_often"]
    assert asked(form(), {}, "record") == ["plan_adopted"]


def test_a_condition_of_a_group_opens_all_questions_below_it() -> None:
    assert asked(form(), {"dealt_with": "3"}, "public") == ["dealt_with", "how_often", "favour_seen"]
    assert asked(form(), {"dealt_with": "3", "favour_seen": "3"}, "public") == ["dealt_with", "how_often", "favour_seen", "favour_told"]


def test_an_answer_to_a_question_that_is_no_longer_asked_opens_nothing() -> None:
    assert "favour_told" not in asked(form(), {"dealt_with": "1", "favour_seen": "3"})


@pytest.mark.parametrize(
    ("condition", "answer", "open_"),
    [
        ('{item: dealt_with, is: "2"}', "2", True),
        ('{item: dealt_with, is: "2"}', "3", False),
        ('{item: dealt_with, is: "2"}', "", False),
        ("{item: dealt_with, is: dont_know}", "dont_know", True),
        ('{item: dealt_with, in: ["1", "2"]}', "1", True),
        ('{item: dealt_with, in: ["1", "2"]}', "3", False),
        ('{item: dealt_with, in: ["1", "2"]}', "", False),
        ("{item: dealt_with, at_least: 5}", "2", True),  # the points of the choice
        ("{item: dealt_with, at_least: 5}", "1", False),
        ("{item: dealt_with, at_least: 0}", "", False),
        ("{item: dealt_with, at_least: 0}", "other", False),  # a valid answer without points
        ("{item: dealt_with, at_least: 0}", "dont_know", False),
        ('{not: {item: dealt_with, is: "2"}}', "3", True),
        ('{not: {item: dealt_with, is: "2"}}', "2", False),
        ('{not: {item: dealt_with, is: "2"}}', "", True),  # nothing says that it is 2
    ],
)
def test_a_test_of_an_answer(condition: str, answer: str, open_: bool) -> None:
    assert opens(condition, dealt_with=answer) is open_


@pytest.mark.parametrize(("answer", "open_"), [("3", True), ("3.0", True), ("12", True), ("2.9", False), ("", False)])
def test_a_number_is_compared_as_a_number(answer: str, open_: bool) -> None:
    assert opens("{item: how_often, at_least: 3}", how_often=answer) is open_


def test_a_number_may_be_asked_for_exactly() -> None:
    assert opens("{item: how_often, is: 3}", how_often="3.0")
    assert opens("{item: how_often, in: [1, 3]}", how_often="1")
    assert not opens("{item: how_often, is: 3}", how_often="4")


@pytest.mark.parametrize(
    ("first", "often", "all_of", "any_of"), [("3", "5", True, True), ("3", "0", False, True), ("1", "0", False, False)]
)
def test_all_and_any_combine_conditions(first: str, often: str, all_of: bool, any_of: bool) -> None:
    parts = '[{item: dealt_with, is: "3"}, {item: how_often, at_least: 1}]'
    assert opens(f"{{all: {parts}}}", dealt_with=first, how_often=often) is all_of
    assert opens(f"{{any: {parts}}}", dealt_with=first, how_often=often) is any_of


def warnings(rows: list[dict[str, Any]], condition: str = '{item: dealt_with, is: "3"}') -> list[str]:
    return [text for text in from_table(pd.DataFrame(rows), form(condition)).warnings if "not asked" in text]


def wide(**answers: Any) -> dict[str, Any]:
    return {"subject": "a", "dealt_with": "", "how_often": "", "favour_seen": "", "favour_told": ""} | answers


def test_an_answer_to_a_question_that_is_not_asked_is_reported_and_counts() -> None:
    rows = [wide(dealt_with="3", favour_seen="1"), wide(dealt_with="1", favour_seen="3"), wide(favour_seen="3")]
    assert warnings(rows) == ["answers: 'favour_seen' is answered in 2 responses although it is not asked there; the answers count"]
    responses = from_table(pd.DataFrame(rows), form())
    assert (responses.blocks[0].codes[responses.blocks[0].items.index("favour_seen")] > 0).sum() == 3


def test_one_response_is_called_one_response() -> None:
    rows = [wide(dealt_with="3", favour_seen="1", favour_told="2")]
    assert warnings(rows) == ["answers: 'favour_told' is answered in 1 response although it is not asked there; the answers count"]


def test_answers_where_they_are_due_are_not_reported() -> None:
    assert warnings([wide(dealt_with="3", favour_seen="3", favour_told="2"), wide(dealt_with="1"), wide()]) == []


def test_numbers_of_a_spreadsheet_are_the_answers_that_they_mean() -> None:
    assert warnings([wide(dealt_with=3.0, favour_seen=2.0), wide(dealt_with=None, favour_seen=None)]) == []
    assert warnings([wide(dealt_with=-1.0, favour_seen=2.0)], "{item: dealt_with, is: dont_know}") == []


def long(*answers: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"subject": "a", "respondent": who, "item": item, "answer": answer} for who, item, answer in answers]


def test_in_a_long_table_the_answers_of_one_respondent_belong_together() -> None:
    rows = long(("r1", "dealt_with", "3"), ("r1", "favour_seen", "1"), ("r2", "dealt_with", "1"), ("r2", "favour_seen", "1"))
    assert warnings(rows) == ["answers: 'favour_seen' is answered in 1 response although it is not asked there; the answers count"]


def test_respondents_with_the_same_number_at_two_institutions_are_two_people() -> None:
    rows = [*long(("1", "dealt_with", "3")), {"subject": "b", "respondent": "1", "item": "favour_seen", "answer": "1"}]
    assert len(warnings(rows)) == 1


def test_where_respondents_cannot_be_told_apart_nothing_is_said() -> None:
    rows = [{key: value for key, value in row.items() if key != "respondent"} for row in long(("", "favour_seen", "1"))]
    assert warnings(rows) == []
