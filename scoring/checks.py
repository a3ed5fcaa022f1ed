"""The promises that every scoring method keeps; third parties run them on their own questionnaires.

Each promise is tried on made-up answers with a fixed seed. A method that is not an average (say, a risk
matrix) states `AVERAGES = False` and is excused from the two promises about averages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from questionnaires.model import DEFAULT_VARIANT, RECORD, Group, Questionnaire
from scoring import methods
from scoring.engine import run, score, weight_columns
from scoring.explain import limits
from scoring.responses import VALID, Array, Block, Responses
from scoring.summary import Summary, summarise

SUBJECTS = 12
CLOSE = 1e-7
Summarise = Callable[[Questionnaire, Responses], Summary]


@dataclass(frozen=True)
class Trial:
    """Made-up points for one questionnaire and a way to score them again with something changed."""

    questionnaire: Questionnaire
    folder: Path | None
    points: Mapping[str, Array]
    references: Mapping[str, Any]
    averages: bool
    weights: Mapping[str, Array] = field(default_factory=dict)

    def nodes(self, points: Mapping[str, Array] | None = None, weights: Mapping[str, Array] | None = None) -> dict[str, Array]:
        return run(self.questionnaire, points or self.points, weights or self.weights, self.references, self.folder)


def broken_promises(questionnaire: Questionnaire, folder: Path | None = None, summary_of: Summarise = summarise) -> list[str]:
    """Which promises the questionnaire's method breaks, in words; an empty list is what one wants."""
    trial = _trial(questionnaire, folder, summary_of)
    checks = (
        _tree_follows_framework,
        _same_answers_same_score,
        _inputs_untouched,
        _within_range_or_none,
        _no_answers_no_score,
        _better_never_lowers,
        _subjects_are_independent,
        _missing_is_not_zero,
        _weight_pulls,
        _top_can_be_reached,
    )
    return [*(problem for check in checks for problem in check(trial)), *_order_is_irrelevant(questionnaire, folder, summary_of)]


def _trial(questionnaire: Questionnaire, folder: Path | None, summary_of: Summarise) -> Trial:
    responses = made_up(questionnaire)
    scores = score(questionnaire, summary_of(questionnaire, responses), folder=folder)
    random = np.random.default_rng(7)
    points = {}
    for code, item in questionnaire.items.items():
        worst, best = limits(questionnaire, item)
        points[code] = worst + (best - worst) * random.uniform(0.2, 0.8, SUBJECTS)
    points |= {code: random.uniform(*questionnaire.range, SUBJECTS) for code in _only_given(questionnaire)}
    names = {questionnaire.scoring.method, *(group.scoring.method for group in questionnaire.groups.values() if group.scoring)}
    averages = all(getattr(methods.find(name, folder), "AVERAGES", True) for name in names)
    return Trial(
        questionnaire, folder, points, scores.references, averages, weight_columns(questionnaire, [DEFAULT_VARIANT] * SUBJECTS, {})
    )


def _only_given(questionnaire: Questionnaire) -> list[str]:
    """Groups that have nothing below them."""
    return [code for code, group in questionnaire.groups.items() if not group.children and group.role == "part"]


def made_up(questionnaire: Questionnaire, subjects: int = 4, rows: int = 9, seed: int = 11) -> Responses:
    """Random valid answers: for tests and checks only."""
    random = np.random.default_rng(seed)
    blocks = []
    for group in dict.fromkeys(item.respondent for item in questionnaire.items.values()):
        items = [item for item in questionnaire.items.values() if item.respondent == group]
        options = np.array([0.0, *np.concatenate([np.linspace(*limits(questionnaire, item), 5) for item in items])])
        repeats = 1 if group == RECORD else rows
        codes = np.array([1 + 5 * position + random.integers(0, 5, subjects * repeats) for position in range(len(items))])
        kinds = np.array([0, *[VALID] * (len(options) - 1)], np.uint8)
        subject = np.repeat(np.arange(subjects), repeats)
        points = np.where(kinds == VALID, options, np.nan)
        blocks.append(Block(group, tuple(item.code for item in items), codes, points, kinds, subject, subject, sampled=group != RECORD))
    given = {code: random.uniform(*questionnaire.range, subjects) for code in _only_given(questionnaire)}
    return Responses(tuple(f"subject {number}" for number in range(subjects)), tuple(blocks), given)


def _tree_follows_framework(trial: Trial) -> Iterator[str]:
    nodes, wanted = set(trial.nodes()), set(trial.questionnaire.nodes)
    for code in sorted(wanted - nodes):
        yield f"tree follows framework: '{code}' gets no score from the method"


def _same_answers_same_score(trial: Trial) -> Iterator[str]:
    first, second = trial.nodes(), trial.nodes()
    if any(not np.array_equal(first[code], second[code], equal_nan=True) for code in first):
        yield "same answers, same score: two runs differ"


def _inputs_untouched(trial: Trial) -> Iterator[str]:
    points, weights = ({code: column.copy() for code, column in columns.items()} for columns in (trial.points, trial.weights))
    trial.nodes(points, weights)
    for name, before, after in (("points", trial.points, points), ("weights", trial.weights, weights)):
        if any(not np.array_equal(before[code], after[code], equal_nan=True) for code in before):
            yield f"inputs untouched: the method changes the {name} it is handed"


