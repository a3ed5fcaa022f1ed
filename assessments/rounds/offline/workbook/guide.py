"""What the head of a table has no room for: every question with its help, its evidence and its choices."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from assessments.rounds.offline import explained
from assessments.rounds.offline.entries import entry
from assessments.rounds.offline.workbook.heights import height
from assessments.rounds.offline.workbook.looks import TITLE_HEIGHT, Book, paper

COLUMNS = ("number", "question", "help", "choices")
WIDTHS = (5, 44, 52, 52)
HEADER = 2


def write(book: Book) -> None:
    """A row a question, in the order of the tables."""
    sheet, text, looks = book.sheet, book.text, book.looks
    worksheet = book.workbook.add_worksheet(text("sheet.guide"))
    paper(book, worksheet, landscape=True)
    worksheet.write_string(0, 0, text("sheet.guide"), looks.title)
    worksheet.set_row(0, TITLE_HEIGHT)
    worksheet.freeze_panes(HEADER + 1, 0)
    worksheet.repeat_rows(HEADER)
    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        worksheet.set_column(column, column, width)
        worksheet.write_string(HEADER, column, text(f"sheet.columns.{name}"), looks.header)
    row, number, group = HEADER, 0, [""]
    for code in sheet.items:
        groups, wanted = explained.above(sheet, code), entry(sheet, code)
        if groups != group:
            row, group = row + 1, groups
            _group(book, worksheet, row, groups or [sheet.questionnaire.root])
        row, number = row + 1, number + 1
        question, beside = "".join(explained.asked(sheet, code)), "\n".join(explained.beside(sheet, code, wanted, text))
        choices = "\n".join(wanted.labels)
        worksheet.set_row(row, height(*zip((question, beside, choices), WIDTHS[1:], strict=True)))
        worksheet.write_number(row, 0, number, looks.number)
        worksheet.write_string(row, 1, question, looks.question)
        worksheet.write_string(row, 2, beside, looks.help)
        worksheet.write_string(row, 3, choices, looks.help)


def _group(book: Book, worksheet: Worksheet, row: int, groups: list[str]) -> None:
    names, looks = book.sheet.names, book.looks
    worksheet.set_row(row, height((names.node(groups[-1], "help"), WIDTHS[2])))
    worksheet.write_blank(row, 0, None, looks.group)
    worksheet.write_string(row, 1, " › ".join(map(names.node, groups)), looks.group)
    worksheet.write_string(row, 2, names.node(groups[-1], "help"), looks.group_help)
    worksheet.write_blank(row, 3, None, looks.group)
