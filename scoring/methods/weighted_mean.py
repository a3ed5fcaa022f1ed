"""Weighted arithmetic mean: the method of most published instruments.

Source: the formulas printed for Korea (KAIA 2017, KARI 2023), Thailand (ITA) and Indonesia (KPK 2009).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaires.model import Questionnaire
from scoring.tree import Array, arithmetic_mean, roll_up


def score(questionnaire: Questionnaire, points: Mapping[str, Array], *, weights: Mapping[str, Array], **_: Any) -> dict[str, Array]:
    """Each group is the weighted mean of its parts, plus bonus, minus deduction; nan is no score."""
    return roll_up(questionnaire, points, weights, arithmetic_mean)
