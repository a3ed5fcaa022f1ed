"""What a round is called, until when each stage lasts, and its rules: as far as each can still be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from assessments.register.access import Actor
from assessments.rounds import model
from assessments.rounds.model import Round, Rules
from assessments.rounds.returns import NotNow
from assessments.rounds.running import rounds
from assessments.rounds.running.opening import LONGEST, MOST_REVIEWERS, Impossible
from views.language import NAMES, words
from views.round import told


def show(actor: Actor, round: Round) -> None:
    text = words()
    if round.stage == model.PUBLISHED:
        st.info(text("round.all_fixed"))
        return
    _names(actor, round)
    if round.stage == model.CLOSED:
        st.info(text("round.dates_fixed"))
        return
    _dates(actor, round)
    _rules(actor, round)


def _names(actor: Actor, round: Round) -> None:
    text = words()
    with st.form("names", border=True):
        st.header(text("rounds.name"), anchor=False)
        names = {
            code: st.text_input(text("round.name_in", language=spoken), round.names.get(code, ""), LONGEST, key=f"name_{code}")
            for code, spoken in NAMES.items()
        }
        sent = st.form_submit_button(text("institutions.save"), key="save_names")
    if sent:
        _do(lambda: rounds.rename(actor, round.id, {**round.names, **names}))


def _dates(actor: Actor, round: Round) -> None:
    text = words()
    with st.form("dates", border=True):
        st.header(text("round.dates"), anchor=False)
        own = st.date_input(text("rounds.own_until"), round.deadlines.get(model.SELF), format="YYYY-MM-DD", key="own_until")
        review = st.date_input(text("rounds.review_until"), round.deadlines.get(model.REVIEW), format="YYYY-MM-DD", key="review_until")
        sent = st.form_submit_button(text("institutions.save"), key="save_dates")
    if sent:
        days: dict[str, date] = {stage: day for stage, day in ((model.SELF, own), (model.REVIEW, review)) if day}
        _do(lambda: rounds.set_deadlines(actor, round.id, days))


def _rules(actor: Actor, round: Round) -> None:
    text, rules = words(), round.rules
    before_review = round.stage in (model.OPEN, model.SELF)
    with st.form("rules", border=True):
        st.header(text("round.rules"), anchor=False)
        shown = st.checkbox(text("rounds.score_shown"), rules.score_shown, help=text("rounds.score_shown_help"), key="shown")
        reviewers = st.number_input(
            text("rounds.reviewers"),
            1,
            MOST_REVIEWERS,
            rules.reviewers,
            disabled=not before_review,
            help=text("rounds.reviewers_help"),
            key="number_of_reviewers",
        )
        ceiling = st.number_input(
            text("rounds.ceiling"),
            0,
            100,
            None if rules.ceiling is None else round_share(rules.ceiling),
            placeholder=text("rounds.ceiling_edition"),
            disabled=round.stage != model.OPEN,
            help=text("rounds.ceiling_help"),
            key="ceiling",
        )
        st.caption(text("round.rules_help"))
        sent = st.form_submit_button(text("institutions.save"), key="save_rules")
    if sent:
        limit = rules.ceiling if round.stage != model.OPEN else None if ceiling is None else ceiling / 100
        _do(lambda: rounds.set_rules(actor, round.id, Rules(shown, int(reviewers), limit)))


def round_share(share: float) -> int:
    """A share as whole per cent.

    >>> round_share(0.29)
    29
    """
    return int(share * 100 + 0.5)


def _do(act: Callable[[], None]) -> None:
    try:
        act()
    except Impossible as error:
        told.refused(error.whys)
    except NotNow as error:
        told.refused([error.why])
    else:
        told.done(words()("round.saved"))
