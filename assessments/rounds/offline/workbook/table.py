"""A sheet about several subjects: a row a subject, the questions side by side; new rows below add subjects."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assessments.rounds.offline import explained
from assessments.rounds.offline.entries import Entry, entry
from assessments.rounds.offline.sheet import NOTHING, SheetSubject
from assessments.rounds.offline.workbook import cells, lists, rules
from assessments.rounds.offline.workbook.heights import height
from assessments.rounds.offline.workbook.looks import TITLE_HEIGHT, Book, paper
from assessments.rounds.offline.workbook.plan import Page

NUMBER, CODE, NAME = range(3)
ANSWER, REASON, COMMENT = PARTS = ("answer", "reason", "comment")
WIDTHS = {ANSWER: 22, REASON: 18, COMMENT: 24}
LEADING = (5, 9, 30)
GROUP, QUESTION, PART, CODES = range(2, 6)  # rows above the table, from 0
SPARE = 60  # rows for new subjects
NEW = SheetSubject("", "")


@dataclass(frozen=True)
class Column:
    """One column of a question; `code` is how `reading` knows it: the question, and which part of its answer."""

    item: str
    part: str
    entry: Entry

    @property
    def code(self) -> str:
        return self.item if self.part == ANSWER else f"{self.item}/{self.part}"


def write(book: Book, page: Page, first: Page) -> None:
    """The questions of a page. Names are written on the first table; the others repeat them."""
    worksheet = book.workbook.add_worksheet(page.name)
    paper(book, worksheet, landscape=True)
    worksheet.write_string(0, 0, " · ".join(map(book.sheet.names.node, page.sections)), book.looks.title)
    worksheet.write_string(1, 0, book.text("sheet.table_lead" if page == first else "sheet.table_more", first=first.name), book.looks.lead)
    columns = [column for code in page.items for column in _columns(book, code)]
    _head(book, worksheet, page, columns)
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


def _columns(book: Book, code: str) -> list[Column]:
    """Answer, reason (where the list offers *not applicable*) and comment."""
    wanted = entry(book.sheet, code)
    parts = PARTS if book.sheet.may_not_apply(code) else (ANSWER, COMMENT)
    return [Column(code, part, wanted) for part in parts]


def _head(book: Book, worksheet: Worksheet, page: Page, columns: list[Column]) -> None:
    """Four rows: the group, the question, the parts of its answer, and their codes."""
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
