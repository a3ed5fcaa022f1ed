"""Accounts: who opens, changes and closes them, and what nobody may do by mistake."""

from __future__ import annotations

import threading

import pytest

from assessments.register.access import Actor, Refused
from assessments.register.institutions.wrong import Wrong
from assessments.register.people import passwords, people, sessions
from assessments.register.people.attempts import TooMany
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.stores import NOW, institution, person

GOOD = "granite otter lamp 7"


@pytest.fixture
def admin(store: Store) -> Actor:
    institution(store, "port", "central")
    return person(store, "Ad", "administrator")


def account(actor: Actor, login: str) -> people.Account:
    return next(one for one in people.list_people(actor) if one.person.login == login)


def last_change(store: Store) -> records.Row:
    with store.reading() as connection:
        return records.every(connection, tables.changes)[-1]


def test_an_administrator_opens_an_account_with_roles_and_no_password(admin: Actor) -> None:
    people.add_person(admin, "Ok@Port.example", "Ok", "ok@port.example", "ko", [("officer", "port"), ("reader", "")])
    found = account(admin, "ok@port.example")
    assert (found.person.name, found.person.language, found.active, found.signs_in) == ("Ok", "ko", True, "")
    assert found.person.roles == {("officer", "port"), ("reader", "")}
    assert last_change(admin.store)["after"]["roles"] == ["officer port", "reader"]


def test_everything_wrong_with_an_account_is_said_at_once(admin: Actor) -> None:
    with pytest.raises(Wrong) as told:
        people.add_person(admin, "ad", "", "no address", "xx", [("officer", ""), ("officer", "nowhere"), ("king", ""), ("reader", "port")])
    said = "\n".join(told.value.reasons)
    parts = (
        "has the name 'ad'",
        "1 to 200 letters",
        "'no address' is no",
        "'xx' is no language",
        "choose which",
        "'nowhere'",
        "'king'",
        "'reader'",
    )
    assert all(part in said for part in parts), said
    assert len(people.list_people(admin)) == 1


def test_an_account_needs_a_role(admin: Actor) -> None:
    with pytest.raises(Wrong, match="at least one role"):
        people.add_person(admin, "ok", "Ok", "", "", [])


def test_a_coordinator_sees_who_could_review_but_changes_nobody(admin: Actor) -> None:
    coordinator = person(admin.store, "Co", "coordinator")
    person(admin.store, "Re", "reviewer")
    assert [one.person.name for one in people.list_people(coordinator, "reviewer")] == ["Re"]
    for act in (people.deactivate, people.activate, people.reset_link):
        with pytest.raises(Refused):
            act(coordinator, admin.person.id)


@pytest.mark.parametrize("act", [people.deactivate, lambda actor, number: people.set_roles(actor, number, [("reader", "")])])
def test_the_last_administrator_stays(admin: Actor, act: object) -> None:
    with pytest.raises(Wrong, match="last administrator"):
        act(admin, admin.person.id)
    other = person(admin.store, "Ad2", "administrator")
    act(other, admin.person.id)
    with pytest.raises(Wrong, match="last administrator"):
        act(other, other.person.id)


def test_of_two_administrators_who_close_each_other_at_once_one_stays(admin: Actor) -> None:
    other = person(admin.store, "Ad2", "administrator")
    started, refused = threading.Barrier(2), []

    def close(actor: Actor, number: int) -> None:
        started.wait()
        try:
            people.deactivate(actor, number)
        except Wrong as why:
            refused.append(why)

    both = [threading.Thread(target=close, args=pair) for pair in ((admin, other.person.id), (other, admin.person.id))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(refused) == 1
    assert sorted(one.active for one in people.list_people(admin)) == [False, True]


def test_closing_an_account_ends_its_sessions_and_links_and_opening_it_brings_neither_back(admin: Actor) -> None:
    kim = person(admin.store, "Kim", "reader")
    with admin.store.writing() as connection:
        token = sessions.begin(connection, kim.person.id, NOW)
    people.reset_link(admin, kim.person.id)
    people.deactivate(admin, kim.person.id)
    with pytest.raises(Wrong, match="closed"):
        people.reset_link(admin, kim.person.id)
    people.activate(admin, kim.person.id)
    assert not sessions.person_of(admin.store, token, NOW)
    with admin.store.reading() as connection:
        assert records.count(connection, tables.one_time_codes) == 0


def test_roles_are_replaced_and_the_log_says_from_what_to_what(admin: Actor) -> None:
    kim = person(admin.store, "Kim", "reader")
    people.set_roles(admin, kim.person.id, [("officer", "port")])
    assert account(admin, "kim").person.roles == {("officer", "port")}
    change = last_change(admin.store)
    assert (change["by_name"], change["about"], change["before"], change["after"]) == ("Ad", "kim", ["reader"], ["officer port"])


def test_one_changes_the_own_name_and_language_but_not_the_address_that_links_accounts(admin: Actor) -> None:
    kim = person(admin.store, "Kim", "reader")
    people.change_own(kim, "Kim Na", "ko")
    assert (account(admin, "kim").person.name, account(admin, "kim").person.language) == ("Kim Na", "ko")
    with pytest.raises(Refused):
        people.change_person(kim, kim.person.id, "Kim", "other@port.example", "")
    people.change_person(admin, kim.person.id, "Kim", "kim@port.example", "en")
    assert account(admin, "kim").person.email == "kim@port.example"


def with_password(store: Store, name: str) -> Actor:
    found = person(store, name, "reader")
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": found.person.id}, password=passwords.hashed(GOOD))
    return found


def test_changing_the_password_needs_the_old_one_and_ends_every_other_session(admin: Actor) -> None:
    kim = with_password(admin.store, "Kim")
    with admin.store.writing() as connection:
        here, there = (sessions.begin(connection, kim.person.id, NOW) for _ in range(2))
    with pytest.raises(Wrong, match="is not right"):
        people.change_password(kim, "not this one 1", "velvet canyon drum 3", here)
    with pytest.raises(Wrong, match="too short"):
        people.change_password(kim, GOOD, "short", here)
    people.change_password(kim, GOOD, "velvet canyon drum 3", here)
    assert sessions.person_of(admin.store, here, NOW)
    assert not sessions.person_of(admin.store, there, NOW)


def test_whoever_finds_an_open_browser_cannot_guess_the_old_password_for_long(admin: Actor) -> None:
    kim = with_password(admin.store, "Kim")
    for _ in range(5):
        with pytest.raises(Wrong):
            people.change_password(kim, "not this one 1", "velvet canyon drum 3")
    with pytest.raises(TooMany):
        people.change_password(kim, GOOD, "velvet canyon drum 3")


def test_one_signs_out_everywhere_oneself_and_an_administrator_anybody(admin: Actor) -> None:
    kim, na = person(admin.store, "Kim", "reader"), person(admin.store, "Na", "reader")
    for _ in range(2):
        with admin.store.writing() as connection:
            sessions.begin(connection, kim.person.id, NOW)
    with pytest.raises(Refused):
        people.sign_out_everywhere(na, kim.person.id)
    assert people.sign_out_everywhere(kim, kim.person.id) == 2
    assert people.sign_out_everywhere(admin, kim.person.id) == 0
