"""Statements over the log of changes."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from assessments.store.records import Row
from assessments.store.tables import changes as table


def changes(
    connection: Connection,
    last: int,
    before_id: int | None,
    return_id: int | None,
    institutions: Collection[str] | None,
    secret: tuple[Collection[str], int] | None,
) -> list[Row]:
    """The newest rows first; `institutions` limits them to what was done about these, `secret` leaves out what others than a person did of some kinds."""
    statement = table.select().order_by(table.c.id.desc()).limit(last)
    if before_id is not None:
        statement = statement.where(table.c.id < before_id)
    if return_id is not None:
        statement = statement.where(table.c.return_id == return_id)
    if institutions is not None:
        statement = statement.where(table.c.institution.in_(institutions))
    if secret is not None:
        kinds, person = secret
        statement = statement.where(table.c.what.not_in(kinds) | (table.c.by == person))
    return [dict(row) for row in connection.execute(statement).mappings()]
