"""What there is to assess with: every edition, by family."""

from __future__ import annotations

import streamlit as st

from assessments import samples
from questionnaires.catalogue import Edition
from views import frame, routes
from views.editions import facts, usable
from views.language import language, words

FAMILIES = ("integrity", "initiative", "corruption_risk", "other")


def show() -> None:
    text = words()
    frame.head(text("library.title"), text("library.lead"))
    editions, problems = usable()
    for family in FAMILIES:
        found = [edition for edition in editions if edition.questionnaire.family == family]
        if found:
            st.header(text(f"families.{family}.title"), anchor=False)
            st.markdown(text(f"families.{family}.lead"))
            for edition in sorted(found, key=lambda one: -max(one.questionnaire.years or [0])):
                _card(edition)
    if problems:
        st.warning(text("library.broken"))
        st.code("\n".join(map(str, problems)), language=None, wrap_lines=True)


def _card(edition: Edition) -> None:
    text, questionnaire = words(), edition.questionnaire
    names = edition.wording(language())
    with st.container(border=True, key=f"edition_{questionnaire.id}"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            st.subheader(names.edition() or questionnaire.id, anchor=False)
            st.markdown(frame.escape(names.edition("summary")))
            st.caption(frame.escape(facts(edition)))
        with right:
            routes.link("edition", text("library.asks"), edition=questionnaire.id)
            for name in samples.names(edition):
                routes.link("results", text(f"library.{samples.kind(name)}"), edition=questionnaire.id, answers=name)
            routes.link("score", text("library.own"), edition=questionnaire.id)
