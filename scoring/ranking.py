"""Ranks that admit what they do not know.

A rank's interval holds every place from which the subject cannot be told apart: `low` is one more than the
number of subjects that are significantly better, `high` leaves room for those that are significantly worse
(pairwise differences at 95 %; Mogstad, Romano, Shaikh and Wilhelm 2024, "Inference for Ranks", without
their correction for many comparisons).
"""

from __future__ import annotations

import numpy as np

from scoring.responses import Array

CRITICAL = 1.959963984540054
TIE = 1e-9
ROWS = 500


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
    known = ~np.isnan(better)
    score, variance = better[known], np.where(np.isnan(errors[known]), np.inf, errors[known]) ** 2
    low, high = np.full(len(values), np.nan), np.full(len(values), np.nan)
    first, last = np.empty(len(score)), np.empty(len(score))
    for start in range(0, len(score), ROWS):
        rows = slice(start, start + ROWS)
        needed = CRITICAL * np.sqrt(variance[rows, None] + variance) + TIE
        difference = score - score[rows, None]
        first[rows] = 1 + (difference > needed).sum(axis=1)
        last[rows] = len(score) - (difference < -needed).sum(axis=1)
    low[known], high[known] = first, last
    return low, high
