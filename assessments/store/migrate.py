"""Bring the tables of a store up to date, one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

HERE = Path(__file__).parent / "migrations"
LOCK = 0x48616563  # any number that no other program takes for its advisory lock


class MigrationError(Exception):
    """The store was made by a newer version of this software."""


def version(connection: Connection) -> str:
    """The version of the tables of a store."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def up(engine: Engine) -> None:
    """Run the migrations that the database lacks. Raises MigrationError if it knows more than we do."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    known = ScriptDirectory.from_config(config)
    with engine.connect().execution_options(writing=True) as connection, connection.begin(), _alone(connection):
        version = MigrationContext.configure(connection).get_current_revision()
        if version is not None and version not in {script.revision for script in known.walk_revisions()}:
            raise MigrationError(f"its tables are of version {version}, newer than this software; install the newer version")
        if version != known.get_current_head():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """SQLite's writer is alone already; PostgreSQL takes a lock until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    yield
