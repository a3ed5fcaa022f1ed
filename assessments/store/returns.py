"""Statements over returns, their subjects and their answers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store.records import Row
from assessments.store.tables import answers, assignments, institutions, returns, subjects


def listed(connection: Connection, round_id: int | None = None, return_ids: Collection[int] | None = None) -> list[Row]:
    """Returns with `names`, `peer_group` and `variant` of their institution, newest round first."""
    statement = (
        sa.select(returns, institutions.c.names, institutions.c.peer_group, institutions.c.variant)
        .join(institutions, institutions.c.code == returns.c.institution)
        .order_by(returns.c.round_id.desc(), returns.c.institution)
    )
    if round_id is not None:
        statement = statement.where(returns.c.round_id == round_id)
    if return_ids is not None:
        statement = statement.where(returns.c.id.in_(return_ids))
    return [dict(row) for row in connection.execute(statement).mappings()]


def reachable(connection: Connection, institutions: Collection[str], assigned_to: int | None) -> list[int]:
    """Returns of some institutions, and those that are assigned to a person."""
    own = sa.select(returns.c.id).where(returns.c.institution.in_(institutions))
    given = sa.select(assignments.c.return_id).where(assignments.c.person_id == assigned_to)
    return list(connection.execute(own.union(given)).scalars())


def subjects_of(connection: Connection, return_ids: Collection[int]) -> list[Row]:
    """The subjects of returns that were not removed, in order."""
    statement = (
        subjects.select()
        .where(subjects.c.return_id.in_(return_ids), subjects.c.removed_at.is_(None))
        .order_by(subjects.c.position, subjects.c.id)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def answers_of(connection: Connection, return_ids: Collection[int], kinds: Collection[str]) -> list[Row]:
    """Every answer of some kinds to the subjects of returns that were not removed, each with its `return_id`."""
    statement = (
        sa.select(answers, subjects.c.return_id)
        .join(subjects, subjects.c.id == answers.c.subject_id)
        .where(subjects.c.return_id.in_(return_ids), subjects.c.removed_at.is_(None), answers.c.kind.in_(kinds))
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def write_answer(connection: Connection, key: dict[str, Any], seen: int, values: dict[str, Any]) -> bool:
    """Write an answer if it still is as it was `seen` (0: not there); says whether it was, and is now written as version `seen` + 1."""
    if seen == 0:
        try:
            with connection.begin_nested():
                connection.execute(answers.insert().values(**key, **values, version=1))
        except sa.exc.IntegrityError:
            return False
        return True
    matches = [answers.c[name] == value for name, value in {**key, "version": seen}.items()]
    return connection.execute(answers.update().where(*matches).values(**values, version=seen + 1)).rowcount == 1
