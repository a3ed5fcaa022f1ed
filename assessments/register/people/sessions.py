"""Who is signed in: sessions live in the store, the browser holds a token that says nothing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from assessments.register.access import Person
from assessments.store import people as statements
from assessments.store import records, tables
from assessments.store.engine import Connection, Store

LASTS = timedelta(hours=12)
IDLE = timedelta(hours=2)
NOTED = timedelta(minutes=5)  # how often it is written down that somebody is there


def begin(connection: Connection, person_id: int, now: datetime) -> str:
    """A new session; returns the token for the cookie, which is stored as its sha-256 only."""
    statements.forget_sessions(connection, now, now - IDLE)
    token = secrets.token_urlsafe(32)
    values = {"begun_at": now, "seen_at": now, "until": now + LASTS}
    records.add(connection, tables.sessions, token=hashed(token), person_id=person_id, **values)
    return token


def person_of(store: Store, token: str, now: datetime | None = None) -> Person | None:
    """Who holds this token, while the session lasts and the account is active."""
    now = now or datetime.now(UTC)
    with store.reading() as connection:
        rows = statements.signed_in(connection, hashed(token))
    if not rows or rows[0]["until"] <= now or rows[0]["seen_at"] + IDLE <= now:
        return None
    if rows[0]["seen_at"] + NOTED <= now:
        with store.writing() as connection:
            records.change(connection, tables.sessions, {"token": hashed(token)}, seen_at=now)
    return _person(rows[0], rows)


def end(store: Store, token: str) -> None:
    """Sign out here."""
    with store.writing() as connection:
        records.remove(connection, tables.sessions, token=hashed(token))


def end_all(connection: Connection, person_id: int) -> int:
    """Sign a person out everywhere; returns how many sessions there were."""
    return records.remove(connection, tables.sessions, person_id=person_id)


def end_others(connection: Connection, person_id: int, token: str) -> None:
    """Sign a person out everywhere but here."""
    statements.end_other_sessions(connection, person_id, hashed(token))


def person(connection: Connection, person_id: int) -> Person | None:
    """A person whose account is active, with roles."""
    row = records.one(connection, tables.people, id=person_id, active=True)
    if row is None:
        return None
    return _person(row, records.every(connection, tables.roles, person_id=person_id))


def _person(row: records.Row, held: Sequence[records.Row]) -> Person:
    roles = frozenset((one["role"], one["institution"]) for one in held if one["role"])
    return Person(row["id"], row["login"], row["name"], row["email"], row["language"], roles)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
