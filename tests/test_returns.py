"""An institution's answers: saved one by one, never overwritten unseen, locked when they are handed in."""

from __future__ import annotations

from functools import partial

import pytest

from assessments.register import log
from assessments.register.access import Actor, Refused
from assessments.rounds import model, returns
from assessments.rounds.returns import ChangedMeanwhile, Given, NotNow, Unfit
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.stores import a_round, institution, person

EDITION = "kr_initiative_2014"


@pytest.fixture
def officer(store: Store) -> Actor:
    institution(store, "port", "central")
    institution(store, "city", "basic_local")
    a_round(store, EDITION, "port", "city")
    return person(store, "Ok", "officer", institution="port")


def own(actor: Actor) -> returns.Return:
    return returns.list_returns(actor)[0]


def write(actor: Actor, item: str, answer: str, seen: int = 0, **more: str) -> Given:
    mine = own(actor)
    return returns.save(actor, mine.id, mine.subjects[0].id, item, answer, seen, **more)


def log_of(actor: Actor) -> list[records.Row]:
    with actor.store.reading() as connection:
        return records.every(connection, tables.changes)


def test_an_officer_finds_only_the_return_of_the_own_institution(officer: Actor) -> None:
    assert [one.institution for one in returns.list_returns(officer)] == ["port"]


def test_an_answer_is_there_for_whoever_reads_next(officer: Actor) -> None:
    saved = write(officer, "head_reviews", "4", comment="four meetings")
    mine = own(officer)
    assert mine.answers[mine.subjects[0].id, "head_reviews"] == saved
    assert (saved.answer, saved.comment, saved.version, saved.by) == ("4", "four meetings", 1, officer.person.id)


def test_every_change_says_who_from_what_to_what(officer: Actor) -> None:
    write(officer, "head_reviews", "2")
    write(officer, "head_reviews", "3", seen=1)
    last = log_of(officer)[-1]
    assert (last["by_name"], last["what"], last["about"]) == ("Ok", "returns.save", "port/head_reviews")
    assert (last["before"], last["after"]) == ({"answer": "2"}, {"answer": "3"})


def test_the_later_writer_sees_what_the_other_wrote_and_nothing_is_overwritten(officer: Actor, store: Store) -> None:
    colleague = person(store, "Na", "officer", institution="port")
    write(officer, "head_reviews", "2")
    with pytest.raises(ChangedMeanwhile) as told:
        write(colleague, "head_reviews", "4", seen=0)
    assert told.value.theirs.answer == "2"
    write(colleague, "head_reviews", "4", seen=told.value.theirs.version)
    with pytest.raises(ChangedMeanwhile) as told:
        write(officer, "head_reviews", "1", seen=1)
    assert (told.value.theirs.answer, told.value.theirs.by) == ("4", colleague.person.id)


def test_what_does_not_fit_the_question_is_refused_and_what_stood_there_stays(officer: Actor) -> None:
    write(officer, "head_reviews", "2")
    with pytest.raises(Unfit, match="'often' is not a number"):
        write(officer, "head_reviews", "often", seen=1)
    with pytest.raises(Refused):
        write(officer, "no_such_item", "1")
    mine = own(officer)
    assert mine.answers[mine.subjects[0].id, "head_reviews"].answer == "2"


def test_not_applicable_needs_a_reason(officer: Actor) -> None:
    with pytest.raises(Unfit, match="needs a reason"):
        write(officer, "reform_tasks", "not_applicable")
    assert write(officer, "reform_tasks", "not_applicable", reason="no task was given to us").reason == "no task was given to us"


def test_blank_not_known_and_not_applicable_are_three_things_and_refusing_is_not_offered_to_a_record(store: Store) -> None:
    institution(store, "port", "central")
    a_round(store, "kr_corruption_risk_2024", "port")
    officer = person(store, "Ok", "officer", institution="port")
    with store.writing() as connection:
        law = records.add(connection, tables.subjects, return_id=own(officer).id, code="harbour_act", names={}, position=0)
    questionnaire = own(officer).edition.questionnaire
    item = next(code for code in own(officer).asked(law) if questionnaire.scales[questionnaire.items[code].scale].special == ["dont_know"])
    assert write(officer, item, "dont_know").answer == "dont_know"
    assert write(officer, item, "", seen=1).answer == ""
    for other in ("refuse", "not_applicable"):
        with pytest.raises(Unfit, match="not allowed for this question"):
            write(officer, item, other, seen=2, reason="none")


