"""How often signing in may fail. Counted by what was typed, known or not; no address of anybody is kept."""

from __future__ import annotations

import math
import unicodedata
from datetime import datetime, timedelta

from assessments.register.people import sessions
from assessments.store import people as statements
from assessments.store import records
from assessments.store.engine import Connection
from assessments.store.tables import sign_in_failures as table
from assessments.tables.messages import Message

MOST, LOCKED = 5, timedelta(minutes=15)  # for one login: so many failures, each within so long of the last, and it is locked so long
MOST_OF_ALL, WINDOW = 60, timedelta(minutes=1)  # for all logins together, so that nobody tries one password on everybody
ALL = ""


class TooMany(Exception):
    """Signing in is closed until a moment; `why` says so in words."""

    def __init__(self, why: Message, until: datetime) -> None:
        super().__init__(why)
        self.why, self.until = why, until


def tidy(login: str) -> str:
    """A login as it is kept.

    >>> tidy(" Kim@Port.example ")
    'kim@port.example'
    """
    return unicodedata.normalize("NFC", login).strip().casefold()


def begin(connection: Connection, login: str, now: datetime) -> bool:
    """Count an attempt before it is looked at, so that many at once count too; says whether it is the last one. Raises TooMany."""
    statements.forget_failures(connection, now - LOCKED)
    together = records.one(connection, table, login=ALL)
    if together and together["at"] + WINDOW > now and together["failures"] >= MOST_OF_ALL:
        raise TooMany(Message("many attempts to sign in are failing at the moment; try again in a minute"), together["at"] + WINDOW)
    counted = statements.count_failure(connection, sessions.hashed(tidy(login)), now, MOST)
    if counted is None:
        row = records.one(connection, table, login=sessions.hashed(tidy(login)))
        raise locked((row["at"] if row else now) + LOCKED, now)
    return counted == MOST


def failed(connection: Connection, now: datetime) -> None:
    """Count a failure among all, by the minute."""
    together = records.one(connection, table, login=ALL)
    if together and together["at"] + WINDOW <= now:
        records.change(connection, table, {"login": ALL}, failures=1, at=now)
    else:
        statements.count_failure(connection, ALL, together["at"] if together else now, MOST_OF_ALL)


def succeeded(connection: Connection, login: str) -> None:
    """Forget the failures of a login."""
    records.remove(connection, table, login=sessions.hashed(tidy(login)))


def locked(until: datetime, now: datetime) -> TooMany:
    """What to say while a login is locked: for how long, and what else helps."""
    here = until.astimezone()
    why = Message(
        "signing in with this name failed {most} times, so it is closed for {minutes} min, until {time} (UTC{zone}); then try again, or ask your administrator for a new password",
        most=MOST,
        minutes=math.ceil((until - now) / timedelta(minutes=1)),
        time=f"{here:%H:%M}",
        zone=here.isoformat(timespec="minutes")[16:],
    )
    return TooMany(why, until)
