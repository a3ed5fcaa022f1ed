"""The list of subjects of an earlier round, taken over into this one: names and codes, no answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.register.access import Actor, service
from assessments.register.institutions import lineage
from assessments.rounds import pinned, returns
from assessments.rounds.model import Round, round_of
from assessments.rounds.returns import Return, Subject
from assessments.rounds.subjects import subjects
from assessments.store import records, tables
from assessments.store import returns as statements
from assessments.store.engine import Connection


@dataclass(frozen=True)
class Earlier:
    """An earlier round of the same institution (or of what it came from), and what of its list is not here yet."""

    round_id: int
    names: Mapping[str, str]
    cycle: str
    missing: tuple[Subject, ...]


@service
def earlier(actor: Actor, return_id: int) -> Earlier | None:
    """The last earlier round about the same kind of thing in which this institution had a list; none if there is none."""
    with actor.store.reading() as connection:
        return _earlier(actor, connection, returns.found(actor, connection, return_id))


@service
def copy(actor: Actor, return_id: int) -> int:
    """Put what is missing from the earlier list at the end of this one; gives how many. Raises NotNow."""
    with actor.store.writing() as connection:
        kept = subjects.writable(actor, connection, return_id)
        last = _earlier(actor, connection, kept)
        position = len(subjects.codes(connection, return_id))
        missing = last.missing if last else ()
        for step, one in enumerate(missing):
            subjects.write(connection, actor, kept, "subject_copies.copy", one.code, one.names, position + step)
        return len(missing)


def _earlier(actor: Actor, connection: Connection, kept: Return) -> Earlier | None:
    steps = [lineage.of_row(row) for row in records.every(connection, tables.lineage)]
    line = {kept.institution, *(span.institution for span in lineage.series(steps, kept.institution))}
    rounds = {row["id"]: round_of(row) for row in records.every(connection, tables.rounds)}
    kind = kept.edition.questionnaire.subject
    candidates = [one for one in rounds.values() if one.id < kept.round.id and _kind(actor, one) == kind]
    for round in sorted(candidates, key=lambda one: (one.id == kept.round.before, one.id), reverse=True):
        own = [row["id"] for row in statements.listed(connection, round.id) if row["institution"] in line]
        listed = statements.subjects_of(connection, own)
        if listed:
            taken = subjects.codes(connection, kept.id)
            fresh = {
                row["code"]: Subject(row["id"], row["code"], row["names"], row["position"]) for row in listed if row["code"] not in taken
            }
            return Earlier(round.id, round.names, round.cycle, tuple(fresh.values()))
    return None


def _kind(actor: Actor, round: Round) -> str:
    return pinned.edition(actor.store, round).questionnaire.subject
