"""The pages of rounds and subjects: opened step by step, moved on past what is named, worked in; whoever may only look sees no button."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessments.register.access import Actor
from assessments.rounds import model, returns
from assessments.rounds.results import results
from assessments.rounds.running import rounds, stages
from assessments.rounds.subjects import subjects
from assessments.store import records, tables
from assessments.store.engine import Store, open_store
from tests.pages import opened, words
from tests.stores import NOW, a_round, institution, person
from tests.test_reminders import Postbox, postbox

__all__ = ["postbox"]

EDITION, LAWS, SURVEY = "kr_initiative_2014", "kr_corruption_risk_2024", "kr_comprehensive_2022"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One engine is enough for what is seen; the services are tried on both."""
    opened = open_store(tmp_path / "data", "")
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Actor:
    for code in ("port", "mint"):
        institution(store, code, "central")
    institution(store, "city", "basic_local")
    return person(store, "Co", "coordinator")


def page(name: str, actor: Actor, **address: str) -> AppTest:
    return opened(name, actor, **{"lang": "en", **address})


def at(actor: Actor, number: int, **address: str) -> AppTest:
    return page("round", actor, round=str(number), **address)


def click(test: AppTest, key: str) -> AppTest:
    return test.button(key=key).click().run()


def buttons(test: AppTest) -> set[str]:
    return {button.key for button in test.button if button.key}


def move(actor: Actor, number: int, *to: str) -> None:
    for stage in to:
        step = stages.next_step(actor, number)
        stages.go_on(actor, number, stage, step.obstacles if step else ())


# -- the list and the wizard ------------------------------------------------------------------------------------------


def test_without_rounds_the_page_says_what_belongs_here_and_offers_to_open_one(desk: Actor) -> None:
    test = page("rounds", desk)
    assert "There is no round yet" in words(test) and buttons(test) == {"open"}
    assert buttons(page("rounds", person(desk.store, "Le", "reader"))) == set()


def test_a_round_is_opened_step_by_step_and_is_there(desk: Actor) -> None:
    test = page("rounds", desk, view="open")
    test.radio(key="edition").set_value(EDITION).run()
    click(test, "next")
    test.text_input(key="cycle").set_value("2027")
    test.text_input(key="en").set_value("Round of 2027")
    click(test, "next")
    assert "Taking part: 3 institutions" in words(test)
    test.multiselect(key="without").set_value(["mint"]).run()
    click(test, "next")
    click(test, "next")
    test.number_input(key="reviewers").set_value(1)
    click(test, "next")
    assert "Round of 2027" in words(test) and "2 institutions" in words(test)
    click(test, "open_now")
    (made,) = rounds.list_rounds(desk)
    assert (made.edition, made.cycle, made.named("en"), made.rules.reviewers) == (EDITION, "2027", "Round of 2027", 1)
    assert made.deadlines == {model.SELF: date(2026, 12, 23), model.REVIEW: date(2027, 1, 20)}
    assert [one.institution for one in returns.list_returns(desk)] == ["city", "port"]


def test_what_was_chosen_stands_in_the_address_so_that_a_step_can_be_opened_again(desk: Actor) -> None:
    draft = {"edition": EDITION, "cycle": "2027", "ko": "2027년 평가", "en": "Round of 2027", "groups": "basic_local", "without": ""}
    test = page("rounds", desk, view="open", step="confirm", own_until="2027-02-01", shown="0", **draft)
    said = words(test)
    assert "1 institution" in said and "2027-02-01" in said and "2027년 평가 / Round of 2027" in said
    assert test.button(key="open_now").label == "Open the round for 1 institution"


def test_an_empty_register_sends_one_there_first(store: Store) -> None:
    assert "no institutions in the register" in words(page("rounds", person(store, "Co", "coordinator"), view="open"))


