"""Who may do what: every service × every role × own and other, called for real, against the one table that a person reads.

The world has two of everything: what is the person's own, and what is another's (its names say OTHER). A call must be let in
or refused as `access.txt` says; whatever is let in about nothing in particular must not tell anything of the other's.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assessments import register, rounds
from assessments.register import access
from assessments.register.access import ROLES, SCOPES, SERVICES, Actor, Refused
from assessments.rounds import model
from assessments.rounds.results import results
from assessments.store import records, tables
from assessments.store.engine import Store, open_store
from tests.stores import NOW, a_round, institution, person

for package in (register, rounds):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(found.name)

OWN, OTHER = "ownplace", "otherplace"
ABOUT = ("return_id", "evidence_id", "question_id", "subject_id", "institution", "person_id")


@dataclass
class World:
    """A folder with a store in it, and the numbers of what is own and other (parameter -> value)."""

    folder: Path
    own: dict[str, Any] = field(default_factory=dict)
    other: dict[str, Any] = field(default_factory=dict)
    published: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World(tmp_path_factory.mktemp("world"))
    store = open_store(made.folder, "")
    for code in (OWN, OTHER):
        institution(store, code, "central")
    actors = {role: person(store, role, role, institution=OWN) for role in ROLES}
    made.people = {role: actor.person.id for role, actor in actors.items()}
    stranger = person(store, "stranger", "officer", institution=OTHER)
    _draft(store, made.own, OWN, actors["officer"], actors["reviewer"])
    _draft(store, made.other, OTHER, stranger, None)
    made.own["person_id"], made.other["person_id"] = None, stranger.person.id
    made.published = _published(store, actors["coordinator"])
    store.close()
    return made


def _draft(store: Store, numbers: dict[str, Any], code: str, officer: Actor, reviewer: Actor | None) -> None:
    """A round in which only this institution takes part, with everything in it, under review, with a result that is not published."""
    number = a_round(store, "kr_initiative_2014", code, stage=model.REVIEW)
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"id": number}, names={"en": f"Round of {code}"})
        own = records.every(connection, tables.returns, round_id=number)[0]["id"]
        records.change(connection, tables.returns, {"id": own}, state=model.SUBMITTED)
        subject = records.every(connection, tables.subjects, return_id=own)[0]["id"]
        who = {"made_by": officer.person.id, "made_at": NOW}
        evidence = records.add(connection, tables.evidence, return_id=own, title=f"of {code}", url="https://example.org", **who)
        asked = {"question": f"to {code}", "asked_by": officer.person.id, "asked_at": NOW}
        question = records.add(connection, tables.questions, return_id=own, **asked)
        if reviewer:
            records.add(connection, tables.assignments, return_id=own, person_id=reviewer.person.id)
        records.add(connection, tables.changes, at=NOW, by_name=code, what="test", institution=code, return_id=own, round_id=number)
        result = results.freeze(connection, officer, number)
    numbers |= {"return_id": own, "subject_id": subject, "evidence_id": evidence, "question_id": question}
    numbers |= {"institution": code, "round_id": number, "result_id": result}


def _published(store: Store, coordinator: Actor) -> dict[str, int]:
    number = a_round(store, "kr_initiative_2014", OWN, cycle="2025", stage=model.CLOSED)
    with store.writing() as connection:
        result = results.freeze(connection, coordinator, number)
        records.add(connection, tables.publications, result_id=result, round_id=number, at=NOW, by=coordinator.person.id)
        records.change(connection, tables.rounds, {"id": number}, stage=model.PUBLISHED)
    return {"round_id": number, "result_id": result, "institution": OWN}


@dataclass
class Outcome:
    """`refused`: by the table; `told`: everything that the call gave or wrote, as text."""

    refused: bool
    told: str = ""


@pytest.fixture
def call(world: World, tmp_path: Path) -> Iterator[Callable[..., Outcome]]:
    """Call a service as somebody with a role, in a fresh copy of the world."""
    opened: list[Store] = []

    def called(name: str, role: str, numbers: dict[str, Any]) -> Outcome:
        place = tmp_path / f"{len(opened)}"
        shutil.copytree(world.folder, place)
        store = open_store(place, "")
        opened.append(store)
        held = frozenset({(role, OWN if role == "officer" else "")})
        actor = Actor(store, access.Person(world.people[role], role, role, roles=held), lambda: NOW)
        arguments = _arguments(name, {**numbers, "person_id": numbers.get("person_id") or world.people[role]})
        try:
            return Outcome(False, told(SERVICES[name](actor, **arguments)))
        except Refused as error:
            return Outcome(error.args == (name,))
        except Exception:  # noqa: BLE001 – whatever else it says, it let the person in
            return Outcome(False)

    yield called
    for store in opened:
        store.close()


def parameters(name: str) -> list[inspect.Parameter]:
    return list(inspect.signature(inspect.unwrap(SERVICES[name])).parameters.values())[1:]


def _arguments(name: str, numbers: dict[str, Any]) -> dict[str, Any]:
    """What a call is about, as it is meant; everything else that it needs is nothing, for only access is asked here."""
    given = {one.name: numbers[one.name] for one in parameters(name) if one.name in numbers}
    return given | {one.name: None for one in parameters(name) if one.name not in given and one.default is inspect.Parameter.empty}


def told(result: Any) -> str:
    """Everything in a result, however deep."""
    if isinstance(result, Iterator):
        result = list(result)
    return repr(result)


def scope(name: str, role: str) -> str:
    return access.rows()[name][role]


def about_somebody(name: str, cell: str) -> bool:
    """Whether a call names somebody's thing; what is assigned are returns, so that an institution by itself only narrows a list."""
    named = {one.name for one in parameters(name)} & set(ABOUT)
    return bool(named - {"institution"} if cell == "assigned" else named)


