"""Statements over people, their sessions and their failures to sign in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store.records import Row
from assessments.store.tables import one_time_codes, people, roles, sessions, sign_in_failures


def administrators(connection: Connection) -> list[int]:
    """Everybody who can sign in and is an administrator; nobody else can change that until the transaction ends."""
    statement = (
        sa.select(people.c.id)
        .join(roles, roles.c.person_id == people.c.id)
        .where(roles.c.role == "administrator", people.c.active)
        .order_by(people.c.id)
        .with_for_update()
    )
    return list(connection.execute(statement).scalars())


def by_email(connection: Connection, email: str) -> list[int]:
    """Active people with an address of electronic mail, in whatever case, whom no identity elsewhere is linked to."""
    statement = sa.select(people.c.id).where(
        sa.func.lower(people.c.email) == email.lower(), people.c.active, people.c.identity.is_(None), people.c.email != ""
    )
    return list(connection.execute(statement).scalars())


def forget_sessions(connection: Connection, now: datetime, unseen_since: datetime) -> None:
    """Take sessions away that are over."""
    connection.execute(sessions.delete().where((sessions.c.until <= now) | (sessions.c.seen_at <= unseen_since)))


def end_other_sessions(connection: Connection, person_id: int, token: str) -> None:
    """Take all sessions of a person away but one."""
    connection.execute(sessions.delete().where(sessions.c.person_id == person_id, sessions.c.token != token))


def forget_codes(connection: Connection, now: datetime) -> None:
    """Take one-time codes away that are over."""
    connection.execute(one_time_codes.delete().where(one_time_codes.c.until <= now))


def forget_failures(connection: Connection, before: datetime) -> None:
    """Take failures to sign in away of which the last is as old."""
    connection.execute(sign_in_failures.delete().where(sign_in_failures.c.at <= before))


def count_failure(connection: Connection, login: str, now: datetime, most: int) -> int | None:
    """Count one more failure; returns how many there are, or none if there were `most` already, which stay as they are."""
    table = sign_in_failures
    more = table.update().where(table.c.login == login, table.c.failures < most).values(failures=table.c.failures + 1, at=now)
    if not connection.execute(more).rowcount:
        try:
            with connection.begin_nested():
                connection.execute(table.insert().values(login=login, failures=1, at=now))
        except sa.exc.IntegrityError:
            if not connection.execute(more).rowcount:
                return None
    return int(connection.execute(sa.select(table.c.failures).where(table.c.login == login)).scalar_one())


def signed_in(connection: Connection, token: str) -> list[Row]:
    """The session with a token and whose it is, one row a role (none: a blank one), in one statement: every page asks for it."""
    statement = (
        sa.select(sessions.c.until, sessions.c.seen_at, people, roles.c.role, roles.c.institution)
        .join(people, people.c.id == sessions.c.person_id)
        .outerjoin(roles, roles.c.person_id == people.c.id)
        .where(sessions.c.token == token, people.c.active)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]
