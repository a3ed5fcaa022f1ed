"""Results of rounds: frozen when a round is closed, made anew beside the old ones by other rules, published once and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assessments.reading import from_table
from assessments.register import log
from assessments.register.access import Actor, Refused, reach, service
from assessments.results import outputs
from assessments.results.assess import Scorecard, assess
from assessments.results.compare import compare
from assessments.rounds import model, pinned, returns
from assessments.rounds.model import Round
from assessments.rounds.results import answered, frozen, opened
from assessments.rounds.results.earlier import Earlier, earlier
from assessments.rounds.results.frozen import Sources
from assessments.rounds.results.opened import Opened, Stored
from assessments.rounds.returns import NotNow, Unfit
from assessments.store import records, tables
from assessments.store import results as statements
from assessments.store import returns as return_statements
from assessments.store.engine import Connection
from assessments.tables.messages import Message
from assessments.tables.problems import hint

SELF, VERIFIED = answered.BASES
FIRST = "First result"
LONGEST = 200  # letters of a label


def freeze(connection: Connection, actor: Actor, round_id: int) -> int:
    """Freeze what a round's returns and survey answered, on both bases, and score it; gives the verified result.

    Called in the transaction that closes the round. Raises DataError if the survey does not fit the round.
    """
    round = model.read_round(connection, round_id)
    number = 1 + len({row["facts"].get("freezing", 1) for row in statements.listed(connection, round_id)})
    label = FIRST if number == 1 else f"Result {number}"
    beside: int | None = None
    for basis in (SELF, VERIFIED):
        given = answered.answered(actor, connection, round_id, basis)
        made_from = frozen.keep(actor.store.files, given, round.survey or "", round.cycle)
        beside = _add(connection, actor, round, label, basis, made_from, number, beside)
    assert beside is not None
    return beside


@service
def rescore(actor: Actor, round_id: int, label: str, weights: Mapping[str, float]) -> int:
    """Score the frozen answers of a closed round by other weights, as a new result with a name of its own; gives the verified one.

    Raises NotNow while there is nothing frozen, Unfit for a name that is blank or taken, or weights that the edition does not have.
    """
    with actor.store.writing() as connection:
        round = model.read_round(connection, round_id)
        rows = statements.listed(connection, round_id)
        if round.stage not in (model.CLOSED, model.PUBLISHED) or not rows:
            raise NotNow(Message("answers are scored anew only when the round is closed; close it first"))
        _check(actor, round, label.strip(), weights, {row["label"] for row in rows})
        number = max(row["facts"].get("freezing", 1) for row in rows)
        beside: int | None = None
        for basis in (SELF, VERIFIED):
            last = next(row for row in rows if (row["basis"], row["facts"].get("freezing", 1)) == (basis, number))
            made_from = replace(opened.sources(last, round.cycle), weights=tuple(sorted(weights.items())))
            beside = _add(connection, actor, round, label.strip(), basis, made_from, number, beside)
        assert beside is not None
        return beside


@service
def publish(actor: Actor, result_id: int) -> None:
    """Publish one result of a closed round, for good: everybody who signs in may see it, and nothing in it changes any more. Raises NotNow."""
    with actor.store.writing() as connection:
        row = _row(connection, result_id)
        round = model.read_round(connection, row["round_id"])
        if round.stage == model.PUBLISHED or records.one(connection, tables.publications, round_id=round.id):
            raise NotNow(Message("a result of this round is published already, and a published result never changes"))
        if round.stage != model.CLOSED:
            raise NotNow(Message("only a result of a closed round can be published; close the round first"))
        records.add(connection, tables.publications, result_id=result_id, round_id=round.id, at=actor.clock(), by=actor.person.id)
        records.change(connection, tables.rounds, {"id": round.id}, stage=model.PUBLISHED)
        log.write(connection, actor, "results.publish", row["label"], round.stage, model.PUBLISHED, round_id=round.id)


@service
def list_results(actor: Actor, round_id: int | None = None) -> list[Stored]:
    """Results within reach, newest first: what is published, and for officers the results of closed rounds in which they answered."""
    within = reach(actor, "results.list_results")
    with actor.store.reading() as connection:
        rounds = {row["id"]: model.round_of(row) for row in records.every(connection, tables.rounds)}
        mine = statements.rounds_of(connection, within.institutions)
        rows = statements.listed(connection, round_id)
    found = [opened.stored(row, rounds[row["round_id"]]) for row in rows]
    return [one for one in found if within.everything or one.published_at or (one.round.id in mine and _is_over(one.round))]


@service
def open_result(actor: Actor, result_id: int) -> Opened:
    """A result as it was frozen, whole. The answers behind the figures come along only for whoever may read the returns."""
    with actor.store.reading() as connection:
        row = _row(connection, result_id)
        round = model.read_round(connection, row["round_id"])
        readable = _readable(actor, connection, round.id)
    found = opened.open_row(actor.store, row, round)
    return opened.with_answers(actor.store, row, found, readable)


@service
def own_result(actor: Actor, result_id: int, institution: str) -> Opened:
    """What of a result is about one institution, once the round is closed; of the others nothing but the median of the peers."""
    with actor.store.reading() as connection:
        row = _row(connection, result_id)
        round = model.read_round(connection, row["round_id"])
        readable = _readable(actor, connection, round.id)
    if not _is_over(round):
        raise Refused("result_id")
    found = opened.only(opened.open_row(actor.store, row, round), institution)
    if not found.scorecards.institutions:
        raise Refused("institution")
    return opened.with_answers(actor.store, row, found, readable)


@service
def last_cycle(actor: Actor, result_id: int, institution: str) -> list[Earlier]:
    """What an institution, or what it came from, had in the round before; several after a merger. Who sees only what is published sees that of it."""
    with actor.store.reading() as connection:
        row = _row(connection, result_id)
        round = model.read_round(connection, row["round_id"])
        within = reach(actor, "results.last_cycle")
        mine = within.everything or institution in within.institutions
        if not (mine and _is_over(round)) and not row["published_at"]:
            raise Refused("result_id")
        return earlier(actor.store, connection, opened.open_row(actor.store, row, round), institution, published_only=not mine)


@service
def so_far(actor: Actor, return_id: int, subject_id: int | None = None) -> Scorecard | None:
    """The score of what one return answers so far about a subject (by default its first); none where the round does not show it, or nothing is answered.

    Only the institution's own confirmed answers count: no survey, no reviewer, no peers.
    """
    with actor.store.reading() as connection:
        kept = returns.found(actor, connection, return_id)
    subject = next((one for one in kept.subjects if subject_id in (None, one.id)), None)
    if not kept.round.rules.score_shown or subject is None:
        return None
    alone = replace(kept, subjects=(subject,))
    table = answered.table(answered.rows_of(alone))
    if not table.num_rows:
        return None
    known, questionnaire = answered.institutions([alone]), kept.edition.questionnaire
    responses = from_table(table.select(frozen.READ), questionnaire, kept.round.cycle, known)
    return next(iter(assess(questionnaire, responses, known, folder=kept.edition.folder)))


def _row(connection: Connection, result_id: int) -> records.Row:
    rows = statements.listed(connection, result_ids=[result_id])
    if not rows:
        raise Refused("result_id")
    return rows[0]


def _is_over(round: Round) -> bool:
    return round.stage in (model.CLOSED, model.PUBLISHED)


def _readable(actor: Actor, connection: Connection, round_id: int) -> set[str] | None:
    """The institutions whose answers this person may read; none: all."""
    within = reach(actor, "returns.read")
    if within.everything:
        return None
    mine = return_statements.reachable(connection, within.institutions, actor.person.id if within.assigned else None)
    return {row["institution"] for row in return_statements.listed(connection, round_id, mine)}


def _add(
    connection: Connection, actor: Actor, round: Round, label: str, basis: str, made_from: Sources, number: int, beside: int | None
) -> int:
    """Score what is frozen, freeze the scorecards too, and write the row."""
    cards = frozen.scorecards(actor.store.files, pinned.edition(actor.store, round), made_from)
    rules: dict[str, Any] = {"weights": dict(made_from.weights)} if made_from.weights else {}
    facts: dict[str, Any] = {"freezing": number, "silent": list(made_from.silent), "survey": made_from.survey, "beside": beside}
    facts = {name: value for name, value in facts.items() if value}
    facts |= {"subjects": len(cards), "institutions": sorted({answered.owner(one) for one in cards.institutions})}
    values: dict[str, Any] = {"round_id": round.id, "label": label, "basis": basis, "rules": rules}
    added = records.add(
        connection,
        tables.results,
        **values,
        responses=made_from.responses,
        institutions=made_from.institutions,
        scorecards=actor.store.files.keep(outputs.as_json(cards, compare(cards))),
        facts=facts,
        made_at=actor.clock(),
        made_by=actor.person.id,
    )
    log.write(connection, actor, "results.made", label, None, {"basis": basis, **rules}, round_id=round.id)
    return added


def _check(actor: Actor, round: Round, label: str, weights: Mapping[str, float], taken: set[str]) -> None:
    """Whether a new result can be called so and scored so. Raises Unfit."""
    nodes = pinned.edition(actor.store, round).questionnaire.nodes
    if not label or len(label) > LONGEST:
        raise Unfit(Message("a result needs a name of 1 to {most} letters, so that it can be told from the others", most=LONGEST))
    if label in taken:
        raise Unfit(Message("there is a result called '{label}' already; choose another name", label=label))
    if not weights:
        raise Unfit(Message("no weight differs from the edition's own; change at least one"))
    for code, weight in weights.items():
        if code not in nodes:
            raise Unfit(Message("there is no part '{code}' to change the weight of{hint}", code=code, hint=hint(code, nodes)))
        if not 0 <= weight < float("inf"):
            raise Unfit(Message("the weight of '{code}' is {weight}; a weight is 0 or more", code=code, weight=f"{weight:g}"))
