"""A new account: who it is, what for, and the link with which its holder chooses a password."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.register.people import people
from views import frame, routes
from views.language import words
from views.people import fields, linking
from views.people import words as said


def show(actor: Actor) -> None:
    text = words()
    frame.head(text("people.add_title"), text("people.add_lead"), [lambda: routes.link("people", text("pages.people"))])
    with st.form("person", enter_to_submit=False):
        name = fields.name()
        login = st.text_input(text("account.login"), max_chars=100, help=text("account.login_hint"), key="person_login")
        email, language = fields.email(), fields.language()
        roles = fields.roles(said.institution_names(actor))
        sent = st.form_submit_button(text("people.add_now"), type="primary")
    if sent and said.attempt(lambda: linking.make(actor, people.add_person(actor, login, name, email, language, roles))):
        said.done(text("people.added", name=name.strip()))
        routes.go("people", person=str(linking.whose()))
