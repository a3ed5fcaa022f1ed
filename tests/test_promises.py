"""What every scoring method promises: all shipped editions keep it, and methods that break it are caught.

The broken methods below are guests: each is the `scorer.py` of a small questionnaire, as a stranger might write it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from questionnaires import loader
from questionnaires.model import Questionnaire
from scoring.checks import CHECKS, broken_promises
from scoring.responses import Block, Responses
from scoring.summary import Summary, summarise
from scoring.tree import arithmetic_mean, geometric_mean
from scoring.trial import made_up

TEXT = """
id: small
version: "1"
range: [0, 10]
respondents: [public, staff, record]
scales:
  agree: {choices: {"1": 0, "2": 2, "3": 5, "4": 8, "5": 10}}
  minus: {points: [0, 1]}
framework:
  code: integrity
  groups:
    - code: external
      weight: 0.7
      defaults: {scale: agree, respondent: public}
      items: [{code: openness}, {code: favours, reverse: true, weight: 3}, {code: fairness}, {code: care}]
    - code: internal
      weight: 0.3
      defaults: {scale: agree, respondent: staff}
      items: [{code: orders}, {code: budget, weight: 2}]
    - {code: cases, role: deduction, cap: 1, items: [{code: convictions, scale: minus}]}
scoring: {method: scorer}
"""
SCORER = """
import numpy as np
from scoring.tree import arithmetic_mean, roll_up

calls = []

def score(questionnaire, points, *, weights, **_):
    nodes = roll_up(questionnaire, points, weights, arithmetic_mean)
    return nodes
