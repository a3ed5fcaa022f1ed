"""Risk matrix: likelihood × impact before controls, what the controls take off, and the level that is left.

inherent   likelihood and impact, each from 1 to `size`; impact is the *worst* of its dimensions, never their mean
controls   effectiveness 0 to 1 of the preventive and of the corrective (and detective) controls
residual   R1 level × (1 − effectiveness) · R2 preventive controls lower likelihood, corrective ones impact (default)
           R3 half a level off per general, a whole one per specific control · R4 rated afresh · R5 a table of bands

Only a control that is rated takes anything off: with none, residual is inherent. Except under R4, where people rate
afresh, residual is never above inherent.

Source: shapes of matrices and residual rules as collected from public risk registers; R3 is the rule of ROL, the
others and every default are our own, *assumed* and editable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from questionnaires.model import Questionnaire
from questionnaires.problems import did_you_mean
from scoring.methods.risk_matrix.controls import Controls, controls_of
from scoring.methods.risk_matrix.matrix import Matrix, rating, worst
from scoring.methods.risk_matrix.residual import BandTable, Numbers, fewer_levels, less_level, less_rating
from scoring.tree import Array, roll_up

AVERAGES = False
BEFORE = ("inherent_likelihood", "inherent_impact", "inherent")
CONTROLS = ("controls_preventive", "controls_corrective", "controls")
AFTER = ("residual_likelihood", "residual_impact", "residual")
NODES = (*BEFORE, *CONTROLS, *AFTER)
MODES = ("R1", "R2", "R3", "R4", "R5")


def score(
    questionnaire: Questionnaire,
    points: Mapping[str, Array],
    *,
    weights: Mapping[str, Array],
    size: int = 5,
    inherent: str = "product",
    table: Sequence[Numbers] | None = None,
    residual: str = "R2",
    cap: float = 1.0,
    round_up: bool = True,
    bands: Numbers = (),
    classes: Numbers = (),
    residual_table: Sequence[Sequence[int]] = (),
    tolerance: float | None = None,
    **_: Any,
) -> dict[str, Array]:
    """Likelihood, impact and level before and after controls, one array element per risk; nan is no score.

    `inherent` is product, sum or lookup in `table` (rows by likelihood, columns by impact, both low to high; `round_up` says
    where a rating between two cells belongs). No effectiveness exceeds `cap`. R5 needs `bands` and `classes` (lower bounds
    of inherent levels and of effectiveness, low to high) and `residual_table` (the band that is left, by band and class).
    `tolerance` is the highest level that is accepted: it changes no level, the roll-up to institutions counts with it.
    """
    _check(questionnaire, inherent, residual)
    matrix = Matrix(size, inherent, table, round_up)
    nodes = roll_up(questionnaire, points, weights, worst)

    def decided(code: str, computed: Array) -> Array:
        """A *given* node stands; else what is computed."""
        value = points.get(code)
        return computed if value is None else np.where(np.isnan(value), computed, value)

    likelihood, impact = (rating(nodes[code], size) for code in BEFORE[:2])
    level = decided("inherent", matrix.level(likelihood, impact))
    controls = controls_of(questionnaire, points, weights, cap)
    ratings = _residual_ratings(residual, nodes, likelihood, impact, controls)
    left = [rating(decided(code, value), size) for code, value in zip(AFTER, ratings, strict=False)]
    if residual == "R1":
        after = less_level(level, controls.all)
    elif residual == "R3":
        after = fewer_levels(level, controls.levels_off, matrix.lowest)
    elif residual == "R5":
        after = BandTable(tuple(bands), tuple(classes), residual_table, matrix).level(level, controls.all)
    else:
        after = matrix.level(*left)
    after = after if residual == "R4" else np.minimum(level, after)
    values = (likelihood, impact, level, controls.preventive, controls.corrective, controls.all, *left, decided("residual", after))
    return {**nodes, **controls.slots, **dict(zip(NODES, values, strict=True))}


def _residual_ratings(
    residual: str, nodes: Mapping[str, Array], likelihood: Array, impact: Array, controls: Controls
) -> tuple[Array, Array]:
    """Likelihood and impact after controls; the modes that work on the level alone have none."""
    if residual == "R2":
        return less_rating(likelihood, controls.preventive), less_rating(impact, controls.corrective)
    if residual == "R4":
        return nodes["residual_likelihood"], nodes["residual_impact"]
    return np.full_like(likelihood, np.nan), np.full_like(impact, np.nan)


def _check(questionnaire: Questionnaire, inherent: str, residual: str) -> None:
    """The framework has the groups of a risk, the mode exists and fits. Raises LookupError or ValueError."""
    for code in NODES:
        if code not in questionnaire.groups:
            raise LookupError(
                f"risk_matrix: {questionnaire.id} has no group '{code}'{did_you_mean(code, questionnaire.groups)}; needed: {', '.join(NODES)}"
            )
    if residual not in MODES:
        raise ValueError(f"risk_matrix: residual '{residual}' is not one of {', '.join(MODES)}")
    if residual == "R3" and inherent != "lookup":
        raise ValueError("risk_matrix: R3 takes off half and whole levels, so it needs `inherent: lookup` and a `table` of levels")
