"""What stands in the way of a round's next stage: what must be put right first, and what its coordinator may confirm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.register.access import Actor
from assessments.rounds import model, pinned
from assessments.rounds.model import Round
from assessments.store import records, tables
from assessments.store import returns as return_statements
from assessments.store import rounds as statements
from assessments.store.engine import Connection
from assessments.tables.messages import Message
from questionnaires.model import RECORD


@dataclass(frozen=True)
class Obstacle:
    """One thing in the way, the institutions that it concerns (codes), and whether one may go on all the same, knowing it."""

    kind: str
    what: Message
    institutions: tuple[str, ...] = ()
    may_be_confirmed: bool = False


def of(actor: Actor, connection: Connection, round: Round, to: str) -> list[Obstacle]:
    """Everything that stands between a round and a stage, by the state of its returns now."""
    rows = return_statements.listed(connection, round.id)
    look = {model.SELF: _before_answering, model.REVIEW: _before_review, model.CLOSED: _before_close, model.PUBLISHED: _before_publication}
    return list(look[to](actor, connection, round, rows))


def _before_answering(actor: Actor, connection: Connection, round: Round, rows: list[records.Row]) -> Iterator[Obstacle]:
    if not rows:
        yield Obstacle("nobody", Message("no institution takes part; add at least one"))
    if model.SELF not in round.deadlines:
        yield Obstacle("no_deadline", Message("the self-assessment has no last day"), (), True)
    officers = {row["institution"] for row in statements.holders(connection, "officer")}
    if without := tuple(row["institution"] for row in rows if row["institution"] not in officers):
        yield Obstacle("no_officer", Message("nobody can answer for these institutions yet, because they have no officer"), without, True)


def _before_review(actor: Actor, connection: Connection, round: Round, rows: list[records.Row]) -> Iterator[Obstacle]:
    if open_still := _in(rows, model.ANSWERING, model.SENT_BACK):
        why = Message("these institutions have not handed in their return; it is locked then, and a draft does not count in the result")
        yield Obstacle("not_submitted", why, open_still, True)
    given: dict[int, int] = {}
    for row in statements.assigned(connection, round.id):
        given[row["return_id"]] = given.get(row["return_id"], 0) + 1
    if few := tuple(row["institution"] for row in rows if given.get(row["id"], 0) < round.rules.reviewers):
        why = Message("these institutions have fewer than {number} reviewers", number=round.rules.reviewers)
        yield Obstacle("few_reviewers", why, few, True)


def _before_close(actor: Actor, connection: Connection, round: Round, rows: list[records.Row]) -> Iterator[Obstacle]:
    if drafts := _in(rows, model.ANSWERING):
        why = Message("these institutions never handed in their return, so they get no score from it")
        yield Obstacle("not_submitted", why, drafts, True)
    if unsigned := _in(rows, model.SUBMITTED, model.SENT_BACK):
        why = Message("these returns are not signed off; what reviewers have not agreed on counts as the institution wrote it")
        yield Obstacle("not_signed", why, unsigned, True)
    asked = statements.open_questions(connection, round.id)
    if waiting := tuple(row["institution"] for row in rows if row["id"] in asked):
        yield Obstacle("questions", Message("questions to these institutions are still without an answer"), waiting, True)
    questionnaire = pinned.edition(actor.store, round).questionnaire
    if not round.survey and any(item.respondent != RECORD for item in questionnaire.items.values()):
        yield Obstacle("no_survey", Message("this assessment asks surveys too, and no responses are attached"), (), True)


def _before_publication(actor: Actor, connection: Connection, round: Round, rows: list[records.Row]) -> Iterator[Obstacle]:
    if not records.count(connection, tables.results, round_id=round.id):
        yield Obstacle("no_result", Message("there is no result yet; close the round again"))


def _in(rows: list[records.Row], *states: str) -> tuple[str, ...]:
    return tuple(row["institution"] for row in rows if row["state"] in states)
