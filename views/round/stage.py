"""Where a round stands, its one next step as the main button, and the way back where that is safe."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from assessments.register.access import Actor, may
from assessments.rounds import model
from assessments.rounds.model import Round
from assessments.rounds.results import results
from assessments.rounds.results.opened import Stored
from assessments.rounds.returns import NotNow
from assessments.rounds.running import stages, standing
from assessments.rounds.running.ahead import Obstacle
from assessments.rounds.running.stages import InTheWay, Step
from assessments.tables.problems import DataError
from views import frame, moments, stored
from views.institutions import words as said
from views.language import language, words
from views.round import asking, told


def show(actor: Actor, round: Round) -> None:
    text = words()
    _line(round)
    step, back = stages.next_step(actor, round.id), stages.step_back(actor, round.id)
    if not may(actor, "stages.go_on", round_id=round.id):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if step:
            label = text(f"round.step.{step.to}")
            asking.button("go_on", label, _title(actor, round, step), lambda now: _forward(now, round, step), "primary")
        if back:
            label = text(f"round.undo.{round.stage}")
            asking.button("go_back", label, label, lambda now: _backward(now, round, back))


def _line(round: Round) -> None:
    """The five stages in a row; where the round stands is said to those who hear the page, too."""
    text, now = words(), model.STAGES.index(round.stage)
    items = []
    for number, stage in enumerate(model.STAGES):
        due = round.deadlines.get(stage)
        day = f"<small>{html.escape(text('rounds.until', day=moments.day(due)))}</small>" if due else ""
        here = ' aria-current="step"' if number == now else ""
        kind = "past" if number < now else "here" if number == now else "later"
        items.append(f'<li class="{kind}"{here}><span>{html.escape(text(f"stages.{stage}"))}</span>{day}</li>')
    st.html(f'<ol class="stages" aria-label="{html.escape(text("round.stages"))}">{"".join(items)}</ol>')


def _title(actor: Actor, round: Round, step: Step) -> str:
    """What will be done, to what and for how many: `Publish 2026 for 24 institutions`."""
    number = sum(many for (one, _), many in standing.counts(actor).items() if one == round.id)
    return words()(f"round.confirm.{step.to}", round=round.named(language()), institutions=said.counted(number))


def _forward(actor: Actor, round: Round, step: Step) -> None:
    text = words()
    st.markdown(text(f"round.means.{step.to}"))
    names = {one.institution: one.named(language()) for one in standing.standings(actor, round.id)}
    _obstacles(step.obstacles, names)
    if not step.possible:
        st.info(text("round.not_possible"))
        return
    chosen = _result(actor, round) if step.to == model.PUBLISHED else None
    label = text("round.all_the_same") if step.obstacles else text("round.now")
    if st.button(f"{label}: {text(f'round.step.{step.to}')}", type="primary", key="confirm"):
        _go_on(actor, round, step, chosen)


def _go_on(actor: Actor, round: Round, step: Step, chosen: Stored | None) -> None:
    text = words()
    try:
        with st.spinner(text(f"round.working.{step.to}")):
            stages.go_on(actor, round.id, step.to, step.obstacles, chosen.id if chosen else None)
    except InTheWay as error:
        st.warning(text("round.changed_meanwhile"))
        _obstacles(error.obstacles, {})
    except NotNow as error:
        told.refused([error.why])
    except DataError as error:
        told.mistakes(error)
    else:
        told.done(text(f"round.went.{step.to}"))


def _result(actor: Actor, round: Round) -> Stored | None:
    """Which of the results is published: by default the newest one that was verified, by the assessment's own weights."""
    text, found = words(), results.list_results(actor, round.id)
    usual = next((number for number, one in enumerate(found) if one.basis == results.VERIFIED and not one.rescored), 0)
    return st.selectbox(
        text("round.which_result"),
        found,
        index=usual,
        format_func=lambda one: f"{stored.label(one)} · {moments.full(one.made_at)}",
        key="result",
    )


def _backward(actor: Actor, round: Round, step: Step) -> None:
    text = words()
    names = {one.institution: one.named(language()) for one in standing.standings(actor, round.id)}
    if step.obstacles:
        st.info(text("round.no_way_back"))
        _obstacles(step.obstacles, names)
        return
    st.markdown(text(f"round.undo_means.{round.stage}"))
    if st.button(text(f"round.undo.{round.stage}"), type="primary", key="confirm_back"):
        try:
            stages.go_back(actor, round.id, step.to)
        except InTheWay as error:
            _obstacles(error.obstacles, names)
        except NotNow as error:
            told.refused([error.why])
        else:
            told.done(text("round.went_back", stage=text(f"stages.{step.to}")))


def _obstacles(obstacles: Sequence[Obstacle], names: dict[str, str]) -> None:
    """What stands in the way, and whom it concerns."""
    for one in obstacles:
        listed = f"  \n{frame.escape(told.institutions(one.institutions, names))}" if one.institutions else ""
        st.warning(f"{frame.escape(one.what.told(language()))}{listed}")
