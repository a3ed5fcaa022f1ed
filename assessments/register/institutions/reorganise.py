"""Institutions are renamed, merged and split: the register keeps from which day on, and what was before, so that series go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta

from assessments.register import log
from assessments.register.access import Actor, Refused, service
from assessments.register.institutions.institution import Institution, NotPossible, values
from assessments.register.institutions.institutions import HERE, check, found, held, noted, write
from assessments.register.institutions.lineage import MERGED, RENAMED, SPLIT, Event, of_row
from assessments.store import records, tables
from assessments.store.engine import Connection
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake

AHEAD = timedelta(hours=14)  # somewhere on earth the day has begun already
DAY = timedelta(days=1)
DONE = {RENAMED: "reorganise.rename", MERGED: "reorganise.merge", SPLIT: "reorganise.split"}


@service
def list_lineage(actor: Actor) -> list[Event]:
    """Every step of every reorganisation, oldest first: names of public bodies and days, for everybody."""
    with actor.store.reading() as connection:
        return lineage(connection)


@service
def rename(actor: Actor, institution: str, names: Mapping[str, str], on: date, code: str = "", note: str = "") -> None:
    """A body goes by other names from a day on, under its code or a new one; its series goes on unbroken. Raises DataError, NotPossible."""
    with actor.store.writing() as connection:
        known = held(connection)
        before = found(known, institution)
        after = replace(before, code=code or institution, names={**names}, since=on if code else before.since)
        if after.code == institution and after.names == before.names:
            raise NotPossible(Message("the names are the same as before; nothing was changed"))
        _record(connection, actor, known, RENAMED, [before], [after], on, note)


@service
def merge(actor: Actor, institution: str, others: Sequence[str], into: Institution | str, on: date, note: str = "") -> None:
    """A body and others become one on a day: a new one, or one of them that goes on under its code. Raises DataError, NotPossible."""
    with actor.store.writing() as connection:
        known = held(connection)
        codes = list(dict.fromkeys([institution, *others]))
        if len(codes) < 2:
            raise NotPossible(Message("a merger needs at least two institutions"))
        whole = [found(known, code) for code in codes]
        after = replace(into, since=on) if isinstance(into, Institution) else found(known, into)
        if after.code in known and after.code not in codes:
            what = Message(
                "'{code}' is in the register already; a merger makes a new institution, or one of those merged goes on", code=after.code
            )
            raise NotPossible(what)
        _record(connection, actor, known, MERGED, whole, [after], on, note)


@service
def split(actor: Actor, institution: str, into: Sequence[Institution], goes_on: bool, on: date, note: str = "") -> None:
    """From a body others come out on a day; it goes on beside them under its code, or ends. Raises DataError, NotPossible."""
    with actor.store.writing() as connection:
        known = held(connection)
        before = found(known, institution)
        parts = [replace(part, since=on) for part in into]
        twice = sorted({part.code for part in parts if part.code in known or [one.code for one in parts].count(part.code) > 1})
        if twice:
            raise DataError([Mistake(HERE, _taken(code), "code") for code in twice])
        after = [*parts, *([before] if goes_on else [])]
        if len(after) < 2:
            raise NotPossible(Message("a split needs at least two institutions afterwards"))
        _record(connection, actor, known, SPLIT, [before], after, on, note)


@service
def take_back(actor: Actor, event_id: int) -> None:
    """Undo the recording of a reorganisation, as long as nothing that it touched was reorganised since: what it closed is open again,
    old names return, and institutions that it made stay until they are removed. Raises NotPossible."""
    with actor.store.writing() as connection:
        known = held(connection)
        events = lineage(connection)
        event = next((one for one in events if one.id == event_id), None)
        if event is None:
            raise Refused("event_id")
        these = together(events, event)
        touched = {code for one in these for code in (one.before, one.after)}
        if any(one.id > event_id and one not in these and touched & {one.before, one.after} for one in events):
            raise NotPossible(Message("one of the institutions was reorganised since; take that back first"))
        for one in these:
            records.remove(connection, tables.lineage, id=one.id)
        for code in dict.fromkeys(one.before for one in these):
            before = known[code]
            kept_code = event.kind == RENAMED and event.after == code
            names = event.old_names if kept_code else before.names
            until = None if before.until == event.on - DAY else before.until
            write(connection, actor, "institutions.change", before, replace(before, names=names, until=until))
        _noted(connection, actor, "reorganise.take_back", these, undone=True)


def lineage(connection: Connection) -> list[Event]:
    """Every step, oldest first."""
    return [of_row(row) for row in records.every(connection, tables.lineage, "on", "id")]


def together(events: Sequence[Event], event: Event) -> list[Event]:
    """The steps that make one reorganisation with this one: of its kind, on its day, from or into the same institution.

    >>> steps = [Event("merged", date(2020, 7, 1), "mail", "calls", id=1), Event("merged", date(2020, 7, 1), "phone", "calls", id=2)]
    >>> [step.before for step in together(steps, steps[0])]
    ['mail', 'phone']
    """
    side = "after" if event.kind == MERGED else "before"
    return [one for one in events if (one.kind, one.on, getattr(one, side)) == (event.kind, event.on, getattr(event, side))]


def _record(
    connection: Connection,
    actor: Actor,
    known: Mapping[str, Institution],
    kind: str,
    before: Sequence[Institution],
    after: Sequence[Institution],
    on: date,
    note: str,
) -> None:
    """Enter what is new, close what ended, and keep the steps between them."""
    _possible(actor, lineage(connection), before, on)
    staying = {one.code for one in after}
    closed = [replace(one, until=on - DAY) for one in before if one.code not in staying]
    added = [one for one in after if one.code not in known]
    written = [*closed, *(one for one in after if one.code in known)]
    check({**known, **{one.code: one for one in (*written, *added)}}, *added, *written)
    for one in added:
        records.add(connection, tables.institutions, **values(one))
        noted(connection, actor, "institutions.add", None, one)
    for one in written:
        write(connection, actor, "institutions.close" if one in closed else "institutions.change", known[one.code], one)
    events = [Event(kind, on, old.code, new.code, old.names, note) for old in before for new in after]
    for event in events:
        records.add(connection, tables.lineage, **{key: value for key, value in asdict(event).items() if key != "id"})
    _noted(connection, actor, DONE[kind], events)


def _possible(actor: Actor, events: Sequence[Event], before: Sequence[Institution], on: date) -> None:
    """Raises NotPossible for a day on which none of this can have happened."""
    if on > (actor.clock() + AHEAD).date():
        raise NotPossible(Message("{on} lies ahead; record a reorganisation once it has taken effect", on=on))
    for one in before:
        if not one.there_on(on - DAY):
            raise NotPossible(Message("'{code}' was not there on the day before {on}", code=one.code, on=on))
        later = [event.on for event in events if one.code in (event.before, event.after) and event.on >= on]
        if later:
            raise NotPossible(Message("'{code}' was reorganised on {day}; give a later day", code=one.code, day=max(later)))


def _taken(code: str) -> Message:
    return Message("there is an institution with the code '{code}' already", code=code)


def _noted(connection: Connection, actor: Actor, what: str, events: Sequence[Event], undone: bool = False) -> None:
    """A step each into the log, under the institution that it came from."""
    for event in events:
        step = {"on": event.on.isoformat(), "into": event.after}
        log.write(connection, actor, what, event.before, step if undone else None, None if undone else step, institution=event.before)
