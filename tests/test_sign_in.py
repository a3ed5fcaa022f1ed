"""Signing in: with a name and a password, not by guessing, and without learning who has an account."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from assessments.register.access import Actor
from assessments.register.institutions.wrong import Wrong
from assessments.register.people import attempts, codes, passwords, people, sessions, sign_in
from assessments.register.people.attempts import TooMany
from assessments.register.people.sign_in import NotThis
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.stores import NOW, person

GOOD = "granite otter lamp 7"


@pytest.fixture
def kim(store: Store) -> Actor:
    found = person(store, "Kim", "reader")
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": found.person.id}, password=passwords.hashed(GOOD))
    return found


def guess(store: Store, login: str, at: datetime = NOW, password: str = "not this one 1") -> Exception:
    with pytest.raises((NotThis, TooMany)) as told:
        sign_in.sign_in(store, login, password, at)
    return told.value


def logged(store: Store) -> list[tuple[str, str]]:
    with store.reading() as connection:
        return [(row["what"], row["about"]) for row in records.every(connection, tables.changes)]


def test_the_right_password_begins_a_session_and_the_store_holds_no_token(store: Store, kim: Actor) -> None:
    token = sign_in.sign_in(store, " KIM ", GOOD, NOW)
    assert sessions.person_of(store, token, NOW).name == "Kim"
    with store.reading() as connection:
        kept = records.every(connection, tables.sessions)
    assert token not in str(kept)
    assert logged(store) == [("sign_in.password", "kim")]


def test_a_session_ends_after_two_idle_hours_after_twelve_hours_and_by_signing_out(store: Store, kim: Actor) -> None:
    token = sign_in.sign_in(store, "kim", GOOD, NOW)
    assert sessions.person_of(store, token, NOW + timedelta(hours=1, minutes=59))
    assert sessions.person_of(store, token, NOW + timedelta(hours=3, minutes=58))
    assert not sessions.person_of(store, token, NOW + timedelta(hours=5, minutes=58))
    busy = sign_in.sign_in(store, "kim", GOOD, NOW)
    assert all(sessions.person_of(store, busy, NOW + timedelta(hours=hour)) for hour in range(12))
    assert not sessions.person_of(store, busy, NOW + timedelta(hours=12))
    left = sign_in.sign_in(store, "kim", GOOD, NOW)
    sign_in.sign_out(store, left, NOW)
    assert not sessions.person_of(store, left, NOW)
    assert logged(store)[-1] == ("sign_in.out", "kim")


def test_a_wrong_password_and_an_unknown_name_sound_alike(store: Store, kim: Actor) -> None:
    assert str(guess(store, "kim")) == str(guess(store, "nobody"))


def test_an_unknown_name_costs_as_much_work_as_a_known_one(store: Store, kim: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(passwords, "fits", lambda kept, password: bool(asked.append(kept)))
    guess(store, "kim")
    guess(store, "nobody")
    assert [bool(kept) for kept in asked] == [True, False]
    monkeypatch.undo()
    assert passwords.fits(None, "nobody has this password") is False  # though that is what the stand-in was made of


@pytest.mark.parametrize("login", ["kim", "nobody"])
def test_the_fifth_failure_locks_for_a_quarter_of_an_hour_and_says_so(store: Store, kim: Actor, login: str) -> None:
    assert [type(guess(store, login)) for _ in range(5)] == [NotThis, NotThis, NotThis, NotThis, TooMany]
    later = guess(store, login, NOW + timedelta(minutes=5), GOOD)
    assert isinstance(later, TooMany)
    assert later.until == NOW + timedelta(minutes=15)
    assert "closed for 10 min" in str(later)
    assert isinstance(guess(store, login, NOW + timedelta(minutes=15)), NotThis)


def test_after_the_lock_and_after_a_success_counting_begins_anew(store: Store, kim: Actor) -> None:
    for _ in range(5):
        guess(store, "kim")
    assert sign_in.sign_in(store, "kim", GOOD, NOW + timedelta(minutes=15))
    for _ in range(4):
        guess(store, "kim", NOW + timedelta(minutes=16))
    assert sign_in.sign_in(store, "kim", GOOD, NOW + timedelta(minutes=17))
    assert isinstance(guess(store, "kim", NOW + timedelta(minutes=18)), NotThis)


def test_failures_are_written_down_but_not_what_was_typed_for_a_name_that_nobody_has(store: Store, kim: Actor) -> None:
    for _ in range(5):
        guess(store, "kim")
    guess(store, "my secret typed in the wrong field")
    assert logged(store) == [*[("sign_in.failed", "kim")] * 5, ("sign_in.locked", "kim"), ("sign_in.failed", "")]
    with store.reading() as connection:
        assert "my secret" not in str(records.every(connection, tables.sign_in_failures))


def test_one_password_cannot_be_tried_on_everybody(store: Store) -> None:
    with store.writing() as connection:
        for _ in range(attempts.MOST_OF_ALL):
            attempts.failed(connection, NOW)
    assert "try again in a minute" in str(guess(store, "somebody"))
    assert isinstance(guess(store, "somebody", NOW + timedelta(minutes=1)), NotThis)


def test_who_has_no_password_or_a_closed_account_does_not_come_in(store: Store, kim: Actor) -> None:
    person(store, "Na", "reader")
    assert isinstance(guess(store, "na", password=""), NotThis)
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": kim.person.id}, active=False)
    assert isinstance(guess(store, "kim", password=GOOD), NotThis)


def test_a_hash_of_an_older_kind_is_renewed_when_its_holder_signs_in(store: Store, kim: Actor) -> None:
    old = passwords.PasswordHasher(time_cost=1, memory_cost=64).hash(GOOD)
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": kim.person.id}, password=old)
    sign_in.sign_in(store, "kim", GOOD, NOW)
    with store.reading() as connection:
        kept = records.one(connection, tables.people, id=kim.person.id)["password"]
    assert kept.startswith("$argon2id$")
    assert not passwords.outdated(kept)
    assert passwords.fits(kept, GOOD)


def test_hangul_is_the_same_password_on_every_keyboard() -> None:
    composed, decomposed = "\uac00\ub098\ub2e4 granite lamp", "\u1100\u1161\u1102\u1161\u1103\u1161 granite lamp"
    assert passwords.fits(passwords.hashed(composed), decomposed)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short one", "too short"),
        ("kim@port.example", "is the name for signing in"),
        ("Password1234", "commonest"),
        ("ababababababab", "over and over"),
        ("a b" * 70, "too long"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(Wrong, match=why):
        passwords.check(password, "kim@port.example")


def test_four_unrelated_words_are_good() -> None:
    passwords.check("granite otter lamp seven", "kim")


def test_a_link_lets_its_holder_choose_a_password_once_and_ends_sessions_and_locks(store: Store, kim: Actor) -> None:
    admin = person(store, "Ad", "administrator")
    token = sign_in.sign_in(store, "kim", GOOD, NOW)
    for _ in range(5):
        guess(store, "kim")
    code = people.reset_link(admin, kim.person.id)
    assert sign_in.whose_link(store, code, NOW).login == "kim"
    with pytest.raises(Wrong, match="too short"):
        sign_in.use_reset(store, code, "short", NOW)
    sign_in.use_reset(store, code, "velvet canyon drum 3", NOW)
    assert not sessions.person_of(store, token, NOW)
    assert sign_in.sign_in(store, "kim", "velvet canyon drum 3", NOW)
    for again in (code, "made up"):
        with pytest.raises(codes.Gone):
            sign_in.use_reset(store, again, "velvet canyon drum 4", NOW)


def test_a_link_lasts_a_day_and_a_newer_one_replaces_it(store: Store, kim: Actor) -> None:
    admin = person(store, "Ad", "administrator")
    first, second = people.reset_link(admin, kim.person.id), people.reset_link(admin, kim.person.id)
    with pytest.raises(codes.Gone):
        sign_in.whose_link(store, first, NOW)
    assert sign_in.whose_link(store, second, NOW + timedelta(hours=23, minutes=59))
    with pytest.raises(codes.Gone):
        sign_in.whose_link(store, second, NOW + timedelta(hours=24))
