"""The log of every change: written in the same transaction as the change itself, never changed after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assessments.register.access import Actor, reach, service
from assessments.store import log as statements
from assessments.store import records, tables
from assessments.store.engine import Connection
from assessments.store.log import EVERYTHING, Only

__all__ = ["AGREED", "JUDGED", "Only", "entry", "list_changes", "write"]

JUDGED, AGREED = "review.judge", "review.agree"


def write(connection: Connection, actor: Actor, what: str, about: str = "", before: Any = None, after: Any = None, **place: Any) -> None:
    """Who did what to what, from what, to what. `place`: `round_id`, `return_id`, `institution`. Values are whatever JSON holds."""
    entry(connection, actor.clock(), actor.person.id, actor.person.name, what, about, before, after, **place)


def entry(
    connection: Connection,
    at: datetime,
    by: int | None,
    by_name: str,
    what: str,
    about: str = "",
    before: Any = None,
    after: Any = None,
    **place: Any,
) -> None:
    """As `write`, for what happens before anybody has signed in."""
    values = {"at": at, "by": by, "by_name": by_name, "what": what, "about": about, "before": before, "after": after}
    records.add(connection, tables.changes, **values, **place)


@service
def list_changes(
    actor: Actor, return_id: int | None = None, last: int = 200, before_id: int | None = None, only: Only | None = None
) -> list[records.Row]:
    """The newest changes first: of one return, or of everything within reach; `before_id` pages on, `only` narrows.

    What one reviewer judged is no concern of another's, nor of the institution's, and the institution does not see agreed values
    before they are signed off. Who reaches everything sees them once the return is signed off, for a coordinator may review too. Who may read no return sees that something changed in
    one, not from what to what.
    """
    within = reach(actor, "log.list_changes")
    with actor.store.reading() as connection:
        institutions = None if within.everything or return_id is not None else within.institutions
        secret = (JUDGED, AGREED) if within.institutions and not within.everything else (JUDGED,), actor.person.id
        found = statements.changes(connection, last, before_id, return_id, institutions, secret, within.everything, only or EVERYTHING)
    return found if _reads_answers(actor) else [_without_values(row) for row in found]


def _reads_answers(actor: Actor) -> bool:
    """Whether what was answered is any concern of this person's: who keeps the system running sees that it changed, not what it says."""
    within = reach(actor, "returns.read")
    return within.everything or within.assigned or bool(within.institutions)


def _without_values(row: records.Row) -> records.Row:
    return row if row["return_id"] is None else {**row, "before": None, "after": None}
