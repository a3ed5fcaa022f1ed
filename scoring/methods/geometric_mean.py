"""Weighted geometric mean: weakness in one part cannot be bought back by strength in another.

Source: the aggregation of the UNDP Human Development Index since 2010. Points are taken as distance
from the bottom of the range, so that the bottom of any part is the bottom of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaires.model import Questionnaire
from scoring.tree import Array, geometric_mean, roll_up


def score(questionnaire: Questionnaire, points: Mapping[str, Array], *, weights: Mapping[str, Array], **_: Any) -> dict[str, Array]:
    """Each group is the weighted geometric mean of its parts, plus bonus, minus deduction; nan is no score."""
    bottom = questionnaire.bottom

    def mean(values: Array, shares: Array) -> Array:
        return bottom + geometric_mean(values - bottom, shares)

    return roll_up(questionnaire, points, weights, mean)
