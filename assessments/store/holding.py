"""Hold a return, and the stage of its round, until a transaction ends, so that what was read of them is still true when it is written."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store.tables import returns, rounds


def hold(connection: Connection, return_id: int) -> None:
    """Others who hold it wait, and so does whoever moves the round on. (SQLite's one writer holds everything already.)"""
    own = sa.select(returns.c.round_id).where(returns.c.id == return_id).scalar_subquery()
    connection.execute(sa.select(rounds.c.id).where(rounds.c.id == own).with_for_update(read=True))
    connection.execute(sa.select(returns.c.id).where(returns.c.id == return_id).with_for_update(key_share=True))
