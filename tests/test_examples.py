"""Examples are a questionnaire's own tests; what is wrong with them is said like every other mistake of an author."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments.authoring import new
from assessments.authoring.examples import agrees, run_examples
from questionnaires import loader

GOOD = """\
- name: Two agree
  responses:
    - {respondent_group: public, times: 2, answers: {open_handling: "5", favours: "1"}}
    - {respondent_group: staff, answers: {fair_orders: "3"}}
  answers: {plan_adopted: "yes", plan_published: "no"}
  expect: {perception: 83.33333333333333, effort: 50, overall: 70}
"""


def complaints(place: Path, text: str) -> list[str]:
    """What is said about the examples of a questionnaire that is fine otherwise."""
    folder = new.new("my_country_2027", place)
    (folder / "examples.yaml").write_text(text, encoding="utf-8")
    return [line.removeprefix(f"{folder}/") for line in run_examples(folder, loader.read_folder(folder))[1]]


def test_an_example_that_comes_out_is_silent(tmp_path: Path) -> None:
    assert complaints(tmp_path, GOOD) == []


def test_a_questionnaire_without_examples_has_none(tmp_path: Path) -> None:
    folder = new.new("my_country_2027", tmp_path)
    (folder / "examples.yaml").unlink()
    assert run_examples(folder, loader.read_folder(folder)) == (0, [])


@pytest.mark.parametrize(
    ("old", "new_text", "expected"),
    [
        ("overall: 70", "overall: 71", "examples.yaml:1: Two agree: overall is 70.0, expected 71.0"),
        ("overall: 70", "overall: null", "examples.yaml:1: Two agree: overall is 70.0, expected no score"),
        ("overall: 70", "overal: 70", "examples.yaml:1: Two agree: 'overal' is no node; did you mean 'overall'?"),
        ("overall: 70", "overall: seventy", "examples.yaml:6: 0.expect.overall: 'seventy' is not a number"),
        ("expect:", "expects:", "examples.yaml:1: 0: 'expect' is missing"),
        ("times: 2", "times: 0", "examples.yaml:3: responses.0.times: 0 is too small; write 1 or more"),
        ("times: 2", "times: 1000000", "examples.yaml:3: responses.0.times: 1000000 is too large; write 10000 or less"),
        ("times: 2", "time: 2", "examples.yaml:3: responses.0: 'time' is not known; did you mean 'times'?"),
        (
            'plan_adopted: "yes"',
            "plan_adopted: [1]",
            "examples.yaml:5: 0.answers.plan_adopted: [1] is no answer; write it in quotes, or a number",
        ),
        ("- name: Two agree\n", "- name: Two agree\n  variant: small\n", "examples.yaml:1: Two agree: 'small' is not a variant"),
    ],
)
def test_each_mistake_names_its_line_and_what_to_do(old: str, new_text: str, expected: str, tmp_path: Path) -> None:
    assert expected in complaints(tmp_path, GOOD.replace(old, new_text))


def test_an_answer_outside_the_scale_is_told_as_in_any_table_of_answers(tmp_path: Path) -> None:
    found = complaints(tmp_path, GOOD.replace('fair_orders: "3"', 'fair_orders: "9"'))
    assert len(found) == 1 and found[0].startswith("examples.yaml:1: Two agree: answers: ")
    assert "'9' is not on the scale; expected one of 1, 2, 3, 4, 5, dont_know, refuse" in found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "examples.yaml: is empty"),
        ("name: x\n", "examples.yaml:1: must be a list of examples, each beginning with `- name:`"),
        (
            "- 5\n",
            "examples.yaml:1: 0: must be keys with values (answers, cycle, decimals, expect, name, note, peer_group, responses, source, variant); here is 5",
        ),
    ],
)
def test_a_file_that_holds_no_examples(text: str, expected: str, tmp_path: Path) -> None:
    assert complaints(tmp_path, text) == [expected]


def test_a_printed_figure_is_compared_at_its_printed_decimals() -> None:
    assert agrees(8.23624, 8.24, 2) and not agrees(8.2349, 8.24, 2)
    assert agrees(8.235, 8.24, 2)  # half up, as offices round
    assert not agrees(8.23624, 8.24)
    assert not agrees(None, 0.0) and agrees(None, None)
