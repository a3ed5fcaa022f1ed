"""The page for answering offline, as an officer sees it: download, upload, compare, choose, merge."""

from __future__ import annotations

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from assessments.register.access import Actor
from assessments.rounds import model
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.texts import LANGUAGES
from tests.pages import opened, words
from tests.stores import a_round, institution, person
from tests.test_offline import WILL, column_of, put, saved
from tests.test_offline_exchange import answer_of, book_of, own, write

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def store(page_store: Store) -> Store:
    return page_store


@pytest.fixture
def officer(store: Store) -> Actor:
    institution(store, "port", "central")
    a_round(store, "kr_initiative_2014", "port")
    return person(store, "Ok", "officer", institution="port")


def page(actor: Actor, language: str = "en") -> AppTest:
    return opened("offline", actor, lang=language, **{"return": str(own(actor).id)})


def uploaded(actor: Actor, book: openpyxl.Workbook, language: str = "en") -> AppTest:
    test = page(actor, language)
    test.file_uploader[0].upload("answers.xlsx", saved(book), XLSX)
    return test.run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_return_can_be_taken_away_and_brought_back(officer: Actor, language: str) -> None:
    test = page(officer, language)
    assert len(test.get("download_button")) == 2 and len(test.file_uploader) == 1


def test_what_would_change_is_shown_before_anything_is_written(officer: Actor) -> None:
    write(officer, "head_reviews", "2")
    book = book_of(officer)
    put(WILL, "head_reviews", 4)(book)
    put(WILL, "rules_reviewed", "Not applicable", "no rule was made")(book)
    test = uploaded(officer, book)
    assert "Answers that change: **2** · new subjects: **0** · answers that stay: **18**" in words(test)
    assert answer_of(officer, "head_reviews").answer == "2"
    (merge,) = [button for button in test.button if button.label == "Take over what is selected (2)"]
    said = words(merge.click().run())
    assert "Answers saved: 2. Subjects added: 0." in said
    assert (answer_of(officer, "head_reviews").answer, answer_of(officer, "rules_reviewed").reason) == ("4", "no rule was made")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_of_a_workbook_is_listed_with_its_place(officer: Actor, language: str) -> None:
    book = book_of(officer)
    put(WILL, "unit_in_charge", "nonsense")(book)
    put(WILL, "self_audit", "16/15")(book)
    test = uploaded(officer, book, language)
    table = test.table[0].value
    assert table.iloc[:, 1].tolist() == ["5", "7"] and table.iloc[:, 2].tolist() == ["D", "D"]
    assert ("아무것도 저장하지 않았으며" if language == "ko" else "Nothing was saved") in words(test)


def test_what_somebody_changed_meanwhile_is_said_and_not_ticked(officer: Actor, store: Store) -> None:
    book = book_of(officer)
    put(WILL, "head_reviews", 4)(book)
    write(person(store, "Na", "officer", institution="port"), "head_reviews", "1")
    test = uploaded(officer, book)
    assert "somebody else changed on the page after the download: 1" in words(test)
    assert [button.disabled for button in test.button if button.label == "Take over what is selected (0)"] == [True]


def test_answers_of_the_last_round_are_confirmed_with_a_tick(officer: Actor) -> None:
    write(officer, "head_reviews", "2")
    with officer.store.writing() as connection:
        records.change(connection, tables.answers, {"item": "head_reviews"}, carried_over=True)
    test = uploaded(officer, book_of(officer))
    test = test.checkbox(key="carried_over").check().run()
    next(button for button in test.button if button.label == "Take over what is selected (1)").click().run()
    assert answer_of(officer, "head_reviews").carried_over is False


def test_new_rows_of_a_register_are_lines_of_their_own(store: Store) -> None:
    institution(store, "port", "agency")
    a_round(store, "risk_register_2026", "port")
    actor = person(store, "Ok", "officer", institution="port")
    book = book_of(actor)
    table = book["1 Table"]
    table["C7"] = "Contracts split"
    table.cell(7, column_of(table, "likelihood"), 4)
    test = uploaded(actor, book)
    next(button for button in test.button if button.label == "Take over what is selected (2)").click().run()
    assert [one.named("en") for one in own(actor).subjects] == ["Contracts split"]


def test_a_locked_return_can_still_be_taken_away(officer: Actor) -> None:
    with officer.store.writing() as connection:
        records.change(connection, tables.returns, {"institution": "port"}, state=model.SUBMITTED)
    test = page(officer)
    assert len(test.get("download_button")) == 2 and len(test.file_uploader) == 0


def test_a_coordinator_may_take_it_away_but_not_bring_it_back(officer: Actor, store: Store) -> None:
    coordinator = person(store, "Co", "coordinator")
    test = opened("offline", coordinator, lang="en", **{"return": str(own(officer).id)})
    assert len(test.get("download_button")) == 2 and len(test.file_uploader) == 0
