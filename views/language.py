"""The language of this visit: from the address, else from earlier in the visit, else from the browser."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assessments.texts import LANGUAGES, Texts, texts

FOLDER = Path(__file__).parent / "texts"
NAMES = {"ko": "한국어", "en": "English"}
KEY = "lang"


def language() -> str:
    """`ko` or `en`."""
    asked = st.query_params.get(KEY) or st.session_state.get(KEY) or (st.context.locale or "en")[:2].lower()
    return asked if asked in LANGUAGES else "en"


def words() -> Texts:
    """The texts of pages and results in this visit's language."""
    return texts(language(), FOLDER)


def keep() -> None:
    """Remember the language for the visit, and keep it in the address so that a link shows what its sender saw."""
    chosen = language()
    st.session_state[KEY] = chosen
    if st.query_params.get(KEY) != chosen:
        st.query_params[KEY] = chosen


def switch() -> None:
    """The switch at the head of every page."""

    def chosen() -> None:
        picked = st.session_state["language_switch"]
        if picked:
            st.session_state[KEY] = picked
            st.query_params[KEY] = picked

    st.segmented_control(
        words()("language"),
        LANGUAGES,
        default=language(),
        format_func=NAMES.__getitem__,
        key="language_switch",
        on_change=chosen,
        label_visibility="collapsed",
        required=True,
    )
