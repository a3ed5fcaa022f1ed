"""The change log of one return: who changed what, from what to what, in the words of its questions."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from assessments.register import log
from assessments.register.access import Actor
from assessments.rounds import model, returns
from assessments.rounds.evidence import evidence
from assessments.rounds.review import review
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.pages import opened, words
from tests.stores import a_round, institution, person

EDITION = "kr_initiative_2014"


@pytest.fixture
def officer(page_store: Store) -> Actor:
    """An officer who wrote an answer twice, another one once, and attached a file."""
    institution(page_store, "port", "central")
    a_round(page_store, EDITION, "port", reviewers=1)
    actor = person(page_store, "Ok", "officer", institution="port")
    kept, subject, (first, second) = asked(actor)
    returns.save(actor, kept.id, subject, first, "not_applicable", 0, reason="no such office")
    returns.save(actor, kept.id, subject, first, "", 1)
    returns.save(actor, kept.id, subject, second, "3", 0, comment="see the law")
    evidence.add_file(actor, kept.id, "plan.txt", b"a plan", "The plan", frozenset({(subject, second)}))
    return actor


def asked(actor: Actor) -> tuple[returns.Return, int, tuple[str, str]]:
    """The one return, its subject, and its first two questions."""
    kept = returns.list_returns(actor)[0]
    subject = kept.subjects[0].id
    first, second = kept.asked(subject)[:2]
    return kept, subject, (first, second)


def page(actor: Actor, **place: str) -> AppTest:
    return opened("changes", actor, **{"lang": "en", "return": "1", **place})


def column(test: AppTest, name: str) -> list[str]:
    return list(test.dataframe[0].value[name])


def test_it_says_who_changed_what_from_what_to_what_in_words(officer: Actor) -> None:
    test = page(officer)
    kept, _, (first, second) = asked(officer)
    names = kept.edition.wording("en")
    assert column(test, "Who") == ["Ok"] * 4
    assert column(test, "What was done") == ["File attached", "Answer written", "Answer written", "Answer written"]
    assert column(test, "About") == ["The plan", names.question(second), names.question(first), names.question(first)]
    label = names.choice("", "not_applicable")
    grade = names.choice(kept.edition.questionnaire.nodes[second].scale, "3")
    assert column(test, "Before")[2] == f"{label}; Reason: no such office"
    assert column(test, "After")[1] == f"{grade}; Comment: see the law"
    assert "file: plan.txt" in column(test, "After")[0]


def test_in_korean_too(officer: Actor) -> None:
    test = page(officer, lang="ko")
    kept, _, (first, _) = asked(officer)
    assert kept.edition.wording("ko").question(first) in test.dataframe[0].value.iloc[3].tolist()


def test_one_question_has_its_own_history(officer: Actor) -> None:
    _, _, (first, second) = asked(officer)
    test = page(officer)
    test.selectbox(key="question").set_value(f"port/{first}").run()
    assert column(test, "What was done") == ["Answer written", "Answer written"]
    assert test.query_params["question"] == f"port/{first}"
    assert column(page(officer, question=f"port/{second}"), "What was done") == ["File attached", "Answer written"]


def test_a_return_that_nobody_touched_says_so(page_store: Store) -> None:
    institution(page_store, "port", "central")
    a_round(page_store, EDITION, "port")
    assert "Nothing was changed yet." in words(page(person(page_store, "Ok", "officer", institution="port")))


def test_strangers_see_nothing(officer: Actor) -> None:
    stranger = person(officer.store, "No", "officer", institution="city")
    test = page(stranger)
    assert "plan" not in words(test) and len(test.dataframe) == 0
    assert len(page(officer, **{"return": "x"}).dataframe) == 0


def test_what_a_reviewer_judged_is_not_shown_to_the_institution(officer: Actor) -> None:
    kept, subject, (first, _) = asked(officer)
    reviewer = person(officer.store, "Re", "reviewer")
    with officer.store.writing() as connection:
        records.add(connection, tables.assignments, return_id=kept.id, person_id=reviewer.person.id)
        records.change(connection, tables.returns, {"id": kept.id}, state=model.SUBMITTED)
        records.change(connection, tables.rounds, {"id": kept.round.id}, stage=model.REVIEW)
    review.judge(reviewer, kept.id, subject, first, "not_applicable", 0, reason="agreed")
    assert log.list_changes(reviewer, return_id=kept.id)[0]["what"] == "review.judge"
    seen = page(reviewer)
    assert column(seen, "What was done")[0] == "Answer judged"
    assert column(seen, "After")[0].endswith("Reason: agreed")
    assert "Answer judged" not in column(page(officer), "What was done")
