"""A store in which everything is made up: it says so, and lets anybody walk round in a role. Off for good where it was never on, or was ended."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from assessments import demonstration
from assessments.register import log
from assessments.register.access import Actor, Refused, service
from assessments.register.people import checks, sessions, sign_in
from assessments.store import records
from assessments.store.engine import Connection, Store
from assessments.store.tables import people, roles, settings

KEY = "demonstration"
PEOPLE = Path(demonstration.__file__).parent / "people.csv"
ROLES = ("coordinator", "officer", "reviewer", "reader")


def on(store: Store) -> bool:
    """Whether everything in this store is made up."""
    with store.reading() as connection:
        return _on(connection)


def begin(connection: Connection, language: str, now: datetime) -> None:
    """Mark a new store as made up, and let its people in, who have no password."""
    records.add(connection, settings, key=KEY, value=True)
    for row in _people():
        number = records.add(connection, people, login=row["login"], name=row[language], language="", made_at=now)
        records.add(connection, roles, person_id=number, role=row["role"], institution=row["institution"])


def walk_round(store: Store, role: str, now: datetime) -> str:
    """Begin a session as the person of the demonstration with a role; returns its token. Raises Refused where nothing is made up."""
    with store.writing() as connection:
        row = records.one(connection, people, login=checks.DEMONSTRATION + role, active=True)
        if role not in ROLES or row is None or not _on(connection):
            raise Refused("demonstration")
        return sign_in.entered(connection, row, "sign_in.demonstration", now)


@service
def end(actor: Actor) -> None:
    """Switch the walk round off for good and end its sessions; what was written stays."""
    with actor.store.writing() as connection:
        if not _on(connection):
            raise Refused("demonstration")
        records.change(connection, settings, {"key": KEY}, value=False)
        for row in _people():
            found = records.one(connection, people, login=row["login"])
            if found:
                records.change(connection, people, {"id": found["id"]}, active=False)
                sessions.end_all(connection, found["id"])
        log.write(connection, actor, "demonstration.end", "", True, False)


def _on(connection: Connection) -> bool:
    row = records.one(connection, settings, key=KEY)
    return row is not None and row["value"] is True


def _people() -> Iterator[dict[str, str]]:
    with PEOPLE.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
