"""Whoever comes back from an OpenID Connect provider: find out who that is here, and let our own route set the cookie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any, NoReturn
from urllib.parse import urlencode

import streamlit as st

from assessments.register.people import codes, identities
from assessments.register.people.identities import Claims, Stale, Stranger
from assessments.store.engine import Store
from assessments.tables.messages import Message
from assessments.texts import Texts
from views import frame, language

ENTER, STRANGER, LOOKED = (
    "entering",
    "stranger",
    "looked_at_the_door",
)  # kept for this visit, so that a page that is run twice says the same


def at_the_door(store: Store, signed_in: bool) -> None:
    """If Streamlit knows somebody from a provider, let them in or say why not, and stop the page; else the page goes on without them.

    Whoever is `signed_in` already may have signed in elsewhere as somebody else just now; once in a visit that is looked at.
    """
    known, st.session_state[LOOKED] = st.session_state.get(LOOKED, False), True
    claims = claimed(st.user)
    if claims is None or (signed_in and known and not {ENTER, STRANGER} & set(st.session_state)):
        return
    now = datetime.now(UTC)
    try:
        st.session_state[ENTER] = identities.arrive(store, claims, now), now
    except Stranger as no:
        st.session_state[STRANGER] = no.why
    except Stale:
        code, made = st.session_state.get(ENTER, ("", now))
        if not code or now - made > codes.LAST[codes.SIGN_IN]:
            st.session_state.pop(ENTER, None)
    if ENTER in st.session_state:
        _enter(st.session_state[ENTER][0])
    if STRANGER in st.session_state:
        _refuse(st.session_state[STRANGER])


def claimed(user: Mapping[str, Any]) -> Claims | None:
    """What the provider says of whoever signed in there; none if nobody did, or if it does not say who and when."""
    if not user.get("is_logged_in") or not all(user.get(name) for name in ("iss", "sub", "iat")):
        return None
    verified = user.get("email_verified") in (True, "true")  # some providers write it as a text
    issued = datetime.fromtimestamp(int(user["iat"]), UTC)
    return Claims(str(user["iss"]), str(user["sub"]), str(user.get("email") or ""), verified, issued, str(user.get("nonce") or ""))


def _enter(code: str) -> NoReturn:
    """Go to the route that sets the cookie: by script, and by a link where scripts of pages do not run."""
    text = _page("account.arriving.title")
    address = "/account/enter?" + urlencode({"code": code, language.KEY: language.language()})
    st.html(f'<a class="plain" href="{escape(address)}" target="_self">{escape(text("account.arriving.go_on"))}</a>')
    st.html(f"<script>window.location.replace('{address}')</script>", unsafe_allow_javascript=True)
    st.stop()


def _refuse(why: Message) -> NoReturn:
    text = _page("account.arriving.refused")
    told = why.told(language.language())
    st.error(frame.escape(told[:1].upper() + told[1:]))
    if st.button(text("account.arriving.leave"), type="primary"):
        st.session_state.pop(STRANGER)
        st.logout()
    st.stop()


def _page(title: str) -> Texts:
    """The head of a page outside the navigation."""
    text = language.words()
    language.keep()
    frame.dress()
    st.title(text(title), anchor=False)
    return text
