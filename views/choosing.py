"""A choice that stays in the address, so that a reload and a link show the same part of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from views import address


def part(name: str, options: Sequence[str], label: str, told: Callable[[str], str], key: str) -> str:
    """The part of a page that is picked: the one that the address names under `name`, else the first."""
    asked = address.asked(name, options[0])
    picked = st.segmented_control(
        label,
        options,
        default=asked if asked in options else options[0],
        format_func=told,
        label_visibility="collapsed",
        required=True,
        key=key,
    )
    address.keep(name, picked, options[0])
    return str(picked)
