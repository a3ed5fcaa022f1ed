"""Which reviewers judge which returns: one by one, or spread evenly over a round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assessments.register import log
from assessments.register.access import Actor, service
from assessments.rounds import model, returns
from assessments.rounds.returns import NotNow
from assessments.rounds.running.opening import Impossible
from assessments.rounds.running.rounds import held, stage_number
from assessments.store import records, tables
from assessments.store import rounds as statements
from assessments.store.engine import Connection
from assessments.tables.messages import Message


@dataclass(frozen=True)
class Reviewer:
    """Somebody who may be assigned."""

    id: int
    name: str


@service
def list_reviewers(actor: Actor) -> list[Reviewer]:
    """Everybody who holds the role of a reviewer, by name."""
    with actor.store.reading() as connection:
        return _reviewers(connection)


@service
def assigned(actor: Actor, round_id: int) -> Mapping[int, tuple[Reviewer, ...]]:
    """Who is assigned to which return (its number -> reviewers)."""
    with actor.store.reading() as connection:
        return _assigned(connection, round_id)


@service
def assign(actor: Actor, return_id: int, reviewers: Collection[int]) -> None:
    """Let these people, and nobody else, judge a return. Raises Impossible for somebody who is no reviewer, NotNow for taking away one who has judged."""
    with actor.store.writing() as connection:
        kept = returns.found(actor, connection, return_id)
        held(connection, kept.round.id)
        _write(connection, actor, kept.round.id, {return_id: set(reviewers)})


@service
def distribute(actor: Actor, round_id: int, reviewers: Collection[int]) -> None:
    """Give each return as many of these reviewers as the rules of the round say, so that everybody has as many returns as the others (one more at most).

    Who is assigned already stays; a return is filled up to the number. Raises Impossible.
    """
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        if len(set(reviewers)) < round.rules.reviewers:
            raise Impossible(
                [Message("each return needs {number} reviewers; choose at least as many people", number=round.rules.reviewers)]
            )
        there = {number: {one.id for one in people} for number, people in _assigned(connection, round_id).items()}
        numbers = [row["id"] for row in records.every(connection, tables.returns, "institution", round_id=round_id)]
        wanted = spread({number: there.get(number, set()) for number in numbers}, sorted(set(reviewers)), round.rules.reviewers)
        _write(connection, actor, round_id, wanted)


def spread(there: Mapping[int, set[int]], people: list[int], each: int) -> dict[int, set[int]]:
    """Fill every return up to `each` people, always with whoever has the fewest so far.

    >>> {number: sorted(given) for number, given in spread({1: set(), 2: set(), 3: set()}, [7, 8, 9], 2).items()}
    {1: [7, 8], 2: [7, 9], 3: [8, 9]}
    """
    load = {person: sum(person in given for given in there.values()) for person in people}
    wanted: dict[int, set[int]] = {}
    for number, given in there.items():
        free = sorted((person for person in people if person not in given), key=lambda person: (load[person], people.index(person)))
        new = free[: max(0, each - len(given))]
        for person in new:
            load[person] += 1
        wanted[number] = given | set(new)
    return wanted


def _write(connection: Connection, actor: Actor, round_id: int, wanted: Mapping[int, set[int]]) -> None:
    round = model.read_round(connection, round_id)
    if stage_number(round) >= model.STAGES.index(model.CLOSED):
        raise NotNow(Message("the round has gone too far for this; nothing was changed"))
    known = {one.id: one.name for one in _reviewers(connection)}
    before = {number: {one.id: one.name for one in people} for number, people in _assigned(connection, round_id).items()}
    strangers = {person for number, people in wanted.items() for person in people - before.get(number, {}).keys()} - known.keys()
    if strangers:
        raise Impossible([Message("only people with the role of a reviewer can be assigned")])
    for number, people in wanted.items():
        was = before.get(number, {})
        if people == was.keys():
            continue
        for person in was.keys() - people:
            if statements.has_judged(connection, number, person):
                raise NotNow(Message("{name} has judged answers of this return already, so the assignment stays", name=was[person]))
            records.remove(connection, tables.assignments, return_id=number, person_id=person)
        records.add_all(connection, tables.assignments, [{"return_id": number, "person_id": one} for one in sorted(people - was.keys())])
        row = records.one(connection, tables.returns, id=number)
        code = row["institution"] if row else ""
        after = sorted({**known, **was}[person] for person in people)
        log.write(
            connection, actor, "assigning.assign", code, sorted(was.values()), after, round_id=round_id, return_id=number, institution=code
        )


def _reviewers(connection: Connection) -> list[Reviewer]:
    return [Reviewer(row["id"], row["name"]) for row in statements.holders(connection, "reviewer")]


def _assigned(connection: Connection, round_id: int) -> dict[int, tuple[Reviewer, ...]]:
    found: dict[int, tuple[Reviewer, ...]] = {}
    for row in statements.assigned(connection, round_id):
        found[row["return_id"]] = (*found.get(row["return_id"], ()), Reviewer(row["person_id"], row["name"]))
    return found
