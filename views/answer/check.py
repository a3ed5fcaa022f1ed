"""Before handing in: everything that is missing, each a click away; then the one button."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor, may
from assessments.rounds import returns
from assessments.rounds.returns import Missing, NotNow, Return
from views import frame, moments, routes
from views.answer import section as sections
from views.language import language, words

LISTED = 60


def show(actor: Actor, kept: Return) -> None:
    text = words()
    st.header(text("answer.check"), anchor=False)
    if not kept.writable:
        locked(actor, kept)
        return
    lack = returns.missing(actor, kept.id)
    if not lack:
        st.success(text("answer.complete"))
    else:
        st.info(text("answer.missing", number=len(lack)))
        for number, missing in enumerate(lack[:LISTED]):
            _missing(kept, missing, number)
        if len(lack) > LISTED:
            st.caption(text("answer.more_missing", number=len(lack) - LISTED))
    if may(actor, "returns.submit", return_id=kept.id) and st.button(text("answer.hand_in"), type="primary", disabled=bool(lack)):
        _confirm(actor, kept)


def locked(actor: Actor, kept: Return) -> None:
    """What state a return is in that takes no answers, and how to open it again while that is safe."""
    text = words()
    st.info(text(f"answer.locked.{kept.state}" if kept.state in ("submitted", "signed_off") else "answer.locked.stage"))
    if kept.submitted_at:
        st.caption(text("answer.handed_in_at", when=moments.full(kept.submitted_at)))
    if kept.state == "answering" and kept.round.stage == "review" and may(actor, "returns.let_go_on", return_id=kept.id):
        st.markdown(text("answer.late"))
        if st.button(text("answer.let_go_on")):
            try:
                returns.let_go_on(actor, kept.id)
            except NotNow as error:
                st.error(error.why.told(language()))
            else:
                st.rerun()
    may_take_back = (
        kept.state == "submitted" and kept.round.stage == "self_assessment" and may(actor, "returns.take_back", return_id=kept.id)
    )
    if may_take_back and st.button(text("answer.take_back")):
        try:
            returns.take_back(actor, kept.id)
        except NotNow as error:
            st.error(error.why.told(language()))
        else:
            st.rerun()


def _missing(kept: Return, missing: Missing, number: int) -> None:
    text, names = words(), kept.edition.wording(language())
    about = "" if kept.about_itself or missing.subject is None else f"{missing.subject.named(language())}: "
    with st.container(horizontal=True, key=f"missing_{number}", vertical_alignment="center"):
        if missing.kind == "no_subject":
            routes.link("subjects", text("answer.lack.no_subject"), **{"return": str(kept.id)})
            return
        subject = str(missing.subject.id) if missing.subject else ""
        if missing.kind == "ceiling":
            st.markdown(
                frame.escape(about) + text("answer.lack.ceiling", share=round(100 * missing.share), ceiling=round(100 * missing.ceiling))
            )
            return
        place = (
            next((code for code, codes in sections.members(kept, missing.subject).items() if missing.item in codes), "")
            if missing.subject
            else ""
        )
        label = f"{about}{names.question(missing.item)}"
        if st.button(label, key=f"go_{number}", type="tertiary"):
            routes.go("answer", **{"return": str(kept.id), "subject": subject, "section": place})
        st.markdown(f":orange-badge[{text(f'answer.lack.{missing.kind}')}]")


def _confirm(actor: Actor, kept: Return) -> None:
    text = words()

    @st.dialog(text("answer.hand_in"))
    def ask() -> None:
        st.markdown(
            text("answer.hand_in_lead", institution=frame.escape(kept.named(language())), round=frame.escape(kept.round.named(language())))
        )
        if st.button(text("answer.hand_in_now"), type="primary"):
            try:
                returns.submit(actor, kept.id)
            except NotNow as error:
                st.error(error.why.told(language()))
            else:
                st.rerun()

    ask()
