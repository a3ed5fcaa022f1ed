"""In which rounds an institution takes part, as far as that is for the reader."""

from __future__ import annotations

from assessments.register.access import Actor, reach, service
from assessments.rounds.model import Round, round_of
from assessments.store import institutions as statements
from assessments.store import records, tables


@service
def list_rounds(actor: Actor, institution: str) -> list[Round]:
    """Rounds in which an institution has a return, newest first."""
    within = reach(actor, "participation.list_rounds")
    with actor.store.reading() as connection:
        rows = statements.rounds_of(connection, institution)
        mine = {row["return_id"] for row in records.every(connection, tables.assignments, person_id=actor.person.id)}
    return [
        round_of({column.name: row[column.name] for column in tables.rounds.c})
        for row in rows
        if within.everything
        or institution in within.institutions
        or (within.assigned and row["return_id"] in mine)
        or (within.published and row["published_at"] is not None)
    ]
