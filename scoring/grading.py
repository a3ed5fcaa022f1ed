"""From scores to grades: fixed half-open bands, or distance from the mean of the peer group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Grading
from scoring.responses import Array

NO_GRADE = -1
DUST = 1e-9


def grades(grading: Grading, values: Array, groups: Sequence[str]) -> tuple[NDArray[np.int64], dict[str, int]]:
    """The position of each subject's grade (0 is the first, −1 none), and groups too small to grade with their size.

    >>> from questionnaires.model import Grading
    >>> bands = Grading(method="cuts", cuts=[85, 50], grades=["A", "B", "F"])
    >>> grades(bands, np.array([85, 84.99, np.nan]), ["", "", ""])[0].tolist()
    [0, 1, -1]
    """
    if grading.method == "cuts":
        return band(values, np.array(grading.cuts)), {}
    result = np.full(len(values), NO_GRADE)
    refused = {}
    within = np.asarray(groups) if grading.within == "peer_group" else np.full(len(values), "")
    for group in sorted(set(within.tolist())):
        mine = within == group
        scored = values[mine][~np.isnan(values[mine])]
        if len(scored) < grading.minimum_peers:
            refused[group] = len(scored)
        else:
            result[mine] = band(deviations(values[mine], scored), np.array(grading.cuts))
    return result, refused


def deviations(values: Array, peers: Array) -> Array:
    """How many standard deviations of the peers each value lies above their mean (divided by n: they are all there is).

    Peers that are all alike have none, and everyone is at the mean. Over the last axis.

    >>> deviations(np.array([9.0, 7.0]), np.array([9.0, 7.0])).tolist(), deviations(np.array([7.1]), np.full(8, 7.1)).tolist()
    ([1.0, -1.0], [0.0])
    """
    mean, spread = peers.mean(axis=-1, keepdims=True), peers.std(axis=-1, keepdims=True)
    alike = spread <= DUST * np.maximum(1.0, np.abs(mean))
    return np.asarray(np.where(alike, values * 0.0, (values - mean) / np.where(alike, 1.0, spread)))


def deviation_cuts(grading: Grading, peers: Array) -> Array:
    """The same cuts on the scale itself, to be drawn: mean + k · standard deviation of all peers."""
    return np.asarray(peers.mean(axis=-1)[..., None] + np.array(grading.cuts) * peers.std(axis=-1)[..., None])


def band(values: Array, cuts: Array) -> NDArray[np.int64]:
    """How many cuts lie above each value; −1 where there is no value. A value on a cut belongs to the better band."""
    above = (values[..., None] < cuts - DUST * np.maximum(1.0, np.abs(cuts))).sum(axis=-1)
    return np.where(np.isnan(values), NO_GRADE, above)
