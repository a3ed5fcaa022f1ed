"""Statements over results and what was published of them."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store.records import Row
from assessments.store.tables import publications, results, returns


def listed(connection: Connection, round_id: int | None = None, result_ids: Collection[int] | None = None) -> list[Row]:
    """Results, each with `published_at` (none: not published), newest first."""
    statement = (
        sa.select(results, publications.c.at.label("published_at"))
        .outerjoin(publications, publications.c.result_id == results.c.id)
        .order_by(results.c.id.desc())
    )
    if round_id is not None:
        statement = statement.where(results.c.round_id == round_id)
    if result_ids is not None:
        statement = statement.where(results.c.id.in_(result_ids))
    return [dict(row) for row in connection.execute(statement).mappings()]


def rounds_of(connection: Connection, institutions: Collection[str]) -> set[int]:
    """Rounds in which some institutions have a return."""
    return set(connection.execute(sa.select(returns.c.round_id).where(returns.c.institution.in_(institutions))).scalars())
