"""How a round goes on: what stands in the way, what one may confirm, where going back is safe, and that nothing published comes back."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest

from assessments.register.access import Actor, Refused
from assessments.rounds import model
from assessments.rounds.results import results
from assessments.rounds.returns import NotNow
from assessments.rounds.running import rounds, stages, standing
from assessments.rounds.running.ahead import Obstacle
from assessments.rounds.running.stages import InTheWay
from assessments.store import holding, records, tables
from assessments.store.engine import Store
from tests.stores import NOW, institution, person

EDITION = "kr_initiative_2014"


@pytest.fixture
def desk(store: Store) -> Actor:
    institution(store, "port", "central")
    institution(store, "city", "central")
    return person(store, "Co", "coordinator")


@pytest.fixture
def number(desk: Actor) -> int:
    dates = {model.SELF: date(2026, 12, 10)}
    return rounds.open_round(desk, EDITION, "2026", {"en": "Initiative assessment 2026"}, ["port", "city"], dates)


def kinds(actor: Actor, number: int) -> list[tuple[str, tuple[str, ...]]]:
    step = stages.next_step(actor, number)
    return [(one.kind, one.institutions) for one in step.obstacles] if step else []


def on(actor: Actor, number: int, to: str) -> int | None:
    """Go on, having seen and confirmed everything in the way."""
    step = stages.next_step(actor, number)
    return stages.go_on(actor, number, to, step.obstacles if step else ())


def stage(actor: Actor, number: int) -> str:
    return rounds.get(actor, number).stage


def hand_in(store: Store, number: int, code: str, state: str = model.SUBMITTED) -> None:
    with store.writing() as connection:
        records.change(connection, tables.returns, {"round_id": number, "institution": code}, state=state, submitted_at=NOW)


def judge(store: Store, number: int, code: str, kind: str = model.REVIEWER) -> None:
    with store.writing() as connection:
        own = records.one(connection, tables.returns, round_id=number, institution=code)
        subject = records.one(connection, tables.subjects, return_id=own["id"] if own else 0)
        values = {"kind": kind, "reviewer": 7, "answer": "2", "version": 1, "at": NOW}
        records.add(connection, tables.answers, subject_id=subject["id"] if subject else 0, item="head_reviews", **values)


def test_a_round_goes_through_all_its_stages_and_the_log_says_so(desk: Actor, number: int) -> None:
    for to in (model.SELF, model.REVIEW, model.CLOSED, model.PUBLISHED):
        on(desk, number, to)
        assert stage(desk, number) == to
    assert stages.next_step(desk, number) is None and stages.step_back(desk, number) is None
    moves = [(one.before, one.after) for one in standing.history(desk, number) if one.what in ("stages.go_on", "results.publish")]
    assert moves == [
        ("closed", "published"),
        ("review", "closed"),
        ("self_assessment", "review"),
        ("open", "self_assessment"),
    ]


def test_who_has_not_handed_in_is_named_and_nothing_moves_until_that_is_confirmed(desk: Actor, store: Store, number: int) -> None:
    on(desk, number, model.SELF)
    hand_in(store, number, "city")
    assert kinds(desk, number) == [("not_submitted", ("port",)), ("few_reviewers", ("city", "port"))]
    with pytest.raises(InTheWay) as told:
        stages.go_on(desk, number, model.REVIEW)
    assert [one.kind for one in told.value.obstacles] == ["not_submitted", "few_reviewers"]
    assert stage(desk, number) == model.SELF
    stages.go_on(desk, number, model.REVIEW, told.value.obstacles)
    assert stage(desk, number) == model.REVIEW


def test_what_was_confirmed_is_what_must_hold_not_something_else_that_came_since(desk: Actor, store: Store, number: int) -> None:
    on(desk, number, model.SELF)
    hand_in(store, number, "city")
    seen = stages.next_step(desk, number)
    hand_in(store, number, "city", model.ANSWERING)
    assert seen is not None
    with pytest.raises(InTheWay) as told:
        stages.go_on(desk, number, model.REVIEW, seen.obstacles)
    assert [(one.kind, one.institutions) for one in told.value.obstacles] == [("not_submitted", ("city", "port"))]


def test_nobody_to_answer_cannot_be_confirmed_away(desk: Actor, number: int) -> None:
    rounds.remove_institutions(desk, number, ["port", "city"])
    step = stages.next_step(desk, number)
    assert step is not None and not step.possible and "nobody" in {one.kind for one in step.obstacles}
    with pytest.raises(InTheWay, match="no institution takes part"):
        stages.go_on(desk, number, model.SELF, step.obstacles)


def test_two_who_press_the_button_move_the_round_one_step_only(desk: Actor, number: int) -> None:
    step = stages.next_step(desk, number)
    assert step is not None
    stages.go_on(desk, number, step.to, step.obstacles)
    with pytest.raises(NotNow, match="another stage"):
        stages.go_on(desk, number, step.to, step.obstacles)
    assert stage(desk, number) == model.SELF


def test_the_review_goes_back_to_the_self_assessment_only_while_nobody_judged(desk: Actor, store: Store, number: int) -> None:
    for to in (model.SELF, model.REVIEW):
        on(desk, number, to)
    stages.go_back(desk, number, model.SELF)
    on(desk, number, model.REVIEW)
    judge(store, number, "port")
    assert stages.step_back(desk, number) == stages.Step(model.SELF, (Obstacle("judged", unsafe(desk, number), ("port",)),))
    with pytest.raises(InTheWay, match="have begun to judge"):
        stages.go_back(desk, number, model.SELF)
    assert stage(desk, number) == model.REVIEW


def unsafe(desk: Actor, number: int):  # type: ignore[no-untyped-def]
    step = stages.step_back(desk, number)
    return step.obstacles[0].what if step else None


def test_answering_is_stopped_again_only_while_nobody_answered(desk: Actor, store: Store, number: int) -> None:
    on(desk, number, model.SELF)
    stages.go_back(desk, number, model.OPEN)
    on(desk, number, model.SELF)
    judge(store, number, "city", model.OWN)
    with pytest.raises(InTheWay, match="have begun to answer"):
        stages.go_back(desk, number, model.OPEN)


def test_closing_makes_results_and_a_closed_round_opened_again_makes_others_beside_them(desk: Actor, number: int) -> None:
    for to in (model.SELF, model.REVIEW):
        on(desk, number, to)
    first = on(desk, number, model.CLOSED)
    stages.go_back(desk, number, model.REVIEW)
    second = on(desk, number, model.CLOSED)
    assert first != second
    assert [one.label for one in results.list_results(desk, number)] == ["Result 2", "Result 2", "First result", "First result"]


def test_the_result_that_was_chosen_is_the_one_that_is_published(desk: Actor, number: int) -> None:
    for to in (model.SELF, model.REVIEW, model.CLOSED):
        on(desk, number, to)
    own = next(one for one in results.list_results(desk, number) if one.basis == "self")
    with pytest.raises(NotNow, match="not of this round"):
        stages.go_on(desk, number, model.PUBLISHED, (), result_id=result_of_another(desk))
    assert stages.go_on(desk, number, model.PUBLISHED, (), result_id=own.id) == own.id
    with pytest.raises(NotNow):
        stages.go_back(desk, number, model.CLOSED)


def test_a_trial_by_other_weights_is_published_only_by_choice(desk: Actor, number: int) -> None:
    for to in (model.SELF, model.REVIEW):
        on(desk, number, to)
    usual = on(desk, number, model.CLOSED)
    trial = results.rescore(desk, number, "Everything on performance", {"performance": 3.0})
    assert results.list_results(desk, number)[0].id == trial
    assert on(desk, number, model.PUBLISHED) == usual


def result_of_another(desk: Actor) -> int:
    other = rounds.open_round(desk, EDITION, "2025", {"en": "Initiative assessment 2025"}, ["port"])
    found = [on(desk, other, to) for to in (model.SELF, model.REVIEW, model.CLOSED)][-1]
    assert found is not None
    return found


def test_only_the_coordinator_moves_a_round(desk: Actor, store: Store, number: int) -> None:
    for role in ("administrator", "reviewer", "trainer", "reader"):
        with pytest.raises(Refused):
            stages.go_on(person(store, role, role), number, model.SELF)
    with pytest.raises(Refused):
        stages.go_on(person(store, "Ok", "officer", institution="port"), number, model.SELF)


def test_whoever_is_writing_is_waited_for_and_nothing_written_is_missed(desk: Actor, store: Store, number: int) -> None:
    for to in (model.SELF, model.REVIEW):
        on(desk, number, to)
    step = stages.next_step(desk, number)
    assert step is not None
    closing = Thread(target=lambda: stages.go_on(desk, number, model.CLOSED, step.obstacles))
    with store.reading() as connection:
        own = records.one(connection, tables.returns, round_id=number, institution="port")
    assert own is not None
    with store.writing() as connection:
        holding.hold(connection, own["id"])
        closing.start()
        closing.join(0.3)
        assert closing.is_alive() and model.read_round(connection, number).stage == model.REVIEW
    closing.join()
    assert stage(desk, number) == model.CLOSED
