"""One round, for whoever runs it: where it stands, the one next step, how far everybody is, and all that belongs to it."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor, Refused, may
from assessments.rounds import pinned
from assessments.rounds.model import Round
from assessments.rounds.running import rounds, survey
from views import address, choosing, frame, routes, who
from views.language import language, words
from views.round import dates, log, next_year, participants, progress, reminding, results, reviewers, stage, surveys, told

PARTS = {
    "progress": progress.show,
    "institutions": participants.show,
    "reviewers": reviewers.show,
    "reminders": reminding.show,
    "survey": surveys.show,
    "results": results.show,
    "dates": dates.show,
    "next_year": next_year.show,
    "log": log.show,
}


def show() -> None:
    actor = who.needed()
    text, round = words(), _wanted(actor)
    names = pinned.edition(actor.store, round).wording(language())
    lead = f"{names.edition() or round.edition} · {round.cycle}"
    frame.head(frame.escape(round.named(language())), frame.escape(lead), [lambda: routes.link("rounds", text("pages.rounds"))])
    told.say_done()
    if not may(actor, "standing.standings", round_id=round.id):
        st.info(text("round.not_yours"))
        return
    stage.show(actor, round)
    parts = [part for part in PARTS if part != "survey" or survey.wanted(pinned.edition(actor.store, round).questionnaire)]
    picked = choosing.part("part", parts, text("round.parts"), lambda part: text(f"round.part.{part}"), "part")
    PARTS[picked](actor, round)


def _wanted(actor: Actor) -> Round:
    """The round that the address names; a page without one of this person's says so and stops."""
    text = words()
    try:
        return rounds.get(actor, int(address.asked("round")))
    except (Refused, ValueError):
        address.stop(text("round.not_here"), text("round.not_here_why"))