CALLS = [(name, role) for name in sorted(SERVICES) for role in ROLES]


def test_the_table_and_the_services_are_the_same() -> None:
    assert sorted(access.rows()) == sorted(SERVICES)
    assert {cell for row in access.rows().values() for cell in row.values()} <= set(SCOPES)
    assert all(tuple(row) == ROLES for row in access.rows().values())


def test_whatever_takes_an_actor_from_a_page_is_a_service() -> None:
    """Plain functions that take an actor work in a transaction that a service has opened: they take its connection too."""
    unguarded = []
    for package in (register, rounds):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                names = list(inspect.signature(function).parameters)
                own = function.__module__ == module.__name__ and not name.startswith("_")
                guarded = hasattr(function, "__wrapped__")
                if own and names[:1] == ["actor"] and "connection" not in names and not guarded and found.name != access.__name__:
                    unguarded.append(f"{found.name}.{name}")
    assert unguarded == []


@pytest.mark.parametrize(("name", "role"), CALLS, ids=[f"{name}-{role}" for name, role in CALLS])
def test_a_service_lets_in_and_refuses_as_the_table_says(name: str, role: str, world: World, call: Callable[..., Outcome]) -> None:
    cell = scope(name, role)
    own = call(name, role, world.own)
    other = call(name, role, world.other)
    if cell == "-":
        assert own.refused and other.refused
    elif cell == "all":
        assert not own.refused and not other.refused
    elif cell == "published":
        named = any(one.name in ("round_id", "result_id") for one in parameters(name))
        for outcome in (own, other):
            assert (outcome.refused or not named) and "Round of" not in outcome.told
        assert not call(name, role, world.published).refused
    else:
        assert not own.refused
        assert other.refused or not about_somebody(name, cell)
        assert OTHER not in other.told


def test_an_officer_of_nowhere_is_refused_everywhere(world: World, call: Callable[..., Outcome]) -> None:
    """A role that is missing from the table's columns, or a person without roles, gets nothing."""
    store = open_store(world.folder, "")
    nobody = Actor(store, access.Person(1, "nobody", "nobody"), lambda: NOW)
    for name in SERVICES:
        with pytest.raises(Refused):
            SERVICES[name](nobody, **_arguments(name, {**world.own, "person_id": 1}))
    store.close()
