"""The store: one SQLite file under the data folder, or PostgreSQL; every write that returned is on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from assessments.store import migrate
from assessments.store.files import Files

__all__ = ["Connection", "Store", "StoreError", "open_store"]

FOLDER, URL = "HAECHI_DATA", "DATABASE_URL"
DATABASE = "haechi.db"
WAIT = 30  # seconds that a writer waits for another before it gives up
CONNECTIONS = 20


class StoreError(Exception):
    """The store cannot be opened; the message says which, why, and what to do."""


@dataclass(frozen=True)
class Store:
    """An open store: the database behind `engine`, and files by content in `folder/files`.

    Writers of one process queue at `turn`: SQLite lets one in at a time too, but whom it turns away sleeps and may be passed by others for seconds.
    """

    engine: Engine
    folder: Path
    turn: AbstractContextManager[Any] = field(default_factory=nullcontext, compare=False)

    @cached_property
    def files(self) -> Files:
        return Files(self.folder / "files")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store, whatever is written meanwhile."""
        try:
            with self.engine.connect() as connection:
                if connection.dialect.name == "postgresql":
                    connection = connection.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin():
                    yield connection
        except sa.exc.OperationalError as error:
            raise StoreError(f"The store could not be read: {error.orig}. What is in it is safe; try again.") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is durable when the block has ended, or none of it if it raises."""
        try:
            with self.turn, self.engine.connect().execution_options(writing=True) as connection, connection.begin():
                yield connection
        except sa.exc.OperationalError as error:
            raise StoreError(f"The store could not be written: {error.orig}. What was there before is safe; try again.") from error

    def within(self, connection: Connection) -> Store:
        """This store as seen in an open transaction of it: what services write there is kept or lost together with the rest of it."""
        return _Within(self.engine, self.folder, connection=connection)

    def close(self) -> None:
        self.engine.dispose()


@dataclass(frozen=True)
class _Within(Store):
    connection: Connection = field(kw_only=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        yield self.connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.connection.begin_nested():
            yield self.connection


def open_store(folder: Path | None = None, url: str | None = None) -> Store:
    """The store in `folder` (default: HAECHI_DATA, else `data/`), in the database `url` (default: DATABASE_URL, else SQLite in the folder).

    Tables are brought up to date. Raises StoreError.
    """
    place = folder or Path(os.environ.get(FOLDER) or "data")
    address = url if url is not None else os.environ.get(URL, "")
    try:
        place.mkdir(parents=True, exist_ok=True)
        engine = _postgresql(address) if address else _sqlite(place / DATABASE)
        migrate.up(engine)
    except (OSError, sa.exc.SQLAlchemyError, ModuleNotFoundError, migrate.MigrationError) as error:
        where = _without_password(address) if address else str(place / DATABASE)
        raise StoreError(
            f"The store {where} cannot be opened: {_reason(error)}. Nothing in it was changed; check {URL} and {FOLDER}."
        ) from error
    return Store(engine, place) if address else Store(engine, place, RLock())


def _without_password(address: str) -> str:
    try:
        return sa.make_url(address).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return f"that {URL} names"


def _reason(error: Exception) -> str:
    """What the database said, on one line, without the address of a manual for programmers."""
    said = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
    return " ".join(str(said).split()).rstrip(".?")


def _sqlite(path: Path) -> Engine:
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": WAIT}, pool_size=CONNECTIONS, max_overflow=CONNECTIONS)

    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver begins no transaction behind our back
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        """A writer takes its turn before it reads, so that what it read is still true when it writes."""
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")

    return engine


def _postgresql(address: str) -> Engine:
    url = sa.make_url(address)
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise OSError(f"{URL} names '{url.get_backend_name()}'; expected an address that begins with postgresql://")
    url = url.set(drivername="postgresql+psycopg")
    return sa.create_engine(url, pool_size=CONNECTIONS, max_overflow=CONNECTIONS, pool_pre_ping=True)
