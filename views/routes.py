"""Which pages there are, and links between them that keep the language."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page

from views import language

HOME, SCORE = "home", "score"
VISIBLE = (HOME, SCORE)
HIDDEN = ("edition", "results", "scorecard")


def page(name: str) -> Page:
    """The Streamlit page that `views/pages/<name>.py` shows."""
    return st.Page(
        import_module(f"views.pages.{name}").show,
        title=language.words()(f"pages.{name}"),
        url_path=name,
        default=name == HOME,
        visibility="visible" if name in VISIBLE else "hidden",
    )


def link(name: str, label: str, **place: str) -> None:
    """A link to a page; `place` goes into the address."""
    st.page_link(page(name), label=label, query_params=_address(place))


def go(name: str, **place: str) -> NoReturn:
    """Open a page now."""
    st.switch_page(page(name), query_params=_address(place))


def _address(place: Mapping[str, str]) -> dict[str, str]:
    return {language.KEY: language.language(), **{key: value for key, value in place.items() if value}}
