"""Where a store is, what kind of database holds it, and how large it is."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store.engine import DATABASE, Store

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def kind(store: Store) -> str:
    return KINDS[store.engine.dialect.name]


def where(store: Store) -> str:
    """The file of the database, or its address without the password."""
    if store.engine.dialect.name == "sqlite":
        return str((store.folder / DATABASE).resolve())
    return store.engine.url.set(drivername="postgresql").render_as_string(hide_password=True)


def size(store: Store, connection: Connection) -> int:
    """Bytes of the database, without the files beside it."""
    if store.engine.dialect.name == "sqlite":
        return sum(path.stat().st_size for path in store.folder.glob(f"{DATABASE}*"))
    return int(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())