def answer_all(actor: Actor) -> None:
    mine = own(actor)
    scales, items = mine.edition.questionnaire.scales, mine.edition.questionnaire.items
    fits = {"choices": None, "rate": "1/2", "change": "1/1", "linear": "1", "steps": "1", "points": "0"}
    for code in mine.asked(mine.subjects[0].id):
        scale = scales[items[code].scale]
        write(actor, code, next(iter(scale.choices)) if scale.choices else str(fits[scale.kind]))


def test_a_return_with_gaps_is_not_handed_in_and_the_gaps_are_named(officer: Actor) -> None:
    answer_all(officer)
    write(officer, "head_reviews", "", seen=1)
    lack = returns.submit(officer, own(officer).id)
    assert [(one.kind, one.item) for one in lack] == [("blank", "head_reviews")]
    assert own(officer).state == model.ANSWERING


def test_what_is_handed_in_is_locked_until_it_is_taken_back(officer: Actor) -> None:
    answer_all(officer)
    number = own(officer).id
    assert returns.submit(officer, number) == []
    with pytest.raises(NotNow):
        write(officer, "head_reviews", "3", seen=1)
    returns.take_back(officer, number)
    assert write(officer, "head_reviews", "3", seen=1).version == 2


def test_more_not_applicable_than_the_ceiling_is_not_handed_in(store: Store) -> None:
    institution(store, "port", "central")
    a_round(store, EDITION, "port", ceiling=0.01)
    officer = person(store, "Ok", "officer", institution="port")
    answer_all(officer)
    write(officer, "reform_tasks", "not_applicable", seen=1, reason="no task was given to us")
    lack = returns.submit(officer, own(officer).id)
    assert [one.kind for one in lack] == ["ceiling"] and lack[0].share > 0.01


def test_one_goes_on_where_one_was(officer: Actor, store: Store) -> None:
    number = own(officer).id
    assert returns.place(officer, number) == ("", None)
    returns.keep_place(officer, number, "area_culture")
    returns.keep_place(officer, number, "area_causes")
    assert returns.place(officer, number) == ("area_causes", None)


def test_a_row_of_the_log_cannot_be_changed_by_anybody(officer: Actor, store: Store) -> None:
    write(officer, "head_reviews", "2")
    rewrite = partial(records.change, table=tables.changes, where={"what": "returns.save"}, by_name="nobody")
    for act in (rewrite, partial(records.remove, table=tables.changes, what="returns.save")):
        with pytest.raises(Exception, match="never changed"), store.writing() as connection:
            act(connection)
    assert len(log_of(officer)) == 1


def test_an_institution_that_was_late_may_go_on_when_the_coordinator_lets_it(officer: Actor, store: Store) -> None:
    coordinator = person(store, "Co", "coordinator")
    number = own(officer).id
    with pytest.raises(NotNow):
        returns.let_go_on(coordinator, number)
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"id": own(officer).round.id}, stage=model.REVIEW)
    with pytest.raises(NotNow):
        write(officer, "head_reviews", "3")
    returns.let_go_on(coordinator, number)
    answer_all(officer)
    assert returns.submit(officer, number) == []
    assert own(officer).state == model.SUBMITTED


def test_an_administrator_sees_in_the_log_that_an_answer_changed_and_not_what_it_says(officer: Actor, store: Store) -> None:
    write(officer, "head_reviews", "3")
    administrator, coordinator = person(store, "Ad", "administrator"), person(store, "Co", "coordinator")
    (seen,) = log.list_changes(administrator)
    assert (seen["what"], seen["by_name"], seen["before"], seen["after"]) == ("returns.save", "Ok", None, None)
    assert log.list_changes(coordinator)[0]["after"] == {"answer": "3"}
