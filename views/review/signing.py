"""Sign off: one person stands with their name for the agreed values of one institution."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor, may
from assessments.rounds.review import agreement
from assessments.rounds.review.reviewed import Review
from views import frame, moments, routes
from views.language import language, words
from views.review import form


def show(actor: Actor, found: Review) -> None:
    text, kept = words(), found.kept
    if kept.signed_at is not None:
        _signed(actor, found)
        return
    if not found.complete:
        st.info(text("review.lacking", number=found.lacking) if found.lacking else text("review.not_complete"))
        return
    if left := len(found.unsettled()):
        st.warning(text("review.unsettled", number=left))
        routes.link("review", text("review.tab_agree"), **{"return": str(kept.id), "tab": "agree"})
        return
    differ = sum(point.agreed is not None and point.agreed.answer != point.own.answer for point in found.disagreements())
    st.markdown(text("review.summary", number=sum(len(found.asked(one.id, found.agreed)) for one in kept.subjects), differ=differ))
    if waiting := sum(one.open for one in found.questions):
        st.warning(text("review.still_waiting", number=waiting))
    statement = st.text_area(text("review.words"), text("review.default_words"), max_chars=1000, key="sign_words")
    if st.button(text("review.sign"), type="primary", key="sign"):
        _confirm(actor, found, statement)


def _signed(actor: Actor, found: Review) -> None:
    text, kept = words(), found.kept
    st.success(text("review.signed", who=frame.escape(kept.sign_off), when=moments.full(kept.signed_at) if kept.signed_at else ""))
    reopening = kept.round.stage == "review" and may(actor, "agreement.reopen", return_id=kept.id)
    if reopening and st.button(text("review.reopen"), key="reopen"):
        _ask_reopen(found)


def _ask_reopen(found: Review) -> None:
    text = words()

    @st.dialog(text("review.reopen"))
    def ask() -> None:
        st.markdown(text("review.reopen_ask", institution=frame.escape(found.kept.named(language()))))
        form.confirmed(text("review.reopen_now"), "reopen_now", lambda actor: agreement.reopen(actor, found.kept.id))

    ask()


def _confirm(actor: Actor, found: Review, statement: str) -> None:
    text = words()

    @st.dialog(text("review.sign"))
    def ask() -> None:
        place = {"institution": found.kept.named(language()), "round": found.kept.round.named(language()), "name": actor.person.name}
        st.markdown(text("review.sign_ask", **{key: frame.escape(value) for key, value in place.items()}))
        form.confirmed(
            text("review.sign_now", name=actor.person.name), "sign_now", lambda actor: agreement.sign_off(actor, found.kept.id, statement)
        )

    ask()
