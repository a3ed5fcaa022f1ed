"""What the institution says about a question: its answer with reason and comment, its evidence, and what was asked about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assessments.rounds.evidence.attached import Evidence
from assessments.rounds.returns import NOTHING, Given, Key, Return
from assessments.rounds.review.reviewed import Question
from views import frame
from views.answer import inputs
from views.evidence import listing
from views.language import language, words


def own(kept: Return, key: Key, attached: Sequence[Evidence]) -> None:
    """The institution's column."""
    text = words()
    st.caption(text("review.institution"))
    value(kept, key[1], kept.answers.get(key, NOTHING))
    found = [one for one in attached if key in one.uses]
    if found:
        listing.show(found)
    else:
        st.caption(text("review.no_evidence"))


def value(kept: Return, code: str, given: Given) -> None:
    """An answer with its reason and comment."""
    text, names = words(), kept.edition.wording(language())
    st.markdown(f"**{frame.escape(inputs.told(kept.edition.questionnaire, names, code, given.answer))}**")
    for label, said in (("review.because", given.reason), ("review.comments", given.comment)):
        if said:
            st.markdown(f"{text(label)}: {frame.escape(said)}")


def asked(found: Sequence[Question]) -> None:
    """Questions to the institution with their answers."""
    text = words()
    for one in found:
        st.markdown(f"**{text('review.question')}:** {frame.escape(one.question)}")
        if one.open:
            st.caption(text("review.unanswered"))
        else:
            st.markdown(f"**{text('review.reply')}:** {frame.escape(one.answer)}")
