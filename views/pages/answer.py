"""An institution answers: one section at a time, saved answer by answer."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor, Refused, may
from assessments.rounds import returns
from assessments.rounds.returns import Return, Subject
from assessments.store.engine import StoreError
from views import address, frame, moments, routes, who
from views.answer import check, score, section, side
from views.language import language, words
from views.review import for_officer


def show() -> None:
    actor = who.needed()
    kept = wanted(actor)
    if not kept.subjects:
        routes.go("subjects", **{"return": str(kept.id)})
    subject = _subject(kept)
    frame.head(_title(kept, subject), _lead(kept), crumbs(kept))
    if not kept.writable:
        check.locked(actor, kept)
    for_officer.show(actor, kept)
    chosen = side.choose(kept, subject, address.asked("section") or _last(actor, kept, subject))
    with st.sidebar:
        score.so_far(actor, kept, subject)
    _remember(actor, kept, subject, chosen)
    frame.from_the_top(f"{subject.id} {chosen}")
    if chosen != side.CHECK:
        _section(kept, subject, chosen)
    elif kept.writable:
        check.show(actor, kept)
    side.elsewhere(kept)


def _section(kept: Return, subject: Subject, chosen: str) -> None:
    """The questions of a section, and the way on."""
    text = words()
    st.header(section.title(kept, chosen), anchor=False)
    done, asked = section.settled_of(kept, subject, section.members(kept, subject)[chosen])
    section.show(kept.id, subject.id, chosen, done == asked)
    following = side.after(kept, subject, chosen)
    label = text("answer.to_check") if following == side.CHECK else text("answer.next", section=section.title(kept, following))
    st.button(label, type="primary", key="next", on_click=address.keep, args=("section", following))


def wanted(actor: Actor) -> Return:
    """The return that the address names; a page without one of this person's says so and stops."""
    text, asked = words(), address.asked("return")
    try:
        return returns.read(actor, int(asked))
    except (Refused, ValueError):
        address.stop(text("answer.not_here"), text("answer.not_here_why"))


def crumbs(kept: Return) -> list[frame.Crumb]:
    """Round › institution."""
    return [
        lambda: routes.link(routes.TASKS, words()("pages.tasks")),
        lambda: st.markdown(frame.escape(kept.round.named(language()))),
        lambda: st.markdown(frame.escape(kept.named(language()))),
    ]


def _title(kept: Return, subject: Subject) -> str:
    names = kept.edition.wording(language())
    return names.edition() if kept.about_itself else f"{subject.named(language())} – {names.edition('short') or names.edition()}"


def _lead(kept: Return) -> str:
    due = kept.round.due
    return words()("answer.lead", due=moments.day(due)) if due and kept.writable else ""


def _subject(kept: Return) -> Subject:
    """The subject of the address, or the first; where there are several, they can be picked."""
    asked = address.asked("subject")
    found = next((one for one in kept.subjects if str(one.id) == asked), kept.subjects[0])
    if kept.about_itself:
        return found
    with st.sidebar:
        picked = st.selectbox(
            words()("answer.subject"), kept.subjects, index=kept.subjects.index(found), format_func=lambda one: one.named(language())
        )
    address.keep("subject", str(picked.id))
    return picked


def _last(actor: Actor, kept: Return, subject: Subject) -> str:
    """Where this person left off, on whatever machine."""
    if not may(actor, "returns.place", return_id=kept.id):
        return ""
    place, there = returns.place(actor, kept.id)
    return place if there in (None, subject.id) else ""


def _remember(actor: Actor, kept: Return, subject: Subject, chosen: str) -> None:
    if st.session_state.get("place") != (kept.id, subject.id, chosen) and may(actor, "returns.keep_place", return_id=kept.id):
        try:
            returns.keep_place(actor, kept.id, chosen, subject.id)
        except StoreError:
            return  # answering matters more than coming back to this place
        st.session_state["place"] = (kept.id, subject.id, chosen)
