"""Files of evidence are handed out to whoever may read the return, to be kept and never to be run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette

from assessments.register.access import Actor
from assessments.register.people import sessions
from assessments.rounds import returns
from assessments.rounds.evidence import evidence
from assessments.rounds.evidence.attached import Evidence
from assessments.store.engine import Store
from tests.asgi import Browser
from tests.stores import a_round, institution, person
from views import who
from views.evidence.routes import ROUTES, address

PDF = b"%PDF-1.7\nthe plan"
TEXT = b"<script>alert(document.cookie)</script>"


@pytest.fixture
def store(page_store: Store) -> Store:
    return page_store


@pytest.fixture
def officer(store: Store) -> Actor:
    institution(store, "port", "central")
    a_round(store, "kr_initiative_2014", "port")
    return person(store, "Ok", "officer", institution="port")


@pytest.fixture
def browser(store: Store, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setattr(who, "store", lambda: store)
    return Browser(Starlette(routes=ROUTES))


def attached(officer: Actor, name: str = "plan.pdf", content: bytes = PDF) -> Evidence:
    return evidence.add_file(officer, returns.list_returns(officer)[0].id, name, content)


def signed_in(browser: Browser, actor: Actor) -> Browser:
    with actor.store.writing() as connection:
        browser.cookies[who.COOKIE] = sessions.begin(connection, actor.person.id, datetime.now(UTC))
    return browser


def test_a_file_comes_as_it_was_attached(browser: Browser, officer: Actor) -> None:
    one = attached(officer, "계획 2026.pdf")
    came = signed_in(browser, officer).get(address(one.id, 1))
    assert (came.status, came.body, came.header("content-type")) == (200, PDF, "application/pdf")
    assert came.header("content-disposition") == "attachment; filename*=UTF-8''%EA%B3%84%ED%9A%8D%202026.pdf"


def test_nothing_that_is_handed_out_can_run_in_the_browser(browser: Browser, officer: Actor) -> None:
    came = signed_in(browser, officer).get(address(attached(officer, "page.txt", TEXT).id, 1))
    assert came.header("content-type") == "application/octet-stream"
    assert came.header("content-disposition").startswith("attachment")
    assert came.header("x-content-type-options") == "nosniff"
    assert came.header("content-security-policy").startswith("sandbox")
    assert came.header("cache-control") == "private, no-store"


def test_an_older_revision_stays_where_it_was(browser: Browser, officer: Actor) -> None:
    one = attached(officer)
    evidence.revise(officer, one.id, "plan.pdf", PDF + b" signed")
    signed_in(browser, officer)
    assert [browser.get(address(one.id, number)).body for number in (1, 2)] == [PDF, PDF + b" signed"]


def test_a_stranger_learns_nothing_not_even_whether_it_is_there(browser: Browser, officer: Actor) -> None:
    one = attached(officer)
    signed_in(browser, person(officer.store, "Na", "officer", institution="city"))
    there, nowhere = browser.get(address(one.id, 1)), browser.get(address(one.id + 9, 1))
    assert there.status == nowhere.status == 404
    assert there.said == nowhere.said and "may not read" in there.said and "plan" not in there.said


def test_whoever_is_not_signed_in_is_asked_to_sign_in_and_led_back(browser: Browser, officer: Actor) -> None:
    one = attached(officer)
    came = browser.get(address(one.id, 1))
    assert (came.status, came.header("location")) == (303, f"/account/sign-in?next=%2Fevidence%2F{one.id}%2F1&lang=en")


def test_a_session_that_ended_hands_out_nothing(browser: Browser, officer: Actor) -> None:
    one = attached(officer)
    signed_in(browser, officer)
    sessions.end(officer.store, browser.cookies[who.COOKIE])
    assert browser.get(address(one.id, 1)).status == 303


def test_a_file_that_the_store_lost_is_said_in_the_language_of_the_browser(browser: Browser, officer: Actor) -> None:
    one = attached(officer)
    digest = one.revisions[0].sha256
    (officer.store.folder / "files" / digest[:2] / digest).unlink()
    came = signed_in(browser, officer).get(address(one.id, 1), accept_language="ko-KR,ko;q=0.9")
    assert came.status == 410 and "백업에서 복원" in came.said
