"""The results of a round: those that closing made and those by other rules, with the one that is published."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.rounds.model import Round
from assessments.rounds.results import results
from views import frame, moments, routes, stored
from views.language import words


def show(actor: Actor, round: Round) -> None:
    text, found = words(), results.list_results(actor, round.id)
    if not found:
        st.info(text("round.no_results"))
        return
    st.markdown(text("round.results_lead"))
    for one in found:
        with st.container(border=True, key=f"result_{one.id}"):
            left, right = st.columns([4, 1], vertical_alignment="center")
            with left:
                st.markdown(f"**{frame.escape(stored.label(one))}**")
                said = [text("round.made", day=moments.full(one.made_at))]
                if one.published_at:
                    said.append(text("published.since", day=moments.day(one.published_at)))
                st.caption(" · ".join(said))
            with right:
                routes.link("results", text("published.open"), result=str(one.id))
