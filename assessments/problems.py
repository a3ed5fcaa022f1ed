"""Mistakes in a table of answers or institutions: which file, row and column, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from questionnaires.problems import did_you_mean

SHOWN = 5


@dataclass(frozen=True)
class Mistake:
    """One kind of mistake in one column. `rows` are numbered as a spreadsheet shows them (the header is row 1)."""

    file: str
    what: str
    column: str = ""
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.what) if part)

    @property
    def place(self) -> str:
        """`row 7, column quality`; many rows are counted, the first few named."""
        named = ", ".join(str(row) for row in self.rows[:SHOWN])
        more = f" and {len(self.rows) - SHOWN} more" if len(self.rows) > SHOWN else ""
        rows = f"{'row' if len(self.rows) == 1 else 'rows'} {named}{more}" if self.rows else ""
        column = f"column {self.column}" if self.column else ""
        return ", ".join(part for part in (rows, column) if part)


class DataError(ValueError):
    """The table cannot be used; `mistakes` says why, all reasons at once. Nothing was changed."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def missing_column(column: str, found: Sequence[str]) -> str:
    """What to say where a column is not there.

    >>> missing_column("subject", ["subjekt", "item"])
    "the column 'subject' is missing; found: subjekt, item; did you mean 'subjekt'?"
    """
    return f"the column '{column}' is missing; found: {', '.join(found)}{did_you_mean(column, found)}"


def spreadsheet_rows(positions: Sequence[int] | Any) -> tuple[int, ...]:
    """Row numbers as a spreadsheet shows them, from positions that count from 0 below the header."""
    return tuple(int(position) + 2 for position in np.asarray(positions).tolist())
