"""A choice that stands in the address: a link, a reload and *back* show what was picked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from views import address


def choose(draw: Callable[..., object], name: str, label: str, options: Sequence[str], default: str, **more: Any) -> str:
    """Draw a widget for one of some options; the address under `name` decides which is picked.

    What an option is called must not change while the page is open: browsers answer with the words that they were shown.
    """
    asked, key = address.asked(name), f"choice_{name}"
    current = asked if asked in options else default
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    draw(label, options, key=key, on_change=_picked, args=(name, key), **more)
    return current


def _picked(name: str, key: str) -> None:
    st.query_params[name] = st.session_state[key]
