"""Review: each for themselves, then together, then a name that stands for it; the institution answers questions in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from assessments.register import log
from assessments.register.access import Actor, Refused
from assessments.rounds import model, returns
from assessments.rounds.results import answered
from assessments.rounds.returns import NOTHING, ChangedMeanwhile, Given, NotNow, Return, Unfit
from assessments.rounds.review import agreement, questions, review
from assessments.rounds.review.reviewed import Review, consensus, verified_answers
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.stores import NOW, a_round, institution, person
from tests.test_returns import answer_all

EDITION = "kr_initiative_2014"
ITEM, OTHER = "anti_corruption_plan", "unit_in_charge"  # rubrics from 0 to 4


def later(actor: Actor, hours: int) -> Actor:
    """The same person some hours later."""
    return Actor(actor.store, actor.person, lambda: NOW + timedelta(hours=hours))


def handed_in(store: Store, **rules: object) -> Actor:
    """The officer of an institution that answered everything with the first choice and handed it in; the round is under review."""
    institution(store, "port", "central")
    a_round(store, EDITION, "port", **rules)
    officer = person(store, "Ok", "officer", institution="port")
    answer_all(officer)
    mine = own(officer)
    assert returns.submit(officer, mine.id) == []
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"id": mine.round.id}, stage=model.REVIEW)
    return officer


def reviewer(store: Store, name: str, return_id: int) -> Actor:
    found = person(store, name, "reviewer")
    with store.writing() as connection:
        records.add(connection, tables.assignments, return_id=return_id, person_id=found.person.id)
    return later(found, 1)


@pytest.fixture
def officer(store: Store) -> Actor:
    return handed_in(store)


@pytest.fixture
def ann(officer: Actor) -> Actor:
    return reviewer(officer.store, "Ann", own(officer).id)


@pytest.fixture
def bob(officer: Actor) -> Actor:
    return reviewer(officer.store, "Bob", own(officer).id)


def own(actor: Actor) -> Return:
    return returns.list_returns(actor)[0]


def seen(actor: Actor) -> Review:
    return review.list_reviews(actor)[0]


def judge(actor: Actor, item: str, answer: str, version: int = 0, reason: str = "") -> Given:
    kept = own(actor)
    return review.judge(actor, kept.id, kept.subjects[0].id, item, answer, version, reason)


def agree(actor: Actor, item: str, answer: str, version: int = 0, reason: str = "") -> Given:
    kept = own(actor)
    return agreement.agree(actor, kept.id, kept.subjects[0].id, item, answer, version, reason)


def accept_rest(actor: Actor) -> int:
    kept = own(actor)
    return review.accept(actor, kept.id, kept.subjects[0].id, kept.asked(kept.subjects[0].id))


def finish(actor: Actor, **differently: str) -> None:
    """Judge some questions differently, all others like the institution, and finish."""
    for item, answer in differently.items():
        judge(actor, item, answer, reason=f"{actor.person.name} found otherwise")
    accept_rest(actor)
    assert review.finish(actor, own(actor).id) == []


def test_a_judgement_is_there_for_its_writer_and_for_nobody_else(officer: Actor, ann: Actor, bob: Actor) -> None:
    judge(ann, ITEM, "3", reason="the plan has no dates")
    key = (own(ann).subjects[0].id, ITEM)
    assert seen(ann).mine[key].answer == "3"
    assert seen(bob).judged == {bob.person.id: {}}
    assert [(one.name, one.judged) for one in seen(bob).reviewers] == [("Ann", 1), ("Bob", 0)]
    with pytest.raises(Refused):
        review.read(officer, own(officer).id)
    assert log.JUDGED not in [row["what"] for row in log.list_changes(bob, own(bob).id)]
    assert log.JUDGED in [row["what"] for row in log.list_changes(ann, own(ann).id)]


def test_another_value_than_the_institutions_needs_a_reason(ann: Actor) -> None:
    with pytest.raises(Unfit, match="needs a reason"):
        judge(ann, ITEM, "3")
    with pytest.raises(Unfit, match="is not on the scale"):
        judge(ann, ITEM, "9", reason="none")
    assert judge(ann, ITEM, "0").answer == "0"  # as the institution said
    with pytest.raises(Refused):
        judge(ann, "no_such_item", "0")
    assert judge(ann, ITEM, "", version=1).answer == "", "blank takes a judgement back"


def test_two_windows_of_one_reviewer_do_not_overwrite_each_other_unseen(ann: Actor) -> None:
    judge(ann, ITEM, "0")
    with pytest.raises(ChangedMeanwhile) as told:
        judge(ann, ITEM, "1", reason="more")
    assert told.value.theirs.answer == "0"


def test_a_section_is_accepted_at_once_and_what_was_judged_stays(ann: Actor) -> None:
    judge(ann, ITEM, "3", reason="better than they say")
    kept = own(ann)
    assert review.accept(ann, kept.id, kept.subjects[0].id, (ITEM, OTHER)) == 1
    mine = {item: given.answer for (_, item), given in seen(ann).mine.items()}
    assert mine == {ITEM: "3", OTHER: "0"}


def test_one_finishes_only_when_everything_is_judged_and_then_it_stands(ann: Actor, bob: Actor) -> None:
    kept = own(ann)
    lack = review.finish(ann, kept.id)
    assert len(lack) == len(kept.asked(kept.subjects[0].id)) and seen(ann).me.finished_at is None
    finish(ann)
    with pytest.raises(NotNow, match="you have finished"):
        judge(ann, ITEM, "1", 1, "second thoughts")
    review.resume(ann, kept.id)
    judge(ann, ITEM, "1", 1, "second thoughts")
    assert review.finish(ann, kept.id) == []


def test_all_values_are_seen_when_all_have_finished_and_what_is_alike_is_agreed(ann: Actor, bob: Actor) -> None:
    finish(ann, **{ITEM: "3", OTHER: "2"})
    assert seen(ann).judged.keys() == {ann.person.id} and seen(ann).disagreements() == []
    finish(bob, **{ITEM: "3", OTHER: "1"})
    found = seen(ann)
    assert found.judged.keys() == {ann.person.id, bob.person.id}
    points = {point.item: point for point in found.disagreements()}
    assert points.keys() == {ITEM, OTHER}
    assert points[ITEM].agreed.answer == "3" and points[ITEM].agreed.reason == "Ann found otherwise; Bob found otherwise"
    assert points[OTHER].agreed is None and [given.answer for given in points[OTHER].judged.values()] == ["2", "1"]
    assert found.unsettled() == [points[OTHER].key]
    with pytest.raises(NotNow, match="seen each other's values"):
        review.resume(ann, own(ann).id)


def test_nobody_agrees_before_all_have_finished(ann: Actor, bob: Actor) -> None:
    finish(ann)
    with pytest.raises(NotNow, match="have not all finished"):
        agree(ann, ITEM, "0")
    with pytest.raises(NotNow, match="have not all finished"):
        agreement.sign_off(ann, own(ann).id, "Reviewed")


def test_two_reviewers_who_finish_at_the_same_moment_leave_nothing_unsettled(ann: Actor, bob: Actor) -> None:
    accept_rest(ann)
    accept_rest(bob)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda actor: review.finish(actor, own(actor).id), (ann, bob))) == [[], []]
    kept = own(ann)
    assert len(seen(ann).final) == len(kept.asked(kept.subjects[0].id))


def test_a_round_of_two_reviewers_is_not_signed_off_by_one(ann: Actor) -> None:
    finish(ann)
    assert not seen(ann).complete and seen(ann).lacking == 1
    with pytest.raises(NotNow, match="lacks 1 of its reviewers"):
        agreement.sign_off(ann, own(ann).id, "Reviewed")


def test_from_disagreement_to_a_signed_return_that_the_institution_can_read(officer: Actor, ann: Actor, bob: Actor) -> None:
    finish(ann, **{OTHER: "2"})
    finish(bob, **{OTHER: "1"})
    number, key = own(ann).id, (own(ann).subjects[0].id, OTHER)
    with pytest.raises(NotNow, match="1 questions have no agreed value"):
        agreement.sign_off(ann, number, "Reviewed")
    with pytest.raises(Unfit, match="needs a reason"):
        agree(bob, OTHER, "2")
    assert agree(bob, OTHER, "2", reason="the unit has staff since May").version == 1
    with pytest.raises(ChangedMeanwhile):
        agree(ann, OTHER, "1", reason="no")
    assert agreement.outcome(officer, number) is None
    with pytest.raises(Unfit, match="write what you sign"):
        agreement.sign_off(ann, number, "  ")
    agreement.sign_off(ann, number, "Reviewed and agreed")
    kept = own(officer)
    assert (kept.state, kept.sign_off) == (model.SIGNED_OFF, "Ann: Reviewed and agreed")
    (difference,) = agreement.outcome(officer, number).differences
    assert (difference.item, difference.own.answer, difference.final.answer) == (OTHER, "0", "2")
    assert difference.final.reason == "the unit has staff since May"
    with officer.store.reading() as connection:
        final = answered.finals(connection, [number])
    assert verified_answers(kept.answers, final)[key].answer == "2"
    assert len(final) == len(kept.asked(kept.subjects[0].id))
    with pytest.raises(NotNow, match="not with its reviewers"):
        agree(ann, OTHER, "1", 1, "too late")


def test_the_institution_does_not_read_agreed_values_out_of_the_log(officer: Actor, ann: Actor, bob: Actor) -> None:
    finish(ann)
    finish(bob)
    desk = person(officer.store, "Co", "coordinator")
    assert log.AGREED in [row["what"] for row in log.list_changes(desk, own(ann).id)]
    assert {log.AGREED, log.JUDGED}.isdisjoint(row["what"] for row in log.list_changes(officer, own(officer).id))


def test_a_round_of_one_reviewer_needs_no_agreement(store: Store) -> None:
    officer = handed_in(store, reviewers=1)
    ann = reviewer(store, "Ann", own(officer).id)
    finish(ann, **{ITEM: "3"})
    assert seen(ann).unsettled() == []
    review.resume(ann, own(ann).id)
    assert seen(ann).final == {}
    judge(ann, ITEM, "2", 1, "looked again")
    assert review.finish(ann, own(ann).id) == []
    agreement.sign_off(ann, own(ann).id, "Reviewed")
    assert [one.final.answer for one in agreement.outcome(officer, own(officer).id).differences] == ["2"]


def test_a_coordinator_judges_only_by_joining_and_opens_a_sign_off_again(store: Store) -> None:
    officer = handed_in(store, reviewers=1)
    desk, number = later(person(store, "Co", "coordinator"), 1), own(officer).id
    with pytest.raises(NotNow, match="not among the reviewers"):
        judge(desk, ITEM, "0")
    review.join(desk, number)
    finish(desk)
    agreement.sign_off(desk, number, "Reviewed by the coordinator")
    with pytest.raises(Refused):
        agreement.reopen(officer, number)
    agreement.reopen(desk, number)
    assert own(officer).state == model.SUBMITTED and own(officer).sign_off == ""
    agree(desk, ITEM, "2", 1, "seen a second time")
    agreement.sign_off(desk, number, "Again")


def test_whoever_answers_for_an_institution_does_not_review_it(officer: Actor) -> None:
    both = person(officer.store, "Both", "officer", "reviewer", institution="port")
    with officer.store.writing() as connection:
        records.add(connection, tables.assignments, return_id=own(officer).id, person_id=both.person.id)
    with pytest.raises(NotNow, match="you answer for this institution"):
        judge(both, ITEM, "0")


def test_a_stranger_judges_nothing(officer: Actor) -> None:
    stranger, kept = person(officer.store, "Stranger", "reviewer"), own(officer)
    assert review.list_reviews(stranger) == []
    with pytest.raises(Refused):
        review.judge(stranger, kept.id, kept.subjects[0].id, ITEM, "0", 0)


def test_the_institution_answers_a_question_without_getting_its_return_back(officer: Actor, ann: Actor) -> None:
    number, subject = own(officer).id, own(officer).subjects[0].id
    asked = questions.ask(ann, number, " Which page of the plan? ", subject, ITEM)
    (question,) = questions.list_questions(officer, number)
    assert (question.question, question.item, question.open) == ("Which page of the plan?", ITEM, True)
    questions.answer(officer, asked, "Page 4.")
    (question,) = questions.list_questions(ann, number)
    assert (question.answer, question.answered_by, question.open) == ("Page 4.", "Ok", False)
    with pytest.raises(NotNow, match="only whoever asked"):
        questions.withdraw(ann, asked)
    with pytest.raises(Refused):
        questions.answer(ann, asked, "Page 5.")


def test_a_question_can_be_taken_back_by_whoever_asked_it(officer: Actor, ann: Actor, bob: Actor) -> None:
    asked = questions.ask(ann, own(officer).id, "Why?")
    with pytest.raises(NotNow, match="only whoever asked"):
        questions.withdraw(bob, asked)
    questions.withdraw(ann, asked)
    assert questions.list_questions(officer, own(officer).id) == []


def test_what_comes_back_changed_is_judged_again_and_nothing_else(officer: Actor, ann: Actor, bob: Actor) -> None:
    finish(ann)
    finish(bob)
    number, subject = own(officer).id, own(officer).subjects[0].id
    with pytest.raises(NotNow, match="ask at least one question first"):
        questions.send_back(ann, number)
    questions.ask(ann, number, "Is the plan in force?", subject, ITEM)
    questions.send_back(ann, number)
    with pytest.raises(NotNow, match="not with its reviewers"):
        judge(ann, ITEM, "0", 1)
    afterwards = later(officer, 2)
    returns.save(afterwards, number, subject, ITEM, "1", 1)
    assert returns.submit(afterwards, number) == []
    assert seen(ann).unjudged() == [(subject, ITEM)]
    late_ann, late_bob = later(ann, 3), later(bob, 3)
    judge(late_ann, ITEM, "1", 1)
    assert review.finish(late_ann, number) == []
    assert seen(ann).disagreements() == [], "the other has not looked again"
    assert accept_rest(late_bob) == 1
    assert review.finish(late_bob, number) == []
    assert seen(ann).agreed[subject, ITEM].answer == "1"
    agreement.sign_off(ann, number, "Reviewed")


def test_an_agreed_value_does_not_outlive_the_answer_that_it_was_about() -> None:
    said = {(1, "a"): Given("2", at=NOW)}
    before, since = ({(1, "a"): Given("3", at=NOW + timedelta(hours=hours))} for hours in (-1, 1))
    assert verified_answers(before, said)[1, "a"].answer == "2"
    assert verified_answers(since, said)[1, "a"].answer == "3"
    assert consensus(since, [said, said]) == {}
    assert verified_answers({}, {(1, "a"): NOTHING}) == {}


def test_a_question_that_a_judgement_brings_up_is_judged_too(store: Store) -> None:
    """Whether there is a special facility is asked only where gate 2 is answered yes: the reviewer finds that it should have been."""
    institution(store, "ministry")
    a_round(store, "kr_corruption_risk_2024", "ministry", stage=model.REVIEW, reviewers=1)
    with store.writing() as connection:
        number = records.every(connection, tables.returns)[0]["id"]
        records.change(connection, tables.returns, {"id": number}, state=model.SUBMITTED)
        bill = records.add(connection, tables.subjects, return_id=number, code="bill", names={"en": "Bill"}, position=0)
        told = {"subject_id": bill, "kind": model.OWN, "reviewer": 0, "answer": "no", "version": 1, "at": NOW}
        records.add_all(connection, tables.answers, [{**told, "item": f"gate_{gate}"} for gate in (1, 2, 3, 4)])
    ann = reviewer(store, "Ann", number)
    review.judge(ann, number, bill, "gate_2", "no", 0)
    assert (bill, "gate_facility_special") not in review.read(ann, number).unjudged()
    review.judge(ann, number, bill, "gate_2", "yes", 1, "clause 7 sets up such a body")
    assert (bill, "gate_facility_special") in review.read(ann, number).unjudged()


def test_nobody_reads_in_the_log_what_another_judged_before_it_is_signed_off(store: Store) -> None:
    """A coordinator may become a reviewer, and would not be independent."""
    mine = own(handed_in(store))
    first, coordinator = reviewer(store, "Ra", mine.id), person(store, "Co", "coordinator")
    review.judge(first, mine.id, mine.subjects[0].id, ITEM, "1", 0, reason="the plan has no dates")
    judged = {"review.judge"}
    assert not judged & {row["what"] for row in log.list_changes(coordinator, mine.id)}
    assert judged <= {row["what"] for row in log.list_changes(first, mine.id)}
    with store.writing() as connection:
        records.change(connection, tables.returns, {"id": mine.id}, state=model.SIGNED_OFF)
    assert judged <= {row["what"] for row in log.list_changes(coordinator, mine.id)}
