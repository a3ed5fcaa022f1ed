"""What the engine holds methods and callers to, on small made-up questionnaires."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from assessments import Comparison, Scorecards, assess, compare, from_table, samples
from assessments.results.outputs import csv
from questionnaires import Questionnaire, catalogue, load, loader
from scoring.methods import MethodError

NESTED = b"""
id: nested
version: "1"
range: [0, 100]
respondents: [public]
scales:
  number: {linear: [0, 100]}
framework:
  code: whole
  groups:
    - code: outer
      scoring: {method: geometric_mean}
      groups:
        - code: inner
          scoring: {method: weighted_mean}
          groups:
            - {code: deep, items: [{code: a, scale: number, respondent: public}, {code: b, scale: number, respondent: public}]}
        - {code: beside, items: [{code: c, scale: number, respondent: public}]}
"""
FACTS = b"""
id: facts
version: "1"
range: [0, 10]
respondents: [public, record]
scales:
  yes_no: {choices: {"no": 0, "yes": 10}}
framework:
  code: whole
  items: [{code: adopted, scale: yes_no}, {code: fair, scale: yes_no, respondent: public}]
scoring: {method: weighted_mean, minimum_answers: 2}
"""


def questionnaire(text: bytes) -> Questionnaire:
    read, problems = loader.read_text(text)
    assert not problems
    assert read is not None
    return read


def scored(of: Questionnaire, rows: list[dict[str, str]], **more: Any) -> Scorecards:
    return assess(of, from_table(pd.DataFrame(rows).fillna(""), of), **more)


def test_a_branch_inside_a_branch_keeps_its_own_method() -> None:
    card = scored(questionnaire(NESTED), [{"subject": "s", "a": "25", "b": "100", "c": "40"}])[0]
    assert card.nodes["deep"].value == 62.5  # (25 + 100) / 2, not the geometric 50
    assert card.nodes["inner"].value == 62.5
    assert card.nodes["outer"].value == pytest.approx(50)  # √(62.5 · 40)


def test_one_fact_is_enough_where_a_survey_needs_more_answers() -> None:
    rows = [{"subject": "s", "respondent_group": "record", "adopted": "yes"}, {"subject": "s", "respondent_group": "public", "fair": "no"}]
    card = scored(questionnaire(FACTS), rows)[0]
    assert card.nodes["adopted"].value == 10
    assert card.nodes["fair"].value is None
    assert [note.kind for note in card.nodes["fair"].notes] == ["too_few_answers"]


def test_a_weight_that_is_changed_must_exist_and_be_no_less_than_nothing() -> None:
    of, rows = load("kr_integrity_2020"), [{"subject": "s", "external": "8", "internal": "7"}]
    with pytest.raises(LookupError, match="no node 'externl' to change the weight of; did you mean 'external'"):
        scored(of, rows, weights={"externl": 1})
    with pytest.raises(ValueError, match="the weight of 'external' is -5; a weight is 0 or more"):
        scored(of, rows, weights={"external": -5})


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{'whole': 3.0 * points['adopted']}", "tree follows framework: 'adopted' gets no score from the method"),
        ("dict.fromkeys(questionnaire.nodes, 3.0)", r"tree follows framework: 'whole' has the shape \(\), not one value a subject"),
        ("dict.fromkeys(questionnaire.nodes, ['much'] * 1)", "tree follows framework: 'whole' holds <U4, not numbers"),
        ("dict.fromkeys(questionnaire.nodes, [float('inf')] * 1)", "tree follows framework: 'whole' is infinite for some subjects"),
        ("exit(3)", "the method 'scorer' fails: SystemExit: 3"),
    ],
    ids=["node left out", "one number for all", "words", "infinite", "gives up"],
)
def test_what_a_guest_method_does_wrong_is_said_in_words(body: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "scorer.py").write_text(f"def score(questionnaire, points, *, weights):\n    return {body}\n", encoding="utf-8")
    of = questionnaire(FACTS.replace(b"{method: weighted_mean, minimum_answers: 2}", b"{method: scorer}"))
    with pytest.raises(MethodError, match=why):
        scored(of, [{"subject": "s", "adopted": "yes"}], folder=tmp_path)


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ("form: relativ", "experience: form 'relativ' is not one of absolute, relative"),
        ("maximum: {paiid: 0.05}", "experience: there is no item 'paiid' for `maximum`; did you mean 'paid'"),
        ("maximum: {paid: 0}", "experience: the maximum of 'paid' must be above 0"),
        ("maximum: 5", "experience: `maximum` names items with their quantities"),
    ],
)
def test_parameters_of_experience_are_checked(parameters: str, why: str) -> None:
    text = f"""
id: paid_for
version: "1"
range: [0, 10]
respondents: [public]
scales: {{seen: {{choices: {{"no": 0, "yes": 1}}}}}}
framework: {{code: whole, items: [{{code: paid, scale: seen, respondent: public, direction: down}}]}}
scoring: {{method: experience, {parameters}}}
"""
    with pytest.raises(MethodError, match=why):
        scored(questionnaire(text.encode()), [{"subject": "s", "paid": "no"}])


def test_many_may_read_one_comparison_at_once() -> None:
    """The same bytes for everybody, however many ask while others look."""
    edition = catalogue.edition("kr_effort_2023")
    scorecards = assess(edition.questionnaire, *samples.load(edition, "demonstration"))
    for _ in range(5):
        assert len(read_at_once(scorecards, compare(scorecards))) == 1


def read_at_once(scorecards: Scorecards, comparison: Comparison) -> set[bytes]:
    """What six readers get as a file while six others look at the rows."""
    found: set[bytes] = set()
    root = scorecards.questionnaire.root
    readers = [threading.Thread(target=lambda: found.add(csv(scorecards, comparison))) for _ in range(6)]
    readers += [threading.Thread(target=lambda: comparison.positions(root)) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return found
