"""The promises that every scoring method keeps; third parties run them on their own questionnaires.

Each promise is tried on made-up answers with a fixed seed. A method that is not an average (say, a risk
matrix) states `AVERAGES = False` and is excused from the two promises about averages; one that measures
against its peers (`reference`) from reaching the top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from questionnaires.model import Group, Item, Questionnaire
from scoring import methods
from scoring.engine import run
from scoring.explain import limits
from scoring.responses import Array, Block, Responses
from scoring.summary import summarise
from scoring.trial import SUBJECTS, Summarise, Trial, copied, made_up, make_trial, only_given

CLOSE = 1e-7
STEP = 0.1


def broken_promises(questionnaire: Questionnaire, folder: Path | None = None, summary_of: Summarise = summarise) -> list[str]:
    """Which promises the questionnaire's method breaks, in words; an empty list is what one wants."""
    try:
        trial = make_trial(questionnaire, folder, summary_of)
        trial.nodes()
    except Exception as error:  # noqa: BLE001 - a guest's method may fail in any way
        return [_reason(error)]
    return [problem for check in CHECKS for problem in _tried(check, trial)]


def _tried(check: Callable[[Trial], Iterator[str]], trial: Trial) -> Iterator[str]:
    try:
        yield from check(trial)
    except Exception as error:  # noqa: BLE001 - a guest's method may fail in any way
        yield f"{check.__name__.strip('_').replace('_', ' ')}: {_reason(error)}"


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, methods.MethodError) else f"the check fails: {type(error).__name__}: {error}"


def _same_answers_same_score(trial: Trial) -> Iterator[str]:
    first, second = trial.nodes(), trial.nodes()
    if any(not np.array_equal(first[code], second[code], equal_nan=True) for code in first):
        yield "same answers, same score: two runs differ"
        return
    twins = trial.nodes({code: np.repeat(column[:1], SUBJECTS) for code, column in trial.points.items()})
    for code, column in twins.items():
        if not np.allclose(column, column[0], rtol=0, atol=CLOSE, equal_nan=True):
            yield f"same answers, same score: subjects with the same answers differ in '{code}'"


def _inputs_untouched(trial: Trial) -> Iterator[str]:
    """Tried with gaps and extremes too, because filling and cutting show only there."""
    gaps = {
        code: np.where(np.arange(SUBJECTS) % 3 == place % 3, np.nan, column) for place, (code, column) in enumerate(trial.points.items())
    }
    for tried in (trial.points, gaps, _corner(trial, best=True)):
        points, weights = copied(tried), copied(trial.weights)
        run(trial.questionnaire, points, weights, trial.references, trial.folder)
        for name, before, after in (("points", tried, points), ("weights", trial.weights, weights)):
            if any(not np.array_equal(before[code], after[code], equal_nan=True) for code in before):
                yield f"inputs untouched: the method changes the {name} it is handed"
                return


def _corner(trial: Trial, best: bool, size: int = SUBJECTS) -> dict[str, Array]:
    """Every item at its best (or worst), and every given group at the top (or bottom) of the range."""
    questionnaire, points = trial.questionnaire, {}
    for code, item in questionnaire.items.items():
        ends = limits(questionnaire, item)
        points[code] = np.full(size, min(ends) if item.role == "information" else ends[best])
    return points | {code: np.full(size, questionnaire.range[best]) for code in only_given(questionnaire)}


def _within_range_or_none(trial: Trial) -> Iterator[str]:
    low, high = trial.questionnaire.range
    worst, best = _corner(trial, best=False), _corner(trial, best=True)
    dice = np.random.default_rng(5).random((len(worst), SUBJECTS)) < 0.5
    mixed = {code: np.where(side, best[code], worst[code]) for side, code in zip(dice, worst, strict=True)}
    left: set[str] = set()
    for points in (trial.points, worst, best, mixed):
        for code, column in trial.nodes(points).items():
            node = trial.questionnaire.nodes[code]
            scored = node.role in ("part", "information") and isinstance(node, Group)
            if scored and ((column < low - CLOSE) | (column > high + CLOSE)).any():
                left.add(code)
    for code in sorted(left):
        yield f"within range or none: '{code}' leaves [{low:g}, {high:g}]"


def _no_answers_no_score(trial: Trial) -> Iterator[str]:
    nothing = {code: np.full(SUBJECTS, np.nan) for code in trial.points}
    for code, column in trial.nodes(nothing).items():
        if not np.isnan(column).all():
            yield f"no answers is no score: '{code}' is {float(column[~np.isnan(column)][0]):g} although nothing is answered"


def _better_never_lowers(trial: Trial) -> Iterator[str]:
    """From the middle and from the worst, by a step and to the best."""
    root = trial.questionnaire.root
    for points in (trial.points, _corner(trial, best=False)):
        before = trial.nodes(points)[root]
        for code, item in trial.questionnaire.items.items():
            if item.role == "information":
                continue
            best = limits(trial.questionnaire, item)[1]
            for share, how in ((STEP, "a better answer to"), (1.0, "the best answer to")):
                after = trial.nodes({**points, code: points[code] + share * (best - points[code])})[root]
                if ((after < before - CLOSE) | (np.isnan(after) & ~np.isnan(before))).any():
                    yield f"a better answer never lowers the score: {how} '{code}' lowers '{root}'"
                    break


