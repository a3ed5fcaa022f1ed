"""How somebody of a given goodness (0 worst, 1 best) answers an item: one text a response, whatever the scale."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import RECORD, Bands, Change, Item, Questionnaire, Scale
from scoring.explain import lowers
from scoring.responses import Array

Texts = NDArray[Any]
ALMOST = 1 - 1e-9
NEVER, NO_TIMES = ("no", "none", "never"), "0"


def answers(questionnaire: Questionnaire, item: Item, goodness: Array, random: np.random.Generator) -> Texts:
    """A valid answer for each goodness. Deductions are mostly small, bonuses never full."""
    scale = questionnaire.scales[item.scale]
    goodness = np.clip(goodness, 0, ALMOST)
    if _within(questionnaire, item, "deduction"):
        goodness = 1 - 0.35 * (1 - goodness)
    if _within(questionnaire, item, "bonus"):
        goodness = 0.5 * goodness
    share = 1 - goodness if turned(questionnaire, item) else goodness
    if scale.choices is not None:
        return _choice(scale, 1 - share if item.reverse else share, random)
    share = 1 - share if item.reverse else share
    if scale.points is not None:
        return _texts(_between(*scale.points, share))
    if scale.rate is not None:
        return _rates(scale.rate, share, questionnaire, random)
    if scale.change is not None:
        return _changes(scale.change, share, questionnaire, random)
    return _texts(_number(Bands(linear=scale.linear, steps=scale.steps, clip=scale.clip), share, questionnaire, random))


def turned(questionnaire: Questionnaire, item: Item) -> bool:
    """Whether better means fewer points of this item (after `reverse`)."""
    return lowers(questionnaire, item) ^ (questionnaire.higher_is == "worse")


def is_rare(questionnaire: Questionnaire, item: Item) -> bool:
    """Whether an item asks people for an experience of corruption: its method says so, or its best answer is *no*, *never* or 0 times."""
    code = questionnaire.parents[item.code]
    while code:
        own = questionnaire.groups[code].scoring
        if own is not None:
            return own.method == "experience"
        code = questionnaire.parents[code]
    if questionnaire.scoring.method == "experience":
        return True
    choices = {points: code for code, points in (questionnaire.scales[item.scale].choices or {}).items() if points is not None}
    if item.respondent == RECORD or not choices:
        return False
    best = choices[min(choices) if item.reverse ^ turned(questionnaire, item) else max(choices)]
    return best in NEVER or (best == NO_TIMES and not item.reverse)


def experience(harmed: NDArray[np.bool_], random: np.random.Generator) -> Array:
    """The goodness behind an experience: best for nearly all; of those who met with corruption, six in ten per item, mildly for most."""
    met = harmed & (random.random(len(harmed)) < 0.6)
    return np.where(met, 0.49 + 0.34 * random.random(len(harmed)) * (random.random(len(harmed)) < 0.3), ALMOST)


def _within(questionnaire: Questionnaire, item: Item, role: str) -> bool:
    code: str | None = item.code
    while code:
        if questionnaire.nodes[code].role == role:
            return True
        code = questionnaire.parents[code]
    return False


def _choice(scale: Scale, share: Array, random: np.random.Generator) -> Texts:
    """Choices in the order of their points, each as wide as the others; those without points are drawn at random."""
    scored = sorted((points, code) for code, points in (scale.choices or {}).items() if points is not None)
    if not scored:
        return np.array(list(scale.choices or {}))[random.integers(0, len(scale.choices or {}), len(share))]
    return np.asarray(np.array([code for _, code in scored])[np.minimum((share * len(scored)).astype(int), len(scored) - 1)])


def _between(low: float, high: float, share: Array) -> Array:
    """A number on a line, with as many decimals as one would write, never beyond its ends."""
    decimals = 2 if abs(high - low) >= 1 else 4
    return np.asarray(np.clip(np.round(low + (high - low) * share, decimals), min(low, high), max(low, high)))


def _number(bands: Bands, share: Array, questionnaire: Questionnaire, random: np.random.Generator) -> Array:
    """The number that earns such a share of the points."""
    if bands.steps is None:
        return _between(*(bands.linear or questionnaire.range), share)
    starts = np.array([start for start, _ in bands.steps])
    by_points = np.argsort([points for _, points in bands.steps], kind="stable")
    step = by_points[np.minimum((share * len(starts)).astype(int), len(starts) - 1)]
    ends = np.append(starts[1:], starts[-1])
    whole = np.array_equal(starts, np.round(starts))
    inside = (ends - starts)[step] * 0.9 * random.random(len(share))
    return np.asarray(starts[step] + (np.floor(inside) if whole else np.floor(inside * 100) / 100))


def _rates(bands: Bands, share: Array, questionnaire: Questionnaire, random: np.random.Generator) -> Texts:
    """A count over a base, written 45/60."""
    base = random.integers(40, 240, len(share))
    wanted = np.clip(_number(bands, share, questionnaire, random), 0, 1)
    count = np.minimum(np.ceil(np.round(wanted * base, 6)), base).astype(int)
    return np.array([f"{part}/{whole}" for part, whole in zip(count, base, strict=True)])


def _changes(change: Change, share: Array, questionnaire: Questionnaire, random: np.random.Generator) -> Texts:
    """This year over last, written 12/10."""
    before = random.integers(10, 100, len(share)).astype(float)
    wanted = _number(change, share, questionnaire, random)
    now = before + wanted if change.measured_as == "difference" else before * wanted
    return np.array([f"{this:.10g}/{last:.10g}" for this, last in zip(now, before, strict=True)])


def _texts(numbers: Array) -> Texts:
    return np.array([f"{number:.10g}" for number in numbers])
