"""Statements over the register of institutions."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store import records
from assessments.store.records import Row
from assessments.store.tables import institutions, lineage, publications, returns, roles, rounds


def hold(connection: Connection) -> None:
    """Let nobody else write the register until this transaction ends. (SQLite has one writer at a time anyway.)"""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE institutions, lineage IN SHARE ROW EXCLUSIVE MODE"))


def used(connection: Connection, code: str) -> bool:
    """Whether anything refers to an institution: returns, people, its lineage, institutions below it."""
    columns = (returns.c.institution, roles.c.institution, lineage.c.before, lineage.c.after, institutions.c.parent)
    return any(records.count(connection, column.table, **{column.name: code}) for column in columns)


def add_all(connection: Connection, rows: list[Row]) -> None:
    """Write institutions in any order; the parent of one may be another of them."""
    records.add_all(connection, institutions, [{**row, "parent": None} for row in rows])
    for row in rows:
        if row["parent"]:
            records.change(connection, institutions, {"code": row["code"]}, parent=row["parent"])


def rounds_of(connection: Connection, institution: str) -> list[Row]:
    """Rounds in which an institution has a return, newest first, each with `return_id` and `published_at` (none: not published)."""
    statement = (
        sa.select(rounds, returns.c.id.label("return_id"), publications.c.at.label("published_at"))
        .join(returns, returns.c.round_id == rounds.c.id)
        .outerjoin(publications, publications.c.round_id == rounds.c.id)
        .where(returns.c.institution == institution)
        .order_by(rounds.c.id.desc())
    )
    return [dict(row) for row in connection.execute(statement).mappings()]
