"""A hundred officers answer at once on the real page: how long a round trip takes, and whether anything is lost."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assessments.register import sessions
from assessments.register.access import Actor
from assessments.rounds import model
from assessments.store import records, tables
from assessments.store.engine import Store, open_store
from questionnaires import catalogue
from questionnaires.model import Questionnaire
from tests.officers.answering import steps
from tests.officers.crowd import Measured, Officer, crowd, percentile
from tests.officers.server import serving
from tests.officers.visit import visit
from tests.postgres import postgres_url
from tests.stores import a_round, institution, person

EDITION = "kr_effort_2023"  # 26 questions of all kinds in sections
OFFICERS = 100
ARRIVE, THINK = 15.0, (2.0, 8.0)  # seconds within which all arrive; seconds of thought before each step
LASTS = 60.0  # seconds for which each goes on
LIMIT = 0.150  # seconds, for 95 of 100 answers


@dataclass(frozen=True)
class Signed:
    """An officer who is signed in: the own return, and what the browser's cookie holds."""

    own: int
    cookie: str


@dataclass
class Kept:
    """The last answer of each question that the page acknowledged: (return, item) -> answer."""

    answers: dict[tuple[int, str], str] = field(default_factory=dict)


def main() -> None:
    for line in lines():
        print(line, flush=True)


def lines() -> Iterator[str]:
    """The figures on SQLite and on PostgreSQL, as they are found."""
    yield f"{OFFICERS} officers, one answer or turn every {sum(THINK) / 2:g} s each ({THINK[0]:g} to {THINK[1]:g} s), for {LASTS:g} s;"
    yield "officers and application share the cores\n"
    for engine in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="haechi-") as folder:
            yield from run(engine, Path(folder), postgres_url() if engine == "PostgreSQL" else "")


def run(engine: str, folder: Path, address: str) -> Iterator[str]:
    """One crowd on one database."""
    data, kept = folder / "data", Kept()
    store = open_store(data, address)
    signed = prepare(store)
    store.close()
    questionnaire = catalogue.edition(EDITION).questionnaire
    with serving(folder, {"HAECHI_DATA": str(data), "DATABASE_URL": address}) as server:
        asyncio.run(first(server.address, signed[0]))
        before, busy, began = processor_seconds(server.process.pid), busy_seconds(), time.perf_counter()
        officers = [at_work(server.address, one, questionnaire, kept, number) for number, one in enumerate(signed)]
        measured = asyncio.run(crowd(officers, ARRIVE, THINK))
        took = time.perf_counter() - began
        used, busy = processor_seconds(server.process.pid) - before, busy_seconds() - busy
    store = open_store(data, address)
    gone = lost(store, kept)
    store.close()
    yield from report(engine, measured, len(gone))
    yield f"  {len(measured.seconds['answer']) / took:.1f} answers/s; of a core the application used {100 * used / took:.0f} %,"
    yield f"  everything on the machine together {100 * busy / took:.0f} % of {os.cpu_count()} cores\n"


def prepare(store: Store) -> list[Signed]:
    """A round with an institution for each officer, who has signed in."""
    codes = [institution(store, f"office_{number}", "central") for number in range(OFFICERS)]
    a_round(store, EDITION, *codes)
    people = [person(store, code, "officer", institution=code) for code in codes]
    return [_signed(store, officer, code) for officer, code in zip(people, codes, strict=True)]


def _signed(store: Store, officer: Actor, code: str) -> Signed:
    with store.writing() as connection:
        token = sessions.begin(connection, officer.person.id, datetime.now(UTC))
        own = records.one(connection, tables.returns, institution=code)
    assert own is not None
    return Signed(own["id"], f"haechi={token}")


async def first(address: str, signed: Signed) -> None:
    """One visit before the others, because the first one loads the program."""
    async with visit(address, "answer", f"return={signed.own}&lang=en", signed.cookie):
        pass


async def at_work(address: str, signed: Signed, questionnaire: Questionnaire, kept: Kept, number: int) -> Officer:
    """Open the own return, then answer until the time is over."""
    began = time.perf_counter()
    async with visit(address, "answer", f"return={signed.own}&lang=en", signed.cookie) as officer:
        yield "open", time.perf_counter() - began
        async with contextlib.aclosing(steps(officer, questionnaire, random.Random(number))) as work:
            async for step in work:
                kept.answers.pop((signed.own, step.item), None)
                if step.answer:
                    kept.answers[signed.own, step.item] = step.answer
                yield step.what, step.seconds
                if time.perf_counter() - began > LASTS:
                    return


def lost(store: Store, kept: Kept) -> dict[tuple[int, str], str]:
    """What the page acknowledged and the store does not hold."""
    with store.reading() as connection:
        whose = {row["id"]: row["return_id"] for row in records.every(connection, tables.subjects)}
        answers = records.every(connection, tables.answers, kind=model.OWN)
    there = {(whose[row["subject_id"]], row["item"]): row["answer"] for row in answers}
    return {key: answer for key, answer in kept.answers.items() if there.get(key) != answer}


def processor_seconds(process: int) -> float:
    """Seconds of processor time that a process has used."""
    times = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / 100


def busy_seconds() -> float:
    """Seconds of processor time that all programs together have used since the machine was started."""
    user, nice, system, *_ = Path("/proc/stat").read_text().split()[1:]
    return (int(user) + int(nice) + int(system)) / 100


def report(engine: str, measured: Measured, gone: int) -> Iterator[str]:
    """The figures of one crowd."""
    yield f"{engine:14}{'number':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}  ms"
    for what, words in (("open", "first page"), ("turn", "next section"), ("half", "half a pair"), ("answer", "an answer")):
        seconds = measured.seconds[what]
        if seconds:
            figures = "".join(f"{1000 * percentile(seconds, percent):8.0f}" for percent in (50, 95, 99, 100))
            yield f"  {words:12}{len(seconds):8}{figures}"
    yield f"  troubles: {len(measured.troubles)}; acknowledged answers lost: {gone}"
    yield from (f"    {trouble[:300]}" for trouble in measured.troubles[:5])
    p95 = percentile(measured.seconds["answer"] or [math.inf], 95)
    reached = p95 < LIMIT and not gone and not measured.troubles
    yield f"  95 of 100 answers within {1000 * p95:.0f} of at most {1000 * LIMIT:.0f} ms, none lost: {'reached' if reached else 'MISSED'}"


if __name__ == "__main__":
    sys.exit(main())
