"""Who is looking, and at which store: from the cookie that our own routes set."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import NoReturn
from urllib.parse import urlencode, urlsplit

import streamlit as st

from assessments.register.access import Actor
from assessments.register.people import sessions, set_up
from assessments.store.engine import Store, open_store
from views import arriving, frame, language

COOKIE = "haechi"
SIGN_IN, SIGN_OUT = "/account/sign-in", "/account/sign-out"


@lru_cache(maxsize=1)
def store() -> Store:
    """The one store of this process, for pages and plain routes alike."""
    return open_store()


def actor() -> Actor | None:
    """The person who is signed in, asked anew at every run of a page, so that a session ended elsewhere has ended here too."""
    person = sessions.person_of(store(), token()) if token() else None
    arriving.at_the_door(store(), person is not None)
    return Actor(store(), person) if person else None


def token() -> str:
    """What the cookie of this browser holds; blank without one."""
    return st.context.cookies.get(COOKIE, "")


def needed(headed: bool = False) -> Actor:
    """The person who is signed in; without one, the page says where to sign in and stops. `headed`: the page has its title already."""
    return actor() or _stop(headed)


def sign_in_address() -> str:
    """Where to sign in to come back to this page."""
    here = urlsplit(st.context.url or "/")
    back = (here.path or "/") + (f"?{urlencode(st.query_params.to_dict())}" if st.query_params else "")
    return f"{SIGN_IN}?{urlencode({'next': back, language.KEY: language.language()})}"


def link(label: str, address: str) -> None:
    """A link to a plain page of ours, in this tab."""
    st.html(f'<a class="plain" href="{escape(address)}" target="_self">{escape(label)}</a>')


def _stop(headed: bool) -> NoReturn:
    text, first = language.words(), set_up.needed(store())
    if not headed:
        frame.head(text("account.told.no_people.title" if first else "account.sign_in.title"))
    st.info(text("account.told.no_people.detail" if first else "account.needed"))
    if not first:
        link(text("account.sign_in.title"), sign_in_address())
    st.stop()
