"""Next year's round from this year's: the institutions that go on, their subjects, and their answers marked as carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.register import log
from assessments.register.access import Actor, service
from assessments.register.institutions import lineage
from assessments.register.institutions.institution import of_row
from assessments.rounds import asks, model, pinned, returns
from assessments.rounds.model import Round
from assessments.rounds.returns import Return
from assessments.rounds.running import opening
from assessments.rounds.running.opening import Impossible
from assessments.rounds.running.rounds import held, names_of
from assessments.store import records, tables
from assessments.store import returns as statements
from assessments.store.engine import Connection
from assessments.tables.messages import Message
from questionnaires import catalogue
from questionnaires.catalogue import Edition
from questionnaires.problems import QuestionnaireError


@dataclass(frozen=True)
class Plan:
    """What next year's round would hold: each institution with those of this year that it continues, and what does not come along.

    `ended` take part no more; `merged` came out of several, so no single set of answers is theirs. `dropped` items are not asked any more.
    """

    takes_part: Mapping[str, tuple[str, ...]]
    ended: tuple[str, ...]
    merged: tuple[str, ...]
    answers: int
    dropped: tuple[str, ...]


@service
def plan(actor: Actor, round_id: int, edition: str) -> Plan:
    """What would come along into a round of an edition; nothing is written. Raises Impossible for an edition about something else."""
    with actor.store.reading() as connection:
        round = model.read_round(connection, round_id)
        return _plan(actor, connection, round, _edition(actor, round, edition))


@service
def start(
    actor: Actor, round_id: int, edition: str, cycle: str, names: Mapping[str, str], deadlines: Mapping[str, date] | None = None
) -> int:
    """Open next year's round. Answers come along as version 1, by nobody, and count only once somebody confirms them. Raises Impossible."""
    deadlines = deadlines or {}
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        found = _edition(actor, round, edition)
        planned = _plan(actor, connection, round, found)
        wrong = [*opening.wrong_words(cycle, names), *opening.wrong_dates(deadlines)]
        if not planned.takes_part:
            wrong.append(Message("no institution of this round goes on, so there is nobody for the next one"))
        if wrong:
            raise Impossible(wrong)
        number = opening.write(connection, actor, found, cycle, names, deadlines, round.rules, before=round_id)
        _carry(actor, connection, round, model.read_round(connection, number), planned)
        after = {"before": round_id, "institutions": sorted(planned.takes_part), "answers": planned.answers}
        log.write(connection, actor, "next_year.start", names_of(names), None, after, round_id=number)
        return number


def goes_on(steps: list[lineage.Event], there: set[str], code: str, day: date) -> set[str]:
    """The institutions that continue one on a day: itself where nothing happened to it and it still exists.

    >>> steps = [lineage.Event("merged", date(2026, 7, 1), "mail", "calls"), lineage.Event("split", date(2026, 7, 1), "city", "city"),
    ...          lineage.Event("split", date(2026, 7, 1), "city", "port")]
    >>> there = {"calls", "city", "port", "mint"}
    >>> [sorted(goes_on(steps, there, code, date(2027, 1, 1))) for code in ("mail", "city", "mint", "gone")]
    [['calls'], ['city', 'port'], ['mint'], []]
    """
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        passed = [step.after for step in lineage.successors(steps, one) if step.on <= day]
        if one in there and (not passed or one in passed):
            found.add(one)
        waiting += passed
    return found


def _edition(actor: Actor, round: Round, identity: str) -> Edition:
    """The edition of the next round. Raises Impossible."""
    try:
        found = catalogue.edition(identity)
    except QuestionnaireError as error:
        why = Message("there is no assessment '{edition}' that can be used; choose one of the library", edition=identity)
        raise Impossible([why]) from error
    kind = pinned.edition(actor.store, round).questionnaire.subject
    if found.questionnaire.subject != kind:
        raise Impossible([Message("the next assessment is about something else than this one; open a new round for it")])
    return found


