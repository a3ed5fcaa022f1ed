"""One's own account: name, language, roles, password, and signing out."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions.wrong import Wrong
from assessments.register.people import people
from assessments.register.people.attempts import TooMany
from assessments.tables.messages import Message
from views import frame, who
from views.language import KEY, language, words
from views.people import ending, fields
from views.people import words as said


def show() -> None:
    actor = who.needed()
    text, own = words(), people.own(actor)
    frame.head(text("account.title"), text("account.lead"))
    st.markdown(text("account.you_are", login=frame.escape(own.person.login)))
    names = said.institution_names(actor)
    for role in sorted(own.person.roles):
        st.markdown(f"- {frame.escape(said.roles([role], names))}: {text(f'account.role_means.{role[0]}')}")
    _facts(actor, own)
    if own.signs_in in ("password", "both"):
        _password(actor)
    _leaving(actor)


def _facts(actor: Actor, own: people.Account) -> None:
    text = words()
    st.header(text("account.facts"), anchor=False)
    with st.form("facts", enter_to_submit=False):
        name, spoken = fields.name(own.person.name), fields.language(own.person.language)
        sent = st.form_submit_button(text("people.save"))
    said.say_done("facts")
    if sent and said.attempt(lambda: people.change_own(actor, name, spoken)):
        if spoken:
            st.session_state[KEY] = st.query_params[KEY] = spoken
        said.done(words()("account.saved"), "facts")
        st.rerun()


def _password(actor: Actor) -> None:
    text = words()
    st.header(text("account.change_password"), anchor=False)
    st.markdown(text("account.change_lead"))
    with st.form("password", clear_on_submit=True, enter_to_submit=False):
        old = st.text_input(text("account.old_password"), type="password", autocomplete="current-password", key="old_password")
        new = st.text_input(
            text("account.new_password"),
            type="password",
            autocomplete="new-password",
            help=text("account.password_hint"),
            key="new_password",
        )
        again = st.text_input(text("account.again"), type="password", autocomplete="new-password", key="again_password")
        if st.form_submit_button(text("account.change_now")):
            _change(actor, old, new, again)


def _change(actor: Actor, old: str, new: str, again: str) -> None:
    text = words()
    if new != again:
        st.error(text("account.different"))
        return
    reasons: list[Message] = []
    try:
        with st.spinner(text("account.changing")):
            people.change_password(actor, old, new, who.token())
    except Wrong as wrong:
        reasons = wrong.reasons
    except TooMany as no:
        reasons = [no.why]
    if reasons:
        said.refused(reasons)
    else:
        st.success(text("account.changed"))


def _leaving(actor: Actor) -> None:
    text = words()
    st.header(text("account.sign_out.title"), anchor=False)
    who.link(text("account.sign_out.here"), f"{who.SIGN_OUT}?{KEY}={language()}")
    ending.oneself(actor)
