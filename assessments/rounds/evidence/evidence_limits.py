"""Which files may be attached as evidence: what an administrator said, else what we hold to be sensible."""

from __future__ import annotations

from assessments.register import log
from assessments.register.access import Actor, service
from assessments.rounds.evidence import file_types
from assessments.rounds.evidence.file_types import Limits
from assessments.rounds.returns import Unfit
from assessments.store import records, tables
from assessments.store.engine import Connection
from assessments.tables.messages import Message

SETTING = "evidence"
MOST = 200  # megabytes that a page can take in


@service
def read(actor: Actor) -> Limits:
    """Which files are taken."""
    with actor.store.reading() as connection:
        return limits(connection)


@service
def change(actor: Actor, megabytes: int, endings: tuple[str, ...]) -> Limits:
    """Say which files are taken from now on; what is attached already stays. Raises Unfit."""
    if not 1 <= megabytes <= MOST:
        raise Unfit(Message("the largest file may have from 1 to {most} MB", most=MOST))
    if strange := sorted(set(endings) - set(file_types.HOLDS)):
        raise Unfit(Message("what files of the kind {endings} hold cannot be checked here; leave them out", endings=", ".join(strange)))
    with actor.store.writing() as connection:
        before, after = limits(connection), Limits(megabytes, endings)
        if not records.change(connection, tables.settings, {"key": SETTING}, value=after.values()):
            records.add(connection, tables.settings, key=SETTING, value=after.values())
        log.write(connection, actor, "evidence_limits.change", "", before.values(), after.values())
        return after


def limits(connection: Connection) -> Limits:
    row = records.one(connection, tables.settings, key=SETTING)
    return Limits(row["value"]["megabytes"], tuple(row["value"]["endings"])) if row else Limits()
