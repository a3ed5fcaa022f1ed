"""One written answer becomes an option: what kind of answer it is, and how many points it has."""

from __future__ import annotations

import bisect
import math
import re
from dataclasses import dataclass

from questionnaires.model import SPECIALS, Bands, Change, Item, Questionnaire, Scale
from scoring.responses import KINDS, VALID

NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
PAIR = re.compile(r"\s*([^\s/]+)\s*(?:/|\bof\b|\bfrom\b)\s*([^\s/]+)\s*")
DATE = re.compile(r"\d{1,2}[-/ ][A-Za-z]{3}|[A-Za-z]{3}[-/ ]\d{2,4}|\d{1,2}월 ?\d{1,2}일|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*")
CODED = {"-1": "dont_know", "-2": "refuse", "-3": "not_applicable"}


@dataclass(frozen=True)
class Option:
    """A kind of answer (position in KINDS) and its points; nan: none."""

    kind: int
    points: float = math.nan


class OutsideScale(ValueError):
    """The answer does not belong to the scale; the message says what was expected."""


BLANK = Option(KINDS.index("blank"))


def option(questionnaire: Questionnaire, item: Item, written: str) -> Option:
    """What an answer counts as, with `reverse` applied. Raises OutsideScale.

    Blank, `dont_know`, `refuse` and `not_applicable` have no points; none of them is 0. In coded files
    −1, −2 and −3 stand for the last three, unless the scale has such a choice.
    """
    written = written.strip()
    scale = questionnaire.scales[item.scale]
    if written == "":
        return BLANK
    special = CODED.get(_whole(written), written) if scale.choices and written not in scale.choices else written
    if special in SPECIALS:
        if special not in scale.special:
            raise OutsideScale(f"'{written}' is not allowed for this question; {_expected(scale)}")
        return Option(KINDS.index(special))
    points = _points(scale, written, questionnaire.range)
    if points is None:
        return Option(VALID)
    if item.reverse:
        points = questionnaire.bottom + questionnaire.top - points
    return Option(VALID, points)


def given(questionnaire: Questionnaire, code: str, written: str) -> float:
    """The score that sets a group: a number on the range; for bonus and deduction from 0 to the cap. Raises OutsideScale."""
    value, group = number(written), questionnaire.groups[code]
    low, high = questionnaire.range
    if group.role in ("bonus", "deduction"):
        low, high = 0.0, questionnaire.width if group.cap is None else group.cap
    if not low <= value <= high:
        raise OutsideScale(f"{written} lies outside the range {low:g} to {high:g}")
    return value


def number(written: str) -> float:
    """A plain decimal number. Raises OutsideScale.

    >>> number("8.35")
    8.35
    """
    if not NUMBER.fullmatch(written.strip()):
        hint = "; write a point, not a comma, before decimals" if NUMBER.fullmatch(written.strip().replace(",", ".")) else ""
        raise OutsideScale(f"'{written}' is not a number{hint}")
    if math.isinf(float(written)):
        raise OutsideScale(f"'{written}' is too large")
    return float(written)


def _points(scale: Scale, written: str, limits: tuple[float, float]) -> float | None:
    if scale.choices is not None:
        return _choice(scale, written)
    if scale.points is not None:
        value = number(written)
        if not scale.points[0] <= value <= scale.points[1]:
            raise OutsideScale(f"{written} lies outside {scale.points[0]:g} to {scale.points[1]:g}")
        return value
    if scale.rate is not None:
        return _band(scale.rate, _rate(written), limits, written)
    if scale.change is not None:
        return _band(scale.change, _change(scale.change, written), limits, written)
    return _band(Bands(linear=scale.linear, steps=scale.steps, clip=scale.clip), number(written), limits, written)


def _choice(scale: Scale, written: str) -> float | None:
    choices = scale.choices or {}
    if written in choices:
        return choices[written]
    if _whole(written) in choices:
        return choices[_whole(written)]
    raise OutsideScale(f"'{written}' is not on the scale; {_expected(scale)}")


def _whole(written: str) -> str:
    """A whole number without the decimals that programs add.

    >>> _whole("3.0"), _whole("-1.00"), _whole("3.5")
    ('3', '-1', '3.5')
    """
    return re.sub(r"\.0+$", "", written)


def _expected(scale: Scale) -> str:
    """What may be written, in words."""
    words = [*(scale.choices or {}), *scale.special]
    return f"expected one of {', '.join(words)}" if scale.choices else f"expected a number{' or ' if words else ''}{', '.join(words)}"


def _pair(written: str, example: str) -> tuple[float, float]:
    match = PAIR.fullmatch(written)
    if DATE.fullmatch(written):
        raise OutsideScale(
            f"'{written}' is a date that a spreadsheet made of two numbers; write them like '45 of 60', or make the cells text first"
        )
    if not match:
        raise OutsideScale(f"'{written}' needs two numbers, written like {example}")
    return number(match[1]), number(match[2])


def _rate(written: str) -> float:
    """A count over a base, as a share.

    >>> _rate("45/60"), _rate("3 of 12")
    (0.75, 0.25)
    """
    count, base = _pair(written, "45/60 or '45 of 60'")
    if base <= 0 or not 0 <= count <= base:
        raise OutsideScale(f"'{written}': the base must be above 0 and the count between 0 and the base")
    return count / base


def _change(change: Change, written: str) -> float:
    """This year against last.

    >>> _change(Change(linear=(0, 1), measured_as="ratio"), "12/10")
    1.2
    """
    now, before = _pair(written, "12/10 or '12 from 10' (this year, last year)")
    if change.measured_as == "difference":
        return now - before
    if before == 0:
        raise OutsideScale(f"'{written}': last year's number must not be 0 for a ratio; answer not_applicable where the scale has it")
    return now / before


def _band(bands: Bands, value: float, limits: tuple[float, float], written: str) -> float:
    low, high = limits
    if bands.steps is not None:
        position = bisect.bisect_right([start for start, _ in bands.steps], value) - 1
        if position < 0:
            raise OutsideScale(f"{written} lies below the first step, {bands.steps[0][0]:g}")
        return bands.steps[position][1]
    worst, best = bands.linear or limits
    share = (value - worst) / (best - worst)
    if bands.clip:
        share = min(1.0, max(0.0, share))
    elif not 0 <= share <= 1:
        raise OutsideScale(f"{written} lies outside {min(worst, best):g} to {max(worst, best):g}")
    return low + share * (high - low)
