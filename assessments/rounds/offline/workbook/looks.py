"""How a workbook looks: one place for its colours, its fonts and its paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assessments.rounds.offline.sheet import AnswerSheet
from assessments.texts import Texts

FONT, SIZE = "Malgun Gothic", 10  # on every Windows with Korean; elsewhere another font with Hangul stands in
INK, GREY, PALE, LINE, TINT, DARK = "#1e2124", "#464c53", "#f4f5f6", "#b1b8be", "#ecf2fe", "#083891"
WRONG, WRONG_INK = "#fde9e4", "#8a1f0a"
A4 = 9
TITLE_HEIGHT = 26  # points


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        def made(**properties: Any) -> Format:
            whole = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top", "text_wrap": True, **properties}
            return workbook.add_format(whole)

        framed = {"border": 1, "border_color": LINE}
        entered = {**framed, "bg_color": TINT, "locked": False}
        self.title = made(font_size=15, bold=True, text_wrap=False)
        self.lead = made(font_color=GREY, text_wrap=False)
        self.heading = made(font_size=11, bold=True, font_color=DARK, bottom=1, bottom_color=DARK)
        self.words = made()
        self.link = made(font_color="#0b50d0", underline=1)
        self.step = made(align="right", font_color=GREY)
        self.label = made(**framed, bg_color=PALE, font_color=GREY)
        self.fact = made(**framed)
        self.header = made(**framed, bold=True, bg_color=PALE, valign="vcenter", align="center")
        self.group = made(**framed, bold=True, font_color=DARK, bg_color=PALE)
        self.group_help = made(**framed, font_color=GREY, bg_color=PALE)
        self.bold = made(bold=True)
        self.question = made(**framed)
        self.help = made(**framed, font_color=GREY, font_size=9)
        self.number = made(**framed, align="center", font_color=GREY)
        self.code = made(**framed, font_size=7, font_color=GREY, text_wrap=False, shrink=True)
        self.entered = made(**entered, num_format="@")
        self.entered_number = made(**entered, align="left")
        self.closed = made(**framed, bg_color=PALE, align="center", font_color=GREY)
        self.wrong = workbook.add_format({"bg_color": WRONG, "font_color": WRONG_INK})


@dataclass(frozen=True)
class Book:
    """What is being written: the workbook, the sheet of answers behind it, its words and its formats."""

    workbook: Workbook
    sheet: AnswerSheet
    text: Texts
    looks: Looks


def paper(book: Book, worksheet: Worksheet, landscape: bool) -> None:
    """A4 with a footer that names the sheet of paper; protected without a password, so that only entries can be changed."""
    worksheet.set_paper(A4)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.fit_to_pages(1, 0)
    if landscape:
        worksheet.set_landscape()
    worksheet.set_footer(f"&L&8{book.sheet.title.replace('&', '&&')[:120]}&R&8&A  &P / &N")
    worksheet.hide_gridlines(2)
    worksheet.protect("", {"format_columns": True, "format_rows": True})
