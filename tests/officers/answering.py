"""An officer on the page where an institution answers: question after question, section after section, round and round."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from questionnaires.model import Item, Questionnaire

from .screen import Shown
from .visit import Trouble, Visit

PART = re.compile(r"-a/(?P<own>\d+)/(?P<subject>\d+)/(?P<item>[^/]+)/\d+/(?P<part>choice|number|first|second)$")
SAVED, LAST = ":green-badge[Saved ", "Check what is missing"  # as the page says it in English

NUMBERS = {"number": (1, 9), "first": (1, 4), "second": (5, 9)}


@dataclass(frozen=True)
class Step:
    """One step and the seconds that it took; `answer` where the page acknowledged that this answer to `item` was saved.

    Half of a pair of numbers is saved with the other half that stood there, or not at all: `answer` is blank then.
    """

    what: str  # answer | half (of a pair of numbers) | turn (to another section)
    seconds: float
    item: str = ""
    answer: str = ""


async def steps(officer: Visit, questionnaire: Questionnaire, chance: random.Random) -> AsyncGenerator[Step, None]:
    """Answer every question that the page shows, go on to the next section, and after the last to the first again. Has no end."""
    while True:
        for item in dict.fromkeys(found["item"] for found, _ in _widgets(officer)):
            async for step in _answer(officer, questionnaire, item, chance):
                yield step
        yield await _turn(officer)


async def _answer(officer: Visit, questionnaire: Questionnaire, item: str, chance: random.Random) -> AsyncGenerator[Step, None]:
    """Fill in the widgets of one question. Raises Trouble if the page does not say that the answer is saved."""
    parts = [(found, widget) for found, widget in _widgets(officer) if found["item"] == item]
    written = []
    for found, widget in parts:
        value, words = _choose(questionnaire, item, found["part"], widget, chance)
        written.append(words)
        took = await officer.fill(widget.id, value)
        if len(written) == len(parts):
            said = officer.screen.texts(f"question_{found['subject']}_{item}")
            if not any(text.startswith(SAVED) for text in said):
                raise Trouble(f"{item} was not saved: {said}")
            yield Step("answer", took, item, "/".join(written))
        else:
            yield Step("half", took, item)


async def _turn(officer: Visit) -> Step:
    """To the next section; from the last, where one would hand in, to the first."""
    if officer.find("next").label != LAST:
        return Step("turn", await officer.press("next"))
    side = next(shown for shown in officer.screen if re.search(r"-section_\d+_\d+$", shown.id))
    return Step("turn", await officer.fill(side.id, side.sent.options[0]))


def _widgets(officer: Visit) -> list[tuple[dict[str, str], Shown]]:
    """The widgets of all questions on the page that take an answer now, with what their keys say."""
    found = [(PART.search(shown.id), shown) for shown in officer.screen]
    return [(match.groupdict(), shown) for match, shown in found if match and not shown.sent.disabled]


def _choose(questionnaire: Questionnaire, item: str, part: str, widget: Shown, chance: random.Random) -> tuple[str | float, str]:
    """A value for a widget, and the same as it will be stored: one of the choices, or a number that is allowed (of a pair: 1 to 4 of 5 to 9)."""
    node, sent = questionnaire.nodes[item], widget.sent
    if widget.kind == "number_input":
        low, high = NUMBERS[part]
        number = float(chance.randint(max(low, int(sent.min)) if sent.has_min else low, min(high, int(sent.max)) if sent.has_max else high))
        return number, f"{number:g}"
    assert isinstance(node, Item)
    codes = list(questionnaire.scales[node.scale].choices or ())
    place = chance.randrange(len(codes))
    return sent.options[place], codes[place]
