"""Experience of corruption, aggregated to the institution before it becomes a score.

Rates are a few in a hundred and frequencies and amounts are skewed, so that a mean of respondents'
points says little: first the institution's mean of the raw quantity (share who paid, times, amount), then a score.

absolute  top − width · min(1, quantity / maximum): nobody paid is the top, `maximum` or more is the bottom
relative  centre − spread · (quantity − mean) / sd, against the institutions of a stored reference

Source: the aggregation modes named in the Korean manual; both formulas are our own, *assumed* and editable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from questionnaires.model import Questionnaire
from questionnaires.problems import did_you_mean
from scoring.summary import Summary
from scoring.tree import Array, arithmetic_mean, roll_up

FORMS = ("absolute", "relative")
Reference = Mapping[str, Mapping[str, float]]


def score(
    questionnaire: Questionnaire,
    points: Mapping[str, Array],
    *,
    weights: Mapping[str, Array],
    reference: Reference | None = None,
    form: str = "absolute",
    maximum: Mapping[str, float] | None = None,
    centre: float | None = None,
    spread: float | None = None,
    **_: Any,
) -> dict[str, Array]:
    """Item and group scores from institution-level quantities; nan is no score.

    `maximum` is the quantity (per item, in its own unit) that scores the bottom, 1 where it is not named.
    `centre` and `spread` are points on the range: by default its middle, and a tenth of its width.
    """
    _check(questionnaire, form, maximum)
    middle = (questionnaire.bottom + questionnaire.top) / 2 if centre is None else centre
    step = questionnaire.width / 10 if spread is None else spread
    scored = dict(points)
    for code in questionnaire.items:
        quantity = points.get(code)
        if quantity is None:
            continue
        if form == "relative":
            peers = (reference or {}).get(code, {"mean": np.nan, "sd": np.nan})
            scored[code] = _relative(quantity, peers, middle, step, questionnaire.range)
        else:
            scored[code] = questionnaire.top - questionnaire.width * np.minimum(1.0, quantity / (maximum or {}).get(code, 1.0))
    return roll_up(questionnaire, scored, weights, arithmetic_mean)


def _check(questionnaire: Questionnaire, form: str, maximum: Any) -> None:
    """The form is known, and every maximum belongs to an item. Raises ValueError or LookupError."""
    if form not in FORMS:
        raise ValueError(f"experience: form '{form}' is not one of {', '.join(FORMS)}")
    if maximum is not None and not isinstance(maximum, Mapping):
        raise ValueError("experience: `maximum` names items with their quantities, like {paid: 0.05}")
    for code, quantity in (maximum or {}).items():
        if code not in questionnaire.items:
            raise LookupError(f"experience: there is no item '{code}' for `maximum`{did_you_mean(code, questionnaire.items)}")
        if not quantity > 0:
            raise ValueError(f"experience: the maximum of '{code}' must be above 0")


def _relative(quantity: Array, peers: Mapping[str, float], centre: float, spread: float, limits: tuple[float, float]) -> Array:
    distance = quantity - peers["mean"]
    standardised = np.where(distance == 0, 0.0, distance / peers["sd"]) if peers["sd"] > 0 else np.sign(distance) * 0.0
    return np.clip(np.asarray(centre - spread * standardised), *limits)


def reference(questionnaire: Questionnaire, summary: Summary) -> dict[str, dict[str, float]]:
    """Mean and standard deviation of each item's quantity over all institutions that have it."""
    stored = {}
    for code in questionnaire.items:
        quantity = summary.means[code][~np.isnan(summary.means[code])]
        if len(quantity):
            stored[code] = {"mean": float(quantity.mean()), "sd": float(quantity.std())}
    return stored
