"""Next year's round: who goes on, what comes along, and that nothing counts before somebody confirms it."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.register.access import Actor
from assessments.rounds import model, returns
from assessments.rounds.running import next_year, rounds, standing
from assessments.rounds.running.opening import Impossible
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.stores import NOW, a_round, institution, person

EDITION, LAWS = "kr_initiative_2014", "kr_corruption_risk_2024"
NAMES = {"en": "Initiative assessment 2027"}


@pytest.fixture
def desk(store: Store) -> Actor:
    for code in ("port", "city", "mint"):
        institution(store, code, "central")
    return person(store, "Co", "coordinator")


def answered(store: Store, number: int, code: str, item: str = "head_reviews", answer: str = "4", **more: object) -> None:
    with store.writing() as connection:
        own = records.one(connection, tables.returns, round_id=number, institution=code)
        subject = records.every(connection, tables.subjects, return_id=own["id"] if own else 0)[0]
        values = {"kind": model.OWN, "answer": answer, "version": 3, "by": None, "at": NOW, **more}
        records.add(connection, tables.answers, subject_id=subject["id"], item=item, **values)


def reorganised(store: Store, kind: str, before: str, after: str) -> None:
    with store.writing() as connection:
        records.add(connection, tables.lineage, kind=kind, on=date(2026, 7, 1), before=before, after=after)


def over(store: Store, code: str) -> None:
    with store.writing() as connection:
        records.change(connection, tables.institutions, {"code": code}, until=date(2026, 6, 30))


def new(desk: Actor, number: int) -> dict[str, returns.Return]:
    made = next_year.start(desk, number, EDITION, "2027", NAMES)
    return {one.institution: one for one in returns.list_returns(desk, made)}


def test_answers_come_along_unconfirmed_and_count_only_once_somebody_saves_them(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port")
    answered(store, number, "port", comment="four meetings")
    kept = new(desk, number)["port"]
    given = kept.answers[kept.subjects[0].id, "head_reviews"]
    assert (given.answer, given.comment, given.carried_over, given.version, given.by) == ("4", "four meetings", True, 1, None)
    assert kept.progress[0] == 0 and ("carried_over", "head_reviews") in {(one.kind, one.item) for one in returns.lacking(kept)}
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"id": kept.round.id}, stage=model.SELF)
    officer = person(store, "Ok", "officer", institution="port")
    returns.save(officer, kept.id, kept.subjects[0].id, "head_reviews", "4", 1)
    assert returns.read(officer, kept.id).progress[0] == 1


def test_the_new_round_is_open_and_knows_the_one_before(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", "city", score_shown=False)
    made = next_year.start(desk, number, EDITION, "2027", NAMES, {model.SELF: date(2027, 12, 1)})
    found = rounds.get(desk, made)
    assert (found.stage, found.before, found.cycle, found.rules.score_shown) == (model.OPEN, number, "2027", False)
    assert [one.institution for one in standing.standings(desk, made)] == ["city", "port"]
    assert standing.history(desk, made)[0].what == "next_year.start"


def test_what_nobody_confirmed_this_year_does_not_come_along_to_the_next(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port")
    answered(store, number, "port", carried_over=True)
    assert new(desk, number)["port"].answers == {}


def test_an_institution_under_a_new_code_keeps_its_answers(desk: Actor, store: Store) -> None:
    institution(store, "harbours", "central")
    reorganised(store, "renamed", "port", "harbours")
    over(store, "port")
    number = a_round(store, EDITION, "port")
    answered(store, number, "port")
    kept = new(desk, number)
    assert list(kept) == ["harbours"] and len(kept["harbours"].answers) == 1
    assert kept["harbours"].subjects[0].code == "harbours"


def test_of_two_that_merged_neither_answers_for_the_new_one(desk: Actor, store: Store) -> None:
    institution(store, "union", "central")
    for code in ("port", "city"):
        reorganised(store, "merged", code, "union")
        over(store, code)
    number = a_round(store, EDITION, "port", "city", "mint")
    for code in ("port", "city", "mint"):
        answered(store, number, code)
    planned = next_year.plan(desk, number, EDITION)
    assert (dict(planned.takes_part), planned.merged, planned.answers) == ({"mint": ("mint",), "union": ("city", "port")}, ("union",), 1)
    kept = new(desk, number)
    assert (len(kept["union"].answers), len(kept["mint"].answers)) == (0, 1)


def test_both_that_came_out_of_one_get_its_answers_to_confirm(desk: Actor, store: Store) -> None:
    institution(store, "airport", "central")
    for after in ("port", "airport"):
        reorganised(store, "split", "port", after)
    number = a_round(store, EDITION, "port")
    answered(store, number, "port")
    assert {code: len(one.answers) for code, one in new(desk, number).items()} == {"airport": 1, "port": 1}


def test_an_institution_that_ended_takes_part_no_more_and_is_named(desk: Actor, store: Store) -> None:
    over(store, "mint")
    number = a_round(store, EDITION, "port", "mint")
    assert next_year.plan(desk, number, EDITION).ended == ("mint",)
    assert list(new(desk, number)) == ["port"]


def test_the_laws_of_two_that_merged_all_come_along_with_their_answers(desk: Actor, store: Store) -> None:
    institution(store, "union", "central")
    number = a_round(store, LAWS, "port", "city")
    for code in ("port", "city"):
        reorganised(store, "merged", code, "union")
        over(store, code)
        with store.writing() as connection:
            own = records.one(connection, tables.returns, round_id=number, institution=code)
            records.add(
                connection, tables.subjects, return_id=own["id"] if own else 0, code="law_1", names={"en": f"{code} act"}, position=0
            )
    edition = returns.list_returns(desk, number)[0].edition.questionnaire
    item = next(code for code, one in edition.items.items() if edition.scales[one.scale].choices)
    answered(store, number, "port", item, next(iter(edition.scales[edition.items[item].scale].choices)))
    made = next_year.start(desk, number, LAWS, "2027", NAMES)
    (kept,) = returns.list_returns(desk, made)
    assert [(one.code, one.named("en")) for one in kept.subjects] == [("law_1", "city act"), ("port-law_1", "port act")]
    assert list(kept.answers) == [(kept.subjects[1].id, item)]


def test_an_answer_that_the_next_edition_does_not_ask_for_is_left_behind_and_named(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port")
    answered(store, number, "port", "anti_corruption_plan")
    planned = next_year.plan(desk, number, "kr_effort_2023")
    assert (planned.answers, planned.dropped) == (0, ("anti_corruption_plan",))


def test_an_assessment_of_something_else_is_no_next_year(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port")
    with pytest.raises(Impossible, match="about something else"):
        next_year.start(desk, number, LAWS, "2027", NAMES)
    with pytest.raises(Impossible, match="the cycle is written"):
        next_year.start(desk, number, EDITION, "", NAMES)
