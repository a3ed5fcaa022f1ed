"""Signing in with a password, and choosing a new one with a link. Nobody is signed in yet, so these are asked of a store."""

from __future__ import annotations

from datetime import datetime

from assessments.register import log
from assessments.register.access import Person
from assessments.register.people import attempts, codes, passwords, sessions
from assessments.register.people.attempts import tidy
from assessments.store import records, tables
from assessments.store.engine import Connection, Store
from assessments.tables.messages import Message


class NotThis(Exception):
    """Name and password do not belong together; `why` says so, and not which of the two is wrong."""

    def __init__(self) -> None:
        self.why = Message("the name or the password is not right; check both, and whether the keyboard writes capital letters or Hangul")
        super().__init__(self.why)


def sign_in(store: Store, login: str, password: str, now: datetime) -> str:
    """Begin a session; returns its token. Raises NotThis or TooMany, for unknown names as for known ones."""
    with store.writing() as connection:
        last = attempts.begin(connection, login, now)
    with store.reading() as connection:
        row = records.one(connection, tables.people, login=tidy(login), active=True)
    fits = passwords.fits(row["password"] if row else None, password)
    if row is None or not fits:
        raise _refused(store, row, last, now)
    renewed = passwords.hashed(password) if passwords.outdated(row["password"]) else row["password"]
    with store.writing() as connection:
        if sessions.person(connection, row["id"]) is None:
            raise NotThis
        attempts.succeeded(connection, login)
        records.change(connection, tables.people, {"id": row["id"]}, password=renewed)
        return entered(connection, row, "sign_in.password", now)


def entered(connection: Connection, row: records.Row, what: str, now: datetime) -> str:
    """Begin a session for somebody and write it down; returns the token."""
    log.entry(connection, now, row["id"], row["name"], what, row["login"])
    return sessions.begin(connection, row["id"], now)


def sign_out(store: Store, token: str, now: datetime) -> None:
    """End this session."""
    person = sessions.person_of(store, token, now)
    sessions.end(store, token)
    if person:
        with store.writing() as connection:
            log.entry(connection, now, person.id, person.name, "sign_in.out", person.login)


def whose_link(store: Store, code: str, now: datetime) -> Person:
    """For whom a link to choose a password is. Raises Gone."""
    with store.reading() as connection:
        return _holder(connection, codes.look(connection, codes.PASSWORD, code, now))


def use_reset(store: Store, code: str, password: str, now: datetime) -> Person:
    """Choose a password with a one-time link; every session of before ends. Raises Gone or Wrong."""
    person = whose_link(store, code, now)
    passwords.check(password, person.login)
    kept = passwords.hashed(password)
    with store.writing() as connection:
        codes.take(connection, codes.PASSWORD, code, now)
        set_password(connection, person, kept)
        sessions.end_all(connection, person.id)
        log.entry(connection, now, person.id, person.name, "sign_in.use_reset", person.login)
    return person


def set_password(connection: Connection, person: Person, kept: str) -> None:
    """Write a hashed password; links that were given out and failures until now count no more."""
    records.change(connection, tables.people, {"id": person.id}, password=kept)
    codes.withdraw(connection, codes.PASSWORD, person.id)
    attempts.succeeded(connection, person.login)


def _holder(connection: Connection, person_id: int | None) -> Person:
    person = sessions.person(connection, person_id) if person_id is not None else None
    if person is None:
        raise codes.Gone(codes.PASSWORD)
    return person


def _refused(store: Store, row: records.Row | None, last: bool, now: datetime) -> Exception:
    """Write a failure down. An unknown name is not written: people type their password there by mistake."""
    login = row["login"] if row else ""
    with store.writing() as connection:
        attempts.failed(connection, now)
        log.entry(connection, now, None, "", "sign_in.failed", login)
        if last:
            log.entry(connection, now, None, "", "sign_in.locked", login)
    return attempts.locked(now + attempts.LOCKED, now) if last else NotThis()