def test_the_list_says_how_far_each_round_is(desk: Actor, store: Store) -> None:
    a_round(store, EDITION, "port", "city")
    with store.writing() as connection:
        records.change(connection, tables.returns, {"institution": "city"}, state=model.SUBMITTED)
    assert "Self-assessment · until 2026-12-31 · 1 of 2 handed in" in words(page("rounds", desk))


# -- one round --------------------------------------------------------------------------------------------------------


def test_the_next_step_names_who_has_not_handed_in_and_goes_on_once_confirmed(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", "city")
    test = click(at(desk, number), "go_on")
    said = words(test)
    assert "these institutions have not handed in their return" in said and "City, Port" in said
    click(test, "confirm")
    assert rounds.get(desk, number).stage == model.REVIEW and "The review has begun" in words(test)


def test_a_round_is_closed_and_published_and_then_stays(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", "city", stage=model.REVIEW)
    test = click(click(at(desk, number), "go_on"), "confirm")
    assert "closed and scored" in words(test)
    click(test, "go_on")
    assert "cannot be undone" in words(test)
    click(test, "confirm")
    assert rounds.get(desk, number).stage == model.PUBLISHED
    assert buttons(test) & {"go_on", "go_back"} == set()
    assert [one.basis for one in results.list_results(person(store, "Le", "reader"))] == ["verified"]


def test_the_way_back_is_offered_where_it_is_safe_and_explained_where_not(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", stage=model.REVIEW)
    test = click(at(desk, number), "go_back")
    assert "No reviewer has judged yet" in words(test)
    click(test, "confirm_back")
    assert rounds.get(desk, number).stage == model.SELF
    own = returns.list_returns(desk, number)[0]
    with store.writing() as connection:
        values = {"item": "head_reviews", "kind": model.OWN, "answer": "2", "version": 1, "at": NOW}
        records.add(connection, tables.answers, subject_id=own.subjects[0].id, **values)
    test = click(at(desk, number), "go_back")
    assert "cannot be undone any more" in words(test) and "confirm_back" not in buttons(test)


def test_the_table_of_returns_says_who_is_late_and_holds_no_answer(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", "city")
    own = returns.list_returns(desk, number)[0]
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"id": number}, deadlines={model.SELF: "2026-11-20"})
        records.change(connection, tables.returns, {"institution": "port"}, state=model.SUBMITTED, submitted_at=NOW)
        values = {"item": "head_reviews", "kind": model.OWN, "answer": "4", "comment": "secret", "version": 1, "at": NOW}
        records.add(connection, tables.answers, subject_id=own.subjects[0].id, **values)
    test = at(desk, number)
    table = test.dataframe[1].value
    assert list(zip(table["Institution"], table["State"], table["Days late"], table["Answered"], strict=True)) == [
        ("City", "Answering", 5, 1),
        ("Port", "Handed in", 0, 0),
    ]
    assert "secret" not in table.to_csv() + words(test)
    assert list(at(desk, number, show="late").dataframe[1].value["Institution"]) == ["City"]


def test_reviewers_are_spread_over_the_returns(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", "city", reviewers=1)
    for name in ("Ra", "Rb"):
        person(store, name, "reviewer")
    test = click(at(desk, number, part="reviewers"), "spread_now")
    assert sorted(test.dataframe[0].value["Reviewers"]) == ["Ra", "Rb"]


def test_a_reminder_is_there_to_be_copied_in_both_languages(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", "city")
    test = at(desk, number, part="reminders")
    assert "The last day is 2026-12-31." in test.code[0].value and "send" not in buttons(test)
    test.selectbox(key="whom").set_value("city").run()
    assert test.code[0].value.startswith("Round 2026: your return\n\nTo City")
    assert "City 담당자께" in at_in_korean(desk, number).selectbox(key="whom").set_value("city").run().code[0].value


def at_in_korean(actor: Actor, number: int) -> AppTest:
    return at(actor, number, part="reminders", lang="ko")


def test_reminders_are_sent_once_that_is_confirmed(desk: Actor, store: Store, postbox: Postbox) -> None:
    number = a_round(store, EDITION, "port", "city")
    officer = person(store, "Ok", "officer", institution="port")
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": officer.person.id}, email="ok@example.org")
    test = click(at(desk, number, part="reminders"), "send")
    assert "City, Port" in words(test) and postbox.mails == []
    click(test, "send_now")
    assert [one["To"] for one in postbox.mails] == ["ok@example.org"]
    assert "Sent to 1 institution. No officer with an address: City." in words(test)


def test_responses_of_a_survey_are_attached_and_mistakes_are_all_told(desk: Actor, store: Store) -> None:
    number = a_round(store, SURVEY, "port", "city")
    edition = returns.list_returns(desk, number)[0].edition.questionnaire
    item, group = next((code, one.respondent) for code, one in edition.items.items() if one.respondent != "record")
    answer = next(iter(edition.scales[edition.items[item].scale].choices or {"1": 0}))
    head = f"subject,respondent_group,respondent,{item}\n"
    test = at(desk, number, part="survey")
    test.file_uploader[0].upload("wrong.csv", f"{head}prot,{group},Kim,{answer}\nport,{group},Lee,99999\n".encode(), "text/csv")
    click(test, "attach")
    assert "Nothing was changed. Kinds of mistakes found in the file: 2" in words(test) and len(test.table[0].value) == 2
    test = at(desk, number, part="survey")
    test.file_uploader[0].upload("responses.csv", f"{head}port,{group},Kim,{answer}\n".encode(), "text/csv")
    click(test, "attach")
    said = words(test)
    assert "Attached: responses.csv" in said and "Without any response: City" in said


def test_last_days_and_rules_are_changed_as_long_as_they_can_be(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port")
    test = at(desk, number, part="dates")
    test.date_input(key="own_until").set_value(date(2027, 1, 15))
    click(test, "save_dates")
    assert rounds.get(desk, number).deadlines == {model.SELF: date(2027, 1, 15)}
    assert test.number_input(key="ceiling").disabled
    move(desk, number, model.REVIEW, model.CLOSED)
    assert "stay as they are" in words(at(desk, number, part="dates"))


def test_institutions_join_and_leave_and_the_log_says_so(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port")
    test = at(desk, number, part="institutions")
    test.multiselect(key="join_who").set_value(["city", "mint"])
    click(test, "join_now")
    test.multiselect(key="leave_who").set_value(["mint"])
    click(test, "leave_now")
    assert [one.institution for one in returns.list_returns(desk, number)] == ["city", "port"]
    log = at(desk, number, part="log").dataframe[0].value
    assert list(log["What"]) == ["Institutions taken out", "Institutions added"]


def test_the_log_says_in_words_what_was_known_when_a_round_was_moved_on(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", "city", reviewers=1)
    move(desk, number, model.REVIEW, model.CLOSED)
    log = at(desk, number, part="log").dataframe[0].value
    assert list(zip(log["What"], log["Before"], log["After"], log["About"], strict=True))[-1] == (
        "Moved on",
        "Self-assessment",
        "Review",
        "not handed in (City, Port), too few reviewers (City, Port)",
    )
    assert list(log["About"])[:2] == ["First result", "First result"]


def test_next_years_round_is_started_from_this_one(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", "city")
    test = at(desk, number, part="next_year")
    assert "2 institutions** take part" in words(test)
    assert (test.text_input(key="next_cycle").value, test.text_input(key="next_en").value) == ("2027", "Round 2027")
    click(test, "start")
    assert (rounds.list_rounds(desk)[0].cycle, rounds.list_rounds(desk)[0].before) == ("2027", number)


def test_results_are_listed_once_the_round_is_closed(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", stage=model.REVIEW)
    assert "no results yet" in words(at(desk, number, part="results"))
    move(desk, number, model.CLOSED)
    assert "as verified" in words(at(desk, number, part="results"))


def test_a_round_is_run_by_the_coordinator_only(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port")
    officer, stranger = person(store, "Ok", "officer", institution="port"), person(store, "Na", "officer", institution="city")
    test = at(officer, number)
    assert "run by the coordinator" in words(test) and buttons(test) == set()
    assert "This round is not here" in words(at(stranger, number))
    assert "This round is not here" in words(at(desk, number + 7))


def test_everything_is_there_in_korean(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port")
    for part in ("progress", "institutions", "reviewers", "reminders", "results", "dates", "next_year", "log"):
        assert "검토 시작" in {button.label for button in at(desk, number, part=part, lang="ko").button}


# -- subjects ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def officer(desk: Actor) -> Actor:
    a_round(desk.store, LAWS, "port", "city")
    return person(desk.store, "Ok", "officer", institution="port")


def own(actor: Actor) -> returns.Return:
    return returns.list_returns(actor)[0]


def listed(actor: Actor, who: Actor | None = None, **address: str) -> AppTest:
    return page("subjects", who or actor, **{"return": str(own(actor).id), **address})


def test_an_empty_list_says_what_belongs_there_and_takes_the_first(officer: Actor) -> None:
    test = listed(officer)
    assert test.title[0].value == "Laws and rules" and "The list is empty" in words(test)
    test.text_input(key="add_en").set_value("Harbour Act")
    click(test, "add")
    assert list(test.dataframe[0].value["Name"]) == ["Harbour Act"] and "Added: Harbour Act" in words(test)


def test_subjects_are_moved_renamed_removed_and_put_back(officer: Actor) -> None:
    first, _ = (subjects.add(officer, own(officer).id, {"en": name}) for name in ("A", "B"))
    test = click(listed(officer), "down")
    assert list(test.dataframe[0].value["Name"]) == ["B", "A"]
    test.selectbox(key="picked").set_value(first).run()
    test.text_input(key=f"en_{first}").set_value("Act on Harbours")
    click(test, "rename")
    assert list(test.dataframe[0].value["Name"]) == ["B", "Act on Harbours"]
    click(test, "remove")
    assert list(test.dataframe[0].value["Name"]) == ["B"] and "can be put back" in words(test)
    click(test, "restore")
    assert list(test.dataframe[0].value["Name"]) == ["B", "Act on Harbours"]


def test_a_file_is_shown_first_and_then_taken_over(officer: Actor) -> None:
    test = listed(officer, view="import")
    test.file_uploader[0].upload("laws.csv", "code,name_ko,name_en\nact,항만법,Harbour Act\n,어업법,\n".encode(), "text/csv").run()
    assert list(test.dataframe[0].value["Code"]) == ["act", "law_1"] and own(officer).subjects == ()
    click(test, "take_in")
    assert [one.code for one in own(officer).subjects] == ["act", "law_1"]


def test_a_wrong_file_changes_nothing_and_says_why(officer: Actor) -> None:
    test = listed(officer, view="import")
    test.file_uploader[0].upload("laws.csv", b"code,name_en\nan act,A\nb,\n", "text/csv").run()
    assert len(test.table[0].value) == 2 and "take_in" not in buttons(test)


def test_the_list_of_the_round_before_is_one_click_away(officer: Actor, store: Store) -> None:
    subjects.add(officer, own(officer).id, {"en": "Harbour Act"})
    a_round(store, LAWS, "port", cycle="2027")
    test = listed(officer)
    assert test.button(key="copy").label == "Copy 1 from 2026"
    click(test, "copy")
    assert list(test.dataframe[0].value["Name"]) == ["Harbour Act"]


def test_a_locked_list_is_there_to_be_looked_at(officer: Actor, store: Store, desk: Actor) -> None:
    subjects.add(officer, own(officer).id, {"en": "Harbour Act"})
    assert buttons(listed(officer, desk)) == {"answer_all"}
    with store.writing() as connection:
        records.change(connection, tables.returns, {"id": own(officer).id}, state=model.SIGNED_OFF)
    assert buttons(listed(officer)) == {"answer_all"}
