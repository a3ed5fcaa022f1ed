"""The columns of a table: whose row it is, then answer, reason and comment of each question."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rounds.offline.entries import Entry, entry
from assessments.rounds.offline.workbook.looks import Book
from assessments.rounds.offline.workbook.plan import Page

NUMBER, CODE, NAME = range(3)
ANSWER, REASON, COMMENT = PARTS = ("answer", "reason", "comment")
WIDTHS = {ANSWER: 22, REASON: 18, COMMENT: 24}
LEADING = (5, 9, 30)
GROUP, QUESTION, PART, CODES = range(2, 6)  # rows above the table, from 0


@dataclass(frozen=True)
class Column:
    """One column of a question; `code` is how `reading` knows it: the question, and which part of its answer."""

    item: str
    part: str
    entry: Entry

    @property
    def code(self) -> str:
        return self.item if self.part == ANSWER else f"{self.item}/{self.part}"


def of(book: Book, page: Page) -> list[Column]:
    """The columns of a page, to the right of the subject's name."""
    return [column for code in page.items for column in _parts(book, code)]


def _parts(book: Book, code: str) -> list[Column]:
    """Answer, reason (where the list offers *not applicable*) and comment."""
    wanted = entry(book.sheet, code)
    parts = PARTS if book.sheet.may_not_apply(code) else (ANSWER, COMMENT)
    return [Column(code, part, wanted) for part in parts]
