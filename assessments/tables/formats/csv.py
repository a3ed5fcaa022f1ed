"""A csv file: its encoding, its delimiter, its rows."""

from __future__ import annotations

import codecs
import csv
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from assessments.tables.formats.header import named
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake, spreadsheet_rows

PIECE = 1_000_000
DISTINCT = pa.dictionary(pa.int32(), pa.string())


def read(path: Path, name: str) -> pa.Table:
    """Every column as text. Raises DataError."""
    _check_encoding(path, name)
    try:
        parse = pyarrow.csv.ParseOptions(delimiter=_delimiter(path), newlines_in_values=True, ignore_empty_lines=False)
        header = pyarrow.csv.open_csv(path, read_options=pyarrow.csv.ReadOptions(block_size=1 << 24), parse_options=parse).schema.names
        options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(header, DISTINCT), strings_can_be_null=False)
        table = pyarrow.csv.read_csv(path, convert_options=options, parse_options=parse)
    except pa.ArrowInvalid as error:
        raise DataError(
            _ragged(path, name) or [Mistake(name, Message("is not a table: {reason}", reason=str(error).splitlines()[0]))]
        ) from error
    return _without_blank_rows(named(table, name))


def _delimiter(path: Path) -> str:
    """A comma; where the header has none, a semicolon or tab, as spreadsheets of many countries write it."""
    with path.open("rb") as file:
        header = file.readline(PIECE).decode("utf-8", "replace")
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
            while piece := file.read(PIECE):
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
