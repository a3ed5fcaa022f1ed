"""Statements over evidence: what is attached to a return, its revisions, and the questions that it belongs to."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store.records import Row
from assessments.store.tables import evidence, evidence_revisions, evidence_uses, people, subjects


def listed(connection: Connection, return_id: int, evidence_id: int | None = None) -> list[Row]:
    """What was attached to a return, removed or not, in the order of attaching, with `made_by_name`."""
    statement = (
        sa.select(evidence, people.c.name.label("made_by_name"))
        .join(people, people.c.id == evidence.c.made_by)
        .where(evidence.c.return_id == return_id)
        .order_by(evidence.c.id)
    )
    if evidence_id is not None:
        statement = statement.where(evidence.c.id == evidence_id)
    return [dict(row) for row in connection.execute(statement).mappings()]


def revisions(connection: Connection, evidence_ids: Collection[int]) -> list[Row]:
    """All revisions of some evidence, oldest first, with `by_name`."""
    statement = (
        sa.select(evidence_revisions, people.c.name.label("by_name"))
        .join(people, people.c.id == evidence_revisions.c.by)
        .where(evidence_revisions.c.evidence_id.in_(evidence_ids))
        .order_by(evidence_revisions.c.evidence_id, evidence_revisions.c.number)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def uses(connection: Connection, evidence_ids: Collection[int]) -> list[Row]:
    """The questions to which some evidence belongs, about subjects that were not removed."""
    statement = (
        sa.select(evidence_uses)
        .join(subjects, subjects.c.id == evidence_uses.c.subject_id)
        .where(evidence_uses.c.evidence_id.in_(evidence_ids), subjects.c.removed_at.is_(None))
    )
    return [dict(row) for row in connection.execute(statement).mappings()]
