"""Answering, as an officer does it: each click is saved; what cannot be saved is said; two writers see each other."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from assessments.register.access import Actor
from assessments.rounds import model, returns
from assessments.rounds.returns import Return
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.texts import LANGUAGES
from tests.pages import opened, words
from tests.stores import a_round, institution, person

EDITION = "kr_initiative_2014"


@pytest.fixture
def store(page_store: Store) -> Store:
    return page_store


@pytest.fixture
def officer(store: Store) -> Actor:
    institution(store, "port", "central")
    a_round(store, EDITION, "port")
    return person(store, "Ok", "officer", institution="port")


def own(actor: Actor) -> Return:
    return returns.list_returns(actor)[0]


def page(actor: Actor, section: str = "", language: str = "en") -> AppTest:
    return opened("answer", actor, lang=language, section=section, **{"return": str(own(actor).id)})


def answer(actor: Actor, code: str) -> str:
    mine = own(actor)
    return mine.answers.get((mine.subjects[0].id, code), returns.NOTHING).answer


def choose(test: AppTest, code: str, value: str) -> AppTest:
    widget = next(one for one in test.radio if one.key and f"/{code}/" in one.key)
    return widget.set_value(value).run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_section_with_something_to_do_is_open(officer: Actor, language: str) -> None:
    said = words(page(officer, language=language))
    names = own(officer).edition.wording(language)
    assert names.node("area_infrastructure") in said and names.question("anti_corruption_plan") in said
    assert names.question("expense_disclosure") not in said


def test_a_click_is_saved_and_the_page_says_when(officer: Actor) -> None:
    test = choose(page(officer), "anti_corruption_plan", "3")
    assert answer(officer, "anti_corruption_plan") == "3"
    assert "Saved 09:00" in words(test)


def test_two_numbers_are_saved_when_both_are_there(officer: Actor) -> None:
    test = page(officer)
    first, second = (
        next(one for one in test.number_input if one.key and one.key.endswith(f"self_audit/0/{part}")) for part in ("first", "second")
    )
    test = first.set_value(12.0).run()
    assert answer(officer, "self_audit") == "" and "write both numbers" in words(test)
    second = next(one for one in test.number_input if one.key and one.key.endswith("self_audit/0/second"))
    second.set_value(15.0).run()
    assert answer(officer, "self_audit") == "12/15"


def test_what_the_scale_refuses_is_said_and_not_saved(officer: Actor) -> None:
    test = page(officer)
    for part, value in (("first", 16.0), ("second", 15.0)):
        widget = next(one for one in test.number_input if one.key and one.key.endswith(f"self_audit/0/{part}"))
        test = widget.set_value(value).run()
    assert answer(officer, "self_audit") == "" and "the count between 0 and the base" in words(test)


def test_somebody_elses_answer_is_shown_beside_mine_and_i_choose(officer: Actor, store: Store) -> None:
    colleague = person(store, "Na", "officer", institution="port")
    test = page(officer)
    mine = own(officer)
    returns.save(colleague, mine.id, mine.subjects[0].id, "anti_corruption_plan", "1", 0)
    test = choose(test, "anti_corruption_plan", "3")
    assert answer(officer, "anti_corruption_plan") == "1"
    assert "Nothing was overwritten" in words(test)
    test = next(one for one in test.button if one.label == "Use mine").click().run()
    assert answer(officer, "anti_corruption_plan") == "3"
    assert "Nothing was overwritten" not in words(test)


def test_keeping_theirs_puts_it_on_the_screen(officer: Actor, store: Store) -> None:
    colleague = person(store, "Na", "officer", institution="port")
    test = page(officer)
    mine = own(officer)
    returns.save(colleague, mine.id, mine.subjects[0].id, "anti_corruption_plan", "1", 0)
    test = choose(test, "anti_corruption_plan", "3")
    test = next(one for one in test.button if one.label == "Keep theirs").click().run()
    assert answer(officer, "anti_corruption_plan") == "1"
    assert next(one for one in test.radio if one.key and "/anti_corruption_plan/" in one.key).value == "1"


def test_one_goes_on_in_the_section_where_one_was(officer: Actor) -> None:
    page(officer, section="area_culture")
    assert own(officer).edition.wording("en").node("area_culture") in words(page(officer))


def test_what_was_carried_over_counts_only_when_it_is_confirmed(officer: Actor, store: Store) -> None:
    mine = own(officer)
    key = {"subject_id": mine.subjects[0].id, "item": "anti_corruption_plan", "kind": model.OWN, "reviewer": 0}
    with store.writing() as connection:
        records.add(connection, tables.answers, **key, answer="2", carried_over=True, version=1, at=officer.clock())
    test = page(officer)
    assert "Carried over, not confirmed" in words(test) and own(officer).progress[0] == 0
    next(one for one in test.button if one.label == "Confirm unchanged").click().run()
    assert own(officer).progress[0] == 1 and answer(officer, "anti_corruption_plan") == "2"


def test_a_comment_does_not_confirm_what_was_carried_over(officer: Actor, store: Store) -> None:
    mine = own(officer)
    key = {"subject_id": mine.subjects[0].id, "item": "anti_corruption_plan", "kind": model.OWN, "reviewer": 0}
    with store.writing() as connection:
        records.add(connection, tables.answers, **key, answer="2", carried_over=True, version=1, at=officer.clock())
    comment = next(one for one in page(officer).text_area if one.key and "/anti_corruption_plan/" in one.key)
    comment.set_value("still to be looked at").run()
    given = own(officer).answers[mine.subjects[0].id, "anti_corruption_plan"]
    assert (given.carried_over, given.comment, own(officer).progress[0]) == (True, "still to be looked at", 0)


def test_an_answer_that_was_given_by_mistake_can_be_taken_away(officer: Actor) -> None:
    test = choose(page(officer), "anti_corruption_plan", "3")
    next(one for one in test.button if one.label == "Clear the answer").click().run()
    assert answer(officer, "anti_corruption_plan") == ""


def test_checking_lists_what_is_missing_and_does_not_hand_in(officer: Actor) -> None:
    test = page(officer, section="check")
    assert "Missing before you can hand in: 20" in words(test)
    assert next(one for one in test.button if one.label == "Hand in").disabled


def test_a_return_that_was_handed_in_is_shown_locked(officer: Actor, store: Store) -> None:
    with store.writing() as connection:
        records.change(connection, tables.returns, {"id": own(officer).id}, state=model.SUBMITTED, submitted_at=officer.clock())
    test = page(officer)
    assert "has been handed in" in words(test)
    assert all(one.disabled for one in test.radio if one.key and one.key.startswith("a/"))
    next(one for one in test.button if one.label == "Take back and go on answering").click().run()
    assert own(officer).state == model.ANSWERING


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_institutions_return_is_as_if_it_were_not_there(officer: Actor, store: Store, language: str) -> None:
    institution(store, "city", "basic_local")
    stranger = person(store, "Xi", "officer", institution="city")
    test = opened("answer", stranger, lang=language, **{"return": str(own(officer).id)})
    assert test.title[0].value in ("This return is not here", "이 답변서를 찾을 수 없습니다")


@pytest.mark.parametrize("language", LANGUAGES)
def test_my_tasks_say_what_is_due_and_how_far_it_is(officer: Actor, language: str) -> None:
    test = opened("tasks", officer, lang=language)
    said = words(test)
    assert ("Begin" in [one.label for one in test.button]) == (language == "en")
    assert "Round 2026" in said or language == "ko"
    assert ("2026-12-31" in said) == (language == "en")


def test_without_anything_to_do_the_page_says_where_to_look(store: Store) -> None:
    assert "Nothing is due" in words(opened("tasks", person(store, "Re", "reader"), lang="en"))


def test_a_coordinator_sees_rounds_and_not_answers(officer: Actor, store: Store) -> None:
    said = words(opened("tasks", person(store, "Co", "coordinator"), lang="en"))
    assert "Self-assessment" in said and "Port" not in said
