"""How sure a score and its grade are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments.charts.words import decimals
from assessments.results.assess import Scorecard
from questionnaires.wording import Wording
from scoring import explain
from views.language import words
from views.scorecard.titles import full
from views.shelf import Result


def show(result: Result, card: Scorecard, names: Wording) -> None:
    """How probable each grade and rank is, and how much the weights matter."""
    text, questionnaire = words(), result.edition.questionnaire
    st.header(text("scorecard.sure"), anchor=False)
    root = questionnaire.root
    subjects, chances = result.comparison.probabilities(root, card.peer_group)
    place = subjects.index(card.subject)
    sampled = card.root.margin is not None and card.root.margin > 0
    if sampled and chances.grades is not None and questionnaire.grading and len(subjects) > 1:
        st.markdown(text("scorecard.grade_chances"))
        row = {
            names.name("grades", grade): f"{100 * share:.0f} %"
            for grade, share in zip(questionnaire.grading.names, chances.grades[place], strict=True)
        }
        st.dataframe(pd.DataFrame([row]), hide_index=True)
    moved = explain.weight_sensitivity(result.scorecards.scores)
    position = result.scorecards.position(card.subject)
    changes = sorted(((code, float(column[position])) for code, column in moved.items()), key=lambda pair: -abs(pair[1]))
    shown = [(code, change) for code, change in changes if abs(change) > 0.5 * 10 ** -(decimals(questionnaire) + 1)][:8]
    if shown:
        st.markdown(text("scorecard.sensitivity"))
        places = decimals(questionnaire) + 1
        rows = [
            {text("edition.part"): full(questionnaire, names, code), text("scorecard.change"): f"{change:+.{places}f}"}
            for code, change in shown
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True)
    else:
        st.caption(text("scorecard.insensitive"))
