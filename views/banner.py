"""What answers are, at the head of everything that is made of them."""

from __future__ import annotations

import streamlit as st

from assessments import samples
from assessments.tables.messages import told
from views import frame
from views.language import language, words
from views.shelf import Result


def show(result: Result) -> None:
    """Example or fiction is never to be mistaken for a finding; and what a careful reader should know."""
    if result.kind in samples.KINDS:
        st.info(words()(f"samples.{result.kind}.banner"))
    for warning in result.comparison.warnings:
        st.warning(frame.escape(told(warning, language())))


def without_score(result: Result, subject: str = "") -> None:
    """Why one subject, or all of them, have no overall score, and what to do."""
    cards = [result.scorecards[result.scorecards.position(subject)]] if subject else list(result.scorecards)
    if any(card.root.value is not None for card in cards):
        return
    text, names = words(), result.edition.wording(language())
    missing = dict.fromkeys(note.detail for card in cards for note in card.root.notes if note.kind == "part_missing")
    if missing:
        parts = ", ".join(names.node(code) for code in missing)
        st.warning(frame.escape(text("results.part_missing", root=names.node(result.edition.questionnaire.root), parts=parts)))
