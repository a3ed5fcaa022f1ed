"""The laws, processes, risks or posts that an institution assesses: its own list, in its own order, while its return can be written."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from assessments.register import log
from assessments.register.access import Actor, Refused, service
from assessments.rounds import returns
from assessments.rounds.returns import NotNow, Return, Subject
from assessments.rounds.running.opening import Impossible
from assessments.store import holding, records, tables
from assessments.store.engine import Connection
from assessments.tables.messages import Message

CODE = re.compile(r"\w[\w.-]*")
LONGEST_CODE, LONGEST_NAME, MOST = 63, 200, 1_000


@service
def removed(actor: Actor, return_id: int) -> list[Subject]:
    """What was taken off the list and can be put back, the last removed first."""
    with actor.store.reading() as connection:
        rows = [row for row in records.every(connection, tables.subjects, return_id=return_id) if row["removed_at"]]
    rows.sort(key=lambda row: row["removed_at"], reverse=True)
    return [Subject(row["id"], row["code"], row["names"], row["position"]) for row in rows]


@service
def add(actor: Actor, return_id: int, names: Mapping[str, str], code: str = "") -> int:
    """Put a subject at the end of the list; without a code it gets the next number. Raises Impossible with all that is wrong, NotNow."""
    with actor.store.writing() as connection:
        kept = writable(actor, connection, return_id)
        taken = codes(connection, return_id)
        code = code.strip() or next_code(kept.edition.questionnaire.subject, taken)
        wrong = [*wrong_code(code), *wrong_names(names)]
        if code in taken:
            wrong.append(
                Message("there is a subject '{code}' already, perhaps among those that were removed; choose another code", code=code)
            )
        if len(kept.subjects) >= MOST:
            wrong.append(Message("a return has at most {most} subjects", most=MOST))
        if wrong:
            raise Impossible(wrong)
        return write(connection, actor, kept, "subjects.add", code, names, len(taken))


@service
def rename(actor: Actor, subject_id: int, names: Mapping[str, str]) -> None:
    """Give a subject other names; its code and its answers stay. Raises Impossible, NotNow."""
    with actor.store.writing() as connection:
        kept, row = _one(actor, connection, subject_id)
        if wrong := wrong_names(names):
            raise Impossible(wrong)
        records.change(connection, tables.subjects, {"id": subject_id}, names=given(names))
        noted(connection, actor, kept, "subjects.rename", row["code"], row["names"], given(names))


@service
def order(actor: Actor, return_id: int, sequence: Sequence[int]) -> None:
    """Put the subjects into this order, by their numbers; whatever is not named comes after, as it was. Raises NotNow."""
    with actor.store.writing() as connection:
        kept = writable(actor, connection, return_id)
        before = [one.id for one in kept.subjects]
        if not set(sequence) <= set(before):
            raise Refused("subject_id")
        after = [*dict.fromkeys(sequence), *(one for one in before if one not in sequence)]
        if after == before:
            return
        for position, number in enumerate(after):
            records.change(connection, tables.subjects, {"id": number}, position=position)
        names = {one.id: one.code for one in kept.subjects}
        noted(connection, actor, kept, "subjects.order", "", [names[one] for one in before], [names[one] for one in after])


@service
def remove(actor: Actor, subject_id: int) -> None:
    """Take a subject off the list; its answers are kept and come back with it. Raises NotNow."""
    with actor.store.writing() as connection:
        kept, row = _one(actor, connection, subject_id)
        records.change(connection, tables.subjects, {"id": subject_id}, removed_at=actor.clock())
        noted(connection, actor, kept, "subjects.remove", row["code"], row["names"], None)


@service
def restore(actor: Actor, subject_id: int) -> None:
    """Put a removed subject back, with its answers, at its old place. Raises NotNow."""
    with actor.store.writing() as connection:
        kept, row = _one(actor, connection, subject_id)
        records.change(connection, tables.subjects, {"id": subject_id}, removed_at=None)
        noted(connection, actor, kept, "subjects.restore", row["code"], None, row["names"])


def writable(actor: Actor, connection: Connection, return_id: int) -> Return:
    """A return whose list can be changed now, held until the transaction ends. Raises NotNow."""
    holding.hold(connection, return_id)
    kept = returns.found(actor, connection, return_id)
    if kept.about_itself:
        raise NotNow(Message("this assessment is about the institution itself, so it has no list of subjects"))
    if not kept.writable:
        raise NotNow(Message("the return is locked now; what was written stays as it is"))
    return kept


def codes(connection: Connection, return_id: int) -> dict[str, datetime | None]:
    """Every code that a return ever used, with the moment of its removal."""
    return {row["code"]: row["removed_at"] for row in records.every(connection, tables.subjects, return_id=return_id)}


def next_code(kind: str, taken: Collection[str]) -> str:
    """The next free code of a kind of subject.

    >>> next_code("law", ["law_1", "harbour_act"])
    'law_2'
    """
    number = 1
    while f"{kind}_{number}" in taken:
        number += 1
    return f"{kind}_{number}"


def wrong_code(code: str) -> list[Message]:
    if CODE.fullmatch(code) and len(code) <= LONGEST_CODE:
        return []
    what = Message(
        "'{code}' cannot be a code; use at most {longest} letters, digits, '_', '-' and '.', without spaces",
        code=code,
        longest=LONGEST_CODE,
    )
    return [what]


def wrong_names(names: Mapping[str, str]) -> list[Message]:
    written = given(names).values()
    if not written:
        return [Message("there is no name; give one in at least one language")]
    return [
        Message("has {length} characters; the limit is {limit}", length=len(name), limit=LONGEST_NAME)
        for name in written
        if len(name) > LONGEST_NAME
    ]


def given(names: Mapping[str, str]) -> dict[str, str]:
    """The names that are not blank."""
    return {language: name.strip() for language, name in names.items() if name.strip()}


def write(connection: Connection, actor: Actor, kept: Return, what: str, code: str, names: Mapping[str, str], position: int) -> int:
    """A new row of the list, and the log of it."""
    number = records.add(connection, tables.subjects, return_id=kept.id, code=code, names=given(names), position=position)
    noted(connection, actor, kept, what, code, None, given(names))
    return number


def noted(connection: Connection, actor: Actor, kept: Return, what: str, about: str, before: object, after: object) -> None:
    place = {"round_id": kept.round.id, "return_id": kept.id, "institution": kept.institution}
    log.write(connection, actor, what, about, before, after, **place)


def _one(actor: Actor, connection: Connection, subject_id: int) -> tuple[Return, records.Row]:
    """A subject that can be changed now, and its return."""
    row = records.one(connection, tables.subjects, id=subject_id)
    if row is None:
        raise Refused("subject_id")
    return writable(actor, connection, row["return_id"]), row
