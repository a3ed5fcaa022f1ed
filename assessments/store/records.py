"""The few statements that every table needs; what is particular to an area stands in its own module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

Row = Mapping[str, Any]


def add(connection: Connection, table: Table, **values: Any) -> int:
    """Write one row; returns its number where the table numbers its rows, else 0."""
    done = connection.execute(table.insert().values(**values))
    return int(done.inserted_primary_key[0]) if "id" in table.c and done.inserted_primary_key else 0


def add_all(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write rows; none is fine."""
    if rows:
        connection.execute(table.insert(), rows)


def one(connection: Connection, table: Table, **equal: Any) -> Row | None:
    """The row with these values, if there is one."""
    found = connection.execute(_where(table.select(), table, equal)).mappings().first()
    return dict(found) if found else None


def every(connection: Connection, table: Table, *order: str, **equal: Any) -> list[Row]:
    """All rows with these values (a list means: one of), in the order of some columns, else of the key."""
    columns = [table.c[name] for name in order] or list(table.primary_key)
    return [dict(row) for row in connection.execute(_where(table.select(), table, equal).order_by(*columns)).mappings()]


def change(connection: Connection, table: Table, where: Mapping[str, Any], **values: Any) -> int:
    """Write values into the rows that match; returns how many there were."""
    return connection.execute(_where(table.update(), table, where).values(**values)).rowcount


def remove(connection: Connection, table: Table, **equal: Any) -> int:
    """Take the rows with these values away; returns how many there were."""
    if not equal:
        raise ValueError(f"which rows of {table.name}?")
    return connection.execute(_where(table.delete(), table, equal)).rowcount


def count(connection: Connection, table: Table, **equal: Any) -> int:
    """How many rows have these values."""
    return int(connection.execute(_where(sa.select(sa.func.count()).select_from(table), table, equal)).scalar_one())


def _where(statement: Any, table: Table, equal: Mapping[str, Any]) -> Any:
    for name, value in equal.items():
        column = table.c[name]
        statement = statement.where(column.in_(value) if isinstance(value, list | tuple | set | frozenset) else column == value)
    return statement
