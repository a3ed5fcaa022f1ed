"""The first start: a code that only the console shows, and with it the first account."""

from __future__ import annotations

from datetime import datetime

from assessments.demonstration import installation
from assessments.register.people import attempts, checks, codes, demonstration, passwords, sign_in
from assessments.store import records, tables
from assessments.store.engine import Store

FIRST_ROLES = ("administrator", "coordinator")


def needed(store: Store) -> bool:
    """Whether nobody has an account yet."""
    with store.reading() as connection:
        return records.count(connection, tables.people) == 0


def begin(store: Store, now: datetime) -> str:
    """A new code for setting up; blank if somebody has an account. Codes of earlier starts work no more."""
    with store.writing() as connection:
        if records.count(connection, tables.people):
            return ""
        codes.withdraw(connection, codes.SET_UP, None)
        return codes.make(connection, codes.SET_UP, None, now)


def check(store: Store, code: str, now: datetime) -> None:
    """Whether a code for setting up works. Raises Gone."""
    with store.reading() as connection:
        codes.look(connection, codes.SET_UP, code, now)


def finish(store: Store, code: str, login: str, name: str, password: str, language: str, made_up: bool, now: datetime) -> str:
    """Make the first account and sign it in; returns the token. `made_up`: with the demonstration country.

    All of it or nothing: if the country cannot be filled there is no account either, and the code still works. Raises Gone or Wrong.
    """
    check(store, code, now)
    login, name = attempts.tidy(login), name.strip()
    checks.raise_all(checks.login(login, False), checks.person(name, "", language), passwords.unfit(password, login))
    kept = passwords.hashed(password)
    with store.writing() as connection:
        codes.take(connection, codes.SET_UP, code, now)
        if records.count(connection, tables.people):
            raise codes.Gone(codes.SET_UP)
        values = {"login": login, "name": name, "language": language, "password": kept, "made_at": now}
        number = records.add(connection, tables.people, **values)
        records.add_all(connection, tables.roles, [{"person_id": number, "role": role, "institution": ""} for role in FIRST_ROLES])
        codes.withdraw(connection, codes.SET_UP, None)
        if made_up:
            demonstration.begin(connection, language, now)
            installation.fill(store.within(connection), now)
        return sign_in.entered(connection, {**values, "id": number}, "set_up.finish", now)