def _plan(actor: Actor, connection: Connection, round: Round, edition: Edition) -> Plan:
    day = actor.clock().date()
    register = {row["code"]: of_row(row) for row in records.every(connection, tables.institutions)}
    there = {code for code, one in register.items() if one.there_on(day)}
    steps = [lineage.of_row(row) for row in records.every(connection, tables.lineage)]
    takes_part: dict[str, tuple[str, ...]] = {}
    ended: list[str] = []
    for row in sorted(statements.listed(connection, round.id), key=lambda row: str(row["institution"])):
        into = goes_on(steps, there, row["institution"], day)
        ended += [] if into else [row["institution"]]
        for code in sorted(into):
            takes_part[code] = (*takes_part.get(code, ()), row["institution"])
    about_itself = edition.questionnaire.subject == "institution"
    merged = tuple(code for code, before in takes_part.items() if about_itself and len(before) > 1)
    kept = _kept(actor, connection, round)
    number, dropped = 0, dict[str, None]()
    for code, before in takes_part.items():
        variant = register[code].variant or edition.questionnaire.variant_of(register[code].peer_group)
        for one in before if code not in merged else ():
            fits = _fitting(kept[one], edition, variant)
            number += sum(len(answers) for answers in fits.values())
            left = {item for (_, item), given in kept[one].answers.items() if returns.settled(given)} - {
                item for answers in fits.values() for item in answers
            }
            dropped |= dict.fromkeys(sorted(left))
    return Plan(takes_part, tuple(ended), merged, number, tuple(dropped))


def _kept(actor: Actor, connection: Connection, round: Round) -> dict[str, Return]:
    return {one.institution: one for one in returns.whole(actor, connection, statements.listed(connection, round.id))}


def _fitting(kept: Return, edition: Edition, variant: str) -> dict[int, dict[str, returns.Given]]:
    """The confirmed answers of a return that an edition still asks for and allows: subject -> item -> answer."""
    asked = set(asks.nodes(edition.questionnaire, variant))
    fits: dict[int, dict[str, returns.Given]] = {subject.id: {} for subject in kept.subjects}
    for (subject, item), given in kept.answers.items():
        if returns.settled(given) and item in asked and not asks.wrong(edition.questionnaire, item, given.answer, given.reason):
            fits[subject][item] = given
    return fits


def _carry(actor: Actor, connection: Connection, before: Round, after: Round, planned: Plan) -> None:
    """Returns, subjects and answers of the new round."""
    edition = pinned.edition(actor.store, after)
    kept = _kept(actor, connection, before)
    own = opening.make_returns(connection, actor, after, sorted(planned.takes_part))
    new = returns.whole(actor, connection, statements.listed(connection, after.id))
    rows: list[dict[str, Any]] = []
    for one in new:
        if one.institution in planned.merged:
            continue
        taken: set[str] = set()
        for source in planned.takes_part[one.institution]:
            fits = _fitting(kept[source], edition, one.variant)
            for subject in kept[source].subjects:
                number = one.subjects[0].id if one.about_itself else _subject(connection, own[one.institution], source, subject, taken)
                rows += [_carried(number, item, given, actor) for item, given in fits[subject.id].items()]
    records.add_all(connection, tables.answers, rows)


def _subject(connection: Connection, return_id: int, source: str, subject: returns.Subject, taken: set[str]) -> int:
    """A subject as it was; where two institutions that merged used one code, the second is led by the institution's."""
    code = subject.code if subject.code not in taken else f"{source}-{subject.code}"[:63]
    taken.add(code)
    return records.add(connection, tables.subjects, return_id=return_id, code=code, names=dict(subject.names), position=len(taken) - 1)


def _carried(subject_id: int, item: str, given: returns.Given, actor: Actor) -> dict[str, Any]:
    words = {"answer": given.answer, "reason": given.reason, "comment": given.comment}
    place = {"subject_id": subject_id, "item": item, "kind": model.OWN, "reviewer": 0}
    return {**place, **words, "carried_over": True, "version": 1, "by": None, "at": actor.clock()}
