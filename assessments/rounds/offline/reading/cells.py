"""The cells of a workbook that somebody sent: as text, or what is wrong with one. Nothing in it is run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from assessments.tables.formats.xlsx import DAMAGED, ERRORS, written
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake

MEGABYTE = 1_000_000
LIMIT, UNPACKED = 20 * MEGABYTE, 200 * MEGABYTE
ROWS, COLUMNS = 150_000, 1_000  # more than a thousand subjects with every question of the longest edition

Place = tuple[int, int]  # row and column, from 1


@dataclass(frozen=True)
class Cell:
    """What a cell says; `wrong` is why it says nothing that could be an answer."""

    text: str
    wrong: Message | None = None


EMPTY = Cell("")
Grid = Mapping[Place, Cell]


def grids(content: bytes, name: str) -> dict[str, Grid]:
    """Every sheet by name, each with its cells that are not empty. Raises DataError: not a workbook, too large."""
    if len(content) > LIMIT:
        raise DataError([Mistake(name, _too_large(len(content), LIMIT))])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        found = _grids(content, name) if unpacked <= UNPACKED else {}
    except DataError:
        raise
    except DAMAGED as error:
        what = Message("is not an Excel workbook (.xlsx), is damaged or has a password; save it again from the spreadsheet program")
        raise DataError([Mistake(name, what)]) from error
    if unpacked > UNPACKED:
        raise DataError([Mistake(name, _too_large(unpacked, UNPACKED))])
    return found


def _too_large(size: int, limit: int) -> Message:
    size_, limit_ = size / MEGABYTE, limit / MEGABYTE
    return Message("has {size:,.0f} MB; an answer sheet has at most {limit:,.0f} MB", size=size_, limit=limit_)


def _grids(content: bytes, name: str) -> dict[str, Grid]:
    """What the cells show, with a word on formulas that were never calculated."""
    shown, formulas = _values(content, name, results=True), _values(content, name, results=False)
    return {sheet: {place: _cell(shown[sheet].get(place), value) for place, value in cells.items()} for sheet, cells in formulas.items()}


def _values(content: bytes, name: str, results: bool) -> dict[str, dict[Place, Any]]:
    """Each sheet's values; of a formula its result, or the formula itself."""
    import openpyxl  # only here: nothing else needs its time and its memory

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=results)
    try:
        return {sheet.title: dict(_filled(sheet, name)) for sheet in book.worksheets}
    finally:
        book.close()


def _filled(sheet: Any, name: str) -> Iterator[tuple[Place, Any]]:
    for row, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if row > ROWS:
            raise DataError([Mistake(name, Message("sheet '{sheet}' has more than {limit:,} rows", sheet=sheet.title, limit=ROWS))])
        yield from (((row, column), value) for column, value in enumerate(values[:COLUMNS], 1) if value is not None)


def _cell(shown: Any, kept: Any) -> Cell:
    """A cell from what it shows and what is kept in it, which differ for a formula."""
    formula = isinstance(kept, str) and kept.startswith("=") and shown != kept
    if formula and shown is None:
        what = Message(
            "the formula has no stored result; open the file in a spreadsheet program and save it there, or put values in its place"
        )
        return Cell("", what)
    if shown in ERRORS:
        return Cell("", Message("the formula gives {error}; correct it, or put the value in its place", error=shown))
    if isinstance(shown, datetime | date | time):
        what = Message("the cell is a date; a count over a base is written '3 of 12' so that the spreadsheet leaves it alone")
        return Cell(shown.isoformat(), what)
    return Cell(plain(written(shown)))


def plain(text: str) -> str:
    """A text as it is compared: line ends alike, nothing around it.

    >>> plain(" one\\r\\ntwo ")
    'one\\ntwo'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
