"""A risk register is a table one works in: cells are saved one by one, levels follow, and nobody is overwritten unseen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from assessments.register.access import Actor
from assessments.rounds import model, returns
from assessments.rounds.results import levels
from assessments.rounds.returns import Return
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.pages import opened, words
from tests.stores import a_round, institution, person
from views.answer import register

RISKS = ("permits", "grants")


@pytest.fixture
def officer(page_store: Store) -> Actor:
    institution(page_store, "port")
    a_round(page_store, "risk_register_2026", "port")
    actor = person(page_store, "Ok", "officer", institution="port")
    with page_store.writing() as connection:
        number = records.every(connection, tables.returns)[0]["id"]
        for position, code in enumerate(RISKS):
            records.add(connection, tables.subjects, return_id=number, code=code, names={"en": code.title()}, position=position)
    return actor


def own(actor: Actor) -> Return:
    return returns.list_returns(actor)[0]


def page(actor: Actor) -> AppTest:
    return opened("register", actor, lang="en", **{"return": str(own(actor).id)})


def save(actor: Actor, subject: int, **answers: str) -> None:
    for code, answer in answers.items():
        returns.save(actor, own(actor).id, own(actor).subjects[subject].id, code, answer, 0)


def cell(actor: Actor, code: str, answer: str, table: register.Table) -> str:
    """Change a cell of the first risk; gives what stands there afterwards."""
    register.save(actor, own(actor), own(actor).subjects[0], code, answer, table)
    return own(actor).answers.get((own(actor).subjects[0].id, code), returns.NOTHING).answer


def test_the_page_shows_the_register_and_how_far_it_is(officer: Actor) -> None:
    test = page(officer)
    assert "Corruption risk register" in words(test)
    assert own(officer).progress[0] == 0 and len(test.get("progress")) == 1


def test_a_cell_is_saved_and_a_wrong_one_is_listed_while_the_table_stays(officer: Actor) -> None:
    table = register.Table({})
    assert cell(officer, "likelihood", "4", table) == "4"
    assert cell(officer, "likelihood", "9", table) == "4"
    (subject, code, why), *_ = table.problems
    assert (subject.code, code) == ("permits", "likelihood") and "'9' is not on the scale" in why


def test_a_cell_that_a_colleague_changed_is_not_overwritten(officer: Actor, page_store: Store) -> None:
    colleague = person(page_store, "Na", "officer", institution="port")
    mine = register.Table({})
    cell(colleague, "likelihood", "2", register.Table({}))
    assert cell(officer, "likelihood", "5", mine) == "2"
    assert "a colleague wrote" in mine.problems[0][2]


def test_levels_follow_the_answers(officer: Actor) -> None:
    """Likelihood 4 × worst impact 5 = 20, which the first band (from 20) holds; without controls the residual level is the same."""
    save(officer, 0, likelihood="4", impact_money="5", impact_legal="2", impact_service="1", impact_reputation="1")
    save(officer, 0, preventive_1_design="none", corrective_1_design="none")
    found = levels.so_far(officer, own(officer).id)
    first = own(officer).subjects[0].id
    assert (found[first, "inherent"].value, found[first, "inherent"].grade) == (20.0, "critical")
    assert found[first, "residual"].value == 20.0
    assert {subject for subject, _ in found} == {first}


def test_a_round_that_shows_no_scores_shows_no_levels(officer: Actor, page_store: Store) -> None:
    save(officer, 0, likelihood="4", impact_money="5")
    with page_store.writing() as connection:
        records.change(connection, tables.rounds, {"id": own(officer).round.id}, rules=model.Rules(score_shown=False).values())
    assert levels.so_far(officer, own(officer).id) == {}


def test_an_empty_register_says_where_to_begin(officer: Actor, page_store: Store) -> None:
    with page_store.writing() as connection:
        records.change(connection, tables.subjects, {"return_id": own(officer).id}, removed_at=officer.clock())
    assert "There is nothing in this register yet" in words(page(officer))
