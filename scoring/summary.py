"""One pass over all answers, however many, that leaves item means and their covariances per subject.

Design-based (Taylor linearised) estimates as in R's `survey`: with respondents i in strata h of one
subject and one respondent group, item j's mean is m = Σ w x / Σ w over those who answered it (a *domain*), its
influence is z = w (x − m) / Σ w (0 for those who did not answer), and

    cov(j, k) = Σ_h (1 − n_h/N_h) · n_h/(n_h − 1) · Σ_i (z_ij − z̄_hj)(z_ik − z̄_hk).

A stratum with one respondent contributes its square around the mean of the whole sample, which for
influences is 0 (R's `survey.lonely.psu = "adjust"`). Respondent groups are independent samples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Questionnaire
from scoring.responses import KINDS, VALID, Array, Block, Responses

ONE_THREAD = 1 << 18
LEAST_PIECE = 64


@dataclass(frozen=True)
class Covariances:
    """Covariances of item means under the sampling design: subjects × items × items; nan cannot be estimated."""

    group: str
    items: tuple[str, ...]
    matrices: Array


@dataclass(frozen=True)
class Summary:
    """What is left of the answers: per subject and item the mean, the counts, and the covariances of the means.

    `counts[item]` is subjects × kinds, in the order of `KINDS`.
    """

    subjects: tuple[str, ...]
    means: Mapping[str, Array]
    counts: Mapping[str, NDArray[np.int64]]
    covariances: tuple[Covariances, ...]
    given: Mapping[str, Array]

    def answers(self, item: str) -> NDArray[np.int64]:
        """Valid answers to an item, one number a subject."""
        return self.counts[item][:, VALID]


def summarise(questionnaire: Questionnaire, responses: Responses) -> Summary:
    """Item means, counts and covariances per subject. Items nobody answered have no mean (nan)."""
    size = len(responses.subjects)
    means: dict[str, Array] = {code: np.full(size, np.nan) for code in questionnaire.items}
    counts = {code: np.zeros((size, len(KINDS)), np.int64) for code in questionnaire.items}
    covariances = []
    for block in responses.blocks:
        block_means, block_counts, matrices = _sampled(block, size) if block.sampled else _records(block, size)
        for position, code in enumerate(block.items):
            means[code] = block_means[:, position]
            counts[code] = block_counts[:, position]
        if matrices is not None:
            covariances.append(Covariances(block.group, block.items, matrices))
    return Summary(responses.subjects, means, counts, tuple(covariances), responses.given)


def _records(block: Block, size: int) -> tuple[Array, NDArray[np.int64], None]:
    """Facts from documents: means and counts without sampling error, for all subjects at once."""
    means = np.full((size, len(block.items)), np.nan)
    counts = np.zeros((size, len(block.items), len(KINDS)), np.int64)
    for position, codes in enumerate(block.codes):
        points = block.points[codes]
        there = ~np.isnan(points)
        weight = np.ones(len(points)) if block.weight is None else block.weight
        total = np.bincount(block.subject[there], weight[there], size)
        with np.errstate(invalid="ignore", divide="ignore"):
            means[:, position] = np.bincount(block.subject[there], (points * weight)[there], size) / np.where(total > 0, total, np.nan)
        np.add.at(counts[:, position], (block.subject, block.kinds[codes]), 1)
    return means, counts, None


def _sampled(block: Block, size: int) -> tuple[Array, NDArray[np.int64], Array]:
    """Means, counts and covariances of a sample, one subject after the other: each fits the cache."""
    items = len(block.items)
    means = np.full((size, items), np.nan)
    counts = np.zeros((size, items, len(KINDS)), np.int64)
    matrices = np.zeros((size, items, items))
    scored = (~np.isnan(block.points)).astype(float)
    points = np.nan_to_num(block.points)
    some_missing = block.kinds != VALID
    bounds = np.searchsorted(block.subject, np.arange(size + 1))
    for subject in range(size):
        first, last = bounds[subject], bounds[subject + 1]
        if first == last:
            continue
        codes = block.codes[:, first:last]
        counts[subject] = _counts(codes, block.kinds, some_missing)
        rows = slice(first, last)
        weight = None if block.weight is None else block.weight[rows]
        starts, factors, sizes = _strata(block, rows)
        means[subject], matrices[subject] = _moments(points[codes], scored[codes], weight, starts, factors, sizes)
    return means, counts, matrices


def _counts(codes: NDArray[np.unsignedinteger], kinds: NDArray[np.uint8], some_missing: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many answers of each kind each item has: items × kinds."""
    counts = np.zeros((len(codes), len(KINDS)), np.int64)
    for kind in range(len(KINDS) - 1):
        options = np.flatnonzero(kinds == kind)
        counts[:, kind] = sum((np.count_nonzero(codes == option, axis=1) for option in options), start=np.zeros(len(codes), np.int64))
    counts[:, VALID] = codes.shape[1] - counts.sum(axis=1)
    return counts


def _strata(block: Block, rows: slice) -> tuple[NDArray[np.int64], Array, Array]:
    """Where the strata of one subject start, their factor (1 − n/N)·n/(n − 1), and their sizes n."""
    stratum = block.stratum[rows]
    starts = np.concatenate(([0], np.flatnonzero(np.diff(stratum)) + 1))
    sizes = np.diff(np.append(starts, len(stratum))).astype(float)
    factors = np.where(sizes > 1, sizes / np.maximum(sizes - 1, 1), 1.0)
    if block.size is not None:
        population = block.size[rows][starts]
        factors = factors * np.where(np.isnan(population), 1.0, 1.0 - sizes / population)
    return starts, factors, sizes


def _moments(
    points: Array, scored: Array, weight: Array | None, starts: NDArray[np.int64], factors: Array, sizes: Array
) -> tuple[Array, Array]:
    """Means (items) and covariance of the means (items × items) of one subject's sample."""
    answered = scored.sum(axis=1)
    if weight is None:
        total = answered
        sums = points.sum(axis=1)
    else:
        total = np.vecdot(scored, weight)
        sums = np.vecdot(points, weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / np.where(total > 0, total, np.nan)
    scored *= np.nan_to_num(means)[:, None]
    points -= scored
    if weight is not None:
        points *= weight
    around = np.add.reduceat(points, starts, axis=1) if len(starts) > 1 else None
    if around is None:
        products = factors[0] * _products(points)
    else:
        lonely = sizes == 1
        around *= np.where(lonely, 0.0, np.sqrt(factors / sizes))
        points *= np.repeat(np.sqrt(factors), sizes.astype(np.int64))
        products = _products(points) - around @ around.T
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = products / np.outer(total, total)
    unknown = answered < 2
    covariance[unknown] = np.nan
    covariance[:, unknown] = np.nan
    return means, covariance


def _products(values: Array) -> Array:
    """values · valuesᵀ, in pieces so small that BLAS stays on one thread: on shared cores its threads wait longer for each other than the work takes."""
    step = max(LEAST_PIECE, ONE_THREAD // len(values) ** 2)
    result = np.zeros((len(values), len(values)))
    for first in range(0, values.shape[1], step):
        piece = values[:, first : first + step]
        result += piece @ piece.T
    return result
