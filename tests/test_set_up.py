"""The first start, the demonstration, and accounts elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from assessments.demonstration import installation
from assessments.register.access import Actor, Refused
from assessments.register.institutions.wrong import Wrong
from assessments.register.people import codes, demonstration, identities, people, sessions, set_up
from assessments.register.people.identities import Claims, Stale, Stranger
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.stores import NOW, institution, person

GOOD = "granite otter lamp 7"


@pytest.fixture(autouse=True)
def _empty_country(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the country holds has tests of its own."""
    monkeypatch.setattr(installation, "fill", lambda store, now: None)


def done(store: Store, code: str, made_up: bool = False, login: str = "Ad", password: str = GOOD) -> str:
    return set_up.finish(store, code, login, "Ada", password, "en", made_up, NOW)


def test_who_has_the_code_of_the_console_makes_the_first_account_and_is_signed_in(store: Store) -> None:
    assert set_up.needed(store)
    code = set_up.begin(store, NOW)
    first = sessions.person_of(store, done(store, code), NOW)
    assert (first.login, first.name, first.roles) == ("ad", "Ada", {("administrator", ""), ("coordinator", "")})
    assert not set_up.needed(store)
    with pytest.raises(codes.Gone):
        done(store, code, login="Eve")
    assert set_up.begin(store, NOW) == ""


def test_each_start_has_a_code_of_its_own_for_a_day(store: Store) -> None:
    first, second = set_up.begin(store, NOW), set_up.begin(store, NOW)
    with pytest.raises(codes.Gone):
        set_up.check(store, first, NOW)
    set_up.check(store, second, NOW + timedelta(hours=23))
    with pytest.raises(codes.Gone):
        set_up.check(store, second, NOW + timedelta(hours=24))


def test_a_code_is_kept_so_that_the_store_does_not_tell_it(store: Store) -> None:
    code = set_up.begin(store, NOW)
    with store.reading() as connection:
        assert code not in str(records.every(connection, tables.one_time_codes))


def test_all_that_is_wrong_with_the_first_account_is_said_at_once_and_the_code_still_works(store: Store) -> None:
    code = set_up.begin(store, NOW)
    with pytest.raises(Wrong) as told:
        set_up.finish(store, code, "two words", "", "short", "en", False, NOW)
    assert len(told.value.reasons) == 3
    assert done(store, code)


def test_a_country_that_cannot_be_filled_leaves_no_account_behind_and_the_code_works_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(store: Store, now: datetime) -> None:
        institution(store, "arinara_01")
        raise OSError("No space left on device")

    code = set_up.begin(store, NOW)
    with monkeypatch.context() as full:
        full.setattr(installation, "fill", half)
        with pytest.raises(OSError, match="No space left"):
            done(store, code, made_up=True)
    assert set_up.needed(store) and not demonstration.on(store)
    with store.reading() as connection:
        assert [records.count(connection, table) for table in (tables.institutions, tables.roles, tables.sessions)] == [0, 0, 0]
    assert sessions.person_of(store, done(store, code), NOW)


def test_a_demonstration_lets_anybody_walk_round_in_four_roles(store: Store) -> None:
    done(store, set_up.begin(store, NOW), made_up=True)
    assert demonstration.on(store)
    for role in demonstration.ROLES:
        found = sessions.person_of(store, demonstration.walk_round(store, role, NOW), NOW)
        assert {held for held, _ in found.roles} == {role}
    with pytest.raises(Refused):
        demonstration.walk_round(store, "administrator", NOW)


def test_a_real_installation_has_nobody_to_walk_round_as(store: Store) -> None:
    done(store, set_up.begin(store, NOW))
    assert not demonstration.on(store)
    with pytest.raises(Refused):
        demonstration.walk_round(store, "coordinator", NOW)
    admin = person(store, "Ad2", "administrator")
    with pytest.raises(Wrong, match="demonstration only"):
        people.add_person(admin, "demo_coordinator", "C", "", "", [("coordinator", "")])
    with pytest.raises(Refused):
        demonstration.end(admin)


