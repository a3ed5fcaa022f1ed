"""The register of institutions: everybody finds them, the coordinator keeps them. One that was ever used is closed, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from assessments.register import log
from assessments.register.access import Actor, Refused, reach, service
from assessments.register.institutions.institution import Institution, NotPossible, Register, differences, of_row, values, wrong
from assessments.store import institutions as statements
from assessments.store import records, tables
from assessments.store.engine import Connection
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake


@service
def list_institutions(actor: Actor, search: str = "", peer_group: str | None = None, on: date | None = None) -> list[Institution]:
    """The register, by code: with all these words in the code or a name, in a peer group, there on a day; None: whichever.

    Everybody sees the same but the further columns (`more`), which may hold what is not for everybody: see `further`.
    """
    with actor.store.reading() as connection:
        found = register(connection).values()
    return [
        _within(actor, one)
        for one in found
        if matches(one, search) and peer_group in (None, one.peer_group) and (on is None or one.there_on(on))
    ]


@service
def get(actor: Actor, institution: str) -> Institution:
    """One institution, as in the list. Raises Refused if there is none."""
    with actor.store.reading() as connection:
        return _within(actor, found(register(connection), institution))


@service
def further(actor: Actor, institution: str) -> Mapping[str, str]:
    """The further columns of one institution."""
    with actor.store.reading() as connection:
        return found(register(connection), institution).more


@service
def add(actor: Actor, new: Institution) -> None:
    """Enter an institution. Raises DataError with everything that is wrong with it."""
    with actor.store.writing() as connection:
        known = held(connection)
        check({**known, new.code: new}, new)
        if new.code in known:
            raise DataError([Mistake(HERE, Message("there is an institution with the code '{code}' already", code=new.code), "code")])
        records.add(connection, tables.institutions, **values(new))
        noted(connection, actor, "institutions.add", None, new)


@service
def change(actor: Actor, institution: str, new: Institution) -> None:
    """Correct what is known of an institution; its code stays. Raises DataError with everything that is wrong with it.

    A name that it has taken on is a reorganisation (`reorganise.rename`), which keeps the old one.
    """
    with actor.store.writing() as connection:
        known = held(connection)
        before, after = found(known, institution), replace(new, code=institution)
        check({**known, institution: after}, after)
        write(connection, actor, "institutions.change", before, after)


@service
def close(actor: Actor, institution: str, until: date) -> None:
    """Say until when an institution existed; what it answered stays. Raises DataError."""
    with actor.store.writing() as connection:
        known = held(connection)
        before = found(known, institution)
        after = replace(before, until=until)
        check({**known, institution: after}, after)
        write(connection, actor, "institutions.close", before, after)


@service
def remove(actor: Actor, institution: str) -> None:
    """Take out an institution that was entered by mistake. Raises NotPossible where anything refers to it."""
    with actor.store.writing() as connection:
        before = found(held(connection), institution)
        if statements.used(connection, institution):
            raise NotPossible(Message("the institution is in use; close it instead, so that what refers to it stays readable"))
        records.remove(connection, tables.institutions, code=institution)
        noted(connection, actor, "institutions.remove", before, None)


HERE = Message("institutions")


def register(connection: Connection) -> dict[str, Institution]:
    """Every institution by code."""
    return {row["code"]: of_row(row) for row in records.every(connection, tables.institutions)}


def held(connection: Connection) -> dict[str, Institution]:
    """As `register`, and nobody else writes it until the transaction ends."""
    statements.hold(connection)
    return register(connection)


def found(known: Register, code: str) -> Institution:
    """The institution with a code. Raises Refused if there is none."""
    if code not in known:
        raise Refused("institution")
    return known[code]


def matches(one: Institution, search: str) -> bool:
    """Whether every word stands in the code or in a name.

    >>> matches(Institution("bai", {"ko": "감사원", "en": "Board of Audit"}), "AUDIT board")
    True
    """
    text = " ".join([one.code, *one.names.values()]).casefold()
    return all(word in text for word in search.casefold().split())


def check(proposed: Register, *these: Institution) -> None:
    """Raises DataError with everything that is wrong with some institutions of a register as it would be."""
    mistakes = [Mistake(HERE, what, column) for one in these for column, what in wrong(one, proposed)]
    if mistakes:
        raise DataError(mistakes)


def write(connection: Connection, actor: Actor, what: str, before: Institution, after: Institution) -> None:
    """Put an institution in the place of what it was, and note what changed; nothing if nothing did."""
    if after != before:
        records.change(connection, tables.institutions, {"code": before.code}, **values(after))
        noted(connection, actor, what, before, after)


def noted(connection: Connection, actor: Actor, what: str, before: Institution | None, after: Institution | None) -> None:
    """Into the log: the cells that differ, from what to what."""
    code = (after or before or Institution("", {})).code
    found = differences(before, after)
    was = {one.column: one.before for one in found if one.before} or None
    now = {one.column: one.after for one in found if one.after} or None
    log.write(connection, actor, what, code, was, now, institution=code)


def _within(actor: Actor, one: Institution) -> Institution:
    """An institution, without its further columns where they are not for this person."""
    seen = reach(actor, "institutions.further")
    return one if seen.everything or one.code in seen.institutions else replace(one, more={})
