"""The rows of a register file as institutions: everything that is wrong with them is said at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assessments.register.institutions.institution import FACTS, NAME, Institution, Register, Wrong, cells, wrong
from assessments.register.institutions.list_files import unguarded
from assessments.tables.files import read_table
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake, missing_column
from questionnaires.problems import nearest

DAYS = ("since", "until")
LANGUAGE = re.compile(rf"{NAME}[a-z]{{2,3}}(-[A-Za-z0-9]+)*")
FIRST = 2  # the row below the header, as a spreadsheet numbers it
HEADER = 1

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Read:
    """What a file says: the institutions as they would be, by row; `further` are columns that we do not know and keep."""

    institutions: Mapping[int, Institution]
    further: tuple[str, ...]


def read(path: Path, name: str, known: Register) -> Read:
    """The institutions of a file, on top of those that are known: a column that is not there leaves what is known, a blank cell empties it.

    Raises DataError with every mistake, by row and column.
    """
    table, _ = read_table(path, name, dates=DAYS)
    if "code" not in table.column_names:
        raise DataError([Mistake(name, missing_column("code", table.column_names))])
    clean = unguarded if path.suffix.lower() == ".csv" else str
    rows = {
        number: {column: clean(str(value if value is not None else "").strip()) for column, value in row.items()}
        for number, row in enumerate(table.to_pylist(), start=FIRST)
    }
    further = tuple(column for column in table.column_names if column not in ("code", *FACTS) and not LANGUAGE.fullmatch(column))
    mistakes = [*_header(name, further), *_twice(name, rows)]
    found: dict[int, Institution] = {}
    for number, row in rows.items():
        found[number], problems = institution(row, known.get(row["code"]))
        mistakes += [Mistake(name, what, column, (number,)) for column, what in problems]
    register = {**known, **{one.code: one for one in found.values()}}
    mistakes += [Mistake(name, what, column, (number,)) for number, one in found.items() for column, what in wrong(one, register)]
    if mistakes:
        raise DataError(sorted(mistakes, key=lambda mistake: mistake.rows))
    return Read(found, further)


def institution(row: Cells, known: Institution | None = None) -> tuple[Institution, list[Wrong]]:
    """A row as an institution, and the cells that cannot be read (blank then).

    >>> one, problems = institution({"code": "port", "name_en": "Port", "staff": "many", "town": "Bay"})
    >>> one.names, dict(one.more), problems
    ({'en': 'Port'}, {'town': 'Bay'}, [('staff', "'many' is not a whole number; write digits only")])
    """
    before = known or Institution(row["code"], {})
    whole = {**cells(before), **row}
    wrongs: list[Wrong] = []
    since, until = (_day(whole[column], column, wrongs) for column in DAYS)
    names = {column.removeprefix(NAME): text for column, text in whole.items() if LANGUAGE.fullmatch(column) and text}
    more = {column: text for column, text in whole.items() if text and column not in ("code", *FACTS) and not LANGUAGE.fullmatch(column)}
    made = Institution(
        row["code"],
        names,
        peer_group=whole["peer_group"],
        variant=whole["variant"],
        staff=_staff(whole["staff"], wrongs),
        parent=whole["parent"],
        since=since,
        until=until,
        more=more,
    )
    return made, wrongs


def _staff(text: str, wrongs: list[Wrong]) -> int | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        wrongs.append(("staff", Message("'{written}' is not a whole number; write digits only", written=text)))
        return None


def _day(text: str, column: str, wrongs: list[Wrong]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrongs.append((column, Message("'{written}' is not a day; write it like 2026-11-30", written=text)))
        return None


def _header(name: str, further: tuple[str, ...]) -> list[Mistake]:
    """Columns that are hardly meant as further ones."""
    mistakes = []
    for column in further:
        near = nearest(column, ["code", *FACTS])
        if column.startswith("name"):
            what = Message("'{column}' names no language; call it name_ko, name_en or the like", column=column)
            mistakes.append(Mistake(name, what, column, (HEADER,)))
        elif near:
            what = Message("'{column}' would be kept as a column of its own; did you mean '{near}'?", column=column, near=near)
            mistakes.append(Mistake(name, what, column, (HEADER,)))
    return mistakes


def _twice(name: str, rows: Mapping[int, Cells]) -> list[Mistake]:
    first: dict[str, int] = {}
    mistakes = []
    for number, row in rows.items():
        code = row["code"]
        if code and first.setdefault(code, number) != number:
            what = Message(
                "'{code}' stands here a second time (first in row {row}); each institution has one row", code=code, row=first[code]
            )
            mistakes.append(Mistake(name, what, "code", (number,)))
    return mistakes