def _within_range_or_none(trial: Trial) -> Iterator[str]:
    low, high = trial.questionnaire.range
    for code, column in trial.nodes().items():
        node = trial.questionnaire.nodes[code]
        scored = node.role in ("part", "information") and isinstance(node, Group)
        if scored and ((column < low - CLOSE) | (column > high + CLOSE)).any():
            yield f"within range or none: '{code}' leaves [{low:g}, {high:g}]"


def _no_answers_no_score(trial: Trial) -> Iterator[str]:
    nothing = {code: np.full(SUBJECTS, np.nan) for code in trial.points}
    for code, column in trial.nodes(nothing).items():
        if not np.isnan(column).all():
            yield f"no answers is no score: '{code}' is {float(column[~np.isnan(column)][0]):g} although nothing is answered"


def _better_never_lowers(trial: Trial) -> Iterator[str]:
    questionnaire, before = trial.questionnaire, trial.nodes()
    for code, item in questionnaire.items.items():
        if item.role == "information":
            continue
        _, best = limits(questionnaire, item)
        after = trial.nodes({**trial.points, code: np.full(SUBJECTS, best)})
        if (after[questionnaire.root] < before[questionnaire.root] - CLOSE).any():
            yield f"a better answer never lowers the score: '{code}' at its best lowers '{questionnaire.root}'"


def _subjects_are_independent(trial: Trial) -> Iterator[str]:
    half = slice(0, SUBJECTS // 2)
    whole = trial.nodes()
    alone = trial.nodes(*({code: column[half] for code, column in columns.items()} for columns in (trial.points, trial.weights)))
    for code, column in alone.items():
        if not np.allclose(column, whole[code][half], rtol=0, atol=CLOSE, equal_nan=True):
            yield f"one subject's score does not depend on another's: '{code}' changes when others leave"


def _averaged(trial: Trial) -> Iterator[tuple[Group, list[Any]]]:
    """Groups that average their parts, where bonus and deduction do not blur it."""
    for group in trial.questionnaire.groups.values():
        parts = [child for child in group.children if child.role == "part"]
        if trial.averages and group.role == "part" and parts and len(parts) == len(group.children):
            yield group, parts


def _missing_is_not_zero(trial: Trial) -> Iterator[str]:
    for group, parts in _averaged(trial):
        for child in parts:
            if child.code not in trial.points or len(parts) < 2:
                continue
            nodes = trial.nodes({**trial.points, child.code: np.full(SUBJECTS, np.nan)})
            others = np.array([nodes[other.code] for other in parts if other.code != child.code])
            value = nodes[group.code]
            if ((value < np.nanmin(others, axis=0) - CLOSE) | (value > np.nanmax(others, axis=0) + CLOSE)).any():
                yield f"a missing answer is not zero: '{group.code}' leaves the range of its other parts when '{child.code}' is missing"


def _weight_pulls(trial: Trial) -> Iterator[str]:
    before = trial.nodes()
    for group, parts in _averaged(trial):
        for child in parts:
            if len(parts) < 2 or not trial.weights[child.code].any():
                continue
            after = trial.nodes(weights={**trial.weights, child.code: trial.weights[child.code] * 2})
            far = np.abs(before[child.code] - before[group.code])
            near = np.abs(after[child.code] - after[group.code])
            if (near > far + CLOSE).any() or (~np.isnan(far) & (far > 0.01 * trial.questionnaire.width) & ~(near < far)).any():
                yield f"raising a weight moves the score towards that item: '{group.code}' does not move towards '{child.code}'"


def _top_can_be_reached(trial: Trial) -> Iterator[str]:
    questionnaire = trial.questionnaire
    extreme = {}
    for code, item in questionnaire.items.items():
        worst, best = limits(questionnaire, item)
        extreme[code] = np.full(1, min(worst, best) if item.role == "information" else best)
    extreme |= {code: np.full(1, questionnaire.top) for code in _only_given(questionnaire)}
    weights = {code: column[:1] for code, column in trial.weights.items()}
    reached = float(trial.nodes(extreme, weights)[questionnaire.root][0])
    if not abs(reached - questionnaire.top) < 1e-6 and not trial.references:
        yield f"the top of the range can be reached: the best answers give {reached:g}, not {questionnaire.top:g}"


def _order_is_irrelevant(questionnaire: Questionnaire, folder: Path | None, summary_of: Summarise) -> Iterator[str]:
    responses = made_up(questionnaire)
    turned = tuple(_turned(block) for block in responses.blocks)
    first = score(questionnaire, summary_of(questionnaire, responses), folder=folder)
    second = score(questionnaire, summary_of(questionnaire, Responses(responses.subjects, turned, responses.given)), folder=folder)
    for code, column in first.values.items():
        if not np.allclose(column, second.values[code], rtol=0, atol=CLOSE, equal_nan=True):
            yield f"the order of rows is irrelevant: '{code}' changes when the rows of each subject are turned round"
            return


def _turned(block: Block) -> Block:
    """The same responses, each subject's in the opposite order."""
    order = np.lexsort((-np.arange(len(block.subject)), block.subject))
    return Block(
        block.group, block.items, block.codes[:, order], block.points, block.kinds, block.subject, block.stratum, sampled=block.sampled
    )
