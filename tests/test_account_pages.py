"""The plain pages about accounts: forms that only we can send, cookies that only we can read, and nothing that another site could use."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from assessments.demonstration import installation
from assessments.register.access import Actor
from assessments.register.people import demonstration, identities, passwords, people, sessions, set_up
from assessments.register.people.identities import Claims
from assessments.store import records, tables
from assessments.store.engine import Store, open_store
from assessments.texts import LANGUAGES
from tests.asgi import Answer, Browser
from tests.stores import person
from views import who
from views.account import elsewhere, page, places, start
from views.account.routes import ROUTES

GOOD = "granite otter lamp 7"
FIRST = {"login": "ada", "name": "Ada", "password": GOOD, "again": GOOD, "language": "en", "content": "empty"}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def browser(store: Store, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setattr(who, "store", lambda: store)
    return Browser(Starlette(routes=[Mount("/account", routes=ROUTES)]))


@pytest.fixture
def kim(store: Store) -> Actor:
    found = person(store, "Kim", "reader")
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": found.person.id}, password=passwords.hashed(GOOD))
    return found


def signed_in(browser: Browser, address: str = "/account/sign-in", **changed: str) -> Answer:
    browser.get(address)
    return browser.post(address, {"login": "kim", "password": GOOD} | changed)


def holder(browser: Browser) -> str:
    found = sessions.person_of(who.store(), browser.cookies.get(who.COOKIE, ""))
    return found.login if found else ""


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use_and_leads_on(browser: Browser, kim: Actor) -> None:
    came = signed_in(browser, "/account/sign-in?next=/answer%3Fround%3D3&lang=ko")
    assert (came.status, came.header("location")) == (303, "/answer?round=3&lang=ko")
    assert holder(browser) == "kim"
    cookie = browser.set_cookies[-1].lower()
    assert cookie.startswith("haechi=")
    assert {"httponly", "samesite=lax", "path=/", "secure"} <= {part.strip() for part in cookie.split(";")}
    assert "max-age" not in cookie


@pytest.mark.parametrize(
    ("scheme", "headers", "environment", "secure"),
    [("http", {}, "", False), ("http", {"x_forwarded_proto": "https"}, "", True), ("http", {}, "1", True), ("https", {}, "", True)],
)
def test_the_cookie_is_for_https_only_wherever_the_browser_speaks_it(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, kim: Actor, scheme: str, headers: dict[str, str], environment: str, secure: bool
) -> None:
    monkeypatch.setenv("HAECHI_HTTPS", environment)
    browser.scheme = scheme
    browser.get("/account/sign-in", **headers)
    browser.post("/account/sign-in", {"login": "kim", "password": GOOD}, **headers)
    assert ["secure" in line.lower() for line in browser.set_cookies] == [secure, secure]


@pytest.mark.parametrize(
    "evil", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "/\t/x"]
)
def test_nobody_is_led_to_another_site(evil: str) -> None:
    assert places.own(evil) == places.HOME


def test_a_form_from_another_site_is_not_taken(browser: Browser, kim: Actor) -> None:
    browser.get("/account/sign-in")
    form = {"login": "kim", "password": GOOD}
    assert browser.post("/account/sign-in", form, sec_fetch_site="cross-site").status == 403
    assert browser.post("/account/sign-in", form, sec_fetch_site="same-site").status == 403
    assert browser.post("/account/sign-in", form, sec_fetch_site="", origin="https://elsewhere.example").status == 403
    assert browser.post("/account/sign-in", form, sec_fetch_site="", origin="null").status == 403
    assert browser.post("/account/sign-in", form | {"form": "guessed"}, sec_fetch_site="").status == 400
    assert not holder(browser)
    assert browser.post("/account/sign-in", form, sec_fetch_site="", origin="https://haechi.example").status == 303


def test_a_form_without_any_cookie_is_not_taken(browser: Browser, kim: Actor) -> None:
    assert browser.post("/account/sign-in", {"login": "kim", "password": GOOD}).status == 400


def test_a_large_body_is_not_read_to_its_end(browser: Browser) -> None:
    assert browser.post("/account/sign-in", b"login=" + b"x" * 1_000_000).status == 413


def test_a_wrong_password_is_told_without_saying_which_of_the_two_is_wrong(browser: Browser, kim: Actor) -> None:
    wrong = signed_in(browser, password="not this one 1")
    unknown = signed_in(browser, login="nobody")
    assert (wrong.status, unknown.status) == (401, 401)
    reasons = [came.text.partition('role="alert"')[2].partition("</div>")[0] for came in (wrong, unknown)]
    assert reasons[0] == reasons[1] != ""
    assert "<title>Error: " in wrong.text
    assert 'value="kim"' in wrong.text
    assert "not this one" not in wrong.text


def test_the_fifth_failure_says_until_when_signing_in_is_closed(browser: Browser, kim: Actor) -> None:
    answers = [signed_in(browser, password="not this one 1") for _ in range(5)]
    assert [came.status for came in answers] == [401, 401, 401, 401, 429]
    assert "closed for 15 min" in answers[-1].said
    assert signed_in(browser).status == 429


def test_what_somebody_typed_is_text_and_never_part_of_the_page(browser: Browser, kim: Actor) -> None:
    assert "<script>" not in signed_in(browser, login='"><script>alert(1)</script>').text
    assert "<script>" not in browser.get("/account/sign-in?next=%22%3E%3Cscript%3E&x=%3Cscript%3E").text


def test_signing_out_asks_first_and_ends_the_session_everywhere_the_cookie_went(browser: Browser, kim: Actor) -> None:
    signed_in(browser)
    token = browser.cookies[who.COOKIE]
    assert "Kim" in browser.get("/account/sign-out").said
    assert holder(browser) == "kim"  # a link alone signs nobody out
    came = browser.post("/account/sign-out", {})
    assert came.status == 303
    assert who.COOKIE not in browser.cookies
    assert not sessions.person_of(who.store(), token)
    assert "signed out" in browser.get(came.header("location")).said
    assert browser.get("/account/sign-out").status == 303


def test_signing_in_again_ends_the_session_that_this_browser_had(browser: Browser, kim: Actor) -> None:
    signed_in(browser)
    before = browser.cookies[who.COOKIE]
    signed_in(browser)
    assert browser.cookies[who.COOKIE] != before
    assert not sessions.person_of(who.store(), before)


def test_the_first_account_is_made_with_the_code_of_the_console(browser: Browser, store: Store) -> None:
    assert browser.get("/account/sign-in").status == 503
    code = set_up.begin(store, now())
    assert browser.get("/account/set-up?code=guessed").status == 410
    assert "Set up Haechi" in browser.get(f"/account/set-up?code={code}&lang=en").said
    wrong = browser.post(f"/account/set-up?code={code}&lang=en", FIRST | {"again": "something else 1"})
    assert (wrong.status, "differ" in wrong.said, 'value="ada"' in wrong.text) == (422, True, True)
    weak = browser.post(f"/account/set-up?code={code}&lang=en", FIRST | {"password": "short", "again": "short", "name": ""})
    assert (weak.status, "too short" in weak.said, "1 to 200 letters" in weak.said) == (422, True, True)
    done = browser.post(f"/account/set-up?code={code}", FIRST)
    assert (done.status, done.header("location"), holder(browser)) == (303, "/?lang=en", "ada")
    assert not demonstration.on(store)
    assert "set up already" in browser.get(f"/account/set-up?code={code}&lang=en").said


def test_the_console_says_where_to_click(browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(start.ADDRESS, "https://haechi.example/")
    code = set_up.begin(store, now())
    assert f"https://haechi.example/account/set-up?code={code}" in start.where(code)
    monkeypatch.delenv(start.ADDRESS)
    assert start.address().startswith("http://localhost:")


def test_a_fault_of_ours_gets_a_page_and_leaves_nothing_half_done(browser: Browser, store: Store) -> None:
    whole = Starlette(routes=[Mount("/account", routes=ROUTES)], exception_handlers={Exception: page.failed})

    async def served(*message: Any) -> None:
        with suppress(OSError):  # the server writes it to the console
            await whole(*message)

    browser.app = served
    address = f"/account/set-up?code={set_up.begin(store, now())}&lang=en"
    browser.get(address)
    with patch.object(installation, "fill", side_effect=OSError("No space left on device")):
        came = browser.post(address, FIRST | {"content": "demonstration"})
    assert (came.status, "This did not work" in came.said, "No space" in came.text) == (500, True, False)
    assert set_up.needed(store) and not demonstration.on(store)
    assert browser.post(address, FIRST).status == 303


@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("nonsense", "The store that DATABASE_URL names cannot be opened"),
        ("postgresql://kim:hidden@127.0.0.1:1/haechi", "The store postgresql://kim:***@127.0.0.1:1/haechi cannot be opened"),
        ("", "haechi.db cannot be opened: file is not a database. Nothing in it was changed"),
    ],
)
def test_a_store_that_cannot_be_opened_ends_the_start_with_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str, told: str
) -> None:
    (tmp_path / "haechi.db").write_text("This is a letter and not a database, though somebody named it so.")
    monkeypatch.setattr(who, "store", lambda: open_store(tmp_path, database))
    with pytest.raises(SystemExit) as ended:
        start.open_store()
    said = str(ended.value.code)  # a text as code: Python prints it and ends with 1
    assert told in said
    assert "Haechi did not start" in said
    assert "hidden" not in said and "sqlalche.me" not in said


def test_a_demonstration_offers_to_walk_round_and_a_real_installation_has_no_such_address(browser: Browser, store: Store) -> None:
    code = set_up.begin(store, now())
    browser.get(f"/account/set-up?code={code}")
    with patch.object(installation, "fill"):
        browser.post(f"/account/set-up?code={code}", FIRST | {"content": "demonstration"})
    assert "nothing here is real" in browser.get("/account/sign-in?lang=en").said
    assert browser.post("/account/as/officer", {}).status == 303
    assert holder(browser) == "demo_officer"
    assert browser.post("/account/as/administrator", {}).status == 404
    admin = Actor(store, next(one.person for one in people.list_people(person(store, "Co", "coordinator")) if one.person.login == "ada"))
    demonstration.end(admin)
    assert browser.post("/account/as/officer", {}).status == 404
    assert "nothing here is real" not in browser.get("/account/sign-in?lang=en").said


def test_a_link_lets_somebody_choose_a_password_once(browser: Browser, store: Store, kim: Actor) -> None:
    code = people.reset_link(person(store, "Ad", "administrator"), kim.person.id)
    # made at a fixed moment of the tests, the link is moved to the present
    with store.writing() as connection:
        records.change(connection, tables.one_time_codes, {"person_id": kim.person.id}, until=now().replace(year=now().year + 1))
    address = f"/account/password?code={code}&lang=en"
    assert "kim" in browser.get(address).said
    assert "too short" in browser.post(address, {"password": "short", "again": "short"}).said
    came = browser.post(address, {"password": "velvet canyon drum 3", "again": "velvet canyon drum 3"})
    assert (came.status, holder(browser)) == (303, "")
    assert "new password is saved" in browser.get(came.header("location")).said
    assert signed_in(browser, password="velvet canyon drum 3").status == 303
    assert browser.get(address).status == 410


def test_who_signed_in_elsewhere_comes_in_by_a_code_that_no_other_site_can_send(browser: Browser, store: Store, kim: Actor) -> None:
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": kim.person.id}, email="kim@port.example")
    code = identities.arrive(store, Claims("https://id.example", "k-1", "kim@port.example", True, now()), now())
    assert browser.get(f"/account/enter?code={code}", sec_fetch_site="cross-site").status == 410
    assert browser.get(f"/account/enter?code={code}", sec_fetch_site="same-origin").status == 303
    assert holder(browser) == "kim"
    assert browser.get(f"/account/enter?code={code}", sec_fetch_site="same-origin").status == 410


def test_providers_are_offered_as_the_secrets_name_them(browser: Browser, kim: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert browser.get("/account/with/default").status == 404
    monkeypatch.setattr(elsewhere, "providers", lambda: ["default", "gov"])
    said = browser.get("/account/sign-in?lang=en").said
    assert "your organisation's account" in said.replace("&#39;", "'")
    assert "Sign in with gov" in said
    assert browser.get("/account/with/nobody").status == 404


class Secrets(dict[str, object]):
    """Secrets as Streamlit has them."""

    def load_if_toml_exists(self) -> bool:
        return bool(self)


def test_a_provider_is_reached_through_streamlits_own_route(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    for auth, names in (({}, []), ({"client_id": "x"}, ["default"]), ({"cookie_secret": "x", "gov": {"client_id": "y"}}, ["gov"])):
        monkeypatch.setattr(elsewhere.st, "secrets", Secrets(auth=auth))
        assert elsewhere.providers() == names
    gov = {"client_id": "y", "client_secret": "z", "server_metadata_url": "https://id.example/.well-known/openid-configuration"}
    own = {"redirect_uri": "https://haechi.example/oauth2callback", "cookie_secret": "long enough to sign with, thirty-two"}
    monkeypatch.setattr("streamlit.auth_util.secrets_singleton", Secrets(auth=own | {"gov": gov}))
    came = browser.get("/account/with/gov?next=/answer%3Fround%3D3&lang=ko")
    assert came.status == 303
    assert came.header("location").startswith("/auth/login?provider=")
    assert unquote(browser.cookies[elsewhere.ONWARD]) == "/answer?round=3&lang=ko"
    browser.get("/account/with/gov?next=https://evil.example")
    assert unquote(browser.cookies[elsewhere.ONWARD]) == "/?lang=en"
    monkeypatch.setattr("streamlit.auth_util.secrets_singleton", Secrets(auth={"gov": gov} | {"cookie_secret": "x"}))
    lacking = browser.get("/account/with/gov?lang=en")
    assert (lacking.status, "redirect_uri" in lacking.said) == (503, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_small_says_its_language_and_forbids_scripts(browser: Browser, store: Store, language: str) -> None:
    code = set_up.begin(store, now())
    pages = [browser.get(f"/account/set-up?code={code}&lang={language}")]
    person(store, "Kim", "reader")
    pages += [browser.get(f"/account/{name}?lang={language}") for name in ("sign-in", "set-up", "password", "enter", "no-such-page")]
    for came in pages:
        assert f'<html lang="{language}">' in came.text
        assert len(came.body) < 30_000
        assert "<script" not in came.text
        assert "default-src 'none'" in came.header("content-security-policy")
        assert "frame-ancestors 'none'" in came.header("content-security-policy")
        assert came.header("cache-control") == "no-store"


@pytest.mark.parametrize(
    ("asked", "language"), [("ko-KR,ko;q=0.9,en;q=0.8", "ko"), ("fr, en;q=0.5, ko;q=0.7", "ko"), ("fr", "en"), ("", "en")]
)
def test_the_browsers_language_is_the_pages(browser: Browser, kim: Actor, asked: str, language: str) -> None:
    assert f'<html lang="{language}">' in browser.get("/account/sign-in", accept_language=asked).text


def test_the_language_switch_keeps_where_one_wanted_to_go(browser: Browser, kim: Actor) -> None:
    assert 'href="?next=%2Fanswer%3Fround%3D3&amp;lang=ko"' in browser.get("/account/sign-in?next=/answer%3Fround%3D3&lang=en").text
