"""Where an edition comes from: its sources, its scoring, and what its authors say about the method."""

from __future__ import annotations

import streamlit as st

from questionnaires.catalogue import Edition
from questionnaires.model import Questionnaire, Scoring
from questionnaires.wording import Wording
from scoring import not_applicable
from views import frame
from views.edition.source import stated
from views.language import words


def sources(questionnaire: Questionnaire, names: Wording) -> None:
    for key, source in questionnaire.sources.items():
        title = frame.escape(names.source(key, default=source.title))
        st.markdown(f"- [{title}]({source.url})" if source.url else f"- {title}")
        if source.note:
            st.caption(frame.escape(names.source(key, "note", source.note)))
    if not questionnaire.sources:
        st.info(words()("edition.no_sources"))


def show(edition: Edition, names: Wording) -> None:
    """How it is scored, and the README; the part in the language of the page first, where it has one."""
    text, questionnaire = words(), edition.questionnaire
    st.caption(text("edition.version", version=questionnaire.version, digest=questionnaire.digest[:12]))
    _scored(
        questionnaire,
        names,
        text("edition.scored_by", method=text.name("methods", questionnaire.scoring.method)),
        questionnaire.scoring,
        "scoring",
    )
    for code, group in questionnaire.groups.items():
        if group.scoring:
            title = text("edition.scored_by_part", part=names.node(code), method=text.name("methods", group.scoring.method))
            _scored(questionnaire, names, title, group.scoring, f"scoring.{code}")
    if not_applicable.possible(questionnaire, edition.folder):
        _ceiling(questionnaire, names)
    readme = edition.folder / "README.md"
    if not readme.is_file():
        st.info(text("edition.no_readme"))
        return
    written = readme.read_text(encoding="utf-8").replace("~", "\\~")
    written = written.partition("\n")[2] if written.startswith("# ") else written
    whole, _, own = written.partition(f"## {text('edition.own_part')}\n")
    if not own:
        st.markdown(whole)
        return
    st.markdown(own)
    with st.expander(text("edition.whole_readme")):
        st.markdown(whole)


def _ceiling(questionnaire: Questionnaire, names: Wording) -> None:
    """How much may be declared not applicable, and who says so."""
    text, rule = words(), questionnaire.not_applicable
    if rule.ceiling < 1:
        title, meaning = text("edition.ceiling", share=f"{100 * rule.ceiling:g}"), text("edition.ceiling_means")
    else:
        title, meaning = text("edition.no_ceiling"), text("edition.no_ceiling_means")
    st.markdown(f"**{frame.escape(title)}** {frame.tag(rule.provenance)}")
    st.caption(frame.escape(" ".join(part for part in (meaning, stated(questionnaire, names, rule, "not_applicable")) if part)))


def _scored(questionnaire: Questionnaire, names: Wording, title: str, scoring: Scoring, where: str) -> None:
    st.markdown(f"**{frame.escape(title)}** {frame.tag(scoring.provenance)}")
    parameters = ", ".join(f"{name} {value}" for name, value in scoring.parameters.items())
    if explained := stated(questionnaire, names, scoring, where) or parameters:
        st.caption(frame.escape(explained))
