"""Every page as the people see it who use it: nothing in the way of anybody, on a laptop and on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SIZES, settle
from views.routes import PAGES

Window = Callable[[str], Page]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OWN, WAITING = "return=59", "return=75"  # of the officer of the demonstration: being answered; handed in, with its reviewer
VISITED: list[tuple[str, str]] = [
    ("", "/"),
    ("", "/library"),
    ("", "/edition?edition=kr_comprehensive_2022"),
    ("officer", "/"),
    ("reviewer", "/"),
    ("coordinator", "/"),
    ("coordinator", "/score"),
    ("coordinator", "/results?edition=kr_integrity_2012&answers=demonstration&group=central"),
    ("coordinator", "/rounds"),
    ("coordinator", "/rounds?view=open"),
    ("coordinator", "/rounds?view=open&step=institutions&edition=kr_initiative_2014"),
    ("coordinator", "/rounds?view=open&step=rules&edition=kr_initiative_2014"),
    *(
        ("coordinator", f"/round?round=3&part={part}")
        for part in ("progress", "institutions", "reviewers", "reminders", "dates", "next_year", "log")
    ),
    ("coordinator", "/round?round=1&part=survey"),
    ("coordinator", "/round?round=1&part=results"),
    ("coordinator", "/institutions"),
    ("coordinator", "/institutions?institution=arinara_11"),
    ("coordinator", "/institutions?view=import"),
    ("coordinator", "/institutions?view=add"),
    ("officer", f"/answer?{OWN}&section=area_infrastructure"),
    ("officer", f"/answer?{OWN}&section=check"),
    ("officer", f"/offline?{OWN}"),
    ("officer", f"/evidence?{OWN}"),
    ("officer", f"/subjects?{WAITING}"),
    ("officer", f"/register?{WAITING}"),
    ("officer", f"/changes?{OWN}"),
    ("reviewer", "/review"),
    ("reviewer", f"/review?{WAITING}"),
    ("reviewer", f"/review?{WAITING}&tab=ask"),
    ("reviewer", f"/review?{WAITING}&tab=sign"),
    ("reader", "/published"),
    ("reader", "/results?result=2"),
    ("reader", "/scorecard?result=2&subject=arinara_11"),
    ("reader", "/account"),
    ("administrator", "/people"),
    ("administrator", "/people?view=add"),
    ("administrator", "/people?view=import"),
    ("administrator", "/people?person=1"),
    *(("administrator", f"/administration?tab={tab}") for tab in ("settings", "log", "backup")),
]
PLAIN = [
    ("", "/account/sign-in"),
    ("officer", "/account/sign-out"),
    ("", "/account/set-up?code=old"),
    ("", "/account/password?code=old"),
    ("", "/account/nothing"),
]


def test_every_page_is_visited() -> None:
    visited = {path.partition("?")[0].strip("/") or "tasks" for _, path in VISITED}
    assert visited == set(PAGES)


@pytest.mark.parametrize(("role", "path"), VISITED)
def test_pages_keep_the_accessibility_guidelines(window: Window, address: str, role: str, path: str) -> None:
    page = window(role)
    page.set_viewport_size(SIZES["laptop"])
    page.goto(address + path)
    settle(page)
    page.wait_for_function("document.documentElement.lang === 'ko'")
    assert wrong(page) == []


@pytest.mark.parametrize(("role", "path"), PLAIN)
def test_plain_pages_keep_the_accessibility_guidelines(window: Window, address: str, role: str, path: str) -> None:
    page = window(role)
    page.goto(address + path)
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    assert wrong(page) == []


def wrong(page: Page) -> list[str]:
    """Everything that breaks a guideline on a laptop or a phone, in light or dark, or that sticks out of a phone."""
    page.evaluate(axe())
    found = []
    for size, scheme in (("laptop", "light"), ("laptop", "dark"), ("phone", "dark"), ("phone", "light")):
        page.emulate_media(color_scheme=scheme)
        unroll(page, SIZES[size])
        if page.locator(".stApp").count():
            page.wait_for_function(f"getComputedStyle(document.querySelector('.stApp')).colorScheme === '{scheme}'")
            settle(page)
        report = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", WCAG)
        found += [f"{size}, {scheme}: {told(one)}" for one in report["violations"]]
        if size == "phone":
            found += [f"{size}: sticks out" for selector in ("html", ".stMain") if sticks_out(page, selector)]
    return found


def unroll(page: Page, size: Mapping[str, int]) -> None:
    """A window so high that nothing lies below it: contrast is measured only of what is in sight."""
    page.set_viewport_size({**size})
    high = page.evaluate("document.querySelector('.stMain')?.scrollHeight ?? document.documentElement.scrollHeight")
    page.set_viewport_size({**size, "height": min(max(high + 80, size["height"]), 8000)})


def told(violation: dict[str, Any]) -> str:
    return f"{violation['id']}: " + "; ".join(node["html"][:300] + " " + node["failureSummary"] for node in violation["nodes"][:3])


def sticks_out(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => (document.querySelector(selector)?.scrollWidth ?? 0) > innerWidth", selector))


@cache
def axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
