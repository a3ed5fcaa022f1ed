"""One written answer becomes an option: what kind of answer it is, and how many points it has."""

from __future__ import annotations

import bisect
import math
import re
from dataclasses import dataclass

from assessments.tables.messages import Message
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
    """The answer does not belong to the scale; `what` says what was expected."""

    def __init__(self, what: Message) -> None:
        super().__init__(what)
        self.what = what


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
            raise OutsideScale(
                Message("'{written}' is not allowed for this question; {expected}", written=written, expected=_expected(scale))
            )
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
        raise OutsideScale(Message("{written} lies outside the range {low:g} to {high:g}", written=written, low=low, high=high))
    return value


def number(written: str) -> float:
    """A plain decimal number. Raises OutsideScale.

    >>> number("8.35")
    8.35
    """
    if not NUMBER.fullmatch(written.strip()):
        comma = NUMBER.fullmatch(written.strip().replace(",", "."))
        hint = Message("; write a point, not a comma, before decimals") if comma else ""
        raise OutsideScale(Message("'{written}' is not a number{hint}", written=written, hint=hint))
    if math.isinf(float(written)):
        raise OutsideScale(Message("'{written}' is too large", written=written))
    return float(written)


def _points(scale: Scale, written: str, limits: tuple[float, float]) -> float | None:
    if scale.choices is not None:
        return _choice(scale, written)
    if scale.points is not None:
        value = number(written)
        low, high = scale.points
        if not low <= value <= high:
            raise OutsideScale(Message("{written} lies outside {low:g} to {high:g}", written=written, low=low, high=high))
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
    raise OutsideScale(Message("'{written}' is not on the scale; {expected}", written=written, expected=_expected(scale)))


def _whole(written: str) -> str:
    """A whole number without the decimals that programs add.

    >>> _whole("3.0"), _whole("-1.00"), _whole("3.5")
    ('3', '-1', '3.5')
    """
    return re.sub(r"\.0+$", "", written)


def _expected(scale: Scale) -> Message:
    """What may be written, in words."""
    words = ", ".join([*(scale.choices or {}), *scale.special])
    if scale.choices:
        return Message("expected one of {words}", words=words)
    return Message("expected a number or {words}", words=words) if words else Message("expected a number")


def _pair(written: str, example: Message) -> tuple[float, float]:
    match = PAIR.fullmatch(written)
    if DATE.fullmatch(written):
        raise OutsideScale(
            Message(
                "'{written}' is a date that a spreadsheet made of two numbers; write them like '45 of 60', or make the cells text first",
                written=written,
            )
        )
    if not match:
        raise OutsideScale(Message("'{written}' needs two numbers, written like {example}", written=written, example=example))
    return number(match[1]), number(match[2])


def _rate(written: str) -> float:
    """A count over a base, as a share.

    >>> _rate("45/60"), _rate("3 of 12")
    (0.75, 0.25)
    """
    count, base = _pair(written, Message("45/60 or '45 of 60'"))
    if base <= 0 or not 0 <= count <= base:
        raise OutsideScale(Message("'{written}': the base must be above 0 and the count between 0 and the base", written=written))
    return count / base


def _change(change: Change, written: str) -> float:
    """This year against last.

    >>> _change(Change(linear=(0, 1), measured_as="ratio"), "12/10")
    1.2
    """
    now, before = _pair(written, Message("12/10 or '12 from 10' (this year, last year)"))
    if change.measured_as == "difference":
        return now - before
    if before == 0:
        raise OutsideScale(
            Message(
                "'{written}': last year's number must not be 0 for a ratio; answer not_applicable where the scale has it", written=written
            )
        )
    return now / before


def _band(bands: Bands, value: float, limits: tuple[float, float], written: str) -> float:
    low, high = limits
    if bands.steps is not None:
        position = bisect.bisect_right([start for start, _ in bands.steps], value) - 1
        if position < 0:
            raise OutsideScale(Message("{written} lies below the first step, {first:g}", written=written, first=bands.steps[0][0]))
        return bands.steps[position][1]
    worst, best = bands.linear or limits
    share = (value - worst) / (best - worst)
    if bands.clip:
        share = min(1.0, max(0.0, share))
    elif not 0 <= share <= 1:
        least, most = sorted((worst, best))
        raise OutsideScale(Message("{written} lies outside {low:g} to {high:g}", written=written, low=least, high=most))
    return low + share * (high - low)
