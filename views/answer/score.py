"""The score so far: apart from the progress, only if the round shows it, and only when asked for."""

from __future__ import annotations

import streamlit as st

from assessments.charts.words import decimals, number
from assessments.register.access import Actor, may
from assessments.rounds.results import results
from assessments.rounds.returns import Return, Subject
from views.language import language, words


def so_far(actor: Actor, kept: Return, subject: Subject) -> None:
    """What the institution's own confirmed answers would give, with a warning that it is no result."""
    if not kept.round.rules.score_shown or not may(actor, "results.so_far", return_id=kept.id):
        return
    text, questionnaire = words(), kept.edition.questionnaire
    if not st.toggle(text("answer.score"), key=f"score_{kept.id}"):
        return
    card = results.so_far(actor, kept.id, subject.id)
    if card is None or card.root.value is None:
        st.caption(text("answer.no_score"))
        return
    low, high = questionnaire.range
    names = kept.edition.wording(language())
    st.metric(
        names.node(questionnaire.root), text("answer.score_of", value=number(card.root.value, decimals(questionnaire)), top=f"{high:g}")
    )
    st.caption(text("answer.score_note", low=f"{low:g}", high=f"{high:g}"))
