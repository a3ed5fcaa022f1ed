"""What a spreadsheet itself refuses or marks while one types. Pasting goes past it, so `reading` asks again."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from assessments.rounds.offline.entries import Entry
from assessments.rounds.offline.words import how
from assessments.rounds.offline.workbook.looks import Book
from assessments.texts import Texts

TITLE, MESSAGE = 32, 255  # characters that Excel shows beside a cell


def apply(book: Book, worksheet: Worksheet, area: tuple[int, int, int, int], entry: Entry, listed: str, said: tuple[str, str]) -> None:
    """Give answer cells (first row, first column, last row, last column) their list or their limits, and a mark on what does not fit.

    `listed` names the list of the scale; `said` is the title and the text of what one reads on entering the cell.
    """
    cell = _cell(area[0], area[1])
    shown = {"input_title": _cut(said[0], TITLE), "input_message": _cut(said[1], MESSAGE)}
    worksheet.data_validation(*area, {**_validation(entry, listed, cell), **_refusal(entry, book.text), **shown})
    criteria = f'=AND({cell}<>"",NOT({acceptable(entry, cell, listed)}))'
    worksheet.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": book.looks.wrong})


def want_reason(book: Book, worksheet: Worksheet, area: tuple[int, int, int, int], answer: int, label: str) -> None:
    """Mark reasons that are still missing: those of answers (in column `answer`) that read `label`."""
    quoted = label.replace('"', '""')
    criteria = f'=AND({_cell(area[0], answer)}="{quoted}",{_cell(area[0], area[1])}="")'
    worksheet.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": book.looks.wrong})


def acceptable(entry: Entry, cell: str, listed: str) -> str:
    """A formula that says whether a cell holds an answer."""
    in_list = f"ISNUMBER(MATCH({cell},{listed},0))"
    if entry.kind == "choices":
        return in_list
    own = _number(entry, cell) if entry.kind == "number" else _pair(entry, cell)
    return f"OR({own},{in_list})" if entry.labels else own


def _validation(entry: Entry, listed: str, cell: str) -> dict[str, Any]:
    if entry.labels:
        return {"validate": "list", "source": f"={listed}"}
    if entry.kind == "number" and entry.low is not None and entry.high is not None:
        return {"validate": "decimal", "criteria": "between", "minimum": entry.low, "maximum": entry.high}
    return {"validate": "custom", "value": f"={acceptable(entry, cell, listed)}"}


def _refusal(entry: Entry, text: Texts) -> dict[str, Any]:
    """A list that stands beside a number refuses nothing: the number is not in it."""
    if entry.labels and entry.kind != "choices":
        return {"show_error": False}
    return {"error_title": text("sheet.refused"), "error_message": _cut(how(entry, text), MESSAGE)}


def _number(entry: Entry, cell: str) -> str:
    limits = [f"{cell}>={entry.low!r}"] if entry.low is not None else []
    limits += [f"{cell}<={entry.high!r}"] if entry.high is not None else []
    return f"AND({','.join([f'ISNUMBER({cell})', *limits])})"


def _pair(entry: Entry, cell: str) -> str:
    """Two numbers with a stroke between them; for a rate the first is not above the second."""
    first, second = f'--LEFT({cell},FIND("/",{cell})-1)', f'--MID({cell},FIND("/",{cell})+1,30)'
    tests = [f"{first}>=0", f"{second}>0", f"{first}<={second}"] if entry.kind == "rate" else [f"ISNUMBER({first})", f"ISNUMBER({second})"]
    return f"IFERROR(AND({','.join(tests)}),FALSE)"


def _cell(row: int, column: int) -> str:
    """How a formula calls a cell; rows and columns count from 0.

    >>> _cell(6, 27)
    'AB7'
    """
    return f"{letters(column + 1)}{row + 1}"


def letters(column: int) -> str:
    """How a spreadsheet calls a column; they count from 1.

    >>> letters(4), letters(28)
    ('D', 'AB')
    """
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _cut(text: str, longest: int) -> str:
    """A text as far as there is room.

    >>> _cut("integrity", 5)
    'inte…'
    """
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
