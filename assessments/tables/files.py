"""From a csv, xlsx or parquet file to one table of columns. Everything else about answers lies behind this door."""

from __future__ import annotations

import codecs
import csv
import hashlib
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake, spreadsheet_rows

MEGABYTE = 1_000_000
LIMITS = {".csv": 500 * MEGABYTE, ".xlsx": 50 * MEGABYTE, ".parquet": 2_000 * MEGABYTE}
UNPACKED = 1_000 * MEGABYTE
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError, SyntaxError, ArithmeticError),
)  # whatever a program that unpacks and parses meets in a file that others made
DISTINCT = pa.dictionary(pa.int32(), pa.string())
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ERRORS = ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!")


def read_table(path: Path | str, name: str | None = None) -> tuple[pa.Table, str]:
    """The columns of a file, and the fingerprint (sha-256) of its bytes. csv and xlsx columns are text.

    `name` is what messages call the file. Raises DataError: not there, empty, too large, wrong encoding, not readable.
    """
    path = Path(path)
    name = name or path.name
    limit = LIMITS.get(path.suffix.lower())
    if limit is None:
        what = Message("'{ending}' is not a kind that can be read; use {kinds}", ending=path.suffix, kinds=", ".join(LIMITS))
        raise DataError([Mistake(name, what)])
    if not path.is_file():
        what = Message("is a folder, not a file") if path.is_dir() else Message("is not there; check the path")
        raise DataError([Mistake(name, what)])
    size = path.stat().st_size
    if size == 0:
        raise DataError([Mistake(name, Message("is empty; it needs a header and at least one row"))])
    if size > limit:
        raise DataError([Mistake(name, _too_large(path.suffix, size / MEGABYTE, limit / MEGABYTE))])
    table = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}[path.suffix.lower()](path, name)
    if table.num_rows == 0:
        raise DataError([Mistake(name, Message("has no rows below the header"))])
    return table, _fingerprint(path)


def _too_large(ending: str, size: float, limit: float) -> Message:
    smaller = ending.lower() != ".parquet"
    advice = Message("split it by institution, or use .parquet") if smaller else Message("split it by institution")
    return Message(
        "has {size:,.0f} MB; the limit for {ending} is {limit:,.0f} MB: {advice}", size=size, ending=ending, limit=limit, advice=advice
    )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _csv(path: Path, name: str) -> pa.Table:
    _check_encoding(path, name)
    try:
        parse = pyarrow.csv.ParseOptions(delimiter=_delimiter(path), newlines_in_values=True, ignore_empty_lines=False)
        header = pyarrow.csv.open_csv(path, read_options=pyarrow.csv.ReadOptions(block_size=1 << 24), parse_options=parse).schema.names
        options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(header, DISTINCT), strings_can_be_null=False)
        table = pyarrow.csv.read_csv(path, convert_options=options, parse_options=parse)
    except pa.ArrowInvalid as error:
        raise DataError(_ragged(path, name) or [Mistake(name, Message("is not a table: {reason}", reason=_first_line(error)))]) from error
    return _without_blank_rows(_named(table, name))


def _delimiter(path: Path) -> str:
    """A comma; where the header has none, a semicolon or tab, as spreadsheets of many countries write it."""
    with path.open("rb") as file:
        header = file.readline(MEGABYTE).decode("utf-8", "replace")
    return "," if "," in header else next((mark for mark in (";", "\t") if mark in header), ",")


