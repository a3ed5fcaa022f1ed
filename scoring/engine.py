"""From a summary to scores with margins, for whatever method the questionnaire names.

Authors of methods write arithmetic; the statistics are supplied here: the error of every node by the
delta method (numerical gradient × covariance of the item means), for built-in and guest methods alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import DEFAULT_VARIANT, RECORD, Group, Item, Questionnaire, walk
from questionnaires.problems import did_you_mean
from scoring import methods
from scoring.responses import Array
from scoring.summary import Summary

STEP = 1e-5
CHUNK = 16_000
Weights = Mapping[str, Array]
References = Mapping[str, Any]


@dataclass(frozen=True)
class Scores:
    """Scores of all subjects as columns, and all that is needed to make them again.

    `values[node]` and `errors[node]` (standard errors) have one element per subject, on the
    questionnaire's range; nan is no score, or an error that is not known (too few answers, or a survey's score that was *given*). `answers[node]` counts respondents.
    """

    questionnaire: Questionnaire
    folder: Path | None
    summary: Summary
    variants: tuple[str, ...]
    points: Mapping[str, Array]
    weights: Weights
    references: References
    values: Mapping[str, Array]
    errors: Mapping[str, Array]
    answers: Mapping[str, NDArray[np.int64]]

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.summary.subjects


def score(
    questionnaire: Questionnaire,
    summary: Summary,
    variants: Sequence[str] | None = None,
    references: References | None = None,
    weights: Mapping[str, float] | None = None,
    folder: Path | None = None,
) -> Scores:
    """Every node's value, standard error and number of respondents, for every subject.

    `variants` names each subject's set of weights; `weights` replaces single weights for all;
    `references` (branch → what its method stored) replaces what would be computed from these subjects.
    Raises LookupError or ValueError for a weight that cannot be changed so, MethodError for a method that fails.
    """
    for code, weight in (weights or {}).items():
        if code not in questionnaire.nodes:
            raise LookupError(f"there is no node '{code}' to change the weight of{did_you_mean(code, questionnaire.nodes)}")
        if not weight >= 0:
            raise ValueError(f"the weight of '{code}' is {weight:g}; a weight is 0 or more")
    chosen = tuple(variants or [DEFAULT_VARIANT] * len(summary.subjects))
    points = item_points(questionnaire, summary)
    columns = weight_columns(questionnaire, chosen, weights or {})
    stored = {**_references(questionnaire, summary, folder), **(references or {})}
    values = run(questionnaire, points, columns, stored, folder)
    errors = _errors(questionnaire, summary, points, columns, stored, folder, values)
    answers = _answers(questionnaire, summary)
    return Scores(questionnaire, folder, summary, chosen, points, columns, stored, values, errors, answers)


def item_points(questionnaire: Questionnaire, summary: Summary) -> dict[str, Array]:
    """Item means where enough valid answers stand behind them (one is enough for a fact), and the scores of given groups."""
    enough = {}
    for code, mean in summary.means.items():
        needed = 1 if questionnaire.items[code].respondent == RECORD else questionnaire.scoring.minimum_answers
        enough[code] = np.where(summary.answers(code) >= needed, mean, np.nan)
    return {**enough, **summary.given}


def weight_columns(questionnaire: Questionnaire, variants: Sequence[str], changed: Mapping[str, float]) -> dict[str, Array]:
    """The weight of each node for each subject under its variant."""
    names = sorted(set(variants))
    position = np.array([names.index(variant) for variant in variants], int)
    table = [{**questionnaire.weights(name), **changed} for name in names]
    return {code: np.array([row[code] for row in table], float)[position] for code in questionnaire.nodes}


def run(
    questionnaire: Questionnaire, points: Mapping[str, Array], weights: Weights, references: References, folder: Path | None
) -> dict[str, Array]:
    """Every node's value: branches with a method of their own first, then the whole."""
    known: dict[str, Array] = dict(points)
    own: dict[str, Array] = {}
    for branch in _branches(questionnaire):
        nodes = _apply(questionnaire.branch(branch.code), branch.scoring or questionnaire.scoring, known, weights, references, folder)
        known[branch.code] = nodes[branch.code]
        own = {**nodes, **own}
    whole = _apply(questionnaire, questionnaire.scoring, known, weights, references, folder)
    return {**whole, **own}


def _branches(questionnaire: Questionnaire) -> list[Group]:
    """Groups with a method of their own, innermost first."""
    found = [node for node, parent, _ in walk(questionnaire.framework) if isinstance(node, Group) and node.scoring and parent]
    return found[::-1]


def _apply(
    questionnaire: Questionnaire, scoring: Any, points: Mapping[str, Array], weights: Weights, references: References, folder: Path | None
) -> dict[str, Array]:
    method = methods.find(scoring.method, folder)
    extra = {"reference": references[questionnaire.root]} if questionnaire.root in references else {}
    try:
        nodes = dict(method.score(questionnaire, points, weights=weights, **extra, **scoring.parameters))
    except (Exception, SystemExit) as error:  # a guest's method may fail in any way
        raise methods.MethodFailed(scoring.method, error) from error
    return {code: _column(code, nodes, size=len(next(iter(points.values())))) for code in questionnaire.nodes}


