"""Record that an institution was renamed, merged or split: from which day on, with whom, and what that will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions import institutions, reorganise
from assessments.register.institutions.institution import Institution, NotPossible, Register
from assessments.register.institutions.lineage import KINDS, MERGED, RENAMED
from assessments.tables.problems import DataError
from views import frame, moments, routes
from views.institutions import fields
from views.institutions import words as said
from views.language import language, words

NEW = ""
MOST_PARTS = 8


@dataclass(frozen=True)
class Plan:
    """What would be recorded: `do` does it on a day with a note; `happens` says it in sentences, `label` on the button."""

    label: str
    happens: Sequence[str]
    do: Callable[..., None]


def show(actor: Actor, one: Institution) -> None:
    text, name = words(), one.named(language())
    frame.head(
        text("institutions.reorganise_title", name=frame.escape(name)),
        text("institutions.reorganise_lead"),
        [
            lambda: routes.link("institutions", text("pages.institutions")),
            lambda: routes.link("institutions", name, institution=one.code),
        ],
    )
    known = {other.code: other for other in institutions.list_institutions(actor)}
    today = actor.clock().date()
    kind = st.radio(
        text("institutions.kind"), KINDS, format_func=lambda kind: text(f"institution_kinds.{kind}"), key="kind", horizontal=True
    )
    on = st.date_input(
        text("institutions.on"),
        value=today,
        min_value=fields.FIRST,
        max_value=today,
        format=fields.FORMAT,
        help=text("institutions.on_help"),
        key="on",
        width=240,
    )
    plan = _renamed(actor, one, on) if kind == RENAMED else _merged(actor, one, known, on) if kind == MERGED else _split(actor, one, on)
    note = st.text_input(text("institutions.note"), help=text("institutions.note_help"), max_chars=500, key="note")
    st.markdown("\n".join([text("institutions.happens"), "", *(f"- {frame.escape(line)}" for line in plan.happens)]))
    if st.button(frame.escape(plan.label), type="primary", key="record"):
        _record(plan, on, note.strip(), one)
    routes.link("institutions", text("institutions.leave"), institution=one.code)


def _record(plan: Plan, on: date, note: str, one: Institution) -> None:
    try:
        plan.do(on=on, note=note)
    except DataError as error:
        said.refused(error)
    except NotPossible as error:
        st.error(frame.escape(error.why.told(language())))
    else:
        said.done(words()("institutions.recorded"))
        routes.go("institutions", institution=one.code)


def _renamed(actor: Actor, one: Institution, on: date) -> Plan:
    text, old = words(), one.named(language())
    names = fields.names("rename", one.names)
    code = fields.code("rename", optional=True)
    now = _named(Institution(code or one.code, names))
    happens = [
        text("institution_happens.renamed", old=old, new=now, day=moments.day(on)),
        text("institution_happens.new_code", code=code, old=one.code) if code else text("institution_happens.same_code", code=one.code),
        text("institution_happens.unbroken"),
    ]
    do = partial(reorganise.rename, actor, one.code, names, code=code)
    return Plan(text("institution_record.renamed", old=old, new=now), happens, do)


def _merged(actor: Actor, one: Institution, known: Register, on: date) -> Plan:
    text = words()
    titles = {code: other.named(language()) for code, other in known.items() if code != one.code and other.there_on(on)}
    others = st.multiselect(
        text("institutions.merged_with"),
        list(titles),
        format_func=titles.__getitem__,
        placeholder=text("institutions.choose"),
        key="others",
    )
    titles[one.code] = one.named(language())
    into = st.radio(
        text("institutions.into"),
        [NEW, one.code, *others],
        format_func=lambda code: text("institutions.into_goes_on", name=titles[code]) if code else text("institutions.into_new"),
        key="into",
    )
    made = fields.new("merge", one) if into == NEW else None
    name = _named(made) if made else titles[into]
    ends = [titles[code] for code in (one.code, *others) if code != into]
    happens = [
        text("institution_happens.begins", name=name, day=moments.day(on)) if made else text("institution_happens.goes_on", name=name),
        *([text("institution_happens.ends", names=", ".join(ends), day=moments.day(on))] if ends else []),
        text("institution_happens.merged_break"),
        text("institution_happens.people"),
    ]
    label = text("institution_record.merged", names=", ".join(titles[code] for code in (one.code, *others)), name=name)
    return Plan(label, happens, partial(reorganise.merge, actor, one.code, others, made or into))


def _split(actor: Actor, one: Institution, on: date) -> Plan:
    text, name = words(), one.named(language())
    goes_on = st.checkbox(text("institutions.goes_on", name=frame.escape(name)), value=True, key="goes_on")
    count = int(st.number_input(text("institutions.parts"), 1, MOST_PARTS, value=1 if goes_on else 2, key=f"parts_{goes_on}"))
    parts = []
    for number in range(1, count + 1):
        with st.container(border=True, key=f"part_{number}"):
            st.markdown(text("institutions.part", number=number))
            parts.append(fields.new(f"part_{number}", one))
    made = ", ".join(_named(part) for part in parts)
    happens = [
        text("institution_happens.begins", name=made, day=moments.day(on)),
        text("institution_happens.goes_on", name=name) if goes_on else text("institution_happens.ends", names=name, day=moments.day(on)),
        text("institution_happens.split_break", name=name),
        text("institution_happens.people"),
    ]
    return Plan(
        text("institution_record.split", name=name, names=made), happens, partial(reorganise.split, actor, one.code, parts, goes_on)
    )


def _named(one: Institution) -> str:
    """What a new institution is called, or that it has no name yet."""
    return one.named(language()) or words()("institutions.unnamed")
