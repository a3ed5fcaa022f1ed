"""Accounts for everybody on a list at once: first what the list says, then all of them or none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assessments.register.access import Actor, service
from assessments.register.institutions.list_files import unguarded
from assessments.register.people import attempts, checks, people
from assessments.register.people.people import Role
from assessments.store import records, tables
from assessments.tables.files import read_table
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake, missing_column

NEEDED, FURTHER = ("login", "name", "role"), ("institution", "email", "language")
COLUMNS = ("login", "name", "role", "institution", "email", "language")
MOST = 5_000
FIRST = 2  # the row below the header, as a spreadsheet numbers it


@dataclass(frozen=True)
class New:
    """Somebody for whom there is no account yet; a list has a row for each role."""

    login: str
    name: str
    email: str
    language: str
    roles: tuple[Role, ...]


@service
def preview(actor: Actor, path: Path, name: str) -> tuple[New, ...]:
    """The people of a csv, xlsx or parquet file (columns `COLUMNS`, of which `NEEDED` must be there). Raises DataError with every mistake."""
    table, _ = read_table(path, name)
    if missing := [column for column in NEEDED if column not in table.column_names]:
        raise DataError([Mistake(name, missing_column(column, table.column_names)) for column in missing])
    clean = unguarded if path.suffix.lower() == ".csv" else str
    rows = {
        number: {column: clean(str(row.get(column) or "")).strip() for column in COLUMNS}
        for number, row in enumerate(table.to_pylist(), start=FIRST)
    }
    with actor.store.reading() as connection:
        taken = {row["login"] for row in records.every(connection, tables.people)}
        institutions = {row["code"] for row in records.every(connection, tables.institutions)}
    mistakes = [Mistake(name, what, column, (number,)) for number, column, what in _wrong(rows, taken, institutions)]
    found = _people(rows)
    if len(found) > MOST:
        mistakes.append(
            Mistake(
                name, Message("holds {number:,} people, and the limit is {limit:,}; take them in in parts", number=len(found), limit=MOST)
            )
        )
    if mistakes:
        raise DataError(mistakes)
    return found


@service
def open_all(actor: Actor, shown: Sequence[New]) -> list[tuple[New, str]]:
    """Open an account for each, and make the code of the link with which each chooses a password. All or none. Raises Wrong."""
    made = []
    with actor.store.writing() as connection:
        for one in shown:
            number = people.opened(connection, actor, one.login, one.name, one.email, one.language, one.roles)
            made.append((one, people.link(connection, actor, number, one.login)))
    return made


def _people(rows: Mapping[int, Mapping[str, str]]) -> tuple[New, ...]:
    found: dict[str, New] = {}
    for row in rows.values():
        login = attempts.tidy(row["login"])
        before = found.get(login) or New(login, row["name"], row["email"], row["language"], ())
        found[login] = replace(before, roles=(*before.roles, (row["role"], row["institution"])))
    return tuple(found.values())


def _wrong(
    rows: Mapping[int, Mapping[str, str]], taken: Collection[str], institutions: Collection[str]
) -> Iterator[tuple[int, str, Message]]:
    """What is wrong: row, column, why."""
    first: dict[str, int] = {}
    for number, row in rows.items():
        login = attempts.tidy(row["login"])
        at = first.setdefault(login, number)
        for column, reasons in (
            ("login", checks.login(login, login in taken)),
            ("name", checks.person(row["name"], "", "")),
            ("email", checks.person("-", row["email"], "")),
            ("language", checks.person("-", "", row["language"])),
            ("role", checks.roles([(row["role"], row["institution"])], institutions)),
        ):
            yield from ((number, column, reason) for reason in reasons)
        for column in ("name", "email", "language"):
            if row[column] != rows[at][column]:
                yield (
                    number,
                    column,
                    Message("differs from row {row}, which has the same login; one person has one name, address and language", row=at),
                )
