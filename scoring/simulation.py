"""How probable each rank and each grade is, by drawing scores from their margins with a fixed seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Grading
from scoring.grading import band, deviations
from scoring.ranking import TIE
from scoring.responses import Array

DRAWS = 10_000
SEED = 2003
CHUNK = 4_000_000


@dataclass(frozen=True)
class Probabilities:
    """For the subjects of one peer group: `ranks` (subjects × places) and `grades` (subjects × grades; none if not graded).

    Each row adds up to 1. A subject without a score, or whose error is not known, has a row of zeros and takes no place.
    """

    ranks: Array
    grades: Array | None


def probabilities(
    values: Array, errors: Array, grading: Grading | None = None, higher_is_better: bool = True, draws: int = DRAWS, seed: int = SEED
) -> Probabilities:
    """Rank and grade probabilities when each score varies with its own standard error (normal, independent).

    Equal draws share the best place, as ranks do; a score without error (0) never varies.

    >>> chances = probabilities(np.array([8.0, 7.0]), np.array([0.1, 0.1]))
    >>> chances.ranks.round(2).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    known = np.flatnonzero(~np.isnan(values) & ~np.isnan(errors))
    size, places = len(values), len(known)
    small = grading is not None and grading.method == "deviation" and places < grading.minimum_peers
    ranks = np.zeros((size, places))
    grades = None if grading is None or small else np.zeros((size, len(grading.names)))
    random = np.random.default_rng(seed)
    step = max(1, min(draws, CHUNK // max(places, 1)))
    for start in range(0, draws, step):
        drawn = values[known] + errors[known] * random.standard_normal((min(step, draws - start), places))
        ranks[known] += _counted(_places(drawn if higher_is_better else -drawn), places)
        if grading is not None and grades is not None:
            reached = drawn if grading.method == "cuts" else deviations(drawn, drawn)
            grades[known] += _counted(band(reached, np.array(grading.cuts)), grades.shape[1])
    return Probabilities(ranks / draws, None if grades is None else grades / draws)


def _places(better: Array) -> NDArray[np.int64]:
    """The place of each subject in each draw (draws × subjects), counted from 0; equals share the best."""
    order = np.argsort(-better, axis=1, kind="stable")
    ordered = np.take_along_axis(better, order, axis=1)
    new = np.ones(better.shape, bool)
    new[:, 1:] = ordered[:, :-1] - ordered[:, 1:] > TIE
    first = np.maximum.accumulate(np.where(new, np.arange(better.shape[1]), 0), axis=1)
    places = np.empty_like(first)
    np.put_along_axis(places, order, first, axis=1)
    return places


def _counted(reached: NDArray[np.int64], kinds: int) -> Array:
    """How often each subject (column) reached each place or grade: subjects × kinds."""
    subjects = reached.shape[1]
    cells = np.arange(subjects) * kinds + reached
    return np.bincount(cells.ravel(), minlength=subjects * kinds).reshape(subjects, kinds).astype(float)