def _ragged(path: Path, name: str) -> list[Mistake]:
    """Rows that have more or fewer cells than the header, told apart by how many they have."""
    csv.field_size_limit(sys.maxsize)
    rows: dict[int, list[int]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = csv.reader(file, delimiter=_delimiter(path))
        wanted = len(next(cells, []))
        position = -1
        for position, row in enumerate(cells):
            if row and len(row) != wanted:
                rows.setdefault(len(row), []).append(position)
    if position < 0:
        return [Mistake(name, Message("has no rows below the header"))]
    return [Mistake(name, _cells(found, wanted), "", spreadsheet_rows(where)) for found, where in sorted(rows.items())]


def _cells(found: int, wanted: int) -> Message:
    return Message(
        "{cells}, but the header has {wanted}; a text with a comma or a line break in it stands in double quotes",
        cells=Message("1 cell") if found == 1 else Message("{number} cells", number=found),
        wanted=wanted,
    )


def _check_encoding(path: Path, name: str) -> None:
    """Is it UTF-8 text? Raises DataError, which names the first line that is not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while piece := file.read(MEGABYTE):
                decoder.decode(piece)
                if b"\0" in piece:
                    raise DataError(_not_text(path, name))
            decoder.decode(b"", True)
        except UnicodeDecodeError as error:
            raise DataError(_not_text(path, name)) from error


def _not_text(path: Path, name: str) -> list[Mistake]:
    """The first line that is no UTF-8 text, and what to do."""
    advice = Message("in Excel choose 'Save as' and the type 'CSV UTF-8 (comma delimited)'")
    with path.open("rb") as file:
        for line, content in enumerate(file, start=1):
            if b"\0" in content:
                return [Mistake(name, Message("line {line}: is not text; {advice}", line=line, advice=advice))]
            try:
                content.decode("utf-8")
            except UnicodeDecodeError:
                korean = Message(" (it looks like Korean, CP949)") if _is_cp949(content) else ""
                what = Message("line {line}: is not UTF-8 text{korean}; {advice}", line=line, korean=korean, advice=advice)
                return [Mistake(name, what)]
    return [Mistake(name, Message("is not UTF-8 text; {advice}", advice=advice))]


def _is_cp949(content: bytes) -> bool:
    try:
        text = content.decode("cp949")
    except UnicodeDecodeError:
        return False
    return any("가" <= letter <= "힣" for letter in text)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _named(table: pa.Table, name: str) -> pa.Table:
    """Column names without surrounding blanks; a name that stands twice is refused."""
    names = [column.strip() for column in table.column_names]
    _refuse_twice(names, name)
    kept = [position for position, column in enumerate(names) if column]
    return table.select(kept).rename_columns([names[position] for position in kept])


def _refuse_twice(names: list[str], name: str) -> None:
    twice = sorted({column for column in names if names.count(column) > 1 and column})
    if twice:
        raise DataError([Mistake(name, Message("stands twice in the header; keep one"), column) for column in twice])


def _without_blank_rows(table: pa.Table) -> pa.Table:
    """Rows at the end that hold nothing (as spreadsheets leave them) are dropped; those between count as rows."""
    return table.slice(0, max((_filled(column) for column in table.columns), default=0))


def _filled(column: pa.ChunkedArray) -> int:
    """How many rows there are up to the last that is not empty."""
    end = len(column)
    for chunk in reversed(column.chunks):
        blank = chunk.dictionary.index("").as_py()
        filled = np.flatnonzero(chunk.indices.to_numpy(zero_copy_only=False) != blank)
        if len(filled):
            return int(end - len(chunk) + filled[-1] + 1)
        end -= len(chunk)
    return 0


def _xlsx(path: Path, name: str) -> pa.Table:
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
        mistakes += _bad_cells(cells, name, column)
        mistakes += _no_result(uncalculated.get(position, []), name, column)
        columns[position] = pa.array([_text(cell) for cell in cells], pa.string())
    if mistakes:
        raise DataError(mistakes)
    return _named(pa.Table.from_arrays(list(columns.values()), names=header), name)


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
    dates = [position for position, cell in enumerate(cells) if isinstance(cell, datetime | date | time)]
    if dates:
        what = Message("the cell is a date; a count over a base is written '3 of 12' so that the spreadsheet leaves it alone")
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
    """One column after the other, so that no more than one of them is held as it was read."""
    try:
        texts = [field.name for field in pq.read_schema(path) if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
        file = pq.ParquetFile(path, memory_map=True, read_dictionary=texts)
        names = file.schema_arrow.names
        _refuse_twice(names, name)
        columns = [_compact(file.read(columns=[column])[column]) for column in names]
        table = pa.table(columns, names=names)
    except (pa.ArrowException, OSError, KeyError, UnicodeError) as error:
        raise DataError([Mistake(name, Message("is not a Parquet file, or is damaged: {reason}", reason=_first_line(error)))]) from error
    return _named(table, name)


def _compact(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece; positions in a list of distinct texts in the smallest integers that hold them, and −1."""
    whole = column.combine_chunks()
    if not pa.types.is_dictionary(whole.type):
        return whole
    whole.validate(full=True)
    distinct = len(whole.dictionary)
    small = next(kind for kind, limit in ((pa.int8(), 1 << 7), (pa.int16(), 1 << 15), (pa.int64(), 1 << 63)) if distinct < limit)
    return whole.cast(pa.dictionary(small, whole.type.value_type))
