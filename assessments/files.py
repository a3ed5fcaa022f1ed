"""From a csv, xlsx or parquet file to one table of columns. Everything else about answers lies behind this door."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from assessments.problems import DataError, Mistake, spreadsheet_rows

MEGABYTE = 1_000_000
LIMITS = {".csv": 500 * MEGABYTE, ".xlsx": 50 * MEGABYTE, ".parquet": 2_000 * MEGABYTE}
UNPACKED = 1_000 * MEGABYTE
ERRORS = ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!")


def read_table(path: Path | str, name: str | None = None) -> tuple[pa.Table, str]:
    """The columns of a file, and the fingerprint (sha-256) of its bytes. csv and xlsx columns are text.

    `name` is what messages call the file. Raises DataError: not there, empty, too large, wrong encoding, not readable.
    """
    path = Path(path)
    name = name or path.name
    limit = LIMITS.get(path.suffix.lower())
    if limit is None:
        raise DataError([Mistake(name, f"'{path.suffix}' is not a kind that can be read; use {', '.join(LIMITS)}")])
    if not path.is_file():
        raise DataError([Mistake(name, "is not there; check the path")])
    size = path.stat().st_size
    if size == 0:
        raise DataError([Mistake(name, "is empty; it needs a header and at least one row")])
    if size > limit:
        advice = "split it by institution, or use .parquet" if path.suffix.lower() != ".parquet" else "split it by institution"
        raise DataError(
            [Mistake(name, f"has {size / MEGABYTE:,.0f} MB; the limit for {path.suffix} is {limit / MEGABYTE:,.0f} MB: {advice}")]
        )
    table = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}[path.suffix.lower()](path, name)
    if table.num_rows == 0:
        raise DataError([Mistake(name, "has no rows below the header")])
    return table, _fingerprint(path)


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _csv(path: Path, name: str) -> pa.Table:
    _check_encoding(path, name)
    try:
        header = pyarrow.csv.open_csv(path, read_options=pyarrow.csv.ReadOptions(block_size=1 << 24)).schema.names
        options = pyarrow.csv.ConvertOptions(column_types={column: pa.string() for column in header}, strings_can_be_null=False)
        parse = pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False)
        table = pyarrow.csv.read_csv(path, convert_options=options, parse_options=parse)
    except pa.ArrowInvalid as error:
        raise DataError([Mistake(name, f"is not a table: {_first_line(error)}; every row needs as many commas as the header")]) from error
    return _without_blank_rows(_named(table, name))


def _check_encoding(path: Path, name: str) -> None:
    line = 0
    with path.open("rb") as file:
        for line, content in enumerate(file, start=1):
            try:
                content.decode("utf-8")
            except UnicodeDecodeError:
                what = "is not UTF-8 text; in Excel choose 'Save as' and the type 'CSV UTF-8 (comma delimited)'"
                raise DataError([Mistake(name, f"line {line}: {what}")]) from None
            if b"\0" in content:
                raise DataError([Mistake(name, f"line {line}: is not text; save the table as 'CSV UTF-8'")])


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _named(table: pa.Table, name: str) -> pa.Table:
    """Column names without surrounding blanks; a name that stands twice is refused."""
    names = [column.strip() for column in table.column_names]
    twice = sorted({column for column in names if names.count(column) > 1 and column})
    if twice:
        raise DataError([Mistake(name, "stands twice in the header; keep one", column) for column in twice])
    kept = [position for position, column in enumerate(names) if column]
    return table.select(kept).rename_columns([names[position] for position in kept])


def _without_blank_rows(table: pa.Table) -> pa.Table:
    """Rows at the end that hold nothing (as spreadsheets leave them) are dropped; those between count as rows."""
    last = 0
    for column in table.columns:
        filled = pa.compute.indices_nonzero(pa.compute.fill_null(pa.compute.not_equal(column, ""), False))
        last = max(last, filled[-1].as_py() + 1 if len(filled) else 0)
    return table.slice(0, last)


def _xlsx(path: Path, name: str) -> pa.Table:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > UNPACKED:
            raise DataError([Mistake(name, f"unpacks to {unpacked / MEGABYTE:,.0f} MB; the limit is {UNPACKED / MEGABYTE:,.0f} MB")])
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise DataError([Mistake(name, "is not an Excel workbook (.xlsx); save it again from the spreadsheet program")]) from error
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    while rows and not any(value not in (None, "") for value in rows[-1]):
        rows.pop()
    if not rows:
        raise DataError([Mistake(name, "has an empty first sheet; the table belongs there")])
    header = [str(value).strip() if value is not None else "" for value in rows[0]]
    mistakes: list[Mistake] = []
    columns = {}
    for position, column in enumerate(header):
        cells = [row[position] if position < len(row) else None for row in rows[1:]]
        mistakes += _bad_cells(cells, name, column)
        columns[position] = pa.array([_text(cell) for cell in cells], pa.string())
    if mistakes:
        raise DataError(mistakes)
    return _named(pa.Table.from_arrays(list(columns.values()), names=header), name)


def _bad_cells(cells: list[Any], name: str, column: str) -> Iterator[Mistake]:
    for error in ERRORS:
        rows = [position for position, cell in enumerate(cells) if cell == error]
        if rows:
            yield Mistake(name, f"the formula gives {error}; correct it, or put the value in its place", column, spreadsheet_rows(rows))
    dates = [position for position, cell in enumerate(cells) if isinstance(cell, datetime | date | time)]
    if dates:
        what = "the cell is a date; a count over a base is written '3 of 12' so that the spreadsheet leaves it alone"
        yield Mistake(name, what, column, spreadsheet_rows(dates))


def _text(cell: Any) -> str:
    """A cell as one reads it: 3.0 is 3, nothing is empty text.

    >>> _text(3.0), _text(None), _text(True)
    ('3', '', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _parquet(path: Path, name: str) -> pa.Table:
    try:
        texts = [field.name for field in pq.read_schema(path) if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
        table = pq.read_table(path, read_dictionary=texts, memory_map=True)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError([Mistake(name, f"is not a Parquet file: {_first_line(error)}")]) from error
    return _named(table, name)
