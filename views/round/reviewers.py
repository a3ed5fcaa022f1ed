"""Who judges which return: spread evenly, or institution by institution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.rounds import model
from assessments.rounds.model import Round
from assessments.rounds.returns import NotNow
from assessments.rounds.running import assigning, standing
from assessments.rounds.running.assigning import Reviewer
from assessments.rounds.running.opening import Impossible
from assessments.rounds.running.standing import Standing
from views.language import language, words
from views.round import told


def show(actor: Actor, round: Round) -> None:
    text = words()
    people, found = assigning.list_reviewers(actor), standing.standings(actor, round.id)
    given = assigning.assigned(actor, round.id)
    st.markdown(text("round.reviewers_lead", number=round.rules.reviewers))
    _table(found, given)
    if round.stage in (model.CLOSED, model.PUBLISHED):
        return
    if not people:
        st.info(text("round.no_reviewers"))
        return
    names = {one.id: one.name for one in people}
    _spread(actor, round, names)
    _one(actor, found, given, names)


def _table(found: Sequence[Standing], given: Mapping[int, Sequence[Reviewer]]) -> None:
    text = words()
    rows = [
        {
            text("round.column.institution"): one.named(language()),
            text("round.column.reviewers"): ", ".join(reviewer.name for reviewer in given.get(one.return_id, ())),
            text("round.column.judged"): one.judged,
            text("round.column.asked"): one.asked,
        }
        for one in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=text("round.part.reviewers"), key="reviewers")


def _spread(actor: Actor, round: Round, names: Mapping[int, str]) -> None:
    text = words()
    with st.form("spread", border=True):
        st.header(text("round.spread"), anchor=False)
        chosen = st.multiselect(
            text("round.spread_over"), list(names), default=list(names), format_func=names.__getitem__, key="spread_over"
        )
        st.caption(text("round.spread_help"))
        sent = st.form_submit_button(text("round.spread_now"), key="spread_now")
    if sent:
        try:
            assigning.distribute(actor, round.id, chosen)
        except Impossible as error:
            told.refused(error.whys)
        except NotNow as error:
            told.refused([error.why])
        else:
            told.done(text("round.spread_done"))


def _one(actor: Actor, found: Sequence[Standing], given: Mapping[int, Sequence[Reviewer]], names: Mapping[int, str]) -> None:
    text, returns = words(), {one.return_id: one.named(language()) for one in found}
    with st.container(border=True):
        st.header(text("round.assign"), anchor=False)
        picked = st.selectbox(text("round.column.institution"), list(returns), format_func=returns.__getitem__, key="assign_to")
        if picked is None:
            return
        there = {one.id: one.name for one in given.get(picked, ())}
        every = {**names, **there}
        chosen = st.multiselect(
            text("round.column.reviewers"),
            list(every),
            default=list(there),
            format_func=every.__getitem__,
            placeholder=text("rounds.choose"),
            key=f"assign_{picked}",
        )
        if st.button(text("institutions.save"), key="assign_now"):
            try:
                assigning.assign(actor, picked, chosen)
            except Impossible as error:
                told.refused(error.whys)
            except NotNow as error:
                told.refused([error.why])
            else:
                told.done(text("round.assigned", institution=returns[picked]))
