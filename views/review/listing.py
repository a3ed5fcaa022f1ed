"""Returns to review, what waits for oneself first."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.rounds import model
from assessments.rounds.model import Round
from assessments.rounds.review import review
from assessments.rounds.review.reviewed import Review
from assessments.rounds.running import rounds
from views import frame, routes
from views.language import language, words
from views.review.choice import choose

GROUPS = ("judge", "agree", "others", "unanswered", "institution", "signed")
ROWS = 25


def show(actor: Actor) -> None:
    text = words()
    frame.head(text("review.title"), text("review.lead"), [lambda: routes.link(routes.TASKS, text("pages.tasks"))])
    round = _round(actor)
    with st.spinner(text("review.reading")):
        found = review.list_reviews(actor, round.id) if round else []
    if not found:
        st.info(text("review.nothing"))
        return
    rows = sorted(found, key=lambda one: (GROUPS.index(group(one)), one.kept.named(language())))
    pages = -(-len(rows) // ROWS)
    page = st.pagination(pages, key="review_page") if pages > 1 else 1
    above = ""
    for one in rows[(page - 1) * ROWS : page * ROWS]:
        if group(one) != above:
            above = group(one)
            number = sum(group(other) == above for other in rows)
            st.header(text(f"review.group.{above}", number=number), anchor=False)
        _row(one)


def group(found: Review) -> str:
    """What a return waits for."""
    if found.kept.state == model.SIGNED_OFF:
        return "signed"
    if not found.open:
        return "institution" if found.kept.state in (model.ANSWERING, model.SENT_BACK) else "unanswered"
    if found.complete:
        return "agree"
    return "judge" if found.me is not None and found.me.finished_at is None else "others"


def _round(actor: Actor) -> Round | None:
    """The round of the address; else the first that is under review, else the newest."""
    known = {str(one.id): one for one in rounds.list_rounds(actor)}
    if not known:
        return None
    first = next((number for number, one in known.items() if one.stage == model.REVIEW), next(iter(known)))
    if len(known) == 1:
        return known[first]
    named = {number: one.named(language()) for number, one in known.items()}
    return known[choose(st.selectbox, "round", words()("review.round"), list(named), first, format_func=named.__getitem__)]


def _row(one: Review) -> None:
    kept = one.kept
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"review_row_{kept.id}"):
        routes.link("review", kept.named(language()), **{"return": str(kept.id)})
        st.markdown(frame.escape(progress(one)))


def progress(found: Review) -> str:
    """How far the reviewers are, and what is open, in a line; never what they said."""
    text = words()
    if not found.open:
        return ""
    parts = [text("review.reviewers_done", done=sum(one.finished_at is not None for one in found.reviewers), all=len(found.reviewers))]
    if found.me is not None and found.me.finished_at is None:
        parts.append(text("review.left", number=len(found.unjudged())))
    if found.complete:
        parts.append(text("review.points_short", number=len(found.unsettled())))
    if waiting := sum(one.open for one in found.questions):
        parts.append(text("review.waiting", number=waiting))
    return " · ".join(parts)
