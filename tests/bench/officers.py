"""A hundred officers answer at once on the real page: how long a round trip takes, and whether anything is lost."""

from __future__ import annotations

import asyncio
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assessments.store.engine import open_store
from questionnaires import catalogue
from tests.officers.crowd import Measured, crowd, percentile
from tests.officers.round import Acknowledged, Signed, at_work, lost, prepare
from tests.officers.server import serving
from tests.officers.visit import visit
from tests.postgres import postgres_url

EDITION = "kr_effort_2023"  # 26 questions of all kinds in sections
OFFICERS = 100
ARRIVE, THINK = 15.0, (2.0, 8.0)  # seconds within which all arrive; seconds of thought before each step
LASTS = 60.0  # seconds for which each goes on
LIMIT = 0.150  # seconds, for 95 of 100 answers


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
    data, acknowledged = folder / "data", list[Acknowledged]()
    store = open_store(data, address)
    signed = prepare(store, EDITION, OFFICERS)
    store.close()
    questionnaire = catalogue.edition(EDITION).questionnaire
    with serving(folder, {"HAECHI_DATA": str(data), "DATABASE_URL": address}) as server:
        asyncio.run(first(server.address, signed[0]))
        before, busy, began = processor_seconds(server.process.pid), busy_seconds(), time.perf_counter()
        officers = [
            at_work(server.address, one, questionnaire, acknowledged, random.Random(number), LASTS) for number, one in enumerate(signed)
        ]
        measured = asyncio.run(crowd(officers, ARRIVE, THINK))
        took = time.perf_counter() - began
        used, busy = processor_seconds(server.process.pid) - before, busy_seconds() - busy
    store = open_store(data, address)
    gone = lost(store, acknowledged)
    store.close()
    yield from report(engine, measured, len(gone))
    yield f"  {len(measured.seconds['answer']) / took:.1f} answers/s; of a core the application used {100 * used / took:.0f} %,"
    yield f"  everything on the machine together {100 * busy / took:.0f} % of {os.cpu_count()} cores\n"


async def first(address: str, signed: Signed) -> None:
    """One visit before the others, because the first one loads the program."""
    async with visit(address, "answer", f"return={signed.own}&lang=en", signed.cookie):
        pass


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
