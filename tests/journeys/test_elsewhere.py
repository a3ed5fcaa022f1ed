"""Signing in with an account elsewhere: the real exchange between a browser, the application and an OpenID Connect provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from assessments.register.people import sessions
from assessments.register.people.people import Person
from assessments.store import records, tables
from tests.journeys.conftest import opened
from tests.journeys.servers import Server, running
from tests.journeys.somebody import Somebody
from tests.oidc_provider import CLIENT, SECRET, Citizen, Provider, providing
from tests.stores import person
from views.account.elsewhere import ONWARD
from views.who import COOKIE

SECRETS = """
[auth]
redirect_uri = "http://localhost:{{port}}/oauth2callback"
cookie_secret = "thirty-two letters that nobody guesses"
client_id = "{client}"
client_secret = "{secret}"
server_metadata_url = "{address}/.well-known/openid-configuration"

[auth.gone]
client_id = "{client}"
client_secret = "{secret}"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"

[auth.half]
client_id = "{client}"
"""
Opening = Callable[[str], Somebody]


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as started:
        yield started


@pytest.fixture(scope="module")
def server(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application with secrets that name the provider, and somebody who looks after it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    secrets = folder / "secrets.toml"
    secrets.write_text(SECRETS.format(client=CLIENT, secret=SECRET, address=provider.address), encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
        with running(folder) as started:
            open_account(started, "Ada", "administrator")
            yield started


@pytest.fixture
def at_a_browser(browser: Browser, server: Server) -> Iterator[Opening]:
    """Somebody at a new browser, in a language."""
    contexts = []

    def sits_down(language: str) -> Somebody:
        contexts.append(opened(browser, language))
        return Somebody(contexts[-1].new_page(), server.address, language)

    yield sits_down
    for context in contexts:
        context.close()


def open_account(server: Server, name: str, role: str, email: str = "") -> None:
    store = server.store()
    number = person(store, name, role).person.id
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": number}, email=email)
    store.close()


def signs_in_elsewhere(somebody: Somebody, onward: str = "", at: str = "") -> None:
    query = urlencode({"lang": somebody.language, **({"next": onward} if onward else {})})
    somebody.page.goto(f"{somebody.address}/account/sign-in?{query}")
    name = somebody.text("account.sign_in.with_named", name=at) if at else somebody.text("account.sign_in.with_default")
    somebody.page.get_by_role("link", name=name, exact=True).click()


def held(somebody: Somebody) -> dict[str, object]:
    """The cookie of the session in this browser."""
    return next((dict(one) for one in somebody.page.context.cookies() if one["name"] == COOKIE), {})


def holder(server: Server, somebody: Somebody) -> Person | None:
    store = server.store()
    found = sessions.person_of(store, str(held(somebody).get("value", "")))
    store.close()
    return found


@pytest.mark.parametrize("language", ["ko", "en"])
def test_who_has_an_account_here_comes_in_with_one_elsewhere_and_signing_out_holds(
    provider: Provider, server: Server, at_a_browser: Opening, language: str
) -> None:
    open_account(server, f"Kim_{language}", "reader", f"kim.{language}@port.example")
    provider.person = Citizen(f"kim-{language}", f"Kim.{language}@Port.example")
    kim = at_a_browser(language)
    signs_in_elsewhere(kim)
    kim.reads(kim.text("tasks.title"))
    cookie, found = held(kim), holder(server, kim)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"], cookie["expires"]) == (True, "Lax", "/", -1)
    assert found and found.name == f"Kim_{language}"
    expect(kim.page.get_by_text(found.name).first).to_be_visible()
    kim.page.goto(f"{kim.address}/account/sign-out?lang={language}")
    kim.page.get_by_role("button", name=kim.text("account.sign_out.button"), exact=True).click()
    expect(kim.page.get_by_text(kim.text("account.sign_in.said_out"))).to_be_visible()
    kim.opens("/account")
    kim.sees(kim.text("account.needed"))
    assert held(kim) == {}
    kim.page.goto(f"{kim.address}/account/sign-in?lang={language}&said=out")
    kim.page.get_by_role("link", name=kim.text("account.sign_in.forget")).click()
    expect(kim.page.get_by_text(kim.text("account.sign_in.said_out"))).to_be_visible()
    expect(kim.page.get_by_text(kim.text("account.sign_in.remembered"))).to_have_count(0)
    assert provider.left[-1] == f"{kim.address}/oauth2callback"
    assert [one["name"] for one in kim.page.context.cookies() if one["name"].startswith("_streamlit_user")] == []


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("verified", [False, True], ids=["unconfirmed", "stranger"])
def test_an_unconfirmed_address_and_a_stranger_are_told_why_they_are_not_let_in(
    provider: Provider, server: Server, at_a_browser: Opening, language: str, verified: bool
) -> None:
    name = f"Na_{language}_{verified}"
    email = f"{name}@port.example"
    open_account(server, name, "reader", "" if verified else email)
    provider.person = Citizen(f"subject of {name}", email, verified)
    somebody = at_a_browser(language)
    signs_in_elsewhere(somebody)
    somebody.reads(somebody.text("account.arriving.refused"))
    somebody.sees(email)
    assert held(somebody) == {}
    somebody.page.get_by_role("button", name=somebody.text("account.arriving.leave")).click()
    expect(somebody.page.get_by_text(somebody.text("account.sign_in.said_out"))).to_be_visible()
    somebody.opens("/account")
    somebody.sees(somebody.text("account.needed"))


def test_who_was_asked_to_sign_in_comes_back_to_that_page_and_in_that_language(
    provider: Provider, server: Server, at_a_browser: Opening
) -> None:
    open_account(server, "Seo", "reader", "seo@port.example")
    provider.person = Citizen("seo", "seo@port.example")
    seo = Somebody(at_a_browser("en").page, server.address, "ko")  # an English browser, in which somebody chose Korean
    signs_in_elsewhere(seo, onward="/account?from=letter")
    seo.reads(seo.text("account.title"))
    assert "from=letter" in seo.page.url
    assert [one["name"] for one in seo.page.context.cookies() if one["name"] == ONWARD] == []


def test_who_signs_in_elsewhere_is_that_person_though_another_was_signed_in_at_this_browser(
    provider: Provider, server: Server, at_a_browser: Opening
) -> None:
    for name in ("First", "Second"):
        open_account(server, name, "reader", f"{name}@port.example")
    one_browser = at_a_browser("en")
    for name in ("First", "Second"):
        provider.person = Citizen(name, f"{name}@port.example")
        signs_in_elsewhere(one_browser)
        expect(one_browser.page.get_by_text(name, exact=True).first).to_be_visible()
        found = holder(server, one_browser)
        assert found and found.name == name


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_provider_that_refuses_is_away_or_is_not_set_up_fully_gets_a_page_that_says_so(
    provider: Provider, at_a_browser: Opening, language: str
) -> None:
    provider.person = None
    somebody = at_a_browser(language)
    for at, words in (("", "account.sign_in.not_there"), ("gone", "account.sign_in.unreachable")):
        signs_in_elsewhere(somebody, at=at)
        alert = somebody.page.get_by_role("alert")
        expect(alert).to_contain_text(somebody.text(words)[1:])
        expect(somebody.page.get_by_label(somebody.text("account.login"))).to_be_visible()
    signs_in_elsewhere(somebody, at="half")
    expect(somebody.page.locator("h1")).to_have_text(somebody.text("account.told.provider_settings.title"))
    expect(somebody.page.get_by_text("client_secret")).to_be_visible()
