"""Ranks that admit what they do not know.

A rank's interval holds every place from which the subject cannot be told apart: `low` is one more than the
number of subjects that are significantly better, `high` leaves room for those that are significantly worse
(pairwise differences at 95 %; Mogstad, Romano, Shaikh and Wilhelm 2024, "Inference for Ranks", without
their correction for many comparisons).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.responses import Array

CRITICAL = 1.959963984540054
TIE = 1e-9
CASES = 2_000_000


def ranks(values: Array, higher_is_better: bool = True) -> Array:
    """Place of each value, best first, from unrounded values; equals share the best place; nan has none.

    >>> ranks(np.array([7.9, 8.1, 7.9, np.nan])).tolist()
    [2.0, 1.0, 2.0, nan]
    """
    better = values if higher_is_better else -values
    known = np.sort(better[~np.isnan(better)])
    ahead = len(known) - np.searchsorted(known, better + TIE, side="right")
    return np.where(np.isnan(better), np.nan, ahead + 1.0)


def intervals(values: Array, errors: Array, higher_is_better: bool = True) -> tuple[Array, Array]:
    """First and last place that each subject may hold; an unknown error leaves every place open.

    >>> low, high = intervals(np.array([8.0, 7.9, 5.0]), np.array([0.2, 0.2, 0.2]))
    >>> low.tolist(), high.tolist()
    ([1.0, 1.0, 3.0], [2.0, 2.0, 3.0])
    """
    better = values if higher_is_better else -values
    scored = ~np.isnan(better)
    told = scored & ~np.isnan(errors)
    low, high = np.full(len(values), np.nan), np.full(len(values), np.nan)
    low[scored], high[scored] = 1.0, float(scored.sum())
    if told.any():
        ahead, behind = _clearly_ahead(better[told], errors[told]), _clearly_ahead(-better[told], errors[told])
        low[told] += ahead
        high[told] -= behind
    return low, high


def _clearly_ahead(score: Array, error: Array) -> NDArray[np.int64]:
    """How many are significantly higher than each. Only those are compared one by one for whom the sizes of errors decide."""
    order = np.argsort(score, kind="stable")
    sorted_score, variance = score[order], error[order] ** 2
    near = sorted_score + CRITICAL * np.sqrt(variance + variance.min()) + TIE
    far = sorted_score + CRITICAL * np.sqrt(variance + variance.max()) + TIE
    first, last = np.searchsorted(sorted_score, near, side="right"), np.searchsorted(sorted_score, far, side="right")
    ahead = len(score) - last
    open_cases = last - first
    step = max(1, int(CASES / max(open_cases.max(), 1)))
    for start in range(0, len(score), step):
        rows = np.arange(start, min(start + step, len(score)))
        one = np.repeat(rows, open_cases[rows])
        other = np.arange(len(one)) - np.repeat(np.cumsum(open_cases[rows]) - open_cases[rows], open_cases[rows]) + first[one]
        higher = sorted_score[other] - sorted_score[one] > CRITICAL * np.sqrt(variance[one] + variance[other]) + TIE
        ahead[rows] += np.bincount(one[higher] - start, minlength=len(rows))
    result = np.empty(len(score), np.int64)
    result[order] = ahead
    return result
