"""Rounds: opened from an edition that is pinned then, with a return for every institution; dates, rules and participants while it is safe."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from assessments.register import log
from assessments.register.access import Actor, Refused, reach, service
from assessments.rounds import model
from assessments.rounds.model import Round, Rules
from assessments.rounds.returns import NotNow
from assessments.rounds.running import opening
from assessments.rounds.running.opening import Impossible
from assessments.store import records, tables
from assessments.store import returns as return_statements
from assessments.store import rounds as statements
from assessments.store.engine import Connection
from assessments.tables.messages import Message
from questionnaires import catalogue


@service
def list_rounds(actor: Actor) -> list[Round]:
    """Every round within reach, newest first: of officers those with a return of theirs, of reviewers those with an assigned one, else what is published."""
    with actor.store.reading() as connection:
        return _within(actor, connection, "rounds.list_rounds")


@service
def get(actor: Actor, round_id: int) -> Round:
    """One round. Raises Refused where it is none of this person's."""
    with actor.store.reading() as connection:
        for round in _within(actor, connection, "rounds.get"):
            if round.id == round_id:
                return round
    raise Refused("round_id")


@service
def open_round(
    actor: Actor,
    edition: str,
    cycle: str,
    names: Mapping[str, str],
    institutions: Collection[str],
    deadlines: Mapping[str, date] | None = None,
    rules: Rules | None = None,
) -> int:
    """Open a round: the edition is kept as it is now, every institution gets a return. Raises Impossible with all that is wrong."""
    deadlines, rules = deadlines or {}, rules or Rules()
    with actor.store.writing() as connection:
        wrong = [
            *opening.wrong_edition(edition),
            *opening.wrong_words(cycle, names),
            *opening.wrong_institutions(connection, institutions),
            *opening.wrong_dates(deadlines),
            *opening.wrong_rules(rules),
        ]
        if not institutions:
            wrong.append(Message("no institution takes part; choose at least one"))
        if wrong:
            raise Impossible(wrong)
        number = opening.write(connection, actor, catalogue.edition(edition), cycle, names, deadlines, rules)
        opening.make_returns(connection, actor, model.read_round(connection, number), sorted(set(institutions)))
        after = {"edition": edition, "cycle": cycle.strip(), "institutions": sorted(set(institutions))}
        log.write(connection, actor, "rounds.open_round", names_of(names), None, after, round_id=number)
        return number


@service
def rename(actor: Actor, round_id: int, names: Mapping[str, str]) -> None:
    """Call a round otherwise, until it is published. Raises NotNow, Impossible."""
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        _before(round, model.PUBLISHED)
        if wrong := opening.wrong_words(round.cycle, names):
            raise Impossible(wrong)
        kept = {language: name.strip() for language, name in names.items() if name.strip()}
        records.change(connection, tables.rounds, {"id": round_id}, names=kept)
        log.write(connection, actor, "rounds.rename", "", names_of(round.names), names_of(kept), round_id=round_id)


@service
def add_institutions(actor: Actor, round_id: int, institutions: Collection[str]) -> list[str]:
    """Let further institutions take part, until the review begins; gives those that are new. Raises NotNow, Impossible."""
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        _before(round, model.REVIEW)
        if wrong := opening.wrong_institutions(connection, institutions):
            raise Impossible(wrong)
        there = {row["institution"] for row in records.every(connection, tables.returns, round_id=round_id)}
        new = sorted(set(institutions) - there)
        if new:
            opening.make_returns(connection, actor, round, new)
            log.write(connection, actor, "rounds.add_institutions", "", None, new, round_id=round_id)
        return new


@service
def remove_institutions(actor: Actor, round_id: int, institutions: Collection[str]) -> None:
    """Take institutions out again, as long as none of them wrote anything. Raises NotNow that names those that did; nothing has changed then."""
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        _before(round, model.REVIEW)
        rows = [row for row in return_statements.listed(connection, round_id) if row["institution"] in institutions]
        worked = statements.touched(connection, [row["id"] for row in rows])
        busy = [row for row in rows if row["id"] in worked or row["state"] != model.ANSWERING]
        if busy:
            listed = ", ".join(model.named(row["names"], "", row["institution"]) for row in busy)
            raise NotNow(Message("these institutions have begun, so they stay in the round: {names}", names=listed))
        if rows:
            statements.remove_returns(connection, [row["id"] for row in rows])
            gone = sorted(row["institution"] for row in rows)
            log.write(connection, actor, "rounds.remove_institutions", "", gone, None, round_id=round_id)


@service
def set_deadlines(actor: Actor, round_id: int, deadlines: Mapping[str, date]) -> None:
    """Set the last days of the self-assessment and of the review, until the round is closed. Raises NotNow, Impossible."""
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        _before(round, model.CLOSED)
        if wrong := opening.wrong_dates(deadlines):
            raise Impossible(wrong)
        before, after = opening.days(round.deadlines), opening.days(deadlines)
        records.change(connection, tables.rounds, {"id": round_id}, deadlines=after)
        log.write(connection, actor, "rounds.set_deadlines", "", before, after, round_id=round_id)


@service
def set_rules(actor: Actor, round_id: int, rules: Rules) -> None:
    """Change what is safe to change: whether scores are shown until the close, the number of reviewers until the review, the ceiling until answers begin.

    Raises NotNow, Impossible.
    """
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        _before(round, model.CLOSED)
        if wrong := opening.wrong_rules(rules):
            raise Impossible(wrong)
        if rules.reviewers != round.rules.reviewers and stage_number(round) >= model.STAGES.index(model.REVIEW):
            raise NotNow(Message("the review has begun, so the number of reviewers stays as it is"))
        if rules.ceiling != round.rules.ceiling and round.stage != model.OPEN:
            raise NotNow(Message("institutions are answering already, so the limit of 'not applicable' stays as it is"))
        records.change(connection, tables.rounds, {"id": round_id}, rules=rules.values())
        log.write(connection, actor, "rounds.set_rules", "", round.rules.values(), rules.values(), round_id=round_id)


def held(connection: Connection, round_id: int) -> Round:
    """A round that nobody else can move until this transaction ends. Raises Refused."""
    row = statements.locked(connection, round_id)
    if row is None:
        raise Refused("round_id")
    return model.round_of(row)


def stage_number(round: Round) -> int:
    return model.STAGES.index(round.stage)


def names_of(names: Mapping[str, str]) -> str:
    """A name in all its languages, as the log keeps it."""
    return " / ".join(name for name in names.values() if name)


def _within(actor: Actor, connection: Connection, name: str) -> list[Round]:
    within = reach(actor, name)
    found = [model.round_of(row) for row in records.every(connection, tables.rounds)]
    if not within.everything:
        mine = statements.reachable(connection, within.institutions, actor.person.id if within.assigned else None, within.published)
        found = [round for round in found if round.id in mine]
    return found[::-1]


def _before(round: Round, stage: str) -> None:
    if stage_number(round) >= model.STAGES.index(stage):
        raise NotNow(Message("the round has gone too far for this; nothing was changed"))
