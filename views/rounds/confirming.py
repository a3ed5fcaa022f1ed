"""Everything about a round that is to be opened once more, and the button that opens it."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions.institution import Institution
from assessments.rounds import model
from assessments.rounds.running import rounds
from assessments.rounds.running.opening import Impossible
from views import frame, moments, routes
from views.institutions import words as said
from views.language import language, words
from views.rounds.draft import Draft


def show(actor: Actor, draft: Draft, known: list[Institution]) -> None:
    text, rules = words(), draft.rules
    taking_part = draft.taking_part(known)
    edition = draft.found()
    title = edition.wording(language()).edition() if edition else draft.edition
    last = {stage: moments.day(day) for stage, day in draft.deadlines.items()}
    ceiling = text("rounds.ceiling_edition") if rules.ceiling is None else f"{rules.ceiling * 100:.0f} %"
    said_of = [
        (text("rounds.edition"), title),
        (text("rounds.cycle"), draft.cycle),
        (text("rounds.name"), " / ".join(name for name in draft.names.values() if name)),
        (text("pages.institutions"), said.counted(len(taking_part))),
        (text("rounds.own_until"), last.get(model.SELF, text("rounds.no_day"))),
        (text("rounds.review_until"), last.get(model.REVIEW, text("rounds.no_day"))),
        (text("rounds.score_shown"), text("rounds.yes") if rules.score_shown else text("rounds.no")),
        (text("rounds.reviewers"), str(rules.reviewers)),
        (text("rounds.ceiling"), ceiling),
    ]
    with st.container(border=True):
        st.markdown("\n".join(f"- {frame.escape(label)}: **{frame.escape(value)}**" for label, value in said_of))
    st.caption(text("rounds.confirm_help"))
    if st.button(text("rounds.open_for", institutions=said.counted(len(taking_part))), type="primary", key="open_now"):
        _open(actor, draft, taking_part)


def _open(actor: Actor, draft: Draft, taking_part: list[Institution]) -> None:
    text = words()
    try:
        with st.spinner(text("rounds.opening")):
            codes = [one.code for one in taking_part]
            number = rounds.open_round(actor, draft.edition, draft.cycle, draft.names, codes, draft.deadlines, draft.rules)
    except Impossible as error:
        st.error("\n".join([text("rounds.refused"), "", *(f"- {frame.escape(why.told(language()))}" for why in error.whys)]))
    else:
        routes.go("round", round=str(number))
