"""How effective the controls of a risk are: Σ w · design · operation / Σ w, over those that are rated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from questionnaires.model import Group, Questionnaire
from scoring.methods.risk_matrix.matrix import NEAR
from scoring.tree import Array, arithmetic_mean

DESIGN, OPERATION, KIND = "_design", "_operation", "_kind"


@dataclass(frozen=True)
class Controls:
    """Effectiveness (0 to 1; nan: no control is rated) of each control and group, and the levels that R3 takes off."""

    preventive: Array
    corrective: Array
    all: Array
    slots: Mapping[str, Array]
    levels_off: Array


def controls_of(questionnaire: Questionnaire, points: Mapping[str, Array], weights: Mapping[str, Array], cap: float) -> Controls:
    """Each group inside `controls_preventive` and `controls_corrective` is one control: its items `…_design`, `…_operation`, and for R3 `…_kind`.

    `controls` weighs every control of both groups alike, times the weights of the framework. A group's *given* effectiveness stands for all its controls.
    """
    nothing = np.full(len(next(iter(points.values()))), np.nan)
    slots: dict[str, Array] = {}
    means, shares, levels = [], [], np.zeros_like(nothing)

    def answer(code: str) -> Array:
        return points.get(code, nothing)

    for code in ("controls_preventive", "controls_corrective"):
        inside = questionnaire.groups[code].groups
        own = {slot.code: _control(slot.code, points, nothing) for slot in inside}
        levels = levels + sum((_levels_off(answer(slot.code + KIND), own[slot.code]) for slot in inside), start=np.zeros_like(nothing))
        mean, share = _group(inside, own, answer(code), {slot.code: weights[slot.code] * weights[code] for slot in inside})
        means.append(mean)
        shares.append(share)
        slots.update(own)
    preventive, corrective = (np.minimum(mean, cap) for mean in means)
    pooled = np.minimum(arithmetic_mean(np.array(means), np.array(shares)), cap)
    return Controls(preventive, corrective, _given_first(answer("controls"), pooled), slots, levels)


def _control(code: str, points: Mapping[str, Array], nothing: Array) -> Array:
    rated = effect(points.get(code + DESIGN, nothing), points.get(code + OPERATION, nothing))
    return _given_first(points.get(code, nothing), rated)


def effect(design: Array, operation: Array) -> Array:
    """Design × operation; what is badly designed, or does not run, has no effect, whatever the other half is like.

    >>> effect(np.array([1, 1, 0]), np.array([0.5, np.nan, np.nan])).tolist()
    [0.5, nan, 0.0]
    """
    return np.where((design == 0) | (operation == 0), 0.0, design * operation)


def _group(inside: list[Group], own: Mapping[str, Array], given: Array, weights: Mapping[str, Array]) -> tuple[Array, Array]:
    """The mean of a group's rated controls, or what is given for it; and the weight that stands behind it."""
    values = np.array([own[slot.code] for slot in inside]).reshape(len(inside), len(given))
    shares = np.array([np.broadcast_to(weights[slot.code], len(given)) for slot in inside]).reshape(values.shape)
    rated = np.where(np.isnan(values) & np.isnan(_share(given)), 0.0, shares).sum(axis=0)
    return _given_first(given, arithmetic_mean(values, shares)), rated


def _levels_off(kind: Array, effectiveness: Array) -> Array:
    """What one control takes off under R3: the points of its kind, unless it is known to have no effect."""
    return np.where(np.isnan(kind) | (effectiveness < NEAR), 0.0, kind)


def _given_first(given: Array, computed: Array) -> Array:
    share = _share(given)
    return np.where(np.isnan(share), computed, share)


def _share(given: Array) -> Array:
    """A given effectiveness; a number beyond 0 to 1 is none."""
    return np.where((given >= 0) & (given <= 1), given, np.nan)
