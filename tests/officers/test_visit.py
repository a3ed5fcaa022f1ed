"""The scripted visit does what a browser does; else its figures would say nothing about browsers."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from tests.awaiting import awaited

from .crowd import crowd
from .server import serving
from .visit import Trouble, visit


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("toy"), {}, Path(__file__).parent / "toy.py") as server:
        yield server.address


@pytest.mark.parametrize(
    ("widget", "value", "shown"),
    [
        ("radio", "no", "no"),
        ("choice", "yes", "yes"),
        ("control", "yes", "yes"),
        ("number", 3.5, "3.5"),
        ("text", "A decree\nof 2024", "A decree\nof 2024"),
        ("box", True, "True"),
    ],
)
def test_an_answer_runs_its_section_alone_and_is_kept(address: str, widget: str, value: object, shown: str) -> None:
    async def story() -> list[str]:
        async with visit(address, "answer", "round=r1", cookie="who=Kim") as officer:
            await officer.fill(f"Staff: {widget}", value)
            first = officer.screen.texts()
            await officer.reload()
            return [*first, *officer.screen.texts()]

    assert awaited(story()) == [
        "Round r1 of Kim",
        "Runs of the page: 1",
        "Budget: nothing, runs: 1",
        f"Staff: {shown}, runs: 2",
        "Round r1 of Kim",
        "Runs of the page: 2",
        "Budget: nothing, runs: 2",
        f"Staff: {shown}, runs: 3",
    ]


def test_a_widget_is_found_by_its_key_too_and_can_be_cleared(address: str) -> None:
    async def story() -> str:
        async with visit(address, "answer") as officer:
            await officer.fill("Budget-radio", "yes")
            await officer.fill("Budget-radio", None)
            return officer.screen.texts()[2]

    assert awaited(story()) == "Budget: None, runs: 3"


def test_a_form_is_sent_by_its_button_and_a_page_leads_to_another(address: str) -> None:
    async def story() -> list[str]:
        async with visit(address) as officer:
            await officer.fill("Name", "Kim")
            await officer.press("Send")
            sent = officer.screen.texts()
            await officer.press("Go on")
            return [*sent, officer.query, *officer.screen.texts()[1:3]]

    assert awaited(story()) == ["Home", "Hello Kim", "round=r9", "Runs of the page: 1", "Budget: nothing, runs: 1"]


def test_what_is_not_on_the_page_is_missed_by_name(address: str) -> None:
    async def story() -> None:
        async with visit(address) as officer:
            await officer.press("Publish")

    with pytest.raises(Trouble, match=r"no widget 'Publish', but: Name .*Send"):
        awaited(story())


def test_a_crowd_counts_every_answer_and_every_trouble(address: str) -> None:
    async def officer(widget: str) -> AsyncGenerator[tuple[str, float]]:
        async with visit(address, "answer") as opened:
            yield "open", 0.0
            for value in ("yes", "no", "yes"):
                yield "answer", await opened.fill(widget, value)

    measured = awaited(crowd([officer("Budget: radio"), officer("Budget: radio"), officer("Budget: telephone")], 0.1, (0, 0.01)))
    assert {step: len(took) for step, took in measured.seconds.items()} == {"open": 3, "answer": 6}
    assert [trouble.split(",")[0] for trouble in measured.troubles] == ["Trouble: there is no widget 'Budget: telephone'"]
