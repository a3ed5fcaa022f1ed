"""A sheet about several subjects: a row a subject, the questions side by side; new rows below add subjects."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from assessments.rounds.offline import explained
from assessments.rounds.offline.sheet import NOTHING, SheetSubject
from assessments.rounds.offline.workbook import cells, head, lists, rules
from assessments.rounds.offline.workbook.columns import ANSWER, CODE, CODES, COMMENT, LEADING, NAME, NUMBER, REASON, WIDTHS, Column, of
from assessments.rounds.offline.workbook.heights import height
from assessments.rounds.offline.workbook.looks import Book, paper
from assessments.rounds.offline.workbook.plan import Page

SPARE = 60  # rows for new subjects
NEW = SheetSubject("", "")


def write(book: Book, page: Page, first: Page) -> None:
    """The questions of a page. Names are written on the first table; the others repeat them."""
    worksheet = book.workbook.add_worksheet(page.name)
    paper(book, worksheet, landscape=True)
    worksheet.write_string(0, 0, " · ".join(map(book.sheet.names.node, page.sections)), book.looks.title)
    worksheet.write_string(1, 0, book.text("sheet.table_lead" if page == first else "sheet.table_more", first=first.name), book.looks.lead)
    columns = of(book, page)
    head.write(book, worksheet, page, columns)
    subjects = [*book.sheet.subjects, *[NEW] * SPARE]
    for position, subject in enumerate(subjects):
        row = CODES + 1 + position
        _leading(book, worksheet, row, position + 1, subject, "" if page == first else first.name)
        if subject != NEW:
            worksheet.set_row(row, height((subject.name, LEADING[NAME]), *(_width(book, column, subject) for column in columns)))
        for at, column in enumerate(columns, NAME + 1):
            _cell(book, worksheet, row, at, column, subject)
    last = CODES + len(subjects)
    for at, column in enumerate(columns, NAME + 1):
        _rules(book, worksheet, (CODES + 1, at, last, at), column)
    worksheet.print_area(0, 0, CODES + max(len(book.sheet.subjects), 10), NAME + len(columns))


def _leading(book: Book, worksheet: Worksheet, row: int, number: int, subject: SheetSubject, elsewhere: str) -> None:
    """Number, code and name of a subject; a new one is named on the first table."""
    looks = book.looks
    worksheet.write_number(row, NUMBER, number, looks.number)
    worksheet.write_string(row, CODE, subject.code, looks.code)
    if elsewhere:
        name = f"'{elsewhere}'!C{row + 1}"
        worksheet.write_formula(row, NAME, f'=IF({name}="","",{name})', looks.question, subject.name)
    elif subject == NEW:
        cells.entered(worksheet, row, NAME, "", looks)
    else:
        worksheet.write_string(row, NAME, subject.name, looks.question)


def _cell(book: Book, worksheet: Worksheet, row: int, at: int, column: Column, subject: SheetSubject) -> None:
    filled = NOTHING if subject == NEW else book.sheet.filled(subject.code, column.item)
    if column.part == ANSWER:
        cells.answer(worksheet, row, at, column.entry, filled, book.looks)
    else:
        cells.entered(worksheet, row, at, filled.reason if column.part == REASON else filled.comment, book.looks)


def _width(book: Book, column: Column, subject: SheetSubject) -> tuple[str, float]:
    """What stands in a cell, and how wide its column is."""
    filled = book.sheet.filled(subject.code, column.item)
    said = {ANSWER: column.entry.shown(filled.answer), REASON: filled.reason, COMMENT: filled.comment}
    return said[column.part], WIDTHS[column.part]


def _rules(book: Book, worksheet: Worksheet, area: tuple[int, int, int, int], column: Column) -> None:
    sheet = book.sheet
    label = cells.not_applicable(column.entry)
    if column.part == ANSWER:
        said = "\n".join([sheet.names.question(column.item), *explained.beside(sheet, column.item, column.entry, book.text)])
        rules.apply(book, worksheet, area, column.entry, lists.of(sheet, column.item), (sheet.names.node(column.item), said))
    elif column.part == REASON and label:
        rules.want_reason(book, worksheet, area, area[1] - 1, label)
