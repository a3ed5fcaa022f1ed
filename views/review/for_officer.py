"""The institution's side of a review: what reviewers ask, and, when it is signed off, what they changed and why."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor, may
from assessments.rounds import model
from assessments.rounds.returns import Return
from assessments.rounds.review import agreement, questions
from assessments.rounds.review.agreement import Difference
from assessments.rounds.review.reviewed import Question
from views import frame, moments
from views.evidence import listing
from views.language import words
from views.review import beside, form


def show(actor: Actor, return_: Return) -> None:
    """Nothing where there is nothing to say: before the review nobody has asked anything."""
    if return_.round.stage in (model.OPEN, model.SELF):
        return
    found = questions.list_questions(actor, return_.id)
    if found:
        _questions(actor, return_, found)
    outcome = agreement.outcome(actor, return_.id)
    if outcome is not None:
        _outcome(return_, outcome)


def _questions(actor: Actor, kept: Return, found: list[Question]) -> None:
    text = words()
    waiting = sum(one.open for one in found)
    answering = kept.state != model.SIGNED_OFF and kept.round.stage == model.REVIEW
    with st.expander(text("review.officer.questions", number=len(found), open=waiting), expanded=answering and bool(waiting)):
        if kept.state == model.SENT_BACK:
            st.markdown(text("review.officer.sent_back"))
        for one in found:
            about = listing.question(kept, (one.subject_id, one.item)) if one.item and one.subject_id else text("review.whole_return")
            st.markdown(f"**{frame.escape(about)}**")
            beside.asked([one])
            if one.answered_at:
                st.caption(moments.full(one.answered_at))
            if answering and may(actor, "questions.answer", question_id=one.id):
                _answer(one)


def _answer(one: Question) -> None:
    text = words()
    with st.form(f"answer_{one.id}"):
        written = st.text_area(text("review.reply"), one.answer, max_chars=questions.LONGEST, key=f"reply_{one.id}")
        sent = st.form_submit_button(text("review.officer.send" if one.open else "review.officer.send_again"), key=f"send_{one.id}")
    if sent:
        form.do(lambda actor: questions.answer(actor, one.id, written))


def _outcome(kept: Return, outcome: agreement.Outcome) -> None:
    text = words()
    when = moments.full(outcome.signed_at) if outcome.signed_at else ""
    st.success(text("review.signed", who=frame.escape(outcome.sign_off), when=when))
    if not outcome.differences:
        st.markdown(text("review.officer.unchanged"))
        return
    with st.expander(text("review.officer.changed", number=len(outcome.differences))):
        for one in outcome.differences:
            _difference(kept, one)


def _difference(kept: Return, one: Difference) -> None:
    text = words()
    st.markdown(f"**{frame.escape(listing.question(kept, (one.subject.id, one.item)))}**")
    left, right = st.columns(2)
    with left:
        st.caption(text("review.officer.own"))
        beside.value(kept, one.item, one.own)
    with right:
        st.caption(text("review.officer.final"))
        beside.value(kept, one.item, one.final)
