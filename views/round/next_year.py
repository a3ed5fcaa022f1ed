"""Start next year's round from this one: what comes along is shown first, then one button does it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions import institutions
from assessments.rounds import pinned
from assessments.rounds.model import Round
from assessments.rounds.running import next_year
from assessments.rounds.running.next_year import Plan
from assessments.rounds.running.opening import LONGEST, LONGEST_CYCLE, Impossible
from questionnaires.wording import Wording
from views import editions, frame, routes
from views.institutions import words as said
from views.language import NAMES, language, words
from views.round import told


def show(actor: Actor, round: Round) -> None:
    text = words()
    st.markdown(text("round.next_year_lead"))
    kind = pinned.edition(actor.store, round).questionnaire.subject
    known = {one.questionnaire.id: one for one in editions.usable()[0] if one.questionnaire.subject == kind}
    if not known:
        st.info(text("round.no_edition"))
        return
    titles = {code: one.wording(language()).edition() or code for code, one in known.items()}
    codes = sorted(titles, key=titles.__getitem__)
    edition = st.selectbox(
        text("rounds.edition"),
        codes,
        index=codes.index(round.edition) if round.edition in codes else 0,
        format_func=titles.__getitem__,
        key="next_edition",
    )
    try:
        with st.spinner(text("round.planning")):
            planned = next_year.plan(actor, round.id, edition)
    except Impossible as error:
        told.refused(error.whys)
        return
    _show(actor, planned, pinned.edition(actor.store, round).wording(language()))
    _start(actor, round, edition, planned)


def _show(actor: Actor, planned: Plan, wording: Wording) -> None:
    text = words()
    names = {one.code: one.named(language()) for one in institutions.list_institutions(actor)}
    st.markdown(text("round.comes_along", institutions=said.counted(len(planned.takes_part)), answers=planned.answers))
    changed = {code: before for code, before in planned.takes_part.items() if before != (code,)}
    if changed:
        st.markdown(text("round.reorganised"))
        st.markdown("\n".join(f"- {_continues(code, before, names)}" for code, before in changed.items()))
    if planned.merged:
        st.warning(frame.escape(text("round.merged", names=told.institutions(planned.merged, names))))
    if planned.ended:
        st.warning(frame.escape(text("round.ended", names=told.institutions(planned.ended, names))))
    if planned.dropped:
        with st.expander(text("round.dropped", number=len(planned.dropped))):
            st.markdown("\n".join(f"- {frame.escape(wording.question(item) or item)}" for item in planned.dropped))


def _continues(code: str, before: tuple[str, ...], names: Mapping[str, str]) -> str:
    past = ", ".join(names.get(one, one) for one in before)
    return frame.escape(words()("round.continues", name=names.get(code, code), before=past))


def _start(actor: Actor, round: Round, edition: str, planned: Plan) -> None:
    text = words()
    usual = str(int(round.cycle) + 1) if round.cycle.isdigit() else ""
    with st.form("next_year", border=True):
        cycle = st.text_input(text("rounds.cycle"), usual, LONGEST_CYCLE, key="next_cycle")
        names = {
            code: st.text_input(
                text("round.name_in", language=spoken),
                round.names.get(code, "").replace(round.cycle, usual) if usual else "",
                LONGEST,
                key=f"next_{code}",
            )
            for code, spoken in NAMES.items()
        }
        label = text("round.start_for", institutions=said.counted(len(planned.takes_part)))
        sent = st.form_submit_button(label, type="primary", key="start", disabled=not planned.takes_part)
    if sent:
        try:
            with st.spinner(text("round.planning")):
                number = next_year.start(actor, round.id, edition, cycle, names)
        except Impossible as error:
            told.refused(error.whys)
        else:
            routes.go("round", round=str(number))
