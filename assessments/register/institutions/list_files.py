"""The register as a file: one row an institution, columns `code, name_ko, name_en …, peer_group, variant, staff, parent, since, until` and any others."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import xlsxwriter

from assessments.register.institutions.institution import FACTS, NAME, Institution, cells
from assessments.results.outputs import spreadsheet
from assessments.texts import LANGUAGES

WIDTHS = {"code": 20, NAME: 36, "staff": 10}
OTHER_WIDTH = 16
INERT = ("=", "+", "-", "@", "\t", "\r")


def columns(institutions: Iterable[Institution]) -> list[str]:
    """All columns that some institutions need; the names in our own languages and all facts stand there in any case.

    >>> columns([Institution("port", {"th": "…"}, more={"town": "Bay"})])[:4]
    ['code', 'name_ko', 'name_en', 'name_th']
    """
    found = dict.fromkeys(column for one in institutions for column in cells(one))
    names = [f"{NAME}{language}" for language in LANGUAGES]
    others = [column for column in found if column.startswith(NAME) and column not in names]
    more = [column for column in found if not column.startswith(NAME) and column not in ("code", *FACTS)]
    return ["code", *names, *sorted(others), *FACTS, *sorted(more)]


def csv(institutions: Sequence[Institution]) -> bytes:
    """As csv that spreadsheets open; no text in it would run as a formula."""
    return spreadsheet(_table(institutions))


def xlsx(institutions: Sequence[Institution], notes: Mapping[str, str] | None = None) -> bytes:
    """As a workbook whose cells are text, so that a spreadsheet leaves codes and days as they are written.

    `notes` (column → what belongs there) fill a second sheet; with no institutions this is the form to fill in.
    """
    table, file = _table(institutions), io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("institutions")
        for place, column in enumerate(columns(institutions)):
            sheet.set_column(place, place, WIDTHS.get(NAME if column.startswith(NAME) else column, OTHER_WIDTH), text)
            sheet.write_string(0, place, column, head)
            for row, value in enumerate(table[column], start=1):
                sheet.write_string(row, place, value, text)
        sheet.freeze_panes(1, 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        if notes:
            _explain(book, notes, head)
    return file.getvalue()


def unguarded(cell: str) -> str:
    """A cell of a csv file as it was before it was made safe for spreadsheets.

    >>> unguarded("'=A1"), unguarded("'s-Hertogenbosch")
    ('=A1', "'s-Hertogenbosch")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:2] in INERT and len(cell) > 1 else cell


def _table(institutions: Sequence[Institution]) -> pd.DataFrame:
    return pd.DataFrame([cells(one) for one in institutions], columns=columns(institutions), dtype=str).fillna("")


def _explain(book: xlsxwriter.Workbook, notes: Mapping[str, str], head: object) -> None:
    sheet = book.add_worksheet("columns")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True}))
    for row, (column, note) in enumerate(notes.items()):
        sheet.write_string(row, 0, column, head)
        sheet.write_string(row, 1, note)
    sheet.set_paper(9)
