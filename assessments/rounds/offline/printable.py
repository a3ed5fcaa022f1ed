"""A blank to fill in with a pen: one HTML file that needs nothing else, for A4 paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from assessments.rounds.offline import explained
from assessments.rounds.offline.entries import Entry, entry
from assessments.rounds.offline.sheet import AnswerSheet
from assessments.rounds.offline.words import words
from assessments.texts import Texts

STYLE = Path(__file__).parent / "printable.css"
PAIRS = ("rate", "change")
LONG = 30  # letters of a choice that stands on a line of its own


def printed(sheet: AnswerSheet) -> str:
    """Boxes to tick, lines to write on; for several subjects, one form to copy for each."""
    text = words(sheet.language)
    return "".join(
        [
            f'<!doctype html>\n<html lang="{escape(sheet.language)}">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{escape(sheet.title)}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>\n",
            *_head(sheet, text),
            *_questions(sheet, text),
            f"<p>{escape(text('sheet.print.end'))}</p>\n</main>\n</body>\n</html>\n",
        ]
    )


def _head(sheet: AnswerSheet, text: Texts) -> Iterator[str]:
    """Title, what is known, and lines for what is not."""
    yield f"<h1>{_said(sheet, sheet.title)}</h1>\n"
    yield f"<p>{escape(' · '.join(part for part in (sheet.round_title, sheet.cycle) if part))}</p>\n" if sheet.round_title else ""
    facts = {text("sheet.print.institution"): sheet.institution_name, text("sheet.print.by"): "", text("sheet.print.date"): ""}
    if not sheet.about_itself:
        facts = {text(f"sheet.columns.{sheet.questionnaire.subject}"): "", **facts}
    yield '<dl class="facts">\n'
    yield from (f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>\n" for label, value in facts.items())
    yield "</dl>\n<ul>\n"
    yield from (f"<li>{escape(line)}</li>\n" for line in _instructions(sheet, text))
    yield "</ul>\n"


def _instructions(sheet: AnswerSheet, text: Texts) -> Iterator[str]:
    yield text("sheet.print.tick")
    if any(sheet.may_not_apply(code) for code in sheet.items):
        yield text("sheet.steps.reason")
    if not sheet.about_itself:
        yield text("sheet.print.copy")


def _questions(sheet: AnswerSheet, text: Texts) -> Iterator[str]:
    """Sections and groups as headings, each question below its own."""
    number, groups = 0, [""]
    for section, items in sheet.sections.items():
        yield f"<h2>{_said(sheet, sheet.names.node(section))}</h2>\n{_help(sheet, section)}"
        for code in items:
            number, above = number + 1, explained.above(sheet, code)
            if above != groups and above and above[-1] != section:
                yield f"<h3>{_said(sheet, ' › '.join(map(sheet.names.node, above[1:])))}</h3>\n{_help(sheet, above[-1])}"
            groups = above
            yield _question(sheet, code, number, text)


def _help(sheet: AnswerSheet, code: str) -> str:
    said = sheet.names.node(code, "help")
    return f'<p class="help">{_said(sheet, said)}</p>\n' if said else ""


def _question(sheet: AnswerSheet, code: str, number: int, text: Texts) -> str:
    wanted = entry(sheet, code)
    title, question = explained.asked(sheet, code)
    asked = f"<p>{_said(sheet, question.strip())}</p>\n" if question else ""
    beside = "".join(f'<p class="help">{_said(sheet, line)}</p>\n' for line in explained.beside(sheet, code, wanted, text, with_how=False))
    reason = _line(text("sheet.columns.reason")) if sheet.may_not_apply(code) else ""
    return (
        f'<section class="question">\n<h4>{number}. {_said(sheet, title)}</h4>\n{asked}{beside}'
        f"{_answer(sheet, wanted)}{reason}{_line(text('sheet.columns.comment'))}</section>\n"
    )


def _answer(sheet: AnswerSheet, wanted: Entry) -> str:
    """A box for each choice; a line, or two with a stroke between them, for numbers."""
    boxes = "".join(f'<li><span class="box"></span>{_said(sheet, label)}</li>' for label in wanted.labels)
    shape = "boxes long" if any(len(label) > LONG for label in wanted.labels) else "boxes"
    listed = f'<ul class="{shape}">{boxes}</ul>\n' if boxes else ""
    blank = '<span class="blank"></span>'
    if wanted.kind == "choices":
        return listed
    written = f"{blank} / {blank}" if wanted.kind in PAIRS else blank
    return f'<p class="write">{written} {_said(sheet, wanted.unit)}</p>\n{listed}'


def _line(label: str) -> str:
    return f'<p class="line"><span>{escape(label)}</span></p>\n'


def _said(sheet: AnswerSheet, text: str) -> str:
    """A text of the edition, marked where it is in another language than the page."""
    theirs = sheet.names.language
    return escape(text) if theirs == sheet.language else f'<span lang="{escape(theirs)}" dir="auto">{escape(text)}</span>'
