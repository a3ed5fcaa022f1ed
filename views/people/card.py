"""One account: who it is, its roles, its password, its end."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.register.people import checks, people
from views import frame, routes
from views.language import words
from views.people import ending, fields, linking
from views.people import words as said


def show(actor: Actor, number: int) -> None:
    text, one = words(), people.get(actor, number)
    names = said.institution_names(actor)
    frame.head(frame.escape(one.person.name), "", [lambda: routes.link("people", text("pages.people"))])
    said.say_done()
    state = text("people.active" if one.active else "people.closed")
    st.caption(frame.escape(f"{one.person.login} · {said.roles(one.person.roles, names)} · {said.signs_in(one)} · {state}"))
    if checks.demonstration_login(one.person.login):
        st.info(text("people.made_up"))
        return
    _password(actor, one)
    _roles(actor, one, names)
    _facts(actor, one)
    st.header(text("people.end_title"), anchor=False)
    ending.account(actor, one)


def _roles(actor: Actor, one: people.Account, names: dict[str, str]) -> None:
    text = words()
    st.header(text("people.roles"), anchor=False)
    with st.form("roles", enter_to_submit=False):
        roles = fields.roles(names, one.person.roles, one.person.id)
        sent = st.form_submit_button(text("people.save_roles"), type="primary")
    said.say_done("roles")
    if sent and said.attempt(lambda: people.set_roles(actor, one.person.id, roles)):
        _done("roles", text("people.roles_saved", name=one.person.name))


def _facts(actor: Actor, one: people.Account) -> None:
    text = words()
    st.header(text("people.facts"), anchor=False)
    with st.form("facts", enter_to_submit=False):
        name, email = fields.name(one.person.name, one.person.id), fields.email(one.person.email, one.person.id)
        language = fields.language(one.person.language, one.person.id)
        sent = st.form_submit_button(text("people.save"))
    said.say_done("facts")
    if sent and said.attempt(lambda: people.change_person(actor, one.person.id, name, email, language)):
        _done("facts", text("people.saved", name=name))


def _password(actor: Actor, one: people.Account) -> None:
    text = words()
    st.header(text("account.password"), anchor=False)
    st.markdown(text("people.link_means"))
    made = one.active and st.button(text("people.link_make"), key="make_link")
    if made and said.attempt(lambda: linking.make(actor, one.person.id)):
        st.rerun()
    linking.show(one)


def _done(place: str, text: str) -> None:
    said.done(text, place)
    st.rerun()
