"""What an edition asks, with which weights, and who says so."""

from __future__ import annotations

import streamlit as st

from views import address, frame, routes
from views.edition import method, questions, scales, tree
from views.language import language, words
from views.pages.home import facts


def show() -> None:
    text, edition = words(), address.edition()
    names, questionnaire = edition.wording(language()), edition.questionnaire
    frame.head(
        names.edition() or questionnaire.id, frame.escape(names.edition("summary")), [lambda: routes.link(routes.HOME, text("pages.home"))]
    )
    st.caption(frame.escape(facts(edition)))
    routes.link("score", text("edition.score"), edition=questionnaire.id)
    tabs = st.tabs([text(f"edition.{name}") for name in ("tree", "questions", "scales", "sources", "method")])
    with tabs[0]:
        tree.show(questionnaire, names, edition.folder)
    with tabs[1]:
        questions.show(questionnaire, names)
    with tabs[2]:
        scales.show(questionnaire, names)
    with tabs[3]:
        method.sources(questionnaire, names)
    with tabs[4]:
        method.show(edition, names)
