"""What there is to assess with: every edition, by family."""

from __future__ import annotations

import streamlit as st

from assessments import samples
from questionnaires import catalogue
from questionnaires.catalogue import Edition
from questionnaires.problems import Problem, QuestionnaireError
from views import frame, routes
from views.language import language, words

FAMILIES = ("integrity", "initiative", "corruption_risk", "other")


def show() -> None:
    text = words()
    frame.head(text("home.title"), text("home.lead"))
    editions, problems = usable()
    for family in FAMILIES:
        found = [edition for edition in editions if edition.questionnaire.family == family]
        if found:
            st.header(text(f"families.{family}.title"), anchor=False)
            st.markdown(text(f"families.{family}.lead"))
            for edition in sorted(found, key=lambda one: -max(one.questionnaire.years or [0])):
                _card(edition)
    if problems:
        st.warning(text("home.broken"))
        st.code("\n".join(map(str, problems)), language=None, wrap_lines=True)


def usable() -> tuple[list[Edition], list[Problem]]:
    """All editions that load, and what is wrong with the others."""
    editions = []
    folders, problems = catalogue.survey()
    for folder in folders.values():
        try:
            editions.append(catalogue.edition(folder))
        except QuestionnaireError as error:
            problems += error.problems
    return editions, problems


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
            routes.link("edition", text("home.asks"), edition=questionnaire.id)
            for name in samples.names(edition):
                routes.link("results", text(f"home.{samples.kind(name)}"), edition=questionnaire.id, answers=name)
            routes.link("score", text("home.own"), edition=questionnaire.id)


def facts(edition: Edition) -> str:
    """The size of an edition in one line."""
    text, questionnaire, names = words(), edition.questionnaire, edition.wording(language())
    years = sorted(questionnaire.years)
    parts = [
        text("facts.years", first=years[0], last=years[-1]) if len(years) > 1 else text("facts.year", year=years[0]) if years else "",
        text("facts.items", number=len(questionnaire.items)),
        text("facts.respondents", names=", ".join(names.name("respondents", code) for code in questionnaire.respondents)),
        text("facts.range", bottom=f"{questionnaire.bottom:g}", top=f"{questionnaire.top:g}"),
        text(f"facts.{questionnaire.higher_is}"),
    ]
    return " · ".join(part for part in parts if part)
