"""Statements over reviews: who reviews a return, and what was asked back."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store.records import Row
from assessments.store.tables import assignments, people, questions


def reviewers(connection: Connection, return_ids: Collection[int]) -> list[Row]:
    """Who reviews some returns, with `name`, in the order of the accounts."""
    statement = (
        sa.select(assignments, people.c.name)
        .join(people, people.c.id == assignments.c.person_id)
        .where(assignments.c.return_id.in_(return_ids))
        .order_by(assignments.c.return_id, assignments.c.person_id)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def asked(connection: Connection, return_ids: Collection[int]) -> list[Row]:
    """Questions to the institutions of some returns, oldest first, with `asked_by_name` and `answered_by_name`."""
    asker, answerer = people.alias("asker"), people.alias("answerer")
    statement = (
        sa.select(questions, asker.c.name.label("asked_by_name"), answerer.c.name.label("answered_by_name"))
        .join(asker, asker.c.id == questions.c.asked_by)
        .outerjoin(answerer, answerer.c.id == questions.c.answered_by)
        .where(questions.c.return_id.in_(return_ids))
        .order_by(questions.c.id)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]
