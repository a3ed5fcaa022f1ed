"""A filled workbook is merged into a return: shown first, written answer by answer, and never over what somebody else wrote."""

from __future__ import annotations

import io

import openpyxl
import pytest

from assessments.register.access import Actor, Refused
from assessments.rounds import model, returns
from assessments.rounds.offline import exchange, workbook
from assessments.rounds.offline.sheet import Filled
from assessments.rounds.returns import NotNow
from assessments.rounds.subjects import subjects
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.tables.problems import DataError
from tests.stores import a_round, institution, person
from tests.test_offline import WILL, column_of, put, saved


@pytest.fixture
def officer(store: Store) -> Actor:
    institution(store, "port", "central")
    institution(store, "city", "basic_local")
    a_round(store, "kr_initiative_2014", "port", "city")
    return person(store, "Ok", "officer", institution="port")


@pytest.fixture
def risk_officer(store: Store) -> Actor:
    institution(store, "port", "agency")
    a_round(store, "risk_register_2026", "port")
    return person(store, "Ok", "officer", institution="port")


def own(actor: Actor) -> returns.Return:
    return returns.list_returns(actor)[0]


def write(actor: Actor, item: str, answer: str, seen: int = 0) -> None:
    mine = own(actor)
    returns.save(actor, mine.id, mine.subjects[0].id, item, answer, seen)


def book_of(actor: Actor) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.written(exchange.download(actor, own(actor).id, "en"))))


def shown(actor: Actor, book: openpyxl.Workbook) -> exchange.Preview:
    return exchange.preview(actor, own(actor).id, saved(book), "answers.xlsx", "en")


def everything(preview: exchange.Preview) -> set[tuple[str, str]]:
    return {*((one.subject, one.item) for one in preview.changes), *((key, "") for key in preview.new)}


def answer_of(actor: Actor, item: str) -> returns.Given:
    mine = own(actor)
    return mine.answers[mine.subjects[0].id, item]


def test_what_was_filled_in_without_a_network_is_shown_then_written_and_logged(officer: Actor) -> None:
    write(officer, "head_reviews", "2")
    book = book_of(officer)
    put(WILL, "head_reviews", 4, None, "four meetings")(book)
    put(WILL, "self_audit", "12/15")(book)
    preview = shown(officer, book)
    assert [(one.item, one.kind, one.now.answer, one.filled.answer) for one in preview.changes] == [
        ("self_audit", "new", "", "12/15"),
        ("head_reviews", "changed", "2", "4"),
    ]
    assert preview.same == 18 and "self_audit" not in {item for _, item in own(officer).answers}, "a preview writes nothing"
    merged = exchange.merge(officer, own(officer).id, preview, everything(preview))
    assert (merged.written, merged.meanwhile) == (2, ())
    assert (answer_of(officer, "head_reviews").answer, answer_of(officer, "head_reviews").comment) == ("4", "four meetings")
    with officer.store.reading() as connection:
        logged = records.every(connection, tables.changes)
    assert [(row["what"], row["about"], row["by_name"]) for row in logged[-2:]] == [
        ("returns.save", "port/self_audit", "Ok"),
        ("returns.save", "port/head_reviews", "Ok"),
    ]


def test_uploading_the_same_workbook_again_changes_nothing(officer: Actor) -> None:
    book = book_of(officer)
    put(WILL, "self_audit", "12/15")(book)
    preview = shown(officer, book)
    exchange.merge(officer, own(officer).id, preview, everything(preview))
    assert shown(officer, book).changes == ()


def test_what_was_not_chosen_is_not_written(officer: Actor) -> None:
    book = book_of(officer)
    put(WILL, "self_audit", "12/15")(book)
    put(WILL, "head_reviews", 4)(book)
    assert exchange.merge(officer, own(officer).id, shown(officer, book), {("port", "head_reviews")}).written == 1
    assert {item for _, item in own(officer).answers} == {"head_reviews"}


def test_what_a_colleague_changed_since_the_download_is_marked_and_only_what_the_workbook_touched(officer: Actor, store: Store) -> None:
    write(officer, "head_reviews", "2")
    write(officer, "self_audit", "1/2")
    book = book_of(officer)
    colleague = person(store, "Na", "officer", institution="port")
    write(colleague, "head_reviews", "3", seen=1)
    write(colleague, "self_audit", "2/2", seen=1)
    put(WILL, "head_reviews", 4)(book)
    preview = shown(officer, book)
    assert [(one.item, one.meanwhile, one.now.answer, one.filled.answer) for one in preview.changes] == [("head_reviews", True, "3", "4")]
    assert exchange.merge(officer, own(officer).id, preview, everything(preview)).written == 1
    assert (answer_of(officer, "head_reviews").answer, answer_of(officer, "self_audit").answer) == ("4", "2/2")


