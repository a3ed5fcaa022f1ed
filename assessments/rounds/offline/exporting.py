"""A blank of an edition as a file: a workbook or a printable page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assessments.results import outputs
from assessments.rounds.offline import printable, workbook
from assessments.rounds.offline.sheet import AnswerSheet, blank
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake
from questionnaires.catalogue import Edition

KINDS: dict[str, tuple[str, Callable[[AnswerSheet], bytes]]] = {
    "workbook": (".xlsx", workbook.written),
    "html": (".html", lambda sheet: printable.printed(sheet).encode()),
}


def export(edition: Edition, kind: str, path: Path, language: str) -> int:
    """Write what the edition asks an institution for as a blank of one kind; returns how many questions it has.

    Raises DataError: another ending, a folder that is not there, nothing that an institution answers by itself.
    """
    ending, made = KINDS[kind]
    outputs.check_ending(path, [ending])
    sheet = blank(edition, language)
    if not sheet.items:
        asked = ", ".join(edition.questionnaire.respondents)
        what = Message("asks nothing of the institution itself; its questions go to {respondents}", respondents=asked)
        raise DataError([Mistake(edition.questionnaire.id, what)])
    outputs.write(path, made(sheet))
    return len(sheet.items)
