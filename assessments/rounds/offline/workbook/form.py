"""A sheet about the institution itself: a row a question, its explanation to the left of the answer."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from assessments.rounds.offline import explained
from assessments.rounds.offline.entries import entry
from assessments.rounds.offline.words import how
from assessments.rounds.offline.workbook import cells, lists, rules
from assessments.rounds.offline.workbook.heights import SMALL, height
from assessments.rounds.offline.workbook.looks import TITLE_HEIGHT, Book, paper
from assessments.rounds.offline.workbook.plan import Page

NUMBER, QUESTION, HELP, ANSWER, REASON, COMMENT, CODE = range(7)
COLUMNS = ("number", "question", "help", "answer", "reason", "comment", "code")
WIDTHS = (5, 38, 36, 24, 18, 26, 9)
HEADER = 2  # the row of the column titles, from 0


def write(book: Book, page: Page, _: Page) -> None:
    """The questions of a part, with a line where a group begins."""
    worksheet = book.workbook.add_worksheet(page.name)
    paper(book, worksheet, landscape=True)
    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        worksheet.set_column(column, column, width)
        worksheet.write_string(HEADER, column, book.text(f"sheet.columns.{name}"), book.looks.header)
    worksheet.write_string(0, 0, book.sheet.names.node(page.sections[0]), book.looks.title)
    worksheet.write_string(1, 0, book.text("sheet.form_lead"), book.looks.lead)
    worksheet.set_row(0, TITLE_HEIGHT)
    worksheet.freeze_panes(HEADER + 1, QUESTION + 1)
    worksheet.repeat_rows(HEADER)
    row, group = HEADER + 1, [*page.sections]
    for position, code in enumerate(page.items):
        groups = explained.above(book.sheet, code)
        if groups and groups != group:
            _group(book, worksheet, row, groups)
            row += 1
        group = groups
        _question(book, worksheet, row, code, page.first + position)
        row += 1


def _group(book: Book, worksheet: Worksheet, row: int, groups: list[str]) -> None:
    names = book.sheet.names
    title, said = names.node(groups[-1]), names.node(groups[-1], "help")
    worksheet.set_row(row, height((title, WIDTHS[QUESTION]), (said, WIDTHS[HELP])))
    for column in range(len(COLUMNS)):
        worksheet.write_blank(row, column, None, book.looks.group)
    worksheet.write_string(row, QUESTION, title, book.looks.group)
    worksheet.write_string(row, HELP, said, book.looks.group_help)


def _question(book: Book, worksheet: Worksheet, row: int, code: str, number: int) -> None:
    sheet, looks, wanted = book.sheet, book.looks, entry(book.sheet, code)
    filled = sheet.filled(sheet.subjects[0].code, code)
    title, question = explained.asked(sheet, code)
    carried = [book.text("sheet.carried_over")] if (sheet.subjects[0].code, code) in sheet.carried_over else []
    beside = "\n".join([*carried, *explained.beside(sheet, code, wanted, book.text)])
    said = {QUESTION: f"{title}{question}", HELP: beside, ANSWER: wanted.shown(filled.answer), COMMENT: filled.comment}
    worksheet.set_row(row, height(*((text, WIDTHS[column] * (SMALL if column == HELP else 1)) for column, text in said.items())))
    worksheet.write_number(row, NUMBER, number, looks.number)
    if question:
        worksheet.write_rich_string(row, QUESTION, looks.bold, title, looks.words, question, looks.question)
    else:
        worksheet.write_string(row, QUESTION, title, looks.question)
    worksheet.write_string(row, HELP, beside, looks.help)
    cells.answer(worksheet, row, ANSWER, wanted, filled, looks)
    rules.apply(book, worksheet, (row, ANSWER, row, ANSWER), wanted, lists.of(sheet, code), (title, how(wanted, book.text)))
    cells.reason(book, worksheet, (row, REASON), wanted, filled, ANSWER)
    cells.entered(worksheet, row, COMMENT, filled.comment, looks)
    worksheet.write_string(row, CODE, code, looks.code)
