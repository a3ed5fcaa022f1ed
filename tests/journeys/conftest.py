"""One server and one browser for all journeys; a fresh visit for each."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import browser as browsers

ROOT = Path(__file__).parent.parent.parent
SIZES = {"laptop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
Visit = Callable[..., Page]
Scheme = Literal["light", "dark"]
expect.set_options(timeout=20_000)  # a machine that does much else is slow, not wrong


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of the application, started as `make run` starts it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "QUESTIONNAIRE_PATH": ""}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    base = f"http://localhost:{port}"
    try:
        _wait_for(base, server)
        yield base
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(base: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        if server.poll() is not None:
            raise RuntimeError(f"the application ended: {server.stdout.read().decode() if server.stdout else ''}")
        try:
            urllib.request.urlopen(f"{base}/_stcore/health", timeout=2).read()
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the application did not start within a minute")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browsers.executable(), args=list(browsers.ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open a page: `visit("/results?…", language="ko", size="phone")`; waits until it has its title."""
    contexts = []

    def open_page(path: str = "/", language: str = "en", size: str = "laptop", scheme: Scheme = "light") -> Page:
        locale = {"ko": "ko-KR", "en": "en-US"}[language]
        context = browser.new_context(viewport=SIZES[size], locale=locale, color_scheme=scheme, accept_downloads=True)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def settle(page: Page) -> None:
    """Wait until the page has its title and nothing is being computed."""
    page.locator("h1").first.wait_for()
    page.wait_for_function("document.querySelector('.stApp')?.getAttribute('data-test-script-state') === 'notRunning'")
    assert page.locator("[data-testid=stException]").count() == 0
