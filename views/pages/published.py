"""Published results: what a reader lands on; for officers and coordinators also what is not published yet and theirs to see."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor, may
from assessments.results import outputs
from assessments.rounds import results
from assessments.rounds.opened import Opened, Stored
from questionnaires.model import Questionnaire
from views import frame, moments, routes, stored, who
from views.language import language, words


def show() -> None:
    text, actor = words(), who.needed()
    frame.head(text("published.title"), text("published.lead"))
    listed = results.list_results(actor)
    published = sorted((one for one in listed if one.published_at), key=lambda one: (one.round.cycle, one.id), reverse=True)
    if not published:
        st.info(text("published.nothing"))
    for one in published:
        _card(actor, one)
    _unpublished(actor, [one for one in listed if not one.published_at])


def _card(actor: Actor, one: Stored) -> None:
    """A published round: what it was about, when it was published, and the ways in."""
    text = words()
    opened = stored.opened(actor, one.id)
    names, count = opened.edition.wording(language()), len(opened.scorecards)
    with st.container(border=True, key=f"published_{one.id}"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            st.subheader(frame.escape(one.round.named(language())), anchor=False)
            st.markdown(frame.escape(names.edition() or one.round.edition))
            day = moments.day(one.published_at) if one.published_at else ""
            parts = [one.round.cycle, _counted(opened.edition.questionnaire, count), text("published.since", day=day)]
            st.caption(frame.escape(" · ".join(part for part in parts if part)))
        with right:
            routes.link("results", text("published.open"), result=str(one.id))
            _own(actor, opened)
            st.download_button(
                text("results.download_csv"),
                lambda: outputs.csv(opened.scorecards, opened.comparison),
                f"{one.round.edition}_{one.round.cycle}.csv",
                "text/csv",
                on_click="ignore",
                key=f"csv_{one.id}",
            )


def _own(actor: Actor, opened: Opened) -> None:
    """For officers: straight to the scorecard of their institution, where there is one about it."""
    known = {one.subject: one for one in opened.scorecards.institutions}
    for institution in sorted(actor.person.institutions("officer") & known.keys()):
        label = words()("published.own", name=known[institution].named(language()))
        routes.link("scorecard", frame.escape(label), result=str(opened.stored.id), subject=institution)


def _unpublished(actor: Actor, listed: list[Stored]) -> None:
    """Results of closed rounds that are not published: the coordinator's, or those of one's own institution."""
    text = words()
    if not listed:
        return
    whole = may(actor, "results.rescore", round_id=listed[0].round.id)
    st.header(text("published.not_yet"), anchor=False)
    st.markdown(text("published.not_yet_lead" if whole else "published.own_lead"))
    for one in listed:
        label = f"{one.round.named(language())} · {stored.label(one)} · {moments.day(one.made_at)}"
        own = not whole and stored.opened(actor, one.id).edition.questionnaire.subject == "institution"
        routes.link("scorecard" if own else "results", frame.escape(label), result=str(one.id))


def _counted(questionnaire: Questionnaire, count: int) -> str:
    return words()(f"subjects.{questionnaire.subject}.{'one' if count == 1 else 'several'}", number=count)
