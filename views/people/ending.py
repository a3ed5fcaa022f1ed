"""What ends something: closing an account, signing somebody out, the end of the demonstration. Each is asked for again, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from assessments.register.access import Actor, may
from assessments.register.institutions.wrong import Wrong
from assessments.register.people import demonstration as made_up
from assessments.register.people import people
from views import frame
from views.language import words
from views.people import words as said

END, REFUSED = "end", "people_refused"


def account(actor: Actor, one: people.Account) -> None:
    """Close or open an account; sign its holder out everywhere."""
    text, number, name = words(), one.person.id, one.person.name
    said.say_done(END)
    with st.container(horizontal=True):
        if st.button(text("people.sign_out"), key="sign_out"):
            _asked(
                text("people.sign_out"), text("people.sign_out_means", name=frame.escape(name)), partial(_signed_out, actor, number, name)
            )
        if one.active and st.button(text("people.close"), key="close"):
            _asked(text("people.close"), text("people.close_means", name=frame.escape(name)), partial(_closed, actor, number, name))
        reopen = not one.active and st.button(text("people.reopen"), key="reopen")
    if reopen and said.attempt(partial(_reopened, actor, number, name)):
        st.rerun()


def demonstration(actor: Actor) -> None:
    """Switch the walk round off for good, where there is one."""
    if not may(actor, "demonstration.end") or not made_up.on(actor.store):
        return
    text = words()
    st.header(text("demonstration.title"), anchor=False)
    st.markdown(text("demonstration.end_lead"))
    if st.button(text("demonstration.end"), key="end_demonstration"):
        _asked(text("demonstration.end"), text("demonstration.end_means"), partial(_ended, actor))


def oneself(actor: Actor) -> None:
    """Sign out on all devices."""
    text = words()
    if st.button(text("account.sign_out.everywhere"), key="everywhere"):
        act = partial(people.sign_out_everywhere, actor, actor.person.id)
        _asked(text("account.sign_out.everywhere"), text("account.sign_out.everywhere_means"), act)


def _asked(title: str, means: str, act: Callable[[], object]) -> None:
    """Ask once more before it is done. It is done as the click comes in, before anything is shown again."""

    def now() -> None:
        try:
            act()
        except Wrong as wrong:
            st.session_state[REFUSED] = wrong.reasons

    def body() -> None:
        st.markdown(means)
        clicked = st.button(title, type="primary", key="confirm", on_click=now)
        if REFUSED in st.session_state:
            said.refused(st.session_state.pop(REFUSED))
        elif clicked:
            st.rerun()

    st.dialog(title)(body)()


def _signed_out(actor: Actor, number: int, name: str) -> None:
    said.done(words()("people.signed_out", name=name, number=people.sign_out_everywhere(actor, number)), END)


def _closed(actor: Actor, number: int, name: str) -> None:
    people.deactivate(actor, number)
    said.done(words()("people.closed_done", name=name), END)


def _reopened(actor: Actor, number: int, name: str) -> None:
    people.activate(actor, number)
    said.done(words()("people.reopened", name=name), END)


def _ended(actor: Actor) -> None:
    made_up.end(actor)
    said.done(words()("demonstration.ended"))
