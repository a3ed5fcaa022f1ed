"""One browser and one demonstration country for all journeys; a fresh visit for each, signed in or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from assessments.register.people import demonstration, set_up
from assessments.store.engine import open_store
from tests import browser as browsers
from tests.journeys.servers import Server, running
from views.who import COOKIE

SIZES = {"laptop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
LOCALES = {"ko": "ko-KR", "en": "en-US"}
Visit = Callable[..., Page]
Scheme = Literal["light", "dark"]
expect.set_options(timeout=20_000)  # a machine that does much else is slow, not wrong


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """An installation with the demonstration country, and a session of each role: role → what its cookie holds."""
    folder = tmp_path_factory.mktemp("country")
    now = datetime.now(UTC)
    store = open_store(folder / "data", "")
    administrator = set_up.finish(store, set_up.begin(store, now), "admin", "Administrator", "correct horse battery", "en", True, now)
    sessions = {role: demonstration.walk_round(store, role, now) for role in demonstration.ROLES}
    store.close()
    with running(folder) as server:
        yield server, {"administrator": administrator, **sessions}


@pytest.fixture(scope="session")
def address(country: tuple[Server, dict[str, str]]) -> str:
    return country[0].address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browsers.executable(), args=list(browsers.ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, country: tuple[Server, dict[str, str]]) -> Iterator[Visit]:
    """Open a page: `visit("/rounds", language="ko", size="phone", role="coordinator")`; waits until it has its title."""
    server, sessions = country
    contexts = []

    def open_page(path: str = "/", language: str = "en", size: str = "laptop", scheme: Scheme = "light", role: str = "") -> Page:
        context = opened(browser, language, size, scheme)
        contexts.append(context)
        if role:
            context.add_cookies([{"name": COOKIE, "value": sessions[role], "url": server.address}])
        page = context.new_page()
        page.goto(server.address + path)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def window(browser: Browser, country: tuple[Server, dict[str, str]]) -> Iterator[Callable[[str], Page]]:
    """A window of somebody who stays: a role → its page, in Korean, in which one address after the other is opened."""
    server, sessions = country
    pages: dict[str, Page] = {}

    def of(role: str) -> Page:
        if role not in pages:
            context = opened(browser, "ko")
            if role:
                context.add_cookies([{"name": COOKIE, "value": sessions[role], "url": server.address}])
            pages[role] = context.new_page()
        return pages[role]

    yield of
    for page in pages.values():
        page.context.close()


def opened(browser: Browser, language: str = "en", size: str = "laptop", scheme: Scheme = "light") -> BrowserContext:
    """A browser of somebody's own."""
    context = browser.new_context(
        viewport=SIZES[size],
        locale=LOCALES[language],
        color_scheme=scheme,
        accept_downloads=True,
    )
    context.set_default_timeout(30_000)
    return context


def settle(page: Page) -> None:
    """Wait until the page has its title and nothing is being computed."""
    page.locator("h1").first.wait_for()
    page.wait_for_function("document.querySelector('.stApp')?.getAttribute('data-test-script-state') === 'notRunning'")
    assert page.locator("[data-testid=stException]").count() == 0
