"""Rows of every table as plain values, out of one database and into another, SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from assessments.store import records
from assessments.store.engine import Store
from assessments.store.tables import Moment, metadata, one_time_codes, sessions, sign_in_failures

LEFT_OUT = (sessions, one_time_codes, sign_in_failures)  # keys to the door, and who knocked: a copy must open nothing
TABLES = tuple(table for table in metadata.sorted_tables if table not in LEFT_OUT)
"""What is copied, in the order in which rows refer to each other."""
BATCH = 1000
READ: Mapping[type, Callable[[str], Any]] = {Moment: datetime.fromisoformat, sa.Date: date.fromisoformat}


class Misfit(Exception):
    """A row does not fit the table; the text says which table and why."""


@contextmanager
def snapshot(store: Store) -> Iterator[Connection]:
    """A connection that sees the store as it is at the first look, however long it reads and whatever others write meanwhile."""
    options = {} if store.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with store.engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Every row by its key, as what JSON holds: days and moments as text."""
    dated = [column.name for column in table.c if type(column.type) in READ]
    statement = table.select().order_by(*table.primary_key).execution_options(yield_per=BATCH)
    for row in connection.execute(statement).mappings():
        yield {**row, **{name: row[name].isoformat() for name in dated if row[name] is not None}}


def held(connection: Connection) -> dict[str, int]:
    """How many rows there are in the tables that have any; nothing: the store is empty."""
    counts = {table.name: records.count(connection, table) for table in TABLES}
    return {name: number for name, number in counts.items() if number}


def put(connection: Connection, table: Table, values: Iterable[Mapping[str, Any]]) -> int:
    """Write rows as `rows` gives them; returns how many. Raises Misfit.

    Rows that refer to others of the same table (a parent, an earlier round) do so once all are there.
    """
    number, referring, later, left = 0, [], _own_references(table), iter(values)
    try:
        while found := [_row(table, one) for one in islice(left, BATCH)]:
            connection.execute(table.insert(), [{**row, **dict.fromkeys(later)} for row in found])
            number += len(found)
            referring += [row for row in found if any(row[name] is not None for name in later)]
        for row in referring:
            key = {column.name: row[column.name] for column in table.primary_key}
            records.change(connection, table, key, **{name: row[name] for name in later})
    except (sa.exc.SQLAlchemyError, ValueError, TypeError) as error:
        raise Misfit(f"{table.name}: {getattr(error, 'orig', None) or error}") from error
    return number


def number_on(connection: Connection) -> None:
    """Let the numbers of new rows go on after those that were written. (SQLite does so by itself.)"""
    if connection.dialect.name != "postgresql":
        return
    for table in TABLES:
        if "id" in table.c:
            last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
            follow = sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), sa.func.coalesce(last, 1), last.is_not(None))
            connection.execute(sa.select(follow))


def _row(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    if values.keys() != (columns := {column.name for column in table.c}):
        raise ValueError(f"columns {', '.join(sorted(values.keys() ^ columns))} differ")
    read = {name: READ.get(type(table.c[name].type)) for name in values}
    return {name: reader(value) if (reader := read[name]) and value is not None else value for name, value in values.items()}


def _own_references(table: Table) -> list[str]:
    return [column.name for column in table.c if any(key.column.table is table for key in column.foreign_keys)]
