"""Signing in with an account elsewhere: the real exchange between a browser, the application and an OpenID Connect provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from assessments.register import sessions
from assessments.register.people import Person
from assessments.store import records, tables
from tests.journeys.conftest import opened
from tests.journeys.servers import Server, running
from tests.journeys.somebody import Somebody
from tests.oidc_provider import CLIENT, SECRET, Citizen, Provider, providing
from tests.stores import person
from views.who import COOKIE

SECRETS = """
[auth]
redirect_uri = "http://localhost:{{port}}/oauth2callback"
cookie_secret = "thirty-two letters that nobody guesses"
client_id = "{client}"
client_secret = "{secret}"
server_metadata_url = "{address}/.well-known/openid-configuration"
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


def signs_in_elsewhere(somebody: Somebody, onward: str = "") -> None:
    query = f"?lang={somebody.language}" + (f"&next={onward}" if onward else "")
    somebody.page.goto(f"{somebody.address}/account/sign-in{query}")
    somebody.page.get_by_role("link", name=somebody.text("account.sign_in.with_default")).click()


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
    kim.page.wait_for_url(f"{kim.address}/?*")
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
    somebody.reads(somebody.text("tasks.welcome"))
    somebody.opens("/account")
    somebody.sees(somebody.text("account.needed"))
