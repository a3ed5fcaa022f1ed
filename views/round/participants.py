"""Who takes part: let institutions join until the review, and leave while they wrote nothing."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions import institutions
from assessments.rounds import model
from assessments.rounds.model import Round
from assessments.rounds.returns import NotNow
from assessments.rounds.running import rounds, standing
from assessments.rounds.running.opening import Impossible
from views.institutions import words as said
from views.language import language, words
from views.round import told


def show(actor: Actor, round: Round) -> None:
    text = words()
    there = {one.institution: one.named(language()) for one in standing.standings(actor, round.id)}
    st.markdown(text("rounds.take_part", institutions=said.counted(len(there))))
    if round.stage not in (model.OPEN, model.SELF):
        st.info(text("round.participants_fixed"))
        return
    others = {
        one.code: f"{one.named(language())} ({said.group(one.peer_group)})"
        for one in institutions.list_institutions(actor, on=actor.clock().date())
        if one.code not in there
    }
    with st.form("join", border=True):
        new = st.multiselect(
            text("round.join"), list(others), format_func=others.__getitem__, placeholder=text("rounds.choose"), key="join_who"
        )
        joining = st.form_submit_button(text("round.join_now"), key="join_now")
    if joining and new:
        try:
            added = rounds.add_institutions(actor, round.id, new)
        except Impossible as error:
            told.refused(error.whys)
        except NotNow as error:
            told.refused([error.why])
        else:
            told.done(text("round.joined", institutions=said.counted(len(added))))
    with st.form("leave", border=True):
        gone = st.multiselect(
            text("round.leave"), list(there), format_func=there.__getitem__, placeholder=text("rounds.choose"), key="leave_who"
        )
        st.caption(text("round.leave_help"))
        leaving = st.form_submit_button(text("round.leave_now"), key="leave_now")
    if leaving and gone:
        try:
            rounds.remove_institutions(actor, round.id, gone)
        except NotNow as error:
            told.refused([error.why])
        else:
            told.done(text("round.left", institutions=said.counted(len(gone))))
