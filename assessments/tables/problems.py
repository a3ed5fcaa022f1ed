"""Mistakes in a table of answers or institutions: which file, row and column, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assessments.tables.messages import Message, told
from questionnaires.problems import nearest

SHOWN = 5


@dataclass(frozen=True)
class Mistake:
    """One kind of mistake in one column. `rows` are numbered as a spreadsheet shows them (the header is row 1).

    As a text it is English; `told` tells it in another language.
    """

    file: str
    what: Message
    column: str = ""
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        """File, place and what is wrong, on one line in a language."""
        place = ", ".join(part.told(language) for part in self.place)
        return ": ".join(part for part in (told(self.file, language), place, told(self.what, language)) if part)

    @property
    def place(self) -> list[Message]:
        """`row 7` and `column quality`; many rows are counted, the first few named."""
        return [*_rows(self.rows), *([Message("column {column}", column=self.column)] if self.column else [])]


def _rows(numbers: Sequence[int]) -> list[Message]:
    first, more = ", ".join(map(str, numbers[:SHOWN])), len(numbers) - SHOWN
    if more > 0:
        return [Message("rows {rows} and {more} more", rows=first, more=more)]
    if len(numbers) > 1:
        return [Message("rows {rows}", rows=first)]
    return [Message("row {row}", row=first)] if numbers else []


class DataError(ValueError):
    """The table cannot be used; `mistakes` says why, all reasons at once. Nothing was changed."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def hint(word: str, known: Iterable[str]) -> str:
    """At the nearest known word, or nothing.

    >>> hint("prot", ["port", "city"])
    "; did you mean 'port'?"
    """
    near = nearest(word, known)
    return Message("; did you mean '{near}'?", near=near) if near else ""


def missing_column(column: str, found: Sequence[str]) -> Message:
    """What to say where a column is not there.

    >>> missing_column("subject", ["subjekt", "item"])
    "the column 'subject' is missing; found: subjekt, item; did you mean 'subjekt'?"
    """
    return Message(
        "the column '{column}' is missing; found: {found}{hint}", column=column, found=", ".join(found), hint=hint(column, found)
    )


def spreadsheet_rows(positions: Sequence[int] | Any) -> tuple[int, ...]:
    """Row numbers as a spreadsheet shows them, from positions that count from 0 below the header."""
    return tuple(int(position) + 2 for position in np.asarray(positions).tolist())
