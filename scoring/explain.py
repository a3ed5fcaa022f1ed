"""Why a score is what it is, and what would move it: trace, what-if, sensitivity to weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from questionnaires.model import Item, Questionnaire, Scale
from questionnaires.problems import did_you_mean
from scoring.engine import Scores, gradient, run
from scoring.responses import Array


@dataclass(frozen=True)
class Influence:
    """What one item does to one node of one subject, in points on the range.

    `slope` points of the node per point of the item; `part` = slope × the item's points (under a weighted mean the
    parts add up to the mean); `to_best` and `to_worst` how far the node would move if the item were at its best or worst.
    """

    item: str
    points: float
    slope: float
    part: float
    to_best: float
    to_worst: float


def limits(questionnaire: Questionnaire, item: Item) -> tuple[float, float]:
    """The item's worst and best points for the score it enters (worst first)."""
    low, high = _extremes(questionnaire, questionnaire.scales[item.scale])
    if item.reverse:
        low, high = questionnaire.bottom + questionnaire.top - high, questionnaire.bottom + questionnaire.top - low
    return (high, low) if lowers(questionnaire, item) else (low, high)


def _extremes(questionnaire: Questionnaire, scale: Scale) -> tuple[float, float]:
    """The fewest and the most points that a scale gives; a line reaches both ends of the range."""
    if scale.points is not None:
        return scale.points
    steps = next((bands.steps for bands in (scale, scale.rate, scale.change) if bands is not None and bands.steps is not None), None)
    numbers = [points for _, points in steps] if steps else [points for points in (scale.choices or {}).values() if points is not None]
    if scale.choices is not None and not numbers:
        return questionnaire.bottom, questionnaire.bottom
    return (min(numbers), max(numbers)) if numbers else questionnaire.range


def lowers(questionnaire: Questionnaire, item: Item) -> bool:
    """Whether more of this item means a lower score: it, or exactly one thing above it, points down."""
    down, code = False, item.code
    while code:
        node = questionnaire.nodes[code]
        down ^= node.direction == "down" or node.role == "deduction"
        code = questionnaire.parents[code] or ""
    return down


def trace(scores: Scores, subject: int, nodes: Sequence[str] | None = None) -> dict[str, list[Influence]]:
    """Which answer moved which node by how much, for one subject (its position); items that do nothing are left out."""
    questionnaire = scores.questionnaire
    answered = [code for code in questionnaire.items if not np.isnan(scores.points[code][subject])]
    if not answered:
        return {}
    points, weights = _one(scores.points, subject), _one(scores.weights, subject)
    slopes = gradient(questionnaire, points, weights, scores.references, scores.folder, answered)
    extremes = [limits(questionnaire, questionnaire.items[code]) for code in answered]
    worst = _replaced(scores, subject, answered, [low for low, _ in extremes])
    best = _replaced(scores, subject, answered, [high for _, high in extremes])
    result = {}
    for node in nodes or questionnaire.groups:
        value = scores.values[node][subject]
        if np.isnan(value) or node not in best:
            continue
        rows = []
        for position, code in enumerate(answered):
            slope = float(slopes[node][0, position])
            up, down = best[node][position] - value, worst[node][position] - value
            if slope or abs(up) > 1e-12 or abs(down) > 1e-12:  # nan is not above
                here = float(points[code][0])
                rows.append(Influence(code, here, slope, slope * here, _plain(up), _plain(down)))
        result[node] = rows
    return result


def _plain(value: float) -> float:
    """A difference without the dust of floating point.

    >>> _plain(1e-16)
    0.0
    """
    return 0.0 if abs(value) < 1e-12 else float(value)


def _one(columns: Mapping[str, Array], subject: int) -> dict[str, Array]:
    return {code: column[subject : subject + 1] for code, column in columns.items()}


def _replaced(scores: Scores, subject: int, items: Sequence[str], points: Sequence[float]) -> dict[str, Array]:
    """Every node when, one at a time, each item has other points: one array element per item."""
    count = len(items)
    columns = {code: np.repeat(column[subject], count) for code, column in scores.points.items()}
    for position, (code, value) in enumerate(zip(items, points, strict=True)):
        columns[code][position] = value
    weights = {code: np.repeat(column[subject], count) for code, column in scores.weights.items()}
    return run(scores.questionnaire, columns, weights, scores.references, scores.folder)


def what_if(
    scores: Scores, subject: int, points: Mapping[str, float] | None = None, weights: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Every node of one subject if some items (or given groups) had these points, or some nodes these weights; nan is no score.

    Raises KeyError for a code that the questionnaire does not have.
    """
    for code in (*(points or {}), *(weights or {})):
        if code not in scores.questionnaire.nodes:
            raise KeyError(f"'{code}' is no item or group{did_you_mean(code, scores.questionnaire.nodes)}")
    changed = {**_one(scores.points, subject), **{code: np.array([value], float) for code, value in (points or {}).items()}}
    shares = {**_one(scores.weights, subject), **{code: np.array([value], float) for code, value in (weights or {}).items()}}
    nodes = run(scores.questionnaire, changed, shares, scores.references, scores.folder)
    return {code: float(column[0]) for code, column in nodes.items()}


def weight_sensitivity(scores: Scores, node: str | None = None, factor: float = 1.1) -> dict[str, Array]:
    """How far a node (default: the root) moves, for each subject, when one weight grows by a factor (default: a tenth)."""
    target = node or scores.questionnaire.root
    moved = {}
    for code in scores.questionnaire.nodes:
        if code == scores.questionnaire.root:
            continue
        shares = {**scores.weights, code: scores.weights[code] * factor}
        nodes = run(scores.questionnaire, scores.points, shares, scores.references, scores.folder)
        moved[code] = nodes[target] - scores.values[target]
    return moved
