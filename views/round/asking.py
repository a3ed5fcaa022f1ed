"""A button that asks before it acts: the question stays open until it is answered or closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from assessments.register.access import Actor
from views import who

OPEN = "round_asking"


def button(key: str, label: str, title: str, body: Callable[[Actor], None], kind: Literal["primary", "secondary"] = "secondary") -> None:
    """A button; pressed, it opens a dialog whose `body` is told who is there then, because that may have ended meanwhile."""
    st.button(label, type=kind, key=key, on_click=lambda: st.session_state.update({OPEN: key}))
    if st.session_state.get(OPEN) == key:
        st.dialog(title, width="medium", on_dismiss=close)(lambda: body(who.needed()))()


def close() -> None:
    """The question is answered, or was closed."""
    st.session_state.pop(OPEN, None)
