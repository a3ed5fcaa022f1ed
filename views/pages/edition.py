"""What an edition asks, with which weights, and who says so."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from views import address, frame, routes
from views.edition import method, questions, scales, tree
from views.editions import facts
from views.language import language, words


def show() -> None:
    text, edition = words(), address.edition()
    names, questionnaire = edition.wording(language()), edition.questionnaire
    frame.head(
        names.edition() or questionnaire.id,
        frame.escape(names.edition("summary")),
        [lambda: routes.link(routes.LIBRARY, text("pages.library"))],
    )
    st.caption(frame.escape(facts(edition)))
    routes.link("score", text("edition.score"), edition=questionnaire.id)
    _tabs(
        tree=lambda: tree.show(questionnaire, names, edition.folder),
        questions=lambda: questions.show(questionnaire, names),
        scales=lambda: scales.show(questionnaire, names),
        sources=lambda: method.sources(questionnaire, names),
        method=lambda: method.show(edition, names),
    )


def _tabs(**shown: Callable[[], None]) -> None:
    """One tab each, of which only the open one is made; which one that is stays in the address."""
    text, keys = words(), list(shown)
    labels = [text(f"edition.{key}") for key in keys]
    asked = address.asked("tab", keys[0])
    first = labels[keys.index(asked) if asked in keys else 0]
    tabs = st.tabs(labels, default=first, on_change="rerun", key=f"tabs_{language()}")
    for key, tab in zip(keys, tabs, strict=True):
        if tab.open:
            address.keep("tab", key, keys[0])
            with tab:
                shown[key]()