def test_the_demonstration_is_switched_off_for_good_with_all_who_walk_round(store: Store) -> None:
    admin = Actor(store, sessions.person_of(store, done(store, set_up.begin(store, NOW), made_up=True), NOW), lambda: NOW)
    walking = demonstration.walk_round(store, "officer", NOW)
    demonstration.end(admin)
    assert not demonstration.on(store)
    assert not sessions.person_of(store, walking, NOW)
    with pytest.raises(Refused):
        demonstration.walk_round(store, "officer", NOW)
    closed = next(one for one in people.list_people(admin) if one.person.login == "demo_officer")
    with pytest.raises(Wrong, match="demonstration only"):
        people.activate(admin, closed.person.id)


CLAIMS = Claims("https://id.example", "k-1", "Kim@port.example", True, NOW, "one")


@pytest.fixture
def kim(store: Store) -> Actor:
    found = person(store, "Kim", "reader")
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": found.person.id}, email="kim@port.example")
    return found


def test_an_account_elsewhere_is_linked_by_its_confirmed_address_and_known_by_its_identity_from_then_on(store: Store, kim: Actor) -> None:
    token = identities.enter(store, identities.arrive(store, CLAIMS, NOW), NOW)
    assert sessions.person_of(store, token, NOW).login == "kim"
    moved = replace(CLAIMS, email="other@port.example", verified=False, once="two")
    assert sessions.person_of(store, identities.enter(store, identities.arrive(store, moved, NOW), NOW), NOW).login == "kim"


def test_an_address_that_nobody_confirmed_links_nothing(store: Store, kim: Actor) -> None:
    with pytest.raises(Stranger, match="is not confirmed there"):
        identities.arrive(store, replace(CLAIMS, verified=False), NOW)
    with pytest.raises(Stranger, match="nobody here has it"):
        identities.arrive(store, replace(CLAIMS, email="eve@port.example", once="two"), NOW)
    with pytest.raises(Stranger, match="your address is not told here"):
        identities.arrive(store, replace(CLAIMS, email="", once="three"), NOW)


def test_an_address_that_two_have_links_neither(store: Store, kim: Actor) -> None:
    other = person(store, "Na", "reader")
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": other.person.id}, email="KIM@port.example")
    with pytest.raises(Stranger):
        identities.arrive(store, CLAIMS, NOW)


def test_another_identity_cannot_take_over_an_account_that_is_linked(store: Store, kim: Actor) -> None:
    identities.arrive(store, CLAIMS, NOW)
    with pytest.raises(Stranger):
        identities.arrive(store, replace(CLAIMS, subject="k-2"), NOW)


def test_one_sign_in_elsewhere_begins_one_session_so_that_signing_out_holds(store: Store, kim: Actor) -> None:
    identities.arrive(store, CLAIMS, NOW)
    with pytest.raises(Stale):
        identities.arrive(store, CLAIMS, NOW)
    with pytest.raises(Stale):
        identities.arrive(store, replace(CLAIMS, once="two"), NOW + timedelta(minutes=6))


def test_the_code_that_begins_the_session_works_once_and_for_a_minute(store: Store, kim: Actor) -> None:
    code = identities.arrive(store, CLAIMS, NOW)
    with pytest.raises(codes.Gone):
        identities.enter(store, code, NOW + timedelta(seconds=60))
    identities.enter(store, code, NOW)
    with pytest.raises(codes.Gone):
        identities.enter(store, code, NOW)


def test_a_closed_account_does_not_come_in_by_the_other_door(store: Store, kim: Actor) -> None:
    identities.arrive(store, CLAIMS, NOW)
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": kim.person.id}, active=False)
    with pytest.raises(Stranger):
        identities.arrive(store, replace(CLAIMS, once="two"), NOW)
