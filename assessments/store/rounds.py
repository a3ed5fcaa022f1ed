"""Statements over rounds: who takes part, who is assigned, what stands in the way of going on or back."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import Connection

from assessments.store.records import Row
from assessments.store.tables import (
    answers,
    assignments,
    changes,
    evidence,
    people,
    places,
    publications,
    questions,
    returns,
    roles,
    rounds,
    subjects,
)


def locked(connection: Connection, round_id: int) -> Row | None:
    """A round, held until the transaction ends, so that two people cannot move it at once (SQLite holds the whole store anyway)."""
    found = connection.execute(rounds.select().where(rounds.c.id == round_id).with_for_update()).mappings().first()
    return dict(found) if found else None


def reachable(connection: Connection, institutions: Collection[str], assigned_to: int | None, published: bool) -> set[int]:
    """Rounds in which some institutions have a return, or a person an assigned one, or of which a result is published."""
    own = sa.select(returns.c.round_id).where(returns.c.institution.in_(institutions))
    given = sa.select(returns.c.round_id).join(assignments).where(assignments.c.person_id == assigned_to)
    shown = sa.select(publications.c.round_id).where(sa.true() if published else sa.false())
    return set(connection.execute(own.union(given, shown)).scalars())


def touched(connection: Connection, return_ids: Collection[int]) -> set[int]:
    """Of some returns, those that somebody worked on: an answer that was not merely carried over, evidence, or a question."""
    answered = sa.select(subjects.c.return_id).join(answers).where(subjects.c.return_id.in_(return_ids), answers.c.carried_over.is_(False))
    proven = sa.select(evidence.c.return_id).where(evidence.c.return_id.in_(return_ids))
    questioned = sa.select(questions.c.return_id).where(questions.c.return_id.in_(return_ids))
    return set(connection.execute(answered.union(proven, questioned)).scalars())


def judged(connection: Connection, round_id: int, kinds: Collection[str]) -> set[int]:
    """Returns of a round of which a reviewer judged an answer (`kinds`: review, final)."""
    statement = (
        sa.select(subjects.c.return_id)
        .join(answers)
        .join(returns, returns.c.id == subjects.c.return_id)
        .where(returns.c.round_id == round_id, answers.c.kind.in_(kinds))
    )
    return set(connection.execute(statement).scalars())


def judgements(connection: Connection, round_id: int, kind: str) -> dict[int, int]:
    """How many answers of each return of a round have at least one judgement of a kind."""
    pairs = (
        sa.select(subjects.c.return_id, answers.c.subject_id, answers.c.item)
        .join(answers)
        .join(returns, returns.c.id == subjects.c.return_id)
        .where(returns.c.round_id == round_id, answers.c.kind == kind, subjects.c.removed_at.is_(None))
        .distinct()
        .subquery()
    )
    counted = sa.select(pairs.c.return_id, sa.func.count()).group_by(pairs.c.return_id)
    return {row[0]: row[1] for row in connection.execute(counted)}


def states(connection: Connection) -> dict[tuple[int, str], int]:
    """How many returns of each round are in each state."""
    statement = sa.select(returns.c.round_id, returns.c.state, sa.func.count()).group_by(returns.c.round_id, returns.c.state)
    return {(row[0], row[1]): row[2] for row in connection.execute(statement)}


def open_questions(connection: Connection, round_id: int) -> set[int]:
    """Returns of a round with a question to the institution that has no answer yet."""
    statement = sa.select(questions.c.return_id).join(returns).where(returns.c.round_id == round_id, questions.c.answered_at.is_(None))
    return set(connection.execute(statement).scalars())


def remove_returns(connection: Connection, return_ids: Collection[int]) -> None:
    """Take away returns that nobody worked on, with what was prepared in them."""
    mine = sa.select(subjects.c.id).where(subjects.c.return_id.in_(return_ids))
    connection.execute(answers.delete().where(answers.c.subject_id.in_(mine)))
    for table in (places, assignments, subjects):
        connection.execute(table.delete().where(table.c.return_id.in_(return_ids)))
    connection.execute(returns.delete().where(returns.c.id.in_(return_ids)))


def assigned(connection: Connection, round_id: int) -> list[Row]:
    """Who is assigned to which return of a round: `return_id`, `person_id`, `name`."""
    statement = (
        sa.select(assignments.c.return_id, assignments.c.person_id, people.c.name)
        .join(returns, returns.c.id == assignments.c.return_id)
        .join(people, people.c.id == assignments.c.person_id)
        .where(returns.c.round_id == round_id)
        .order_by(people.c.name, people.c.id)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def has_judged(connection: Connection, return_id: int, person_id: int) -> bool:
    """Whether a reviewer judged any answer of a return."""
    statement = (
        sa.select(answers.c.item)
        .join(subjects, subjects.c.id == answers.c.subject_id)
        .where(subjects.c.return_id == return_id, answers.c.kind == "review", answers.c.reviewer == person_id)
    )
    return connection.execute(statement.limit(1)).first() is not None


def holders(connection: Connection, role: str, institutions: Collection[str] | None = None) -> list[Row]:
    """Active people who hold a role, of some institutions or anywhere: `id`, `name`, `email`, `language`, `institution`."""
    statement = (
        sa.select(people.c.id, people.c.name, people.c.email, people.c.language, roles.c.institution)
        .join(roles, roles.c.person_id == people.c.id)
        .where(roles.c.role == role, people.c.active.is_(True))
        .order_by(people.c.name, people.c.id)
    )
    if institutions is not None:
        statement = statement.where(roles.c.institution.in_(institutions))
    return [dict(row) for row in connection.execute(statement).mappings()]


def history(connection: Connection, round_id: int, also: Collection[str], last: int) -> list[Row]:
    """The newest changes of a round first: of the round itself, and of its returns some kinds only."""
    mine = changes.c.return_id.is_(None) | changes.c.what.in_(also)
    statement = changes.select().where(changes.c.round_id == round_id, mine).order_by(changes.c.id.desc()).limit(last)
    return [dict(row) for row in connection.execute(statement).mappings()]
