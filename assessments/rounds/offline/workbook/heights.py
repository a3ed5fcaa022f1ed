"""How high a row has to be for its texts: spreadsheets do not always find out by themselves when they open a file."""

from __future__ import annotations

import math
import unicodedata

LINE, EDGE = 14.0, 4.0  # points
SMALL = 1.2  # a small print finds so much more room in a column
WIDE, NARROW = 1.75, 1.0  # of the units in which a column's width is counted, at ten points


def height(*texts: tuple[str, float]) -> float:
    """Points for the highest of some texts, each with the width of its column.

    >>> height(("short", 20), ("first line\\nsecond line", 20))
    32.0
    """
    return EDGE + LINE * max((lines(text, width) for text, width in texts), default=1)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; a Hangul syllable is nearly twice as wide as a Latin letter."""
    return sum(max(1, math.ceil(_units(line) / (width * 0.96))) for line in text.split("\n"))


def _units(line: str) -> float:
    return sum(WIDE if unicodedata.east_asian_width(letter) in "WF" else NARROW for letter in line)