def _column(code: str, nodes: Mapping[str, Any], size: int) -> Array:
    """What a method returned for a node. Raises TreeNotFollowed."""
    if code not in nodes:
        raise methods.TreeNotFollowed(code, "gets no score from the method")
    column = np.asarray(nodes[code])
    if column.shape != (size,):
        raise methods.TreeNotFollowed(code, f"has the shape {column.shape}, not one value a subject")
    if column.dtype.kind not in "fiub":
        raise methods.TreeNotFollowed(code, f"holds {column.dtype}, not numbers")
    if np.isinf(column).any():
        raise methods.TreeNotFollowed(code, "is infinite for some subjects; no score is nan")
    return column.astype(float, copy=False)


def _references(questionnaire: Questionnaire, summary: Summary, folder: Path | None) -> dict[str, Any]:
    stored = {}
    for branch in [questionnaire.framework, *_branches(questionnaire)]:
        method = methods.find((branch.scoring or questionnaire.scoring).method, folder)
        if hasattr(method, "reference"):
            stored[branch.code] = method.reference(questionnaire.branch(branch.code), summary)
    return stored


def _errors(
    questionnaire: Questionnaire,
    summary: Summary,
    points: Mapping[str, Array],
    weights: Weights,
    references: References,
    folder: Path | None,
    values: Mapping[str, Array],
) -> dict[str, Array]:
    """The standard error of every node: sqrt(gradient' · covariance · gradient), summed over independent samples."""
    variances = {code: np.zeros(len(summary.subjects)) for code in values}
    for sample in summary.covariances:
        unknown = np.isnan(np.diagonal(sample.matrices, axis1=1, axis2=2))
        matrices = np.nan_to_num(sample.matrices)
        per_chunk = max(1, CHUNK // (2 * len(sample.items)))
        for first in range(0, len(summary.subjects), per_chunk):
            rows = slice(first, first + per_chunk)
            here = {code: column[rows] for code, column in points.items()}
            there = {code: column[rows] for code, column in weights.items()}
            slopes = gradient(questionnaire, here, there, references, folder, sample.items)
            for code, slope in slopes.items():
                variance = np.einsum("sj,sj->s", slope, (matrices[rows] @ slope[:, :, None])[:, :, 0])
                variances[code][rows] += np.where(((slope != 0) & unknown[rows]).any(axis=1), np.nan, np.maximum(variance, 0))
    surveyed = [code for code in summary.given if _is_surveyed(questionnaire, code)]
    slopes = gradient(questionnaire, points, weights, references, folder, surveyed) if surveyed else {}
    for code, slope in slopes.items():
        variances[code][(slope != 0).any(axis=1)] = np.nan
    return {code: np.where(np.isnan(values[code]), np.nan, np.sqrt(variance)) for code, variance in variances.items()}


def _is_surveyed(questionnaire: Questionnaire, code: str) -> bool:
    """Whether a group's score comes from a sample, so that a *given* figure for it has a margin that we do not know."""
    return any(isinstance(node, Item) and node.respondent != RECORD for node, _, _ in walk(questionnaire.groups[code]))


def gradient(
    questionnaire: Questionnaire,
    points: Mapping[str, Array],
    weights: Weights,
    references: References,
    folder: Path | None,
    items: Sequence[str],
) -> dict[str, Array]:
    """How each node moves with each item's points (central differences): node → subjects × items.

    All shifted subjects are scored in one call. Where a node does not depend on an item the slope is exactly 0.
    """
    size, count, step = len(next(iter(points.values()))), len(items), STEP * questionnaire.width
    copies = 2 * count
    shifted = {code: np.tile(column, copies) for code, column in points.items()}
    for position, code in enumerate(items):
        shifted[code][position * size : (position + 1) * size] += step
        shifted[code][(count + position) * size : (count + position + 1) * size] -= step
    nodes = run(questionnaire, shifted, {code: np.tile(column, copies) for code, column in weights.items()}, references, folder)
    slopes = {}
    for code, column in nodes.items():
        up, down = column.reshape(2, count, size)
        slopes[code] = np.nan_to_num((up - down) / (2 * step)).T
    return slopes


def _answers(questionnaire: Questionnaire, summary: Summary) -> dict[str, NDArray[np.int64]]:
    """Respondents behind each node: for each respondent group the item answered most, added up."""
    result: dict[str, NDArray[np.int64]] = {}
    nothing = np.zeros(len(summary.subjects), np.int64)
    for code, node in questionnaire.nodes.items():
        below = [inner for inner, _, _ in walk(node) if isinstance(inner, Item)]
        most: dict[str, NDArray[np.int64]] = {}
        for item in below:
            most[item.respondent] = np.maximum(most.get(item.respondent, nothing), summary.answers(item.code))
        result[code] = sum(most.values(), start=nothing)
    return result