"""
KINDLY = "nodes = roll_up(questionnaire, points, weights, arithmetic_mean)"


def verdict(folder: Path, code: str = SCORER, summary_of: Callable[[Questionnaire, Responses], Summary] = summarise) -> str:
    """Everything that is wrong with a scorer, one line a broken promise."""
    (folder / "questionnaire.yaml").write_text(TEXT, encoding="utf-8")
    (folder / "scorer.py").write_text(code, encoding="utf-8")
    return "\n".join(broken_promises(loader.read_folder(folder), folder, summary_of))


@pytest.mark.parametrize("edition", questionnaires.folders())
def test_every_shipped_edition_keeps_the_promises(edition: str) -> None:
    shipped = questionnaires.edition(edition)
    assert broken_promises(shipped.questionnaire, shipped.folder) == []


def test_a_guest_that_computes_the_weighted_mean_keeps_them_all(tmp_path: Path) -> None:
    assert verdict(tmp_path) == ""


GEOMETRIC = SCORER.replace("arithmetic_mean", "geometric_mean")


def test_the_geometric_mean_keeps_them_all(tmp_path: Path) -> None:
    assert verdict(tmp_path, GEOMETRIC) == ""


BROKEN_METHODS = {
    "a missing answer counts as zero": (
        "points = {code: np.nan_to_num(column) for code, column in points.items()}\n    " + KINDLY,
        ["a missing answer is not zero: 'external'", "no answers is no score: 'openness' is 0 although nothing is answered"],
    ),
    "a missing answer counts as zero, unless all are missing": (
        "gone = np.all([np.isnan(column) for column in points.values()], axis=0)\n"
        "    points = {code: np.where(gone, column, np.nan_to_num(column)) for code, column in points.items()}\n    " + KINDLY,
        ["a missing answer is not zero: 'external' is another one with 'favours' missing than without 'favours'"],
    ),
    "no answers are a zero": (
        f"{KINDLY}\n    nodes['integrity'] = np.nan_to_num(nodes['integrity'])",
        ["no answers is no score: 'integrity' is 0 although nothing is answered"],
    ),
    "weights are ignored": (
        "weights = {code: np.ones_like(column) for code, column in weights.items()}\n    " + KINDLY,
        ["raising a weight moves the score towards that item: 'external' does not move towards 'favours'"],
    ),
    "weights work the wrong way round": (
        "weights = {code: 1 / np.maximum(column, 1e-9) for code, column in weights.items()}\n    " + KINDLY,
        ["raising a weight moves the score towards that item"],
    ),
    "the scale is turned round": (
        "points = {code: 10 - column for code, column in points.items()}\n    " + KINDLY,
        ["a better answer never lowers the score: a better answer to 'openness' lowers 'integrity'", "the top of the range can be reached"],
    ),
    "one item is turned round": (
        "points = {**points, 'orders': 10 - points['orders']}\n    " + KINDLY,
        ["a better answer never lowers the score: a better answer to 'orders' lowers 'integrity'"],
    ),
    "the middle is best": (
        "points = {**points, 'orders': 10 - 2 * abs(points['orders'] - 5)}\n    " + KINDLY,
        ["a better answer never lowers the score", "'orders' lowers 'integrity'"],
    ),
    "the best answer voids the score": (
        f"{KINDLY}\n    nodes['integrity'] = np.where(points['orders'] == 10, np.nan, nodes['integrity'])",
        ["a better answer never lowers the score: the best answer to 'orders' lowers 'integrity'"],
    ),
    "a deduction is added": (
        f"{KINDLY}\n    nodes['integrity'] = np.minimum(10, nodes['integrity'] + 2 * nodes['cases'])",
        ["a better answer never lowers the score: a better answer to 'convictions' lowers 'integrity'"],
    ),
    "peers move the score": (
        f"{KINDLY}\n    nodes['internal'] = nodes['internal'] - nodes['internal'].mean() + 5",
        ["one subject's score does not depend on another's: 'internal' changes when others leave"],
    ),
    "the best of the peers is the measure": (
        "points = {**points, 'budget': 10 * points['budget'] / np.nanmax(points['budget'])}\n    " + KINDLY,
        ["one subject's score does not depend on another's: 'budget' changes when others leave"],
    ),
    "the place in the file moves the score": (
        f"{KINDLY}\n    nodes['internal'] = nodes['internal'] * np.linspace(1, 0.9, len(nodes['internal']))",
        ["same answers, same score: subjects with the same answers differ in 'internal'"],
    ),
    "dice": (
        f"{KINDLY}\n    nodes['internal'] = nodes['internal'] - np.random.default_rng().random()",
        ["same answers, same score: two runs differ"],
    ),
    "memory": (
        f"calls.append(1)\n    {KINDLY}\n    nodes['internal'] = nodes['internal'] / len(calls)",
        ["same answers, same score: two runs differ"],
    ),
    "gaps are filled in place": (
        "np.nan_to_num(points['care'], copy=False, nan=5.0)\n    " + KINDLY,
        ["inputs untouched: the method changes the points it is handed"],
    ),
    "points are cut in place": (
        "np.minimum(points['care'], 9, out=points['care'])\n    " + KINDLY,
        ["inputs untouched: the method changes the points it is handed", "the top of the range can be reached"],
    ),
    "weights are changed in place": (
        "weights['openness'] /= 2\n    " + KINDLY,
        ["inputs untouched: the method changes the weights it is handed"],
    ),
    "a node is left out": (f"{KINDLY}\n    del nodes['internal']", ["tree follows framework: 'internal' gets no score from the method"]),
    "one number for all subjects": (
        f"{KINDLY}\n    nodes['internal'] = nodes['internal'].mean()",
        ["tree follows framework: 'internal' has the shape (), not one value a subject"],
    ),
    "scores above the range": (
        f"{KINDLY}\n    nodes['internal'] = nodes['internal'] * 1.2",
        ["within range or none: 'internal' leaves [0, 10]"],
    ),
    "scores below the range at the extreme only": (
        f"{KINDLY}\n    nodes['internal'] = nodes['internal'] - 0.5 * (nodes['internal'] < 0.4)",
        ["within range or none: 'internal' leaves [0, 10]"],
    ),
    "nobody can be perfect": (
        f"{KINDLY}\n    nodes['integrity'] = nodes['integrity'] * 0.95",
        ["the top of the range can be reached: the best answers give 9.5, not 10"],
    ),
    "it breaks": ("raise ValueError('no such table')\n    " + KINDLY, ["the method 'scorer' fails: ValueError: no such table"]),
    "it breaks where answers are missing": (
        "assert not any(np.isnan(column).any() for column in points.values()), 'a gap'\n    " + KINDLY,
        [
            "no answers no score: the method 'scorer' fails: AssertionError: a gap",
            "missing is not zero: the method 'scorer' fails: AssertionError: a gap",
        ],
    ),
}


@pytest.mark.parametrize("mutant", BROKEN_METHODS)
def test_a_method_that_breaks_a_promise_is_caught(mutant: str, tmp_path: Path) -> None:
    body, expected = BROKEN_METHODS[mutant]
    found = verdict(tmp_path, SCORER.replace(KINDLY, body))
    for words in expected:
        assert words in found


def first_answer_only(questionnaire: Questionnaire, responses: Responses) -> Summary:
    def first(block: Block) -> Block:
        rows = np.unique(block.subject, return_index=True)[1]
        return replace(block, codes=block.codes[:, rows], subject=block.subject[rows], stratum=block.stratum[rows])

    return summarise(questionnaire, replace(responses, blocks=tuple(first(block) for block in responses.blocks)))


def blanks_are_zero(questionnaire: Questionnaire, responses: Responses) -> Summary:
    blocks = tuple(replace(block, points=np.nan_to_num(block.points)) for block in responses.blocks)
    return summarise(questionnaire, replace(responses, blocks=blocks))


def everybody_is_one(questionnaire: Questionnaire, responses: Responses) -> Summary:
    """Each subject gets the mean of all subjects."""
    summary = summarise(questionnaire, responses)
    return replace(summary, means={code: np.full_like(mean, np.nanmean(mean)) for code, mean in summary.means.items()})


BROKEN_SUMMARIES = {
    first_answer_only: "the order of rows is irrelevant: ",
    blanks_are_zero: "no answers is no score: 'integrity' changes when a respondent hands in an empty form",
    everybody_is_one: "one subject's score does not depend on another's: 'integrity' changes when the others' respondents leave",
}


@pytest.mark.parametrize(("summary_of", "expected"), BROKEN_SUMMARIES.items())
def test_a_summary_that_breaks_a_promise_is_caught(
    summary_of: Callable[[Questionnaire, Responses], Summary], expected: str, tmp_path: Path
) -> None:
    assert expected in verdict(tmp_path, summary_of=summary_of)


def test_there_is_no_promise_that_cannot_be_broken(tmp_path: Path) -> None:
    assert len(CHECKS) == 12
    broken = {tmp_path: verdict(tmp_path)}
    for number, (body, _) in enumerate(BROKEN_METHODS.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        broken[folder] = verdict(folder, SCORER.replace(KINDLY, body))
    lines = [*"\n".join(broken.values()).splitlines(), *(verdict(tmp_path, summary_of=summary_of) for summary_of in BROKEN_SUMMARIES)]
    assert {
        "same answers, same score",
        "the order of rows is irrelevant",
        "tree follows framework",
        "within range or none",
        "no answers is no score",
        "a missing answer is not zero",
        "a better answer never lowers the score",
        "inputs untouched",
        "one subject's score does not depend on another's",
        "raising a weight moves the score towards that item",
        "the top of the range can be reached",
    } <= {line.partition(": ")[0] for line in lines}


def test_a_method_that_is_no_average_is_excused_from_the_promises_about_averages(tmp_path: Path) -> None:
    worst_part = "nodes = roll_up(questionnaire, points, weights, lambda values, shares: values.min(axis=0))"
    strict = SCORER.replace(KINDLY, worst_part)
    assert "raising a weight" in verdict(tmp_path, strict)
    assert verdict(tmp_path, strict.replace("calls = []", "AVERAGES = False")) == ""


def test_a_scale_that_never_gives_the_top_is_found() -> None:
    """External (9 + 3 × 10 + 9 + 9) / 6 = 9.5, because the reversed item reaches 10; internal 9; 0.7 × 9.5 + 0.3 × 9 = 9.35."""
    questionnaire, _ = loader.read_text(TEXT.replace('"5": 10', '"5": 9').replace("scorer", "weighted_mean").encode())
    assert questionnaire is not None
    assert any("the best answers give 9.35, not 10" in line for line in broken_promises(questionnaire))


def test_made_up_answers_are_the_same_every_time() -> None:
    questionnaire, _ = loader.read_text(TEXT.encode())
    assert questionnaire is not None
    first, second = made_up(questionnaire), made_up(questionnaire)
    assert all(np.array_equal(one.codes, other.codes) for one, other in zip(first.blocks, second.blocks, strict=True))


# The two means: what must hold whatever the numbers are

POINTS = st.floats(0, 10).map(lambda number: round(number, 6))
SHARES = st.floats(0.01, 5)
PAIRS = st.lists(st.tuples(POINTS, SHARES), min_size=1, max_size=8)
MEANS = pytest.mark.parametrize("mean", [arithmetic_mean, geometric_mean])
Mean = Callable[..., float]


def columns(pairs: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [value for value, _ in pairs], [weight for _, weight in pairs]


@MEANS
@given(pairs=PAIRS, seed=st.randoms(use_true_random=False))
def test_the_order_of_parts_is_irrelevant(mean: Mean, pairs: list[tuple[float, float]], seed: object) -> None:
    shuffled = list(pairs)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert mean(*columns(shuffled)) == pytest.approx(mean(*columns(pairs)), abs=1e-9)


@MEANS
@given(value=POINTS, shares=st.lists(SHARES, min_size=1, max_size=8))
def test_the_mean_of_equal_parts_is_that_part(mean: Mean, value: float, shares: list[float]) -> None:
    assert mean([value] * len(shares), shares) == pytest.approx(value, abs=1e-9)


@MEANS
@given(pairs=PAIRS)
def test_the_mean_lies_between_its_parts(mean: Mean, pairs: list[tuple[float, float]]) -> None:
    values, _ = columns(pairs)
    assert min(values) - 1e-9 <= mean(*columns(pairs)) <= max(values) + 1e-9


@MEANS
@given(pairs=PAIRS, better=st.floats(0, 5), place=st.integers(0, 7))
def test_a_better_part_never_lowers_the_mean(mean: Mean, pairs: list[tuple[float, float]], better: float, place: int) -> None:
    place %= len(pairs)
    raised = [*pairs[:place], (pairs[place][0] + better, pairs[place][1]), *pairs[place + 1 :]]
    assert mean(*columns(raised)) >= mean(*columns(pairs)) - 1e-9


@MEANS
@given(pairs=PAIRS, factor=st.floats(0.1, 100))
def test_only_the_proportions_of_weights_matter(mean: Mean, pairs: list[tuple[float, float]], factor: float) -> None:
    values, weights = columns(pairs)
    assert mean(values, [weight * factor for weight in weights]) == pytest.approx(mean(values, weights), abs=1e-9)


@MEANS
@given(pairs=PAIRS, extra=POINTS)
def test_a_part_without_weight_or_without_a_value_changes_nothing(mean: Mean, pairs: list[tuple[float, float]], extra: float) -> None:
    values, weights = columns(pairs)
    expected = pytest.approx(mean(values, weights), abs=1e-9)
    assert mean([*values, extra], [*weights, 0]) == expected
    assert mean([*values, None], [*weights, 2]) == expected


@given(pairs=PAIRS)
def test_the_geometric_mean_is_never_above_the_arithmetic_mean(pairs: list[tuple[float, float]]) -> None:
    assert geometric_mean(*columns(pairs)) <= arithmetic_mean(*columns(pairs)) + 1e-9


def test_one_zero_makes_a_geometric_mean_zero_and_an_arithmetic_mean_smaller() -> None:
    assert geometric_mean([0, 10], [1, 1]) == 0
    assert arithmetic_mean([0, 10], [1, 1]) == 5


@MEANS
def test_nothing_has_no_mean(mean: Mean) -> None:
    assert np.isnan(mean([None, None], [1, 1]))
    assert np.isnan(mean([5.0], [0]))
