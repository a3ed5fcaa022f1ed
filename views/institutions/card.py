"""One institution: what is known of it, how it came to be what it is, the rounds in which it takes part."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assessments.register.access import Actor, may
from assessments.register.institutions import institutions, reorganise
from assessments.register.institutions.institution import Institution, Register
from assessments.rounds.running import participation
from views import frame, moments, routes
from views.institutions import history
from views.institutions import words as said
from views.language import language, words


def show(actor: Actor, one: Institution) -> None:
    text = words()
    known = {other.code: other for other in institutions.list_institutions(actor)}
    others = " · ".join(name for spoken, name in one.names.items() if name != one.named(language()))
    frame.head(frame.escape(one.named(language())), frame.escape(others), [lambda: routes.link("institutions", text("pages.institutions"))])
    said.say_done()
    if one.until and one.until < actor.clock().date():
        st.info(text("institutions.closed", day=moments.day(one.until)))
    events = reorganise.list_lineage(actor)
    if may(actor, "institutions.change", institution=one.code):
        _actions(one)
    _facts(one, known)
    history.show(actor, one.code, known, events)
    if may(actor, "participation.list_rounds", institution=one.code):
        _rounds(actor, one)


def _actions(one: Institution) -> None:
    text = words()
    with st.container(horizontal=True):
        if st.button(text("institutions.change"), key="change"):
            routes.go("institutions", institution=one.code, view="change")
        if st.button(text("institutions.reorganise"), key="reorganise"):
            routes.go("institutions", institution=one.code, view="reorganise")
        if st.button(text("institutions.end"), key="end"):
            routes.go("institutions", institution=one.code, view="end")


def _facts(one: Institution, known: Register) -> None:
    text = words()
    st.header(text("institutions.facts"), anchor=False)
    group = said.group(one.peer_group)
    facts: Mapping[str, str] = {
        "code": one.code,
        "peer_group": f"{group} ({one.peer_group})" if one.peer_group not in ("", group) else group,
        "variant": one.variant,
        "staff": "" if one.staff is None else f"{one.staff:,}",
        "since": moments.day(one.since) if one.since else "",
        "until": moments.day(one.until) if one.until else "",
        **one.more,
    }
    rows = [{text("institutions.fact"): said.column(column), text("institutions.value"): value} for column, value in facts.items() if value]
    said.table(rows, header=False)
    below = [other for other in known.values() if other.parent == one.code]
    for label, related in (("above", [known[one.parent]] if one.parent in known else []), ("below", below)):
        if related:
            st.markdown(text(f"institutions.{label}"))
            for other in related:
                routes.link("institutions", other.named(language()), institution=other.code)


def _rounds(actor: Actor, one: Institution) -> None:
    text = words()
    st.header(text("institutions.rounds"), anchor=False)
    found = participation.list_rounds(actor, one.code)
    if not found:
        st.markdown(text("institutions.no_rounds"))
        return
    rows = [
        {
            text("institutions.round"): round.named(language()),
            text("institutions.cycle"): round.cycle,
            text("institutions.stage"): text(f"stages.{round.stage}"),
        }
        for round in found
    ]
    said.table(rows)
    if may(actor, "rounds.set_deadlines"):
        for round in found:
            routes.link("round", text("institutions.open_round", round=round.named(language())), round=str(round.id))
