"""Where one lands: what is due, for which institution, how far, and one button to go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import streamlit as st

from assessments.register.access import Actor, may
from assessments.rounds import asks, model, returns
from assessments.rounds.returns import Return
from assessments.rounds.review import review
from assessments.rounds.review.reviewed import Review
from views import frame, moments, routes, who
from views.language import language, words

TABLE = 40  # questions that still make a table one can work in


@dataclass(frozen=True)
class Task:
    """One thing to do: `kind` names it in the texts; `done` of `total` says how far it is."""

    kind: str
    title: str
    about: str
    due: date | None
    done: int
    total: int
    page: str
    place: dict[str, str]
    open: bool = True


def show() -> None:
    text = words()
    actor = who.actor()
    if actor is None:
        frame.head(text("tasks.welcome"), text("tasks.welcome_lead"))
        who.needed(headed=True)
        return
    found = sorted(tasks(actor), key=lambda task: (not task.open, task.due or date.max, task.title))
    frame.head(text("tasks.title"), text("tasks.lead"))
    due = [task for task in found if task.open]
    for number, task in enumerate(due):
        _card(task, actor.clock().date(), number)
    if not due:
        st.info(text("tasks.nothing"))
        routes.link("published", text("pages.published"))
        routes.link(routes.LIBRARY, text("pages.library"))
    done = [task for task in found if not task.open]
    if done:
        st.header(text("tasks.done"), anchor=False)
        for number, task in enumerate(done, start=len(due)):
            _card(task, actor.clock().date(), number)


def tasks(actor: Actor) -> Iterator[Task]:
    """What this person has to do or has done, in every role."""
    own = actor.person.institutions("officer")
    every = returns.list_returns(actor) if may(actor, "returns.list_returns") else []
    if actor.person.holds("coordinator"):
        for _, members in groupby(every, key=lambda kept: kept.round.id):
            yield _round(list(members))
    yield from (_answering(kept) for kept in every if kept.institution in own)
    if actor.person.holds("reviewer"):
        yield from (_reviewing(one) for one in review.list_reviews(actor) if one.me is not None)


def _answering(kept: Return) -> Task:
    done, total = kept.progress
    kind = "sent_back" if kept.state == model.SENT_BACK else "begin" if done == 0 else "go_on"
    place = {"return": str(kept.id)}
    title, about, due = _named(kept)
    if not kept.writable:
        return Task("look", title, about, None, done, total, _page(kept), place, open=False)
    return Task(kind, title, about, due, done, total, _page(kept), place)


def _reviewing(found: Review) -> Task:
    """Something to do until this reviewer has finished, and again when all have: agreeing and signing off."""
    kept, me = found.kept, found.me
    waiting = kept.round.stage == model.REVIEW and kept.state == model.SUBMITTED
    mine = me is not None and me.finished_at is None
    kind = "review" if mine else "agree" if found.complete else "wait"
    return Task(kind, *_named(kept), 0, 0, "review", {"return": str(kept.id)}, open=waiting and kind != "wait")


def _round(members: list[Return]) -> Task:
    first = members[0]
    signed = first.round.stage in (model.REVIEW, model.CLOSED, model.PUBLISHED)
    done = sum(kept.state == model.SIGNED_OFF or (kept.state == model.SUBMITTED and not signed) for kept in members)
    stage = words()(f"stages.{first.round.stage}")
    title, _, due = _named(first)
    unfinished = first.round.stage != model.PUBLISHED
    return Task("round", title, stage, due, done, len(members), "round", {"round": str(first.round.id)}, open=unfinished)


def _named(kept: Return) -> tuple[str, str, date | None]:
    names = kept.edition.wording(language())
    return kept.round.named(language()), f"{kept.named(language())} · {names.edition('short') or names.edition()}", kept.round.due


def _page(kept: Return) -> str:
    """Where a return is answered: a form, or the table of a register; without subjects, where they are added."""
    if kept.about_itself:
        return "answer"
    return (
        "subjects" if not kept.subjects else "register" if len(asks.nodes(kept.edition.questionnaire, kept.variant)) <= TABLE else "answer"
    )


def _card(task: Task, today: date, number: int) -> None:
    text = words()
    with st.container(border=True, key=f"task_{number}"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            st.subheader(frame.escape(task.title), anchor=False)
            st.markdown(f"{frame.escape(task.about)} · {_due(task.due, today)}" if task.due else frame.escape(task.about))
            if task.total:
                counted = "tasks.returns_done" if task.kind == "round" else "tasks.answers_done"
                st.progress(task.done / task.total, text(counted, done=task.done, total=task.total))
        with right:
            label = text(f"tasks.{task.kind}")
            if number == 0 and task.open:
                if st.button(label, type="primary", key="go_on", width="stretch"):
                    routes.go(task.page, **task.place)
            else:
                routes.link(task.page, label, **task.place)


def _due(due: date, today: date) -> str:
    """The day, and how far off it is, in words."""
    text, days = words(), (due - today).days
    if days < 0:
        return f":red-badge[{text('tasks.late', days=-days)}] {moments.day(due)}"
    return text("tasks.due_today") if days == 0 else text("tasks.due", day=moments.day(due), days=days)
