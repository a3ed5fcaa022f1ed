"""Rolling item points up a framework: the walk that methods share; each brings its own mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Group, Item, Questionnaire, walk

Array = NDArray[np.float64]
Mean = Callable[[Array, Array], Array]


def roll_up(
    questionnaire: Questionnaire, points: Mapping[str, Array], weights: Mapping[str, Array | float], mean: Mean
) -> dict[str, Array]:
    """Every node's score from item points, one array element per subject; nan is no score.

    `points` holds items and, where a subject was *given* a group's score, that group too. An item
    without points passes its weight to its siblings; a part *group* without a score leaves its parent
    without one. Bonus and deduction are added after the mean, within the range.
    """
    nodes: dict[str, Array] = {}
    size = len(next(iter(points.values())))
    for node, _, _ in reversed(list(walk(questionnaire.framework))):
        if isinstance(node, Item):
            nodes[node.code] = points.get(node.code, np.full(size, np.nan))
        else:
            values = [nodes[child.code] for child in node.children]
            nodes[node.code] = _given_first(points.get(node.code), _group(questionnaire, node, values, weights, mean, size))
    return nodes


def _group(
    questionnaire: Questionnaire, node: Group, values: Sequence[Array], weights: Mapping[str, Array | float], mean: Mean, size: int
) -> Array:
    """A group's score from those of its children, for so many subjects."""
    if node.role in ("bonus", "deduction"):
        return _sum(node, values, weights) if values else np.full(size, np.nan)
    parts = [(child, value) for child, value in zip(node.children, values, strict=True) if child.role == "part"]
    if not parts:
        return np.full(size, np.nan)
    shares = np.array([np.broadcast_to(weights[child.code], size) for child, _ in parts])
    result = mean(np.array([value for _, value in parts]), shares)
    for (child, value), share in zip(parts, shares, strict=True):
        if isinstance(child, Group):
            result = np.where(np.isnan(value) & (share > 0), np.nan, result)
    return _adjusted(questionnaire, node, values, result)


def _given_first(given: Array | None, computed: Array) -> Array:
    return computed if given is None else np.where(np.isnan(given), computed, given)


def _sum(node: Group, values: Sequence[Array], weights: Mapping[str, Array | float]) -> Array:
    """Points of a bonus or deduction group: the weighted sum of what is there and counts, up to its cap."""
    counted = [(child, value) for child, value in zip(node.children, values, strict=True) if child.role != "information"]
    stacked = np.array([weights[child.code] * value for child, value in counted])
    total = np.where(np.isnan(stacked).all(axis=0), np.nan, np.nansum(stacked, axis=0))
    return total if node.cap is None else np.minimum(total, node.cap)


def _adjusted(questionnaire: Questionnaire, node: Group, values: Sequence[Array], result: Array) -> Array:
    """The mean plus bonus minus deduction, kept within the range; where there is none, nothing changes."""
    adjusted = result
    for child, value in zip(node.children, values, strict=True):
        if child.role in ("bonus", "deduction"):
            sign = 1.0 if child.role == "bonus" else -1.0
            adjusted = adjusted + sign * np.nan_to_num(value)
    return result if adjusted is result else np.clip(adjusted, questionnaire.bottom, questionnaire.top)


def arithmetic_mean(values: Array, weights: Array) -> Array:
    """The weighted arithmetic mean over the first axis of what is there; nothing there is no mean.

    >>> arithmetic_mean([100, None], [1, 3])
    np.float64(100.0)
    """
    values, weights = np.asarray(values, float), np.asarray(weights, float)
    there = ~np.isnan(values)
    total = np.where(there, weights, 0.0).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(there, values * weights, 0.0).sum(axis=0) / np.where(total > 0, total, np.nan))[()]


def geometric_mean(values: Array, weights: Array) -> Array:
    """The weighted geometric mean over the first axis of what is there; one zero (or less) makes it zero.

    >>> round(float(geometric_mean([1, 100, None], [1, 1, 5])), 9)
    10.0
    """
    values, weights = np.asarray(values, float), np.asarray(weights, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        logarithms = np.where(weights > 0, np.log(np.maximum(values, 0.0)), np.where(np.isnan(values), np.nan, 0.0))
        return np.asarray(np.exp(arithmetic_mean(logarithms, weights)))
