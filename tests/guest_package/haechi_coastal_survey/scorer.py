"""Power mean: between the weakest part and the arithmetic mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from questionnaires.model import Questionnaire
from scoring.tree import Array, arithmetic_mean, roll_up


def score(
    questionnaire: Questionnaire, points: Mapping[str, Array], *, weights: Mapping[str, Array], power: float = 1.0, **_: Any
) -> dict[str, Array]:
    """Each group is the weighted power mean of its parts; nan is no score."""

    def mean(values: Array, shares: Array) -> Array:
        return np.asarray(arithmetic_mean(np.maximum(values, 0) ** power, shares) ** (1 / power))

    return roll_up(questionnaire, points, weights, mean)
