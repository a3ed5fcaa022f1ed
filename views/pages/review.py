"""Review: the returns that wait for it; one of them section by section, where reviewers differ, questions, and the sign-off."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor, Refused, may
from assessments.rounds import model
from assessments.rounds.review import review
from assessments.rounds.review.reviewed import Review
from views import address, frame, moments, routes, who
from views.language import language, words
from views.review import agreeing, asking, judging, listing, signing
from views.review.choice import choose

JUDGE, AGREE, ASK, SIGN = TABS = ("judge", "agree", "ask", "sign")


def show() -> None:
    actor = who.needed()
    if not may(actor, "review.list_reviews"):
        address.stop(words()("review.not_here"), words()("review.not_here_why"))
    if not address.asked("return"):
        listing.show(actor)
        return
    found = _wanted(actor)
    kept = found.kept
    frame.head(frame.escape(kept.named(language())), "", _crumbs(found))
    _standing(found)
    routes.link("changes", words()("log.link"), **{"return": str(kept.id)})
    if kept.state == model.ANSWERING or not kept.subjects:
        return
    tab = _tab(found)
    if tab == JUDGE:
        judging.show(found)
    elif tab == AGREE:
        agreeing.show(kept.id, len(found.unsettled()))
    elif tab == ASK:
        asking.show(found, actor.person.id)
    else:
        signing.show(actor, found)


def _wanted(actor: Actor) -> Review:
    """The review that the address names; without one of this person's the page says so and stops."""
    try:
        return review.read(actor, int(address.asked("return")))
    except (Refused, ValueError):
        address.stop(words()("review.not_here"), words()("review.not_here_why"))


def _crumbs(found: Review) -> list[frame.Crumb]:
    """Review › round › institution."""
    kept, names = found.kept, found.kept.edition.wording(language())
    return [
        lambda: routes.link("review", words()("pages.review"), round=str(kept.round.id)),
        lambda: st.markdown(frame.escape(kept.round.named(language()))),
        lambda: st.markdown(frame.escape(names.edition("short") or names.edition())),
    ]


def _standing(found: Review) -> None:
    """In what state the return is, and how far its reviewers are."""
    text, kept = words(), found.kept
    st.markdown(text(f"review.state.{kept.state if found.open or kept.state != model.SUBMITTED else 'not_now'}"))
    told = [
        text("review.reviewer_finished", name=one.name, when=moments.full(one.finished_at))
        if one.finished_at
        else text("review.reviewer_judged", name=one.name, number=one.judged)
        for one in found.reviewers
    ]
    if found.complete:
        told.append(text("review.differences", number=len(found.disagreements())))
    if waiting := sum(one.open for one in found.questions):
        told.append(text("review.waiting", number=waiting))
    if told and kept.state != model.ANSWERING:
        st.caption(frame.escape(" · ".join(told)))


def _tab(found: Review) -> str:
    """The part of the page; where reviewers differ is there once all have finished."""
    text = words()
    options = [tab for tab in TABS if tab != AGREE or found.complete]
    named = {tab: text(f"review.tab_{tab}") for tab in options}
    return choose(
        st.segmented_control,
        "tab",
        text("review.parts"),
        options,
        JUDGE,
        format_func=named.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