def _subjects_are_independent(trial: Trial) -> Iterator[str]:
    half = slice(0, SUBJECTS // 2)
    whole = trial.nodes()
    alone = trial.nodes(*({code: column[half] for code, column in columns.items()} for columns in (trial.points, trial.weights)))
    for code, column in alone.items():
        if not np.allclose(column, whole[code][half], rtol=0, atol=CLOSE, equal_nan=True):
            yield f"one subject's score does not depend on another's: '{code}' changes when others leave"


def _respondents_are_of_one_subject(trial: Trial) -> Iterator[str]:
    responses = made_up(trial.questionnaire)
    half = len(responses.subjects) // 2
    blocks = tuple(_rows(block, np.flatnonzero(block.subject < half)) for block in responses.blocks)
    given = {code: column[:half] for code, column in responses.given.items()}
    whole, alone = trial.scores(responses), trial.scores(Responses(responses.subjects[:half], blocks, given))
    for code, column in alone.items():
        if not np.allclose(column, whole[code][:half], rtol=0, atol=CLOSE, equal_nan=True):
            yield f"one subject's score does not depend on another's: '{code}' changes when the others' respondents leave"
            return


def _averaged(trial: Trial) -> Iterator[tuple[Group, list[Group | Item]]]:
    """Groups that average their parts, where bonus and deduction do not blur it."""
    for group in trial.questionnaire.groups.values():
        parts = [child for child in group.children if child.role == "part"]
        if group.role == "part" and len(parts) > 1 and len(parts) == len(group.children) and _averages(trial, group.code):
            yield group, parts


def _averages(trial: Trial, code: str) -> bool:
    """Whether the method that scores a group, its own or that of a branch above it, is an average."""
    questionnaire = trial.questionnaire
    above: str | None = code
    while above and not questionnaire.groups[above].scoring:
        above = questionnaire.parents[above]
    scoring = questionnaire.groups[above].scoring if above else None
    return bool(getattr(methods.find((scoring or questionnaire.scoring).method, trial.folder), "AVERAGES", True))


def _missing_is_not_zero(trial: Trial) -> Iterator[str]:
    """Without its answer an item counts as little as with no weight; a method may also give no score at all."""
    for group, parts in _averaged(trial):
        for child in parts:
            if child.code not in trial.points:
                continue
            missing = trial.nodes({**trial.points, child.code: np.full(SUBJECTS, np.nan)})[group.code]
            weightless = trial.nodes(weights={**trial.weights, child.code: np.zeros(SUBJECTS)})[group.code]
            if (np.abs(missing - weightless) > CLOSE).any():
                yield f"a missing answer is not zero: '{group.code}' is another one with '{child.code}' missing than without '{child.code}'"


def _weight_pulls(trial: Trial) -> Iterator[str]:
    before = trial.nodes()
    for group, parts in _averaged(trial):
        for child in parts:
            if not trial.weights[child.code].any():
                continue
            after = trial.nodes(weights={**trial.weights, child.code: trial.weights[child.code] * 2})
            far = np.abs(before[child.code] - before[group.code])
            near = np.abs(after[child.code] - after[group.code])
            if (near > far + CLOSE).any() or ((far > 0.01 * trial.questionnaire.width) & ~(near < far)).any():
                yield f"raising a weight moves the score towards that item: '{group.code}' does not move towards '{child.code}'"


def _top_can_be_reached(trial: Trial) -> Iterator[str]:
    questionnaire = trial.questionnaire
    weights = {code: column[:1] for code, column in trial.weights.items()}
    reached = float(trial.nodes(_corner(trial, best=True, size=1), weights)[questionnaire.root][0])
    if not abs(reached - questionnaire.top) < 1e-6 and not trial.references:
        yield f"the top of the range can be reached: the best answers give {reached:g}, not {questionnaire.top:g}"


def _order_is_irrelevant(trial: Trial) -> Iterator[str]:
    responses = made_up(trial.questionnaire)
    turned = tuple(_rows(block, np.lexsort((-np.arange(len(block.subject)), block.subject))) for block in responses.blocks)
    first, second = trial.scores(responses), trial.scores(replace(responses, blocks=turned))
    for code, column in first.items():
        if not np.allclose(column, second[code], rtol=0, atol=CLOSE, equal_nan=True):
            yield f"the order of rows is irrelevant: '{code}' changes when the rows of each subject are turned round"
            return


def _blank_response_is_nothing(trial: Trial) -> Iterator[str]:
    responses = made_up(trial.questionnaire)
    more = tuple(_with_blanks(block, len(responses.subjects)) if block.sampled else block for block in responses.blocks)
    first, second = trial.scores(responses), trial.scores(replace(responses, blocks=more))
    for code, column in first.items():
        if not np.allclose(column, second[code], rtol=0, atol=CLOSE, equal_nan=True):
            yield f"no answers is no score: '{code}' changes when a respondent hands in an empty form"
            return


def _rows(block: Block, rows: Any) -> Block:
    """The same responses in this order, or only these."""
    return replace(block, codes=block.codes[:, rows], subject=block.subject[rows], stratum=block.stratum[rows])


def _with_blanks(block: Block, subjects: int) -> Block:
    """One more response for each subject, in which nothing is answered."""
    subject = np.concatenate([block.subject, np.arange(subjects)])
    codes = np.concatenate([block.codes, np.zeros((len(block.items), subjects), block.codes.dtype)], axis=1)
    return _rows(replace(block, codes=codes, subject=subject, stratum=subject), np.argsort(subject, kind="stable"))


CHECKS: tuple[Callable[[Trial], Iterator[str]], ...] = (
    _same_answers_same_score,
    _order_is_irrelevant,
    _within_range_or_none,
    _no_answers_no_score,
    _blank_response_is_nothing,
    _missing_is_not_zero,
    _better_never_lowers,
    _inputs_untouched,
    _subjects_are_independent,
    _respondents_are_of_one_subject,
    _weight_pulls,
    _top_can_be_reached,
)
