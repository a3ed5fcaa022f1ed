"""Hold a return until a transaction ends, so that what was read of it is still true when it is written."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store.tables import returns


def hold(connection: Connection, return_id: int) -> None:
    """Others who hold it wait. (SQLite's one writer holds everything already.)"""
    connection.execute(sa.select(returns.c.id).where(returns.c.id == return_id).with_for_update(key_share=True))
