"""How probable each rank and each grade is, by drawing scores from their margins with a fixed seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Grading
from scoring.grading import band, deviation_cuts
from scoring.responses import Array

DRAWS = 10_000
SEED = 2003
CHUNK = 4_000_000


@dataclass(frozen=True)
class Probabilities:
    """For the subjects of one peer group: `ranks` (subjects × places) and `grades` (subjects × grades; none if not graded).

    Each row adds up to 1; a subject without a score has a row of zeros.
    """

    ranks: Array
    grades: Array | None


def probabilities(
    values: Array, errors: Array, grading: Grading | None = None, higher_is_better: bool = True, draws: int = DRAWS, seed: int = SEED
) -> Probabilities:
    """Rank and grade probabilities when each score varies with its own standard error (normal, independent).

    >>> chances = probabilities(np.array([8.0, 7.0]), np.array([0.1, 0.1]))
    >>> chances.ranks.round(2).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    known = np.flatnonzero(~np.isnan(values))
    size, places = len(values), len(known)
    graded = grading is not None and not (grading.method == "deviation" and places < grading.minimum_peers)
    ranks = np.zeros((size, places))
    grades = np.zeros((size, len(grading.names))) if grading is not None and graded else None
    random = np.random.default_rng(seed)
    spread = np.nan_to_num(errors[known])
    step = max(1, min(draws, CHUNK // max(places, 1)))
    for start in range(0, draws, step):
        drawn = values[known] + spread * random.standard_normal((min(step, draws - start), places))
        order = np.argsort(-drawn if higher_is_better else drawn, axis=1, kind="stable")
        for place in range(places):
            ranks[known, place] += np.bincount(order[:, place], minlength=places)
        if grades is not None and grading is not None:
            cuts = np.array(grading.cuts) if grading.method == "cuts" else deviation_cuts(grading, drawn)[:, None, :]
            _count(grades, known, band(drawn, cuts))
    return Probabilities(ranks / draws, None if grades is None else grades / draws)


def _count(grades: Array, known: NDArray[np.int64], reached: NDArray[np.int64]) -> None:
    for grade in range(grades.shape[1]):
        grades[known, grade] += (reached == grade).sum(axis=0)