def test_what_a_colleague_writes_between_preview_and_merge_is_not_overwritten(officer: Actor, store: Store) -> None:
    book = book_of(officer)
    put(WILL, "head_reviews", 4)(book)
    put(WILL, "self_audit", "12/15")(book)
    preview = shown(officer, book)
    write(person(store, "Na", "officer", institution="port"), "head_reviews", "1")
    merged = exchange.merge(officer, own(officer).id, preview, everything(preview))
    assert merged.written == 1 and [one.item for one in merged.meanwhile] == ["head_reviews"]
    assert answer_of(officer, "head_reviews").answer == "1"
    assert [(one.item, one.meanwhile) for one in shown(officer, book).changes] == [("head_reviews", True)]


def test_answers_carried_over_from_last_year_can_be_confirmed_as_they_stand(officer: Actor) -> None:
    write(officer, "head_reviews", "2")
    with officer.store.writing() as connection:
        records.change(connection, tables.answers, {"item": "head_reviews"}, carried_over=True)
    book = book_of(officer)
    assert "This answer comes from the last round" in str(book[WILL]["C8"].value)
    preview = shown(officer, book)
    assert [one.item for one in preview.to_confirm] == ["head_reviews"] and preview.changes == ()
    exchange.merge(officer, own(officer).id, preview, {("port", "head_reviews")})
    assert (answer_of(officer, "head_reviews").carried_over, answer_of(officer, "head_reviews").answer) == (False, "2")


def test_new_rows_of_a_register_become_subjects(risk_officer: Actor) -> None:
    book = book_of(risk_officer)
    page = book["1 Table"]
    for row, name, likelihood in ((7, "Contracts split", 4), (9, "Permits out of turn", 2)):
        page[f"C{row}"] = name
        page.cell(row, column_of(page, "likelihood"), likelihood)
    preview = shown(risk_officer, book)
    assert dict(preview.new) == {"+7": "Contracts split", "+9": "Permits out of turn"}
    merged = exchange.merge(risk_officer, own(risk_officer).id, preview, everything(preview))
    assert (merged.written, merged.added) == (2, 2)
    mine = own(risk_officer)
    assert [(one.code, one.named("en"), mine.answers[one.id, "likelihood"].answer) for one in mine.subjects] == [
        ("risk_1", "Contracts split", "4"),
        ("risk_2", "Permits out of turn", "2"),
    ]
    again = shown(risk_officer, book)
    assert again.new == {} and again.changes == (), "the same file once more adds nothing"


def test_a_subject_that_was_removed_is_left_out(risk_officer: Actor) -> None:
    number = subjects.add(risk_officer, own(risk_officer).id, {"en": "Contracts split"})
    book = book_of(risk_officer)
    subjects.remove(risk_officer, number)
    assert shown(risk_officer, book).left_out == ("Contracts split",)


def test_a_name_that_is_too_long_is_told_by_row(risk_officer: Actor) -> None:
    book = book_of(risk_officer)
    book["1 Table"]["C7"] = "x" * 201
    with pytest.raises(DataError) as caught:
        shown(risk_officer, book)
    assert [str(one) for one in caught.value.mistakes] == ["answers.xlsx: row 7, column C: has 201 characters; the limit is 200"]


def test_the_workbook_of_another_institution_is_refused(officer: Actor, store: Store) -> None:
    book = book_of(person(store, "Na", "officer", institution="city"))
    with pytest.raises(DataError, match="belongs to another return"):
        shown(officer, book)


def test_a_locked_return_takes_nothing(officer: Actor) -> None:
    book = book_of(officer)
    put(WILL, "self_audit", "12/15")(book)
    preview = shown(officer, book)
    with officer.store.writing() as connection:
        records.change(connection, tables.returns, {"institution": "port"}, state=model.SUBMITTED)
    with pytest.raises(NotNow):
        shown(officer, book)
    with pytest.raises(NotNow):
        exchange.merge(officer, own(officer).id, preview, everything(preview))


def test_only_an_officer_of_the_institution_uploads(officer: Actor, store: Store) -> None:
    mine, stranger, coordinator = own(officer).id, person(store, "Na", "officer", institution="city"), person(store, "Co", "coordinator")
    content = workbook.written(exchange.download(coordinator, mine, "ko"))
    for actor in (stranger, coordinator):
        with pytest.raises(Refused):
            exchange.preview(actor, mine, content, "a.xlsx", "en")
    with pytest.raises(Refused):
        exchange.download(stranger, mine, "en")
    assert exchange.download(officer, mine, "ko").filled("port", "self_audit") == Filled()
