"""The first sheet: what this is, for whom, how to fill it in, and what it holds."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from assessments.rounds.offline.workbook import meta
from assessments.rounds.offline.workbook.heights import height
from assessments.rounds.offline.workbook.looks import TITLE_HEIGHT, Book, paper
from assessments.rounds.offline.workbook.plan import Page
from assessments.rounds.offline.workbook.table import SPARE

WIDTHS = (22, 70)


def write(book: Book, pages: list[Page]) -> None:
    """Title, facts, instructions and links to the sheets, down one column."""
    sheet, text, looks = book.sheet, book.text, book.looks
    worksheet = book.workbook.add_worksheet(text("sheet.cover"))
    paper(book, worksheet, landscape=False)
    for column, width in enumerate(WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.set_row(0, TITLE_HEIGHT)
    worksheet.write_string(0, 0, sheet.title, looks.title)
    worksheet.write_string(1, 0, sheet.institution_name or text("sheet.blank"), looks.lead)
    row = 3
    for name, value in _facts(book):
        worksheet.write_string(row, 0, text(f"sheet.facts.{name}"), looks.label)
        worksheet.write_string(row, 1, value, looks.fact)
        row += 1
    row = _list(book, worksheet, row + 1, text("sheet.how_title"), _steps(book))
    row = _list(book, worksheet, row + 1, text("sheet.sheets"), [])
    for page in pages:
        worksheet.write_url(row, 0, f"internal:'{page.name}'!A1", looks.link, page.name)
        worksheet.write_string(row, 1, text("sheet.asks", number=len(page.items)), looks.words)
        row += 1
    worksheet.set_row(row, height((text("sheet.meta"), WIDTHS[1])))
    worksheet.write_string(row, 0, meta.NAME, looks.words)
    worksheet.write_string(row, 1, text("sheet.meta"), looks.words)


def _facts(book: Book) -> list[tuple[str, str]]:
    sheet = book.sheet
    found = {
        "round": sheet.round_title,
        "cycle": sheet.cycle,
        "institution": sheet.institution_name,
        "edition": f"{sheet.questionnaire.id} · {sheet.questionnaire.version}",
        "questions": str(len(sheet.items)),
        "subjects": "" if sheet.about_itself or sheet.return_id is None else str(len(sheet.subjects)),
        "made_on": sheet.made_on.isoformat() if sheet.made_on else "",
    }
    return [(name, value) for name, value in found.items() if value]


def _steps(book: Book) -> list[str]:
    """Instructions that hold for this workbook."""
    text = book.text
    kind = "form" if book.sheet.about_itself else "table"
    specials = any(book.sheet.may_not_apply(code) for code in book.sheet.items)
    return [
        text("sheet.steps.where"),
        text(f"sheet.steps.{kind}", spare=SPARE) if kind == "table" else text("sheet.steps.form"),
        text("sheet.steps.choose"),
        *([text("sheet.steps.reason")] if specials else []),
        text("sheet.steps.marked"),
        text("sheet.steps.upload"),
    ]


def _list(book: Book, worksheet: Worksheet, row: int, title: str, lines: list[str]) -> int:
    """A heading and numbered lines; returns the next free row."""
    for column in (0, 1):
        worksheet.write_string(row, column, title if column == 0 else "", book.looks.heading)
    for number, line in enumerate(lines, 1):
        worksheet.set_row(row + number, height((line, WIDTHS[1])))
        worksheet.write_number(row + number, 0, number, book.looks.step)
        worksheet.write_string(row + number, 1, line, book.looks.words)
    return row + len(lines) + 1
