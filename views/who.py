"""Who is looking, and at which store: from the cookie that our own routes set."""

from __future__ import annotations

import streamlit as st

from assessments.register import sessions
from assessments.register.access import Actor
from assessments.store.engine import Store, open_store

COOKIE = "haechi"


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store of this process."""
    return open_store()


def actor() -> Actor | None:
    """The person who is signed in, asked anew at every run of a page, so that a session ended elsewhere has ended here too."""
    token = st.context.cookies.get(COOKIE, "")
    person = sessions.person_of(store(), token) if token else None
    return Actor(store(), person) if person else None


def needed() -> Actor:
    """The person who is signed in; without one, the page says where to sign in and stops."""
    found = actor()
    if found is None:
        st.stop()
    return found
