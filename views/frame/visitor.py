"""At the very top of every page: who is signed in, how to sign out, and that a demonstration is one."""

from __future__ import annotations

from html import escape

import streamlit as st

from assessments.register.access import Actor
from assessments.register.people import demonstration
from views import language, who


def show(actor: Actor | None) -> None:
    """One line; for a visitor, the way in."""
    text = language.words()
    if actor is None:
        parts = [_link(text("account.sign_in.title"), who.sign_in_address())]
    else:
        parts = [f"<span>{escape(actor.person.name)}</span>", _link(text("account.sign_out.title"), _address(who.SIGN_OUT))]
        if demonstration.on(actor.store):
            made_up = f"<strong>{escape(text('demonstration.banner'))}</strong>"
            parts = [made_up, _link(text("frame.another_role"), _address(who.SIGN_IN)), *parts]
    st.html(f'<div class="visitor">{"".join(parts)}</div>')


def _address(path: str) -> str:
    return f"{path}?{language.KEY}={language.language()}"


def _link(label: str, address: str) -> str:
    return f'<a href="{escape(address)}" target="_self">{escape(label)}</a>'
