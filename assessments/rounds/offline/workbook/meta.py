"""The sheet `_meta`: what is needed to read the workbook again. One record a row, its kind first; everything is text."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.rounds.offline.sheet import AnswerSheet
from assessments.rounds.offline.workbook import lists
from assessments.rounds.offline.workbook.looks import Book
from assessments.rounds.offline.workbook.plan import Page

NAME, MADE_BY, FORMAT = "_meta", "haechi answers", "1"

Record = tuple[str, ...]


def write(book: Book, pages: list[Page]) -> None:
    """The last sheet, hidden and protected; the cover says that it is there and what it holds."""
    worksheet = book.workbook.add_worksheet(NAME)
    whole = list(records(book.sheet, pages))
    for row, record in enumerate(whole):
        for column, text in enumerate(record):
            worksheet.write_string(row, column, text)
    for scale, name in lists.named(book.sheet).items():
        rows = [row + 1 for row, record in enumerate(whole) if record[:2] == ("choice", scale)]
        book.workbook.define_name(name, f"='{NAME}'!$D${rows[0]}:$D${rows[-1]}")
    worksheet.set_column(0, 5, 24)
    worksheet.protect()
    worksheet.hide()


def records(sheet: AnswerSheet, pages: list[Page]) -> Iterator[Record]:
    """Facts; sheets and what they ask; subjects; lists; and the answers as they were when the workbook was made."""
    questionnaire = sheet.questionnaire
    yield "made_by", MADE_BY
    yield "format", FORMAT
    yield "edition", questionnaire.id
    yield "version", questionnaire.version
    yield "digest", questionnaire.digest
    yield "language", sheet.language
    yield "return", "" if sheet.return_id is None else str(sheet.return_id)
    for page in pages:
        yield "sheet", page.name
        yield from (("item", code, page.name) for code in page.items)
    yield from (("subject", subject.code, subject.name) for subject in sheet.subjects)
    for scale, labels in lists.lists(sheet).items():
        yield from (("choice", scale, answer, label) for label, answer in labels.items())
    for (subject, item), filled in sheet.answers.items():
        yield "answer", subject, item, filled.answer, filled.reason, filled.comment
