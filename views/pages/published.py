"""Published results: what a reader lands on; for officers and coordinators also what is not published yet and theirs to see."""

from __future__ import annotations

from functools import partial
from itertools import groupby

import streamlit as st

from assessments.register.access import Actor
from assessments.results import outputs
from assessments.rounds import pinned
from assessments.rounds.results import results
from assessments.rounds.results.opened import Stored
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
    edition = pinned.edition(actor.store, one.round)
    with st.container(border=True, key=f"published_{one.id}"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            st.header(frame.escape(one.round.named(language())), anchor=False)
            st.markdown(frame.escape(edition.wording(language()).edition() or one.round.edition))
            day = moments.day(one.published_at) if one.published_at else ""
            parts = [one.round.cycle, _counted(edition.questionnaire, one.subjects), text("published.since", day=day)]
            st.caption(frame.escape(" · ".join(part for part in parts if part)))
        with right:
            routes.link("results", text("published.open"), result=str(one.id))
            _own(actor, one)
            st.download_button(
                text("results.download_csv"),
                partial(_csv, actor, one),
                f"{one.round.edition}_{one.round.cycle}.csv",
                "text/csv",
                on_click="ignore",
                key=f"csv_{one.id}",
            )


def _csv(actor: Actor, one: Stored) -> bytes:
    """Made when it is asked for, and only then."""
    opened = stored.opened(actor, one.id)
    return outputs.csv(opened.scorecards, opened.comparison)


def _own(actor: Actor, one: Stored) -> None:
    """For officers: straight to the scorecard of their institution, where there is one about it."""
    if not _about_institutions(actor, one):
        return
    mine = sorted(actor.person.institutions("officer") & one.institutions)
    for institution in mine:
        label = words()("published.own") if len(mine) == 1 else words()("published.own_of", institution=institution)
        routes.link("scorecard", frame.escape(label), result=str(one.id), subject=institution)


def _about_institutions(actor: Actor, one: Stored) -> bool:
    return pinned.edition(actor.store, one.round).questionnaire.subject == "institution"


def _unpublished(actor: Actor, listed: list[Stored]) -> None:
    """Results of closed rounds that are not published, by round: all for the coordinator, for officers what was verified of their institution."""
    text, whole = words(), actor.person.holds("coordinator")
    listed = sorted((one for one in listed if whole or one.basis == results.VERIFIED), key=lambda one: (-one.round.id, -one.id))
    if not listed:
        return
    st.header(text("published.not_yet"), anchor=False)
    st.markdown(text("published.not_yet_lead" if whole else "published.own_lead"))
    for _, found in groupby(listed, key=lambda one: one.round.id):
        ones = list(found)
        st.markdown(f"**{frame.escape(ones[0].round.named(language()))}**")
        for one in ones:
            own = not whole and _about_institutions(actor, one)
            routes.link("scorecard" if own else "results", frame.escape(stored.label(one)), result=str(one.id))


def _counted(questionnaire: Questionnaire, count: int) -> str:
    return words()(f"subjects.{questionnaire.subject}.{'one' if count == 1 else 'several'}", number=count)
