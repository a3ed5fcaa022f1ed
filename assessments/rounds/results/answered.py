"""What the returns of a round answered: one row an answer, and who was assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from assessments.institutions import Institution
from assessments.register.access import Actor
from assessments.rounds import asks, model, returns
from assessments.rounds.returns import Given, Key, Return, Subject
from assessments.rounds.review import reviewed
from assessments.store import returns as statements
from assessments.store.engine import Connection

SELF, VERIFIED = BASES = ("self", "verified")
COLUMNS = pa.schema([(name, pa.string()) for name in ("subject", "item", "answer", "kind", "at")])


@dataclass(frozen=True)
class Answered:
    """`table` (`subject, item, answer, kind, at`) holds what was asked and answered; `silent` are institutions that never handed in a return.

    `kind` is self or final, `at` the moment of the answer (ISO 8601, UTC).
    """

    table: pa.Table
    institutions: Mapping[str, Institution]
    silent: tuple[str, ...]


def answered(actor: Actor, connection: Connection, round_id: int, basis: str) -> Answered:
    """Everything that a round's returns answered. Verified: the agreed answer where there is one, else the institution's own.

    Only returns that were handed in count: a draft is nobody's statement. Who handed in none comes along without answers.
    """
    kept = returns.whole(actor, connection, statements.listed(connection, round_id))
    agreed = finals(connection, [one.id for one in kept]) if basis == VERIFIED else {}
    handed_in = [one for one in kept if one.state != model.ANSWERING]
    rows = [row for one in sorted(handed_in, key=lambda one: one.institution) for row in rows_of(one, agreed)]
    silent = tuple(sorted({one.institution for one in kept} - {one.institution for one in handed_in}))
    return Answered(table(rows), institutions(kept), silent)


def finals(connection: Connection, return_ids: list[int]) -> dict[Key, Given]:
    """The answers that reviewers agreed on."""
    rows = statements.answers_of(connection, return_ids, [model.FINAL])
    return {(row["subject_id"], row["item"]): returns.given_of(row) for row in rows}


def rows_of(kept: Return, agreed: Mapping[Key, Given] | None = None) -> Iterator[dict[str, str]]:
    """The answers of one return to what is asked, subject by subject; what was carried over and not confirmed is no answer of this round."""
    own = {key: given for key, given in kept.answers.items() if returns.settled(given)}
    final = reviewed.current(kept.answers, agreed or {})
    counted = {**own, **final}
    for subject in kept.subjects:
        mine = {item: given for (number, item), given in counted.items() if number == subject.id}
        for item in asks.asked(kept.edition.questionnaire, kept.variant, {item: given.answer for item, given in mine.items()}):
            if item in mine:
                kind = model.FINAL if (subject.id, item) in final else model.OWN
                yield _row(named(kept, subject), item, mine[item], kind)


def table(rows: Iterable[Mapping[str, str]]) -> pa.Table:
    """Rows as a table, all columns text."""
    return pa.Table.from_pylist(list(rows), COLUMNS)


def institutions(kept: Iterable[Return]) -> dict[str, Institution]:
    """One row a subject: the institution itself, or what belongs to it (as `<institution>/<subject>`)."""
    found = (_institution(one, subject) for one in kept for subject in one.subjects)
    return {one.subject: one for one in sorted(found, key=lambda one: one.subject)}


def named(kept: Return, subject: Subject) -> str:
    """How a subject is called in a result: by the institution's code, led by it where the institution has several subjects."""
    return kept.institution if kept.about_itself else f"{kept.institution}/{subject.code}"


def owner(institution: Institution) -> str:
    """The code of the institution that a row of a result belongs to."""
    return institution.institution or institution.subject


def _row(subject: str, item: str, given: Given, kind: str) -> dict[str, str]:
    return {"subject": subject, "item": item, "answer": given.answer, "kind": kind, "at": given.at.isoformat() if given.at else ""}


def _institution(kept: Return, subject: Subject) -> Institution:
    questionnaire = kept.edition.questionnaire
    names = kept.names if kept.about_itself else subject.names
    more = {f"name_{language}": name for language, name in names.items()}
    if not kept.about_itself:
        more |= {f"institution_{language}": name for language, name in kept.names.items()}
    return Institution(
        named(kept, subject),
        model.named(names, questionnaire.language, subject.code),
        "" if kept.about_itself else kept.institution,
        kept.peer_group,
        kept.variant if kept.variant != questionnaire.variant_of(kept.peer_group) else "",
        more,
    )
