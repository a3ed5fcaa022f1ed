"""The process is killed at a random moment while fifty officers answer: no acknowledged answer is lost.

Twenty times below the pages, where all fifty write as fast as they can, and once through the running application.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessments.rounds import model
from assessments.store import records, tables
from assessments.store.engine import open_store
from questionnaires import catalogue
from tests.awaiting import awaited
from tests.officers.crowd import Measured, Officer, crowd
from tests.officers.round import at_work, prepare
from tests.officers.round import lost as gone
from tests.officers.server import Server, serving
from tests.officers.writers import officers
from tests.postgres import postgres_url
from tests.stores import ENGINES, a_round, institution, person

EDITION = "kr_initiative_2014"
OFFICERS, TIMES = 50, 20
Acknowledged = tuple[int, str, int, str]  # return, item, version, answer


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(engine: str, tmp_path: Path) -> tuple[Path, str]:
    """The folder and the database of a store with a round that fifty officers answer, each for an institution of their own."""
    folder, address = tmp_path / "data", postgres_url() if engine == "postgresql" else ""
    store = open_store(folder, address)
    codes = [institution(store, f"office_{number}", "central") for number in range(OFFICERS)]
    a_round(store, EDITION, *codes)
    for code in codes:
        person(store, code, "officer", institution=code)
    assert len(officers(store)) == OFFICERS
    store.close()
    return folder, address


@pytest.fixture
def mother() -> Iterator[subprocess.Popen[str]]:
    """The process that lets the officers work; see `tests.officers.writers`."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.officers.writers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        start_new_session=True,
    ) as started:
        yield started
        os.killpg(started.pid, signal.SIGKILL)


def test_killed_twenty_times_at_a_random_moment_and_every_acknowledged_answer_is_there(
    place: tuple[Path, str], mother: subprocess.Popen[str]
) -> None:
    acknowledged: list[Acknowledged] = []
    for time in range(TIMES):
        found = killed(mother, place, after=random.Random(time).uniform(0.02, 0.5))
        assert found, "nobody had answered yet"
        acknowledged += found
        assert lost(place, acknowledged) == []
    assert len({number for number, *_ in acknowledged}) == OFFICERS


def killed(mother: subprocess.Popen[str], place: tuple[Path, str], after: float) -> list[Acknowledged]:
    """Let the officers work, kill them some seconds after the first acknowledgement, and say what had been acknowledged."""
    assert mother.stdin and mother.stdout
    mother.stdin.write(f"{place[0]}\t{place[1]}\n")
    working, process = mother.stdout.readline().split()
    assert working == "working"
    found: list[Acknowledged] = []
    for line in iter(mother.stdout.readline, "ended\n"):
        assert not line.startswith("trouble"), line
        if not found:
            threading.Timer(after, os.kill, (int(process), signal.SIGKILL)).start()
        number, item, version, answer = line.split()
        found.append((int(number), item, int(version), answer))
    return found


def lost(place: tuple[Path, str], acknowledged: list[Acknowledged]) -> list[Acknowledged]:
    """What was acknowledged but is neither in the store as it was, or as it was answered again since, nor in its log."""
    store = open_store(*place)
    with store.reading() as connection:
        whose = {row["id"]: row["return_id"] for row in records.every(connection, tables.subjects)}
        kept = {(whose[row["subject_id"]], row["item"]): row for row in records.every(connection, tables.answers, kind=model.OWN)}
        logged: dict[tuple[int, str], list[str]] = defaultdict(list)
        for row in sorted(records.every(connection, tables.changes, what="returns.save"), key=lambda row: row["id"]):
            logged[row["return_id"], row["about"].partition("/")[2]].append(row["after"]["answer"])
    store.close()

    def there(number: int, item: str, version: int, answer: str) -> bool:
        now = kept.get((number, item))
        entries = logged[number, item]
        return (
            now is not None
            and (now["version"] > version or (now["version"] == version and now["answer"] == answer))
            and len(entries) == now["version"]
            and entries[version - 1] == answer
        )

    return [one for one in acknowledged if not there(*one)]


def test_the_running_application_killed_and_every_answer_that_a_page_called_saved_is_there(engine: str, tmp_path: Path) -> None:
    address = postgres_url() if engine == "postgresql" else ""
    store = open_store(tmp_path / "data", address)
    signed, acknowledged = prepare(store, EDITION, OFFICERS), list[tuple[int, str, str]]()
    questionnaire = catalogue.edition(EDITION).questionnaire
    with serving(tmp_path, {"HAECHI_DATA": str(tmp_path / "data"), "DATABASE_URL": address}) as server:
        officers = [at_work(server.address, one, questionnaire, acknowledged, random.Random(one.own), 60) for one in signed]
        measured = awaited(until_killed(server, officers, acknowledged))
    assert [trouble for trouble in measured.troubles if not trouble.startswith("Connection")] == []
    assert (len(measured.troubles), gone(store, acknowledged)) == (OFFICERS, [])
    store.close()


async def until_killed(server: Server, officers: list[Officer], acknowledged: list[tuple[int, str, str]]) -> Measured:
    """Let the officers work, and kill the application at some moment after as many answers as there are officers."""
    work = asyncio.create_task(crowd(officers, 2, (0.2, 1)))
    while len(acknowledged) < OFFICERS and not work.done():
        await asyncio.sleep(0.01)
    await asyncio.sleep(random.uniform(0, 1))
    server.kill()
    return await work
