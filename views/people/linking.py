"""The link with which somebody chooses a password: shown once, to be passed on by hand."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from assessments.register.access import Actor
from assessments.register.people import people
from views.account import start
from views.language import KEY, words

LINK = "people_link"


def make(actor: Actor, number: int) -> None:
    """Make a link for somebody, to be shown when the account is shown."""
    st.session_state[LINK] = number, people.reset_link(actor, number)


def whose() -> int:
    """For whom the link is that is to be shown."""
    return int(st.session_state[LINK][0])


def show(account: people.Account) -> None:
    """A link that was just made for this person; it is gone when the page is left or shown again."""
    number, code = st.session_state.pop(LINK, (0, ""))
    if number != account.person.id:
        return
    text = words()
    with st.container(border=True, key="link"):
        st.subheader(text("people.link_title"), anchor=False)
        st.markdown(text("people.link_lead"))
        st.code(address(code, account.person.language), language=None, wrap_lines=True)


def address(code: str, language: str) -> str:
    """The whole address, at the place where the administrator's browser found us."""
    here = urlsplit(st.context.url or start.address())
    spoken = f"&{KEY}={language}" if language else ""
    return f"{here.scheme}://{here.netloc}/account/password?code={code}{spoken}"
