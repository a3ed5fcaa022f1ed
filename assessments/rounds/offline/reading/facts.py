"""What the sheet `_meta` says about a workbook: which edition, which return, what it asked, and what was answered when it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.rounds.offline.reading.cells import EMPTY, Grid, plain
from assessments.rounds.offline.sheet import AnswerSheet, Filled, Key
from assessments.rounds.offline.workbook import meta
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake

WIDTH = 6  # columns of a record


@dataclass(frozen=True)
class Facts:
    """The records of `_meta`, by kind. `labels` are lists by scale: label -> answer; `return_id` is blank for a blank form."""

    edition: str
    version: str
    digest: str
    return_id: str
    sheets: tuple[str, ...]
    items: Mapping[str, str]
    subjects: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    downloaded: Mapping[Key, Filled]


def facts(grids: Mapping[str, Grid], name: str) -> Facts:
    """What a workbook says about itself. Raises DataError if it is none of ours."""
    records = list(_records(grids.get(meta.NAME, {})))
    single = {record[0]: record[1] for record in records}
    if single.get("made_by") != meta.MADE_BY:
        what = Message("is not an answer sheet of this application; upload the workbook that you downloaded here")
        raise DataError([Mistake(name, what)])
    if single.get("format") != meta.FORMAT:
        what = Message("was made by another version of this application; download the workbook again and copy your answers into it")
        raise DataError([Mistake(name, what)])
    labels: dict[str, dict[str, str]] = {}
    for record in records:
        if record[0] == "choice":
            labels.setdefault(record[1], {})[record[3]] = record[2]
    return Facts(
        edition=single.get("edition", ""),
        version=single.get("version", ""),
        digest=single.get("digest", ""),
        return_id=single.get("return", ""),
        sheets=tuple(record[1] for record in records if record[0] == "sheet"),
        items={record[1]: record[2] for record in records if record[0] == "item"},
        subjects={record[1]: record[2] for record in records if record[0] == "subject"},
        labels=labels,
        downloaded={(record[1], record[2]): Filled(*record[3:6]) for record in records if record[0] == "answer"},
    )


def check(found: Facts, sheet: AnswerSheet, name: str) -> None:
    """Whether a workbook belongs to this edition and this return. Raises DataError."""
    questionnaire, mistakes = sheet.questionnaire, []
    if found.edition != questionnaire.id:
        mistakes.append(
            Message("is about another assessment ({theirs}); this return is about {ours}", theirs=found.edition, ours=questionnaire.id)
        )
    elif found.digest != questionnaire.digest:
        mistakes.append(
            Message(
                "was made with another state of the assessment ({theirs}; here: {ours}); download the workbook again and copy your answers",
                theirs=f"{found.version} {found.digest[:8]}",
                ours=f"{questionnaire.version} {questionnaire.digest[:8]}",
            )
        )
    if found.return_id not in ("", str(sheet.return_id)):
        mistakes.append(Message("belongs to another return, of another institution or round; open that one and upload it there"))
    if mistakes:
        raise DataError([Mistake(name, what) for what in mistakes])


def _records(grid: Grid) -> Iterator[tuple[str, ...]]:
    last = max((row for row, _ in grid), default=0)
    for row in range(1, last + 1):
        yield tuple(plain(grid.get((row, column), EMPTY).text) for column in range(1, WIDTH + 1))
