"""Whether a question is asked: small declared conditions over the answers given so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Condition, Questionnaire

Answers = Mapping[str, NDArray[Any]]
Truths = NDArray[np.bool_]


def holds(questionnaire: Questionnaire, condition: Condition | None, answers: Answers, size: int) -> Truths:
    """Where a condition holds, one truth a response; an item that is blank or not among the `answers` meets no test.

    >>> from questionnaires import load
    >>> risk = Condition.model_validate({"item": "design", "in": ["weak", "strong"]})
    >>> holds(load("risk_register_2026"), risk, {"design": np.array(["none", "weak", ""])}, 3).tolist()
    [False, True, False]
    """
    if condition is None:
        return np.full(size, True)
    if condition.all_of is not None:
        return np.asarray(np.all([holds(questionnaire, part, answers, size) for part in condition.all_of], axis=0), bool)
    if condition.any_of is not None:
        return np.asarray(np.any([holds(questionnaire, part, answers, size) for part in condition.any_of], axis=0), bool)
    if condition.negated is not None:
        return ~holds(questionnaire, condition.negated, answers, size)
    written = answers.get(condition.item or "", np.full(size, "")).astype(str)
    if condition.at_least is not None:
        return _numbers(questionnaire, condition.item or "", written) >= condition.at_least
    wanted = condition.in_ if condition.in_ is not None else [condition.is_]
    return np.isin(written, [_text(value) for value in wanted])


def _numbers(questionnaire: Questionnaire, code: str, written: NDArray[Any]) -> NDArray[np.float64]:
    """The points of a choice, else the number that was written; nan compares as false."""
    item = questionnaire.items.get(code)
    points = (questionnaire.scales[item.scale].choices or {}) if item else {}
    return np.array([_number(points.get(text, text)) for text in written], float)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
