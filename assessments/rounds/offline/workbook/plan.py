"""Which sheets a workbook has, and what they are called."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assessments.rounds.offline.workbook.looks import Book

LONGEST = 31  # what Excel allows for the name of a sheet
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
ONE_TABLE = 24  # questions that still fit into one table


@dataclass(frozen=True)
class Page:
    """One sheet of questions; `first` is the number of its first question."""

    name: str
    sections: tuple[str, ...]
    items: tuple[str, ...]
    first: int


def pages(book: Book) -> list[Page]:
    """A sheet for each part of the framework; tables of few questions are one sheet."""
    sheet = book.sheet
    if not sheet.about_itself and len(sheet.items) <= ONE_TABLE:
        return [Page(_name(1, book.text("sheet.table")), tuple(sheet.sections), sheet.items, 1)]
    found: list[Page] = []
    first = 1
    for number, (section, items) in enumerate(sheet.sections.items(), 1):
        found.append(Page(_name(number, sheet.names.node(section)), (section,), items, first))
        first += len(items)
    return found


def _name(number: int, title: str) -> str:
    """A name that Excel takes and that stands once.

    >>> _name(2, "The buyer's gifts: who? [given/taken]")
    '2 The buyer s gifts who given t'
    """
    words = FORBIDDEN.sub(" ", title).split()
    return " ".join([str(number), *words])[:LONGEST].rstrip()
