"""Which pages there are, who sees them in the navigation, and links between them that keep the language."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page

from assessments.register.access import Person
from views import language

TASKS, LIBRARY, SCORE = "tasks", "library", "score"
ANYBODY = ("visitor", "administrator", "coordinator", "reviewer", "officer", "trainer", "reader")
SIGNED_IN = ANYBODY[1:]
NOBODY = ()
PAGES: Mapping[str, tuple[str, ...]] = {
    TASKS: ANYBODY,
    "rounds": ("coordinator",),
    "institutions": ("administrator", "coordinator", "reviewer", "officer"),
    "published": SIGNED_IN,
    LIBRARY: ANYBODY,
    SCORE: ("coordinator", "trainer"),
    "people": ("administrator",),
    "administration": ("administrator",),
    "account": SIGNED_IN,
    "edition": NOBODY,
    "results": NOBODY,
    "scorecard": NOBODY,
    "round": NOBODY,
    "subjects": NOBODY,
    "answer": NOBODY,
    "register": NOBODY,
    "offline": NOBODY,
    "evidence": NOBODY,
    "review": NOBODY,
    "changes": NOBODY,
}
"""Who sees a page in the navigation; every page may be opened by its address, and asks itself who may see what."""


def shown(person: Person | None) -> list[Page]:
    """Every page, those for this person visible; one lands on the first."""
    roles = {role for role, _ in person.roles} if person else {"visitor"}
    return [page(name, bool(roles & set(seen_by))) for name, seen_by in PAGES.items()]


def page(name: str, visible: bool = True) -> Page:
    """The Streamlit page that `views/pages/<name>.py` shows."""
    return st.Page(
        import_module(f"views.pages.{name}").show,
        title=language.words()(f"pages.{name}"),
        url_path=name,
        default=name == TASKS,
        visibility="visible" if visible else "hidden",
    )


def link(name: str, label: str, **place: str) -> None:
    """A link to a page; `place` goes into the address."""
    st.page_link(page(name), label=label, query_params=_address(place))


def go(name: str, **place: str) -> NoReturn:
    """Open a page now."""
    st.switch_page(page(name), query_params=_address(place))


def _address(place: Mapping[str, str]) -> dict[str, str]:
    return {language.KEY: language.language(), **{key: value for key, value in place.items() if value}}
