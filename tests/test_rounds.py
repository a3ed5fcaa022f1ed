"""Rounds: opened with a return for every institution; who sees them; what may still be changed, and when no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assessments.register.access import Actor, Refused
from assessments.rounds import model, pinned, returns
from assessments.rounds.model import Rules
from assessments.rounds.returns import NotNow
from assessments.rounds.running import assigning, rounds, standing
from assessments.rounds.running.opening import Impossible
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.stores import NOW, a_round, institution, person

EDITION = "kr_initiative_2014"
NAMES = {"ko": "2026년 부패방지 시책평가", "en": "Initiative assessment 2026"}
DATES = {model.SELF: date(2026, 12, 10), model.REVIEW: date(2026, 12, 24)}


@pytest.fixture
def desk(store: Store) -> Actor:
    for code in ("port", "city", "mint"):
        institution(store, code, "central")
    return person(store, "Co", "coordinator")


def opened(desk: Actor, *institutions: str, **rules: object) -> int:
    return rounds.open_round(desk, EDITION, "2026", NAMES, institutions, DATES, Rules(**rules))  # type: ignore[arg-type]


def test_every_institution_gets_a_return_with_itself_as_the_subject(desk: Actor) -> None:
    number = opened(desk, "port", "city")
    assert [(one.institution, one.state, [subject.code for subject in one.subjects]) for one in returns.list_returns(desk, number)] == [
        ("city", model.ANSWERING, ["city"]),
        ("port", model.ANSWERING, ["port"]),
    ]
    found = rounds.get(desk, number)
    assert (found.stage, found.cycle, found.deadlines, found.named("en")) == (model.OPEN, "2026", DATES, NAMES["en"])


def test_a_round_about_laws_begins_without_subjects_because_institutions_name_them(desk: Actor) -> None:
    number = rounds.open_round(desk, "kr_corruption_risk_2024", "2026", NAMES, ["port"])
    assert [one.subjects for one in returns.list_returns(desk, number)] == [()]


def test_a_round_keeps_the_edition_as_it_was(desk: Actor) -> None:
    found = rounds.get(desk, opened(desk, "port"))
    kept = pinned.edition(desk.store, found)
    assert kept.questionnaire.digest == found.digest and kept.folder.is_relative_to(desk.store.folder)


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_opened(desk: Actor) -> None:
    late = {model.SELF: date(2026, 12, 24), model.REVIEW: date(2026, 12, 10)}
    with pytest.raises(Impossible) as told:
        rounds.open_round(desk, "no_such", " ", {"ko": ""}, ["prot"], late, Rules(reviewers=0, ceiling=1.5))
    assert [str(why) for why in told.value.whys] == [
        "there is no assessment 'no_such' that can be used; choose one of the library",
        "the cycle is written in 1 to 40 letters, such as 2026",
        "the round needs a name of 1 to 200 letters in at least one language",
        "'prot' is not in the register of institutions; did you mean 'port'?",
        "the last day of the review (2026-12-10) is before that of the self-assessment (2026-12-24)",
        "each return is judged by 1 to 5 reviewers",
        "the limit of 'not applicable' is a share from 0 to 1",
    ]
    with pytest.raises(Impossible, match="no institution takes part"):
        opened(desk)
    assert rounds.list_rounds(desk) == []


def test_everybody_finds_the_rounds_that_are_theirs(desk: Actor, store: Store) -> None:
    first, second = opened(desk, "port"), opened(desk, "city")
    reviewer = person(store, "Re", "reviewer")
    with store.writing() as connection:
        own = records.one(connection, tables.returns, round_id=second)
        records.add(connection, tables.assignments, return_id=own["id"] if own else 0, person_id=reviewer.person.id)
    officer, reader = person(store, "Ok", "officer", institution="port"), person(store, "Le", "reader")
    administrator = person(store, "Ad", "administrator")

    def seen(actor: Actor) -> list[int]:
        return [one.id for one in rounds.list_rounds(actor)]

    assert (seen(desk), seen(administrator), seen(officer), seen(reviewer), seen(reader)) == (
        [second, first],
        [second, first],
        [first],
        [second],
        [],
    )
    with pytest.raises(Refused):
        rounds.get(officer, second)
    with pytest.raises(Refused):
        rounds.open_round(officer, EDITION, "2026", NAMES, ["port"])


def test_an_institution_may_join_until_the_review_and_leave_while_it_wrote_nothing(desk: Actor, store: Store) -> None:
    number = opened(desk, "port")
    assert rounds.add_institutions(desk, number, ["port", "city", "mint"]) == ["city", "mint"]
    rounds.remove_institutions(desk, number, ["mint"])
    answered(store, number, "port")
    with pytest.raises(NotNow, match="have begun, so they stay in the round: Port"):
        rounds.remove_institutions(desk, number, ["port", "city"])
    assert [one.institution for one in returns.list_returns(desk, number)] == ["city", "port"]
    moved(store, number, model.REVIEW)
    with pytest.raises(NotNow, match="too far"):
        rounds.add_institutions(desk, number, ["mint"])


def answered(store: Store, number: int, code: str, carried_over: bool = False, **more: object) -> None:
    with store.writing() as connection:
        own = records.one(connection, tables.returns, round_id=number, institution=code)
        subject = records.one(connection, tables.subjects, return_id=own["id"] if own else 0)
        values = {"item": "head_reviews", "kind": model.OWN, "answer": "2", "version": 1, "at": NOW, "carried_over": carried_over, **more}
        records.add(connection, tables.answers, subject_id=subject["id"] if subject else 0, **values)


def moved(store: Store, number: int, stage: str) -> None:
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"id": number}, stage=stage)


def test_what_was_merely_carried_over_is_no_work_of_the_institution(desk: Actor, store: Store) -> None:
    number = opened(desk, "port", "city")
    answered(store, number, "port", carried_over=True)
    rounds.remove_institutions(desk, number, ["port"])
    assert [one.institution for one in returns.list_returns(desk, number)] == ["city"]


def test_rules_change_only_as_long_as_they_take_nothing_from_anybody(desk: Actor, store: Store) -> None:
    number = opened(desk, "port")
    rounds.set_rules(desk, number, Rules(True, 3, 0.1))
    moved(store, number, model.SELF)
    rounds.set_rules(desk, number, Rules(False, 1, 0.1))
    with pytest.raises(NotNow, match="answering already"):
        rounds.set_rules(desk, number, Rules(False, 1, 0.2))
    moved(store, number, model.REVIEW)
    with pytest.raises(NotNow, match="review has begun"):
        rounds.set_rules(desk, number, Rules(False, 2, 0.1))
    assert rounds.get(desk, number).rules == Rules(False, 1, 0.1)


def test_deadlines_move_until_the_close_and_the_log_keeps_both(desk: Actor, store: Store) -> None:
    number = opened(desk, "port")
    rounds.set_deadlines(desk, number, {model.SELF: date(2026, 12, 17)})
    last = standing.history(desk, number)[0]
    assert (last.what, last.before, last.after) == (
        "rounds.set_deadlines",
        {"self_assessment": "2026-12-10", "review": "2026-12-24"},
        {"self_assessment": "2026-12-17"},
    )
    moved(store, number, model.CLOSED)
    with pytest.raises(NotNow):
        rounds.set_deadlines(desk, number, DATES)


def test_a_round_is_renamed_and_the_log_of_the_round_holds_no_answer(desk: Actor, store: Store) -> None:
    number = opened(desk, "port")
    rounds.rename(desk, number, {"ko": "시책평가"})
    moved(store, number, model.SELF)
    officer = person(store, "Ok", "officer", institution="port")
    mine = returns.list_returns(officer)[0]
    returns.save(officer, mine.id, mine.subjects[0].id, "head_reviews", "4", 0)
    assert rounds.get(desk, number).named("en") == "시책평가"
    assert [one.what for one in standing.history(desk, number)] == ["rounds.rename", "rounds.open_round"]


def test_reviewers_are_spread_evenly_and_who_is_there_stays(desk: Actor, store: Store) -> None:
    number = opened(desk, "port", "city", "mint", reviewers=2)
    people = [person(store, name, "reviewer").person.id for name in ("Ra", "Rb", "Rc")]
    first = returns.list_returns(desk, number)[0].id
    assigning.assign(desk, first, [people[2]])
    assigning.distribute(desk, number, people)
    given = {number: {one.id for one in found} for number, found in assigning.assigned(desk, number).items()}
    assert all(len(found) == 2 for found in given.values()) and people[2] in given[first]
    assert sorted(sum(one in found for found in given.values()) for one in people) == [2, 2, 2]
    with pytest.raises(Impossible, match="needs 2 reviewers"):
        assigning.distribute(desk, number, people[:1])
    with pytest.raises(Impossible, match="role of a reviewer"):
        assigning.assign(desk, first, [desk.person.id])


def test_a_reviewer_who_has_judged_is_not_taken_away(desk: Actor, store: Store) -> None:
    number = opened(desk, "port")
    reviewer = person(store, "Ra", "reviewer")
    own = returns.list_returns(desk, number)[0].id
    assigning.assign(desk, own, [reviewer.person.id])
    answered(store, number, "port", kind=model.REVIEWER, reviewer=reviewer.person.id)
    with pytest.raises(NotNow, match="Ra has judged"):
        assigning.assign(desk, own, [])


def test_who_is_late_is_said_without_an_answer(desk: Actor, store: Store) -> None:
    number = a_round(store, EDITION, "port", "city")
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"id": number}, deadlines={model.SELF: "2026-11-20"})
        records.change(connection, tables.returns, {"round_id": number, "institution": "city"}, state=model.SUBMITTED, submitted_at=NOW)
    answered(store, number, "port")
    city, port = standing.standings(desk, number)
    assert (port.answered, port.days_late, port.handed_in) == (1, 5, False)
    assert (city.answered, city.days_late, city.handed_in) == (0, 0, True)
    assert port.asked == city.asked > 1 and not hasattr(port, "answers")


def test_an_edition_that_changes_later_does_not_change_the_round(desk: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = rounds.get(desk, opened(desk, "port"))
    monkeypatch.setenv("QUESTIONNAIRE_PATH", str(tmp_path))
    assert pinned.edition(desk.store, found).questionnaire.id == EDITION
