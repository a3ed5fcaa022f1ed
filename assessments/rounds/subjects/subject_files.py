"""A list of subjects from a file (`code, name_ko, name_en`): first what it would change, then that and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessments.register.access import Actor, service
from assessments.register.institutions.list_files import unguarded
from assessments.rounds.returns import NotNow, Return
from assessments.rounds.subjects import subjects
from assessments.store import records, tables
from assessments.tables.files import read_table
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake, missing_column, spreadsheet_rows
from assessments.texts import LANGUAGES

NEW, RENAMED, BACK, SAME = KINDS = ("new", "renamed", "back", "same")
NAME = "name_"


@dataclass(frozen=True)
class Line:
    """What one row of a file does: a new subject, another name, one that had been removed comes back, or nothing."""

    number: int
    kind: str
    code: str
    names: Mapping[str, str]
    before: Mapping[str, str]


@dataclass(frozen=True)
class Preview:
    """What a file would do to the list as it is; `absent` are on the list and not in the file, and stay. `state` says how the list was."""

    lines: tuple[Line, ...]
    absent: tuple[str, ...]
    state: tuple[tuple[str, bool], ...]

    def of(self, kind: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind == kind)


@service
def preview(actor: Actor, return_id: int, path: Path, name: str) -> Preview:
    """What a csv, xlsx or parquet file would change; nothing is written. Raises DataError with every mistake, NotNow."""
    with actor.store.reading() as connection:
        kept = subjects.writable(actor, connection, return_id)
        rows = records.every(connection, tables.subjects, return_id=return_id)
    read = _rows(path, name)
    wrong = list(_mistakes(name, read, kept, {row["code"] for row in rows}))
    if wrong:
        raise DataError(wrong)
    there = {row["code"]: row for row in rows}
    lines = _lines(read, there, kept.edition.questionnaire.subject)
    named = {line.code for line in lines}
    absent = tuple(one.code for one in kept.subjects if one.code not in named)
    return Preview(lines, absent, _state(rows))


@service
def take_in(actor: Actor, return_id: int, shown: Preview) -> int:
    """Write what a preview showed, all of it or nothing; gives the number of subjects that changed. Raises NotNow if the list changed since."""
    with actor.store.writing() as connection:
        kept = subjects.writable(actor, connection, return_id)
        rows = records.every(connection, tables.subjects, return_id=return_id)
        if _state(rows) != shown.state:
            raise NotNow(Message("the list was changed since the file was compared with it; nothing was written: choose the file again"))
        numbers, position = {row["code"]: row["id"] for row in rows}, len(rows)
        for line in shown.lines:
            if line.kind == NEW:
                subjects.write(connection, actor, kept, "subject_files.take_in", line.code, line.names, position)
                position += 1
            elif line.kind in (RENAMED, BACK):
                records.change(connection, tables.subjects, {"id": numbers[line.code]}, names=dict(line.names), removed_at=None)
                subjects.noted(connection, actor, kept, "subject_files.take_in", line.code, dict(line.before), dict(line.names))
        return sum(line.kind != SAME for line in shown.lines)


def _rows(path: Path, name: str) -> list[dict[str, str]]:
    """The rows of a file, cells as text."""
    table, _ = read_table(path, name)
    names = [column for column in table.column_names if column.startswith(NAME)]
    if not names:
        raise DataError([Mistake(name, missing_column(f"{NAME}{LANGUAGES[0]}", table.column_names))])
    wanted = ["code", *names]
    return [{key: unguarded(str(row.get(key) if row.get(key) is not None else "").strip()) for key in wanted} for row in table.to_pylist()]


def _mistakes(file: str, rows: Sequence[Mapping[str, str]], kept: Return, taken: set[str]) -> Iterable[Mistake]:
    """Everything that is wrong with a file."""
    first: dict[str, int] = {}
    for position, row in enumerate(rows):
        at = spreadsheet_rows([position])
        code = row["code"]
        if code and (wrong := subjects.wrong_code(code)):
            yield Mistake(file, wrong[0], "code", at)
        if code and code in first:
            again = Message(
                "'{code}' stands here a second time (first in row {row}); each subject has one row", code=code, row=first[code] + 2
            )
            yield Mistake(file, again, "code", at)
        first.setdefault(code, position)
        for what in subjects.wrong_names(_names(row)):
            yield Mistake(file, what, f"{NAME}{LANGUAGES[0]}", at)
    new = sum(not row["code"] or row["code"] not in taken for row in rows)
    if len(taken) + new > subjects.MOST:
        yield Mistake(file, Message("a return has at most {most} subjects", most=subjects.MOST))


def _lines(rows: Sequence[Mapping[str, str]], there: Mapping[str, records.Row], kind: str) -> tuple[Line, ...]:
    taken = {*there, *(row["code"] for row in rows)}
    found: list[Line] = []
    for position, row in enumerate(rows):
        code = row["code"] or subjects.next_code(kind, taken)
        taken.add(code)
        known = there.get(code)
        before = known["names"] if known else {}
        names = {**before, **subjects.given(_names(row))}
        does = NEW if known is None else BACK if known["removed_at"] else SAME if names == before else RENAMED
        found.append(Line(position + 2, does, code, names, before))
    return tuple(found)


def _names(row: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix(NAME): text for key, text in row.items() if key.startswith(NAME)}


def _state(rows: Iterable[records.Row]) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted((f"{row['code']}\n{sorted(row['names'].items())}", row["removed_at"] is not None) for row in rows))
