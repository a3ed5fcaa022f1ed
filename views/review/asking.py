"""Questions to the institution, and giving the return back to it."""

from __future__ import annotations

import streamlit as st

from assessments.rounds.review import questions
from assessments.rounds.review.reviewed import Question, Review
from views import frame, moments
from views.evidence import listing
from views.language import language, words
from views.review import beside, form


def show(found: Review, person_id: int) -> None:
    text, kept = words(), found.kept
    if not found.questions:
        st.info(text("review.no_questions"))
    for one in found.questions:
        with st.container(border=True, key=f"question_{one.id}"):
            _question(found, one, person_id)
    if not found.open:
        return
    with st.form("ask_whole", clear_on_submit=True):
        written = st.text_area(text("review.ask_whole"), max_chars=questions.LONGEST, key="ask_text")
        sent = st.form_submit_button(text("review.ask_now"), key="ask_send")
    if sent:
        form.do(lambda actor: questions.ask(actor, kept.id, written))
    _send_back(found)


def _question(found: Review, one: Question, person_id: int) -> None:
    text = words()
    about = listing.question(found.kept, (one.subject_id, one.item)) if one.item and one.subject_id else text("review.whole_return")
    st.markdown(f"**{frame.escape(about)}**")
    beside.asked([one])
    said = text("review.asked_by", name=one.asked_by, when=moments.full(one.asked_at))
    if one.answered_at:
        said += " · " + text("review.answered_by", name=one.answered_by, when=moments.full(one.answered_at))
    st.caption(frame.escape(said))
    mine = found.open and one.open and one.asker == person_id
    if mine and st.button(text("review.withdraw"), key=f"withdraw_{one.id}"):
        form.do(lambda actor: questions.withdraw(actor, one.id))


def _send_back(found: Review) -> None:
    text, waiting = words(), sum(one.open for one in found.questions)
    st.header(text("review.send_back"), anchor=False)
    st.markdown(text("review.send_back_lead"))
    if not waiting:
        st.caption(text("review.ask_first"))
    if st.button(text("review.send_back"), disabled=not waiting, key="send_back"):
        _confirm(found, waiting)


def _confirm(found: Review, waiting: int) -> None:
    text = words()

    @st.dialog(text("review.send_back"))
    def ask() -> None:
        st.markdown(text("review.send_back_ask", institution=frame.escape(found.kept.named(language())), number=waiting))
        form.confirmed(text("review.send_back_now"), "send_back_now", lambda actor: questions.send_back(actor, found.kept.id))

    ask()
