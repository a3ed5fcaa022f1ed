"""Enter an institution, or correct what is known of one."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions import institutions
from assessments.register.institutions.institution import Institution
from assessments.tables.problems import DataError
from views import frame, routes
from views.institutions import fields
from views.institutions import words as said
from views.language import language, words


def add(actor: Actor) -> None:
    _form(actor, None)


def change(actor: Actor, one: Institution) -> None:
    _form(actor, one)


def _form(actor: Actor, known: Institution | None) -> None:
    text = words()
    title = text("institutions.change_title", name=frame.escape(known.named(language()))) if known else text("institutions.add_title")
    lead = text("institutions.change_lead") if known else text("institutions.add_lead")
    frame.head(title, lead, [lambda: routes.link("institutions", text("pages.institutions"))])
    others = [one for one in institutions.list_institutions(actor) if known is None or one.code != known.code]
    one = known or Institution("", {})
    with st.form("institution", border=True):
        written = _written(one, others, known is not None)
        sent = st.form_submit_button(text("institutions.save"), type="primary", key="save")
    if known:
        routes.link("institutions", text("institutions.leave"), institution=known.code)
    if sent:
        _save(actor, known, written)


def _written(one: Institution, others: list[Institution], fixed: bool) -> Institution:
    key = f"form_{one.code}"
    code = fields.code(key, one.code, fixed)
    names = fields.names(key, one.names)
    left, right = st.columns(2)
    with left:
        group = fields.peer_group(key, one.peer_group, {other.peer_group for other in others})
        staff = fields.staff(key, one.staff)
        since = fields.day(key, "since", one.since)
    with right:
        note = words()("institution_notes.variant")
        variant = st.text_input(said.column("variant"), value=one.variant, help=note, key=f"{key}_variant").strip()
        parent = fields.parent(key, one.parent, others)
        until = fields.day(key, "until", one.until)
    more = {name: st.text_input(name, value=text, key=f"{key}_more_{name}").strip() for name, text in one.more.items()}
    kept = {name: text for name, text in more.items() if text}
    return Institution(code, names, group, variant, staff, parent, since, until, kept)


def _save(actor: Actor, known: Institution | None, written: Institution) -> None:
    text = words()
    try:
        if known:
            institutions.change(actor, known.code, written)
        else:
            institutions.add(actor, written)
    except DataError as error:
        said.refused(error)
    else:
        said.done(text("institutions.saved", name=written.named(language())))
        routes.go("institutions", institution=written.code)
