"""How an answer, its reason and its comment stand in three cells."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from assessments.rounds import asks
from assessments.rounds.offline.entries import Entry
from assessments.rounds.offline.sheet import Filled
from assessments.rounds.offline.workbook import rules
from assessments.rounds.offline.workbook.looks import Book, Looks
from assessments.tables.answers import NUMBER


def answer(worksheet: Worksheet, row: int, column: int, entry: Entry, filled: Filled, looks: Looks) -> None:
    """An answer by its label; a number as a number; all else as text, so that `1/2` stays what it is."""
    form = looks.entered_number if entry.kind == "number" else looks.entered
    if entry.kind == "number" and NUMBER.fullmatch(filled.answer.strip()):
        worksheet.write_number(row, column, float(filled.answer), form)
    elif filled.answer:
        worksheet.write_string(row, column, entry.shown(filled.answer), form)
    else:
        worksheet.write_blank(row, column, None, form)


def entered(worksheet: Worksheet, row: int, column: int, text: str, looks: Looks) -> None:
    """A text that may be changed."""
    if text:
        worksheet.write_string(row, column, text, looks.entered)
    else:
        worksheet.write_blank(row, column, None, looks.entered)


def not_applicable(entry: Entry) -> str | None:
    """What the list calls *not applicable*; none if it does not offer it."""
    return next((label for label, meant in entry.labels.items() if meant == asks.NOT_APPLICABLE), None)


def reason(book: Book, worksheet: Worksheet, place: tuple[int, int], entry: Entry, filled: Filled, answer_column: int) -> None:
    """A reason may be written only where the list offers *not applicable*; it is marked while it is missing."""
    label = not_applicable(entry)
    if label is None:
        worksheet.write_string(*place, "–", book.looks.closed)
        return
    entered(worksheet, *place, filled.reason, book.looks)
    rules.want_reason(book, worksheet, (*place, *place), answer_column, label)
