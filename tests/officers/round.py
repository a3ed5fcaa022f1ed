"""A round whose officers have signed in and answer in the browser, and the check that nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import random
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from assessments.register.access import Actor
from assessments.register.people import sessions
from assessments.rounds import model
from assessments.store import records, tables
from assessments.store.engine import Store
from questionnaires.model import Questionnaire
from tests.stores import a_round, institution, person

from .answering import steps
from .crowd import Officer
from .visit import visit

Acknowledged = tuple[int, str, str]  # return, item, answer


@dataclass(frozen=True)
class Signed:
    """An officer who is signed in: the own return, and what the browser's cookie holds."""

    own: int
    cookie: str


def prepare(store: Store, edition: str, number: int) -> list[Signed]:
    """A round with so many institutions, each with an officer who has signed in."""
    codes = [institution(store, f"office_{place}", "central") for place in range(number)]
    a_round(store, edition, *codes)
    people = [person(store, code, "officer", institution=code) for code in codes]
    return [_signed(store, officer, code) for officer, code in zip(people, codes, strict=True)]


def _signed(store: Store, officer: Actor, code: str) -> Signed:
    with store.writing() as connection:
        token = sessions.begin(connection, officer.person.id, datetime.now(UTC))
        own = records.one(connection, tables.returns, institution=code)
    assert own is not None
    return Signed(own["id"], f"haechi={token}")


async def at_work(
    address: str, signed: Signed, questionnaire: Questionnaire, acknowledged: list[Acknowledged], chance: random.Random, lasts: float
) -> Officer:
    """Open the own return, then answer for so many seconds; what the page says is saved is written down."""
    began = time.perf_counter()
    async with visit(address, "answer", f"return={signed.own}&lang=en", signed.cookie) as officer:
        yield "open", time.perf_counter() - began
        async with contextlib.aclosing(steps(officer, questionnaire, chance)) as work:
            async for step in work:
                if step.answer:
                    acknowledged.append((signed.own, step.item, step.answer))
                yield step.what, step.seconds
                if time.perf_counter() - began > lasts:
                    return


def lost(store: Store, acknowledged: Iterable[Acknowledged]) -> list[Acknowledged]:
    """What the page acknowledged but the log of changes does not hold, or whose question does not stand as it was last logged."""
    with store.reading() as connection:
        whose = {row["id"]: row["return_id"] for row in records.every(connection, tables.subjects)}
        kept = {(whose[row["subject_id"]], row["item"]): row["answer"] for row in records.every(connection, tables.answers, kind=model.OWN)}
        logged: dict[tuple[int, str], list[str]] = defaultdict(list)
        for row in sorted(records.every(connection, tables.changes, what="returns.save"), key=lambda row: row["id"]):
            logged[row["return_id"], row["about"].partition("/")[2]].append(row["after"]["answer"])
    return [(own, item, answer) for own, item, answer in acknowledged if not _there(answer, kept.get((own, item)), logged[own, item])]


def _there(answer: str, kept: str | None, logged: list[str]) -> bool:
    return answer in logged and kept == logged[-1]
