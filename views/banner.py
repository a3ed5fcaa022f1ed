"""What answers are, at the head of everything that is made of them."""

from __future__ import annotations

import streamlit as st

from assessments import samples
from assessments.rounds.results.opened import Opened
from assessments.tables.messages import told
from views import frame, moments, stored
from views.language import language, words
from views.shelf import Result


def show(result: Result) -> None:
    """Example or fiction is never to be mistaken for a finding; and what a careful reader should know."""
    if result.kind in samples.KINDS:
        st.info(words()(f"samples.{result.kind}.banner"))
    if result.stored:
        _of_round(result.stored)
    for warning in result.comparison.warnings:
        st.warning(frame.escape(told(warning, language())))


def _of_round(opened: Opened) -> None:
    """On which answers a result rests, whether it is published, and by which weights it was made where they are not the edition's own."""
    text, one = words(), opened.stored
    made = text("published.made", label=stored.label(one), day=moments.day(one.made_at))
    if one.published_at:
        st.caption(frame.escape(f"{made} {text('published.since', day=moments.day(one.published_at))}"))
    else:
        st.info(frame.escape(f"{made} {text('published.unpublished' if opened.whole else 'published.own_only')}"))
    if one.rescored:
        names, usual = opened.edition.wording(language()), opened.edition.questionnaire.nodes
        changed = ", ".join(
            text("published.weight", part=names.node(code), now=f"{weight:g}", usual=f"{usual[code].weight:g}")
            for code, weight in one.weights.items()
        )
        st.warning(frame.escape(text("published.rescored", weights=changed)))


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
