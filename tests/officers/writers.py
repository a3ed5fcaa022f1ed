"""Fifty officers in one process, who answer without a pause to speak of and say on standard output what has been acknowledged.

A mother process imports everything once; for every line of its input (`folder<TAB>database address`) it forks a child in which they work,
and which somebody kills. Lines of output: `working PID`, then `return item version answer` for each answer that was saved, then `ended`.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from assessments.register.access import Actor, Person
from assessments.register.people import sessions
from assessments.rounds import asks, returns
from assessments.rounds.returns import NOTHING, Return
from assessments.store import records, tables
from assessments.store.engine import Store, open_store

THINK = 0.1  # seconds at most, so that everybody gets a turn


def main() -> None:
    for line in sys.stdin:
        folder, address = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            work(open_store(Path(folder), address))
        os.waitpid(child, 0)
        say("ended")


def work(store: Store) -> None:
    """Let everybody in the store who is an officer answer, until this process is killed."""
    say(f"working {os.getpid()}")
    for person in officers(store):
        threading.Thread(target=answer, args=(Actor(store, person),)).start()
    threading.Event().wait()


def officers(store: Store) -> list[Person]:
    with store.reading() as connection:
        numbers = [row["person_id"] for row in records.every(connection, tables.roles, role="officer")]
        return [found for number in numbers if (found := sessions.person(connection, number))]


def answer(officer: Actor) -> None:
    """Go through the own return again and again, each time with another answer."""
    try:
        own = returns.list_returns(officer)[0]
        subject = own.subjects[0].id
        versions = {item: own.answers.get((subject, item), NOTHING).version for item, _ in choices(own)}
        for turn in itertools.count():
            for item, options in choices(own):
                saved = returns.save(officer, own.id, subject, item, options[turn % len(options)], versions[item])
                versions[item] = saved.version
                say(f"{own.id} {item} {saved.version} {saved.answer}")
                time.sleep(random.uniform(0, THINK))
    except Exception as error:  # noqa: BLE001 (whatever it is: the test is told, and fails)
        say(f"trouble {type(error).__name__} {error}".replace("\n", " "))


def choices(own: Return) -> list[tuple[str, Sequence[str]]]:
    """The questions that are answered by choosing, with their options."""
    questionnaire = own.edition.questionnaire
    asked = [code for code in asks.nodes(questionnaire, own.variant) if code in questionnaire.items]
    options = {code: list(questionnaire.scales[questionnaire.items[code].scale].choices or ()) for code in asked}
    return [(code, values) for code, values in options.items() if values]


def say(words: str) -> None:
    """A line at once, in one piece, whatever else is being said."""
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    main()
