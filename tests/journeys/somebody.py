"""A person at a browser of their own: reads and clicks what the pages call it in their language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from playwright.sync_api import Locator, Page, expect

from assessments.texts import Texts, texts
from tests.journeys.conftest import settle
from views.language import FOLDER


@dataclass(frozen=True)
class Somebody:
    """Texts are named by their keys, so that the story is told once for both languages."""

    page: Page
    address: str
    language: str

    @cached_property
    def text(self) -> Texts:
        return texts(self.language, FOLDER)

    def opens(self, path: str) -> None:
        self.page.goto(self.address + path)
        settle(self.page)

    def reads(self, title: str | re.Pattern[str]) -> None:
        """The title of the page that is shown now."""
        expect(self.page.locator("h1").first).to_have_text(title)
        settle(self.page)

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def sees_not(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(words)).to_have_count(0)

    def presses(self, label: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=label, exact=True).first.click()
        settle(self.page)

    def confirms(self, label: str) -> None:
        """Answers the question that stands over the page."""
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name=label, exact=True).click()
        expect(dialog).to_have_count(0)
        settle(self.page)

    def follows(self, label: str | re.Pattern[str]) -> None:
        self.page.get_by_role("link", name=label).first.click()
        settle(self.page)

    def types(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(value)

    def picks(self, label: str, *options: str) -> None:
        """From a list of which one may take several."""
        for option in options:
            self.page.get_by_role("combobox", name=label).first.click()
            self.page.keyboard.type(option)
            self.page.get_by_role("option", name=option).first.click()
        self.page.keyboard.press("Escape")

    def brings(self, name: str, content: bytes, within: Locator | None = None) -> None:
        """Chooses a file."""
        place = (within or self.page).locator("input[type=file]").first
        place.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        expect(self.page.get_by_text(name).first).to_be_visible()
        settle(self.page)

    def signs_in(self, login: str, password: str) -> None:
        self.page.goto(f"{self.address}/account/sign-in?lang={self.language}")
        self.page.get_by_label(self.text("account.login")).fill(login)
        self.page.get_by_label(self.text("account.password"), exact=True).fill(password)
        self.page.get_by_role("button", name=self.text("account.sign_in.button"), exact=True).click()
        self.reads(self.text("tasks.title"))
