"""The reorganisations of an institution, day by day, and what becomes of its series."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assessments.register.access import Actor, may
from assessments.register.institutions import reorganise
from assessments.register.institutions.institution import Register
from assessments.register.institutions.lineage import DAY, PROVENANCE, Event, Span, series
from views import frame, moments, routes
from views.institutions import words as said
from views.language import language, words


def show(actor: Actor, code: str, known: Register, events: Sequence[Event]) -> None:
    """The timeline; nothing where nothing happened."""
    spans = series(events, code)
    wholes = reorganisations(code, events)
    if not wholes:
        return
    text = words()
    st.header(text("institutions.history"), anchor=False)
    for whole in wholes:
        note = f" ({frame.escape(whole[0].note)})" if whole[0].note else ""
        st.markdown(f"- {moments.day(whole[0].on)}: {sentence(whole, known)}{note}")
    places = dict.fromkeys(place for whole in wholes for step in whole for place in (step.before, step.after))
    related = [other for other in places if other != code]
    with st.container(horizontal=True):
        for other in related:
            routes.link("institutions", _named(known, other), institution=other)
    if len(spans) > 1:
        _series(spans, known)
    if may(actor, "reorganise.take_back") and st.button(text("institutions.take_back"), key="take_back"):
        routes.go("institutions", institution=code, view="take_back")


def sentence(whole: Sequence[Event], known: Register) -> str:
    """One reorganisation in words, safe in Markdown."""
    first = whole[0]
    before = [_then(step, known) for step in {step.before: step for step in whole}.values()]
    after = [_named(known, code) for code in dict.fromkeys(step.after for step in whole)]
    return words()(f"institution_events.{first.kind}", before=frame.escape(", ".join(before)), after=frame.escape(", ".join(after)))


def reorganisations(code: str, events: Sequence[Event]) -> list[list[Event]]:
    """Those that led to an institution or that it went into, oldest first, each with all its steps."""
    handed_over = {(span.institution, span.until) for span in series(events, code)}
    found: list[list[Event]] = []
    for step in events:
        concerned = step.before == code or (step.before, step.on - DAY) in handed_over
        if concerned and not any(step in whole for whole in found):
            found.append(reorganise.together(events, step))
    return found


def _then(step: Event, known: Register) -> str:
    """What the institution before was called until then."""
    return step.old_names.get(language()) or next(iter(step.old_names.values()), _named(known, step.before))


def _named(known: Register, code: str) -> str:
    return known[code].named(language()) if code in known else code


def _series(spans: Sequence[Span], known: Register) -> None:
    text = words()
    st.subheader(text("institutions.series"), anchor=False)
    st.markdown(f"{text('institutions.series_rule')} {frame.tag(PROVENANCE)}")
    st.caption(text("institutions.series_why"))
    rows = [
        {
            text("institutions.institution"): span.names.get(language()) or _named(known, span.institution),
            text("institutions.from"): moments.day(span.since) if span.since else text("institutions.beginning"),
            text("institutions.to"): moments.day(span.until) if span.until else text("institutions.today"),
            text("institutions.then"): text(f"institution_spans.{span.how}"),
        }
        for span in spans
    ]
    said.table(rows)
