"""Statements over the log of changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from assessments.store.records import Row
from assessments.store.tables import changes as table
from assessments.store.tables import returns


@dataclass(frozen=True)
class Only:
    """What one looks for in the log; blank or 0 is everything. From `begin` on, until before `end`."""

    what: str = ""
    round_id: int = 0
    institution: str = ""
    by: int = 0
    begin: datetime | None = None
    end: datetime | None = None


EVERYTHING = Only()


def changes(
    connection: Connection,
    last: int,
    before_id: int | None,
    return_id: int | None,
    institutions: Collection[str] | None,
    secret: tuple[Collection[str], int],
    signed_off: bool,
    only: Only = EVERYTHING,
) -> list[Row]:
    """The newest rows first; `institutions` limits them to what was done about these, `secret` leaves out what others than a person did of some kinds.

    `signed_off`: of returns that are signed off nothing is left out.
    """
    statement = table.select().order_by(table.c.id.desc()).limit(last)
    if before_id is not None:
        statement = statement.where(table.c.id < before_id)
    if return_id is not None:
        statement = statement.where(table.c.return_id == return_id)
    if institutions is not None:
        statement = statement.where(table.c.institution.in_(institutions))
    kinds, person = secret
    open_to_all = table.c.what.not_in(kinds) | (table.c.by == person)
    if signed_off:
        open_to_all |= table.c.return_id.in_(select(returns.c.id).where(returns.c.state == "signed_off"))
    statement = statement.where(open_to_all)
    for condition in _conditions(only):
        statement = statement.where(condition)
    return [dict(row) for row in connection.execute(statement).mappings()]


def newest(connection: Connection, *what: str) -> Row | None:
    """The last row about one of these."""
    found = connection.execute(table.select().where(table.c.what.in_(what)).order_by(table.c.id.desc()).limit(1)).mappings().first()
    return dict(found) if found else None


def _conditions(only: Only) -> Iterator[ColumnElement[bool]]:
    equal = {"what": only.what, "round_id": only.round_id, "institution": only.institution, "by": only.by}
    for name, value in equal.items():
        if value:
            yield table.c[name] == value
    if only.begin:
        yield table.c.at >= only.begin
    if only.end:
        yield table.c.at < only.end
