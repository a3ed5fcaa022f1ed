"""A store for a test, on SQLite or PostgreSQL, and people in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assessments.register.access import Actor, Person
from assessments.rounds import model, pinned
from assessments.store import records, tables
from assessments.store.engine import Store, open_store
from questionnaires import catalogue
from tests.postgres import postgres_url

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ENGINES = ("sqlite", "postgresql")


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store: every test that takes it runs on both."""
    opened = open_store(tmp_path / "data", postgres_url() if request.param == "postgresql" else "")
    yield opened
    opened.close()


@pytest.fixture
def page_store(tmp_path: Path) -> Iterator[Store]:
    """An empty store on SQLite, for tests of pages: what they show does not depend on the database."""
    opened = open_store(tmp_path / "data", "")
    yield opened
    opened.close()


def person(store: Store, name: str, *roles: str, institution: str = "") -> Actor:
    """Somebody with roles, at work at nine o'clock; officers hold theirs for an institution."""
    with store.writing() as connection:
        number = records.add(connection, tables.people, login=name.lower(), name=name, made_at=NOW)
        held = {(role, institution if role == "officer" else "") for role in roles}
        records.add_all(connection, tables.roles, [{"person_id": number, "role": role, "institution": place} for role, place in held])
    return Actor(store, Person(number, name.lower(), name, roles=frozenset(held)), lambda: NOW)


def institution(store: Store, code: str, peer_group: str = "", **more: object) -> str:
    with store.writing() as connection:
        records.add(connection, tables.institutions, code=code, names={"en": code.title()}, peer_group=peer_group, **more)
    return code


def a_round(store: Store, edition: str, *institutions: str, cycle: str = "2026", stage: str = model.SELF, **rules: object) -> int:
    """A round with a return for each institution, made without the service that opens rounds; subjects only where they are the institutions."""
    found = catalogue.edition(edition)
    with store.writing() as connection:
        number = records.add(
            connection,
            tables.rounds,
            names={"en": f"Round {cycle}", "ko": f"{cycle}"},
            edition=edition,
            digest=found.questionnaire.digest,
            edition_files=pinned.pin(store.files, found),
            cycle=cycle,
            stage=stage,
            deadlines={model.SELF: date(2026, 12, 31).isoformat()},
            rules=model.Rules(**rules).values(),  # type: ignore[arg-type]
            made_at=NOW,
        )
        for code in institutions:
            own = records.add(connection, tables.returns, round_id=number, institution=code, state=model.ANSWERING)
            if found.questionnaire.subject == "institution":
                records.add(connection, tables.subjects, return_id=own, code=code, names={"en": code.title()}, position=0)
    return number
