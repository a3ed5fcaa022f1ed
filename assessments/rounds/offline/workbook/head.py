"""The rows above a table: the group, the question, the parts of its answer, and their codes."""

from __future__ import annotations

from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assessments.rounds.offline import explained
from assessments.rounds.offline.workbook.columns import CODES, GROUP, LEADING, NAME, NUMBER, PART, QUESTION, WIDTHS, Column
from assessments.rounds.offline.workbook.looks import TITLE_HEIGHT, Book
from assessments.rounds.offline.workbook.plan import Page


def write(book: Book, worksheet: Worksheet, page: Page, columns: list[Column]) -> None:
    """Write them, and keep them in sight on screen and on paper."""
    text, looks, names = book.text, book.looks, book.sheet.names
    for at, (name, width) in enumerate(zip(("number", "code", book.sheet.questionnaire.subject), LEADING, strict=True)):
        worksheet.set_column(at, at, width)
        worksheet.write_string(PART, at, text(f"sheet.columns.{name}"), looks.header)
        for row in (GROUP, QUESTION, CODES):
            worksheet.write_blank(row, at, None, looks.header)
    for at, column in enumerate(columns, NAME + 1):
        worksheet.set_column(at, at, WIDTHS[column.part])
        worksheet.write_string(PART, at, text(f"sheet.columns.{column.part}"), looks.header)
        worksheet.write_string(CODES, at, column.code, looks.code)
    groups = [explained.above(book.sheet, column.item) for column in columns]
    _over(worksheet, GROUP, [" › ".join(map(names.node, above)) for above in groups], looks.group)
    _over(worksheet, QUESTION, [_question(book, page, column.item) for column in columns], looks.question)
    worksheet.set_row(0, TITLE_HEIGHT)
    worksheet.set_row(GROUP, 20)
    worksheet.set_row(QUESTION, 62)
    worksheet.set_row(CODES, 11)
    worksheet.freeze_panes(CODES + 1, NAME + 1)
    worksheet.repeat_rows(GROUP, CODES)
    worksheet.repeat_columns(NUMBER, NAME)
    worksheet.set_print_scale(60)


def _question(book: Book, page: Page, code: str) -> str:
    return f"{page.first + page.items.index(code)}. {''.join(explained.asked(book.sheet, code))}"


def _over(worksheet: Worksheet, row: int, texts: list[str], form: Format) -> None:
    """Texts above the columns, each over all neighbours that it is the text of."""
    at = NAME + 1
    for text, neighbours in groupby(texts):
        width = len(list(neighbours))
        if width == 1:
            worksheet.write_string(row, at, text, form)
        else:
            worksheet.merge_range(row, at, row, at + width - 1, text, form)
        at += width
