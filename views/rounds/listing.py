"""Every round with its stage, its last day and how many institutions have finished; the newest first."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assessments.register.access import Actor, may
from assessments.rounds import model, pinned
from assessments.rounds.model import Round
from assessments.rounds.running import rounds, standing
from views import frame, moments, routes
from views.language import language, words

FIRST = 20


def show(actor: Actor) -> None:
    text = words()
    frame.head(text("rounds.title"), text("rounds.lead"))
    found, opens = rounds.list_rounds(actor), may(actor, "rounds.open_round")
    if opens and found and st.button(text("rounds.open"), type="primary", key="open"):
        routes.go("rounds", view="open")
    if not found:
        _empty(opens)
        return
    counts = standing.counts(actor) if may(actor, "standing.counts") else {}
    for round in found[:FIRST]:
        _card(actor, round, counts)
    if found[FIRST:]:
        with st.expander(text("rounds.older", number=len(found) - FIRST)):
            for round in found[FIRST:]:
                _card(actor, round, counts)


def _empty(opens: bool) -> None:
    text = words()
    st.info(text("rounds.empty") if opens else text("rounds.empty_reader"))
    if opens:
        if st.button(text("rounds.open"), type="primary", key="open"):
            routes.go("rounds", view="open")
        routes.link("institutions", text("rounds.to_institutions"))
        routes.link(routes.LIBRARY, text("rounds.to_library"))


def _card(actor: Actor, round: Round, counts: Mapping[tuple[int, str], int]) -> None:
    text = words()
    names = pinned.edition(actor.store, round).wording(language())
    with st.container(border=True, key=f"round_{round.id}"):
        left, right = st.columns([4, 1], vertical_alignment="center")
        with left:
            st.header(frame.escape(round.named(language())), anchor=False)
            st.markdown(frame.escape(f"{names.edition() or round.edition} · {round.cycle}"))
            st.caption(" · ".join(_facts(round, counts)))
        with right:
            if may(actor, "standing.standings", round_id=round.id):
                routes.link("round", text("rounds.go"), round=str(round.id))


def _facts(round: Round, counts: Mapping[tuple[int, str], int]) -> list[str]:
    text = words()
    said = [text(f"stages.{round.stage}")]
    if round.due:
        said.append(text("rounds.until", day=moments.day(round.due)))
    mine = {state: number for (one, state), number in counts.items() if one == round.id}
    if mine:
        done = mine.get(model.SUBMITTED, 0) + mine.get(model.SIGNED_OFF, 0)
        said.append(text("rounds.handed_in", done=done, all=sum(mine.values())))
    return said
