"""The first sheet of an Excel workbook; what its formulas gave, never what they say."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

import pyarrow as pa

from assessments.tables.formats.header import named
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake, spreadsheet_rows

MEGABYTE = 1_000_000
UNPACKED = 1_000 * MEGABYTE
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError, SyntaxError, ArithmeticError),
)  # whatever a program that unpacks and parses meets in a file that others made
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ERRORS = ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!")


def read(path: Path, name: str, dates: Collection[str] = ()) -> pa.Table:
    """Every column as text; days in the columns `dates` as 2026-11-30. Raises DataError."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        rows, uncalculated = _first_sheet(path) if unpacked <= UNPACKED else ([], {})
    except DAMAGED as error:
        what = Message("is not an Excel workbook (.xlsx), is damaged or has a password; save it again from the spreadsheet program")
        raise DataError([Mistake(name, what)]) from error
    if unpacked > UNPACKED:
        what = Message("unpacks to {size:,.0f} MB; the limit is {limit:,.0f} MB", size=unpacked / MEGABYTE, limit=UNPACKED / MEGABYTE)
        raise DataError([Mistake(name, what)])
    while rows and not any(value not in (None, "") for value in rows[-1]):
        rows.pop()
    if not rows:
        raise DataError([Mistake(name, Message("has an empty first sheet; the table belongs there"))])
    header = [str(value).strip() if value is not None else "" for value in rows[0]]
    mistakes: list[Mistake] = []
    columns = {}
    for position, column in enumerate(header):
        cells = [row[position] if position < len(row) else None for row in rows[1:]]
        if column in dates:
            cells = [cell.date() if isinstance(cell, datetime) else cell for cell in cells]
        else:
            mistakes += _dates(cells, name, column)
        mistakes += _bad_cells(cells, name, column)
        mistakes += _no_result(uncalculated.get(position, []), name, column)
        columns[position] = pa.array([written(cell) for cell in cells], pa.string())
    if mistakes:
        raise DataError(mistakes)
    return named(pa.Table.from_arrays(list(columns.values()), names=header), name)


def _first_sheet(path: Path) -> tuple[list[tuple[Any, ...]], dict[int, list[int]]]:
    """The rows of the first sheet, and where formulas have no result."""
    import openpyxl  # only here: other files need neither its time nor its memory

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        return list(sheet.iter_rows(values_only=True)), _uncalculated(path, vars(sheet)["_worksheet_path"])
    finally:
        book.close()


def _uncalculated(path: Path, sheet: str) -> dict[int, list[int]]:
    """Formulas without a stored result: column (from 0) → rows below the header (from 0). A result may be an empty text."""
    from openpyxl.utils.cell import coordinate_to_tuple

    found: dict[int, list[int]] = {}
    with zipfile.ZipFile(path) as archive, archive.open(sheet) as file:
        if not any(b"<f" in line for line in _pieces(file)):
            return found
    with zipfile.ZipFile(path) as archive, archive.open(sheet) as file:
        for _, cell in ElementTree.iterparse(file):
            if cell.tag == f"{SHEET}row":
                cell.clear()
            if cell.tag != f"{SHEET}c" or cell.find(f"{SHEET}f") is None or cell.get("t") == "str":
                continue
            if not cell.findtext(f"{SHEET}v"):
                row, column = coordinate_to_tuple(str(cell.get("r")))
                found.setdefault(column - 1, []).append(row - 2)
    return found


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file in overlapping pieces."""
    last = b""
    while piece := file.read(MEGABYTE):
        yield last + piece
        last = piece[-1:]


def _no_result(rows: list[int], name: str, column: str) -> Iterator[Mistake]:
    if rows:
        what = Message(
            "the formula has no stored result; open the file in a spreadsheet program and save it there, or put values in its place"
        )
        yield Mistake(name, what, column, spreadsheet_rows(rows))


def _bad_cells(cells: list[Any], name: str, column: str) -> Iterator[Mistake]:
    for error in ERRORS:
        rows = [position for position, cell in enumerate(cells) if cell == error]
        if rows:
            what = Message("the formula gives {error}; correct it, or put the value in its place", error=error)
            yield Mistake(name, what, column, spreadsheet_rows(rows))


def _dates(cells: list[Any], name: str, column: str) -> Iterator[Mistake]:
    dates = [position for position, cell in enumerate(cells) if isinstance(cell, datetime | date | time)]
    if dates:
        what = Message("the cell is a date; a count over a base is written '3 of 12' so that the spreadsheet leaves it alone")
        yield Mistake(name, what, column, spreadsheet_rows(dates))


def written(cell: Any) -> str:
    """A cell as one reads it: 3.0 is 3, nothing is empty text.

    >>> written(3.0), written(None), written(True)
    ('3', '', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
