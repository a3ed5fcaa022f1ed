"""Codes that work once and not for long: kept as their sha-256 only, given away as part of an address."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from assessments.register.people.sessions import hashed
from assessments.store import people as statements
from assessments.store import records
from assessments.store.engine import Connection
from assessments.store.tables import one_time_codes as table

SET_UP, PASSWORD, SIGN_IN, IDENTITY = "set_up", "password", "sign_in", "identity"
LAST = {SET_UP: timedelta(hours=24), PASSWORD: timedelta(hours=24), SIGN_IN: timedelta(seconds=60)}


class Gone(Exception):
    """The code was used, is too old, or never was one; which of these is not said."""


def make(connection: Connection, purpose: str, person_id: int | None, now: datetime) -> str:
    """A new code for a purpose."""
    statements.forget_codes(connection, now)
    code = secrets.token_urlsafe(24)
    records.add(connection, table, code=hashed(code), purpose=purpose, person_id=person_id, until=now + LAST[purpose])
    return code


def look(connection: Connection, purpose: str, code: str, now: datetime) -> int | None:
    """Whose code this is, without using it up. Raises Gone."""
    row = records.one(connection, table, code=hashed(code), purpose=purpose, used_at=None)
    if row is None or row["until"] <= now:
        raise Gone(purpose)
    return int(row["person_id"]) if row["person_id"] is not None else None


def take(connection: Connection, purpose: str, code: str, now: datetime) -> int | None:
    """Use a code up: of two who try at once, one has it. Raises Gone."""
    whose = look(connection, purpose, code, now)
    if not records.change(connection, table, {"code": hashed(code), "used_at": None}, used_at=now):
        raise Gone(purpose)
    return whose


def withdraw(connection: Connection, purpose: str, person_id: int | None) -> None:
    """Make every code that somebody has for a purpose useless."""
    records.remove(connection, table, purpose=purpose, person_id=person_id)
