"""A scoring method from a third party: a group is as good as its worst part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from questionnaires.model import Questionnaire
from scoring.tree import Array, roll_up

AVERAGES = False


def score(questionnaire: Questionnaire, points: Mapping[str, Array], *, weights: Mapping[str, Array], **_: Any) -> dict[str, Array]:
    """Each group is the lowest of its parts that have points and a weight; nan is no score."""

    def worst(values: Array, shares: Array) -> Array:
        there = np.where((shares > 0) & ~np.isnan(values), values, np.inf).min(axis=0)
        return np.where(np.isinf(there), np.nan, there)

    return roll_up(questionnaire, points, weights, worst)
