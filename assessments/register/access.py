"""Who may do what: every service function asks here before it does anything, by the one table `access.txt`."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from assessments.store import records, tables
from assessments.store.engine import Store

TABLE = Path(__file__).parent / "access.txt"
ROLES = ("administrator", "coordinator", "reviewer", "officer", "trainer", "reader")
BOUND = ("officer",)  # roles that are held for an institution
SCOPES = ("all", "own", "assigned", "published", "self", "-")

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Refused(Exception):
    """This is not there, or not for this person; which of the two is not said."""


@dataclass(frozen=True)
class Person:
    """Somebody with an account; `roles` are pairs of a role and the institution for which it is held (blank: for none in particular)."""

    id: int
    login: str
    name: str
    email: str = ""
    language: str = ""
    roles: frozenset[tuple[str, str]] = frozenset()

    def holds(self, *roles: str) -> bool:
        """Whether this person has one of these roles anywhere."""
        return any(role in roles for role, _ in self.roles)

    def institutions(self, *roles: str) -> frozenset[str]:
        """The institutions for which this person holds one of these roles."""
        return frozenset(institution for role, institution in self.roles if role in roles and institution)


@dataclass(frozen=True)
class Actor:
    """A person at work in a store; `clock` tells the time."""

    store: Store
    person: Person
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC), compare=False)


@dataclass(frozen=True)
class Concern:
    """What a call is about, as far as access depends on it; None where it is about none in particular."""

    institution: str | None = None
    return_id: int | None = None
    round_id: int | None = None
    result_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Reach:
    """What a list may contain: everything, or what belongs to these institutions, is assigned, or is published."""

    everything: bool
    institutions: frozenset[str]
    assigned: bool
    published: bool


def service(function: Callable[Concatenate[Actor, Arguments], Answer]) -> Callable[Concatenate[Actor, Arguments], Answer]:
    """Make a function a service: it refuses whom the table does not allow.

    What a call is about stands in its parameters: `return_id`, `evidence_id`, `question_id`, `subject_id`, `institution`,
    `round_id`, `result_id`, `person_id`. A function about none of them makes a list or a new thing; it limits what it gives by `reach`.
    """
    name = named(function)
    signature = inspect.signature(function)

    @functools.wraps(function)
    def guarded(actor: Actor, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        given = signature.bind(actor, *args, **kwargs).arguments
        if not _allowed(actor, name, concern(actor.store, given)):
            raise Refused(name)
        return function(actor, *args, **kwargs)

    SERVICES[name] = guarded
    return guarded


SERVICES: dict[str, Callable[..., Any]] = {}


def named(function: Callable[..., Any]) -> str:
    """The row of a service in the table: its module and its name, as in `returns.save`."""
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


def may(actor: Actor, name: str, **about: Any) -> bool:
    """Whether this person could call a service about this, so that a page offers only what works: `may(actor, "returns.submit", return_id=3)`."""
    return _allowed(actor, name, concern(actor.store, about))


def reach(actor: Actor, name: str) -> Reach:
    """What a list that this service makes may contain."""
    scopes = {role: rows()[name][role] for role, _ in actor.person.roles}
    own = frozenset(institution for role, institution in actor.person.roles if scopes[role] == "own" and institution)
    found = set(scopes.values())
    return Reach("all" in found, own, "assigned" in found, "published" in found)


@lru_cache(maxsize=1)
def rows() -> Mapping[str, Mapping[str, str]]:
    """The table: service -> role -> scope."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]
    _, *roles = lines[0]
    return {name: dict(zip(roles, scopes, strict=True)) for name, *scopes in lines[1:]}


def concern(store: Store, given: Mapping[str, Any]) -> Concern:
    """What the arguments of a call are about. Raises Refused if one of them names something that is not there."""
    return_id = given.get("return_id")
    with store.reading() as connection:
        for name, table in (("evidence_id", tables.evidence), ("question_id", tables.questions), ("subject_id", tables.subjects)):
            if given.get(name) is not None:
                found = records.one(connection, table, id=given[name])
                if found is None or return_id not in (None, found["return_id"]):
                    raise Refused(name)
                return_id = found["return_id"]
        if return_id is not None:
            found = records.one(connection, tables.returns, id=return_id)
            if found is None:
                raise Refused("return_id")
            return Concern(institution=found["institution"], return_id=return_id, round_id=found["round_id"])
        round_id, result_id = given.get("round_id"), given.get("result_id")
        if result_id is not None:
            found = records.one(connection, tables.results, id=result_id)
            if found is None:
                raise Refused("result_id")
            round_id = found["round_id"]
        if round_id is not None and records.one(connection, tables.rounds, id=round_id) is None:
            raise Refused("round_id")
    return Concern(given.get("institution"), None, round_id, result_id, given.get("person_id"))


def _allowed(actor: Actor, name: str, about: Concern) -> bool:
    row = rows()[name]
    return any(_within(actor, row[role], institution, about) for role, institution in actor.person.roles)


def _within(actor: Actor, scope: str, institution: str, about: Concern) -> bool:
    """Whether a scope of the table covers what a call is about."""
    if scope == "own":
        return about.institution is None or about.institution == institution
    if scope == "self":
        return about.person_id in (None, actor.person.id)
    if scope == "assigned":
        return about.return_id is None or _found(actor, tables.assignments, return_id=about.return_id, person_id=actor.person.id)
    if scope == "published":
        return _published(actor, about)
    return scope == "all"


def _published(actor: Actor, about: Concern) -> bool:
    if about.result_id is not None:
        return _found(actor, tables.publications, result_id=about.result_id)
    return about.round_id is None or _found(actor, tables.publications, round_id=about.round_id)


def _found(actor: Actor, table: Any, **equal: Any) -> bool:
    with actor.store.reading() as connection:
        return records.one(connection, table, **equal) is not None
