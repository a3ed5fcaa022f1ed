"""An institution that is no more is closed; one that was entered by mistake is taken out."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions import institutions
from assessments.register.institutions.institution import Institution, NotPossible
from assessments.tables.problems import DataError
from views import frame, moments, routes
from views.institutions import fields
from views.institutions import words as said
from views.language import language, words

CLOSE, REMOVE = WAYS = ("close", "remove")


def show(actor: Actor, one: Institution) -> None:
    """Which of the two, named, before it is done."""
    text, name = words(), one.named(language())
    crumbs = [
        lambda: routes.link("institutions", text("pages.institutions")),
        lambda: routes.link("institutions", name, institution=one.code),
    ]
    frame.head(text("institutions.end_title", name=frame.escape(name)), "", crumbs)
    way = st.radio(text("institutions.end_way"), WAYS, format_func=lambda way: text(f"institutions.{way}_way"), key="end_way")
    if way == CLOSE:
        _close(actor, one)
    else:
        _remove(actor, one)
    routes.link("institutions", text("institutions.leave"), institution=one.code)


def _close(actor: Actor, one: Institution) -> None:
    text, name = words(), one.named(language())
    until = fields.day("end", "until", one.until or actor.clock().date())
    st.markdown(text("institutions.close_means"))
    if until and st.button(text("institutions.close_now", name=frame.escape(name), day=moments.day(until)), type="primary", key="end_now"):
        try:
            institutions.close(actor, one.code, until)
        except DataError as error:
            said.refused(error)
        else:
            said.done(text("institutions.closed_done", name=name, day=moments.day(until)))
            routes.go("institutions", institution=one.code)


def _remove(actor: Actor, one: Institution) -> None:
    text, name = words(), one.named(language())
    st.markdown(text("institutions.remove_means"))
    if st.button(text("institutions.remove_now", name=frame.escape(name)), type="primary", key="end_now"):
        try:
            institutions.remove(actor, one.code)
        except NotPossible as error:
            st.error(frame.escape(error.why.told(language())))
        else:
            said.done(text("institutions.removed", name=name))
            routes.go("institutions")
