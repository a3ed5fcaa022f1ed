"""A return as an Excel workbook to fill in without a network: `workbook.written(sheet)`."""

from __future__ import annotations

import io
from datetime import datetime, time

import xlsxwriter

from assessments.rounds.offline.sheet import AnswerSheet
from assessments.rounds.offline.words import words
from assessments.rounds.offline.workbook import cover, form, guide, meta, plan, table
from assessments.rounds.offline.workbook.looks import FONT, SIZE, Book, Looks

UNDATED = datetime(2000, 1, 1)  # so that the same sheet makes the same bytes


def written(sheet: AnswerSheet) -> bytes:
    """The workbook: a cover, a sheet a part, the explanations that a table has no room for, and `_meta`, which is hidden.

    Only what is to be filled in is unlocked; there is no password. Text is written as text, whatever it begins with.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(file, {**options, "default_format_properties": {"font_name": FONT, "font_size": SIZE}})
    made = datetime.combine(sheet.made_on, time()) if sheet.made_on else UNDATED
    workbook.set_properties({"title": sheet.title, "subject": sheet.round_title, "created": made})
    book = Book(workbook, sheet, words(sheet.language), Looks(workbook))
    pages = plan.pages(book)
    cover.write(book, pages)
    for page in pages:
        (form if sheet.about_itself else table).write(book, page, pages[0])
    if not sheet.about_itself:
        guide.write(book)
    meta.write(book, pages)
    workbook.close()
    return file.getvalue()
