"""The pages of accounts in the browser: one's own, and everybody's for administrators."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assessments.register.access import Actor
from assessments.register.people import demonstration, passwords, people, sessions, sign_in
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.texts import LANGUAGES
from tests.pages import MAIN, opened, words
from tests.stores import NOW, institution, person
from views import arriving, who

GOOD = "granite otter lamp 7"


@pytest.fixture
def admin(store: Store) -> Actor:
    institution(store, "port", "central")
    return person(store, "Ada", "administrator", "coordinator")


def press(test: AppTest, label: str) -> AppTest:
    return next(button for button in test.button if button.label == label).click().run()


def field(test: AppTest, label: str) -> object:
    kinds = ("text_input", "selectbox", "multiselect")
    return next(found for kind in kinds for found in test.get(kind) if found.label == label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_sees_the_own_roles_in_words(admin: Actor, language: str) -> None:
    officer = person(admin.store, "Ok", "officer", institution="port")
    said = words(opened("account", officer, lang=language))
    assert "ok" in said
    assert "Port" in said
    assert {"en": "answers for an institution", "ko": "\uae30\uad00 \ub2f4\ub2f9\uc790"}[language] in said


def test_one_changes_the_own_name_and_reads_the_pages_in_the_chosen_language(admin: Actor) -> None:
    test = opened("account", admin, lang="en")
    field(test, "Name").set_value("Ada Lee")
    field(test, "Language of the pages").set_value("ko")
    press(test, "Save")
    assert people.own(admin).person.name == "Ada Lee"
    assert people.own(admin).person.language == "ko"
    assert test.query_params["lang"] == "ko"


def test_one_changes_the_own_password(admin: Actor) -> None:
    with admin.store.writing() as connection:
        records.change(connection, tables.people, {"id": admin.person.id}, password=passwords.hashed(GOOD))

    def change(old: str, new: str, again: str) -> AppTest:
        test = opened("account", admin, lang="en")
        for label, value in (("The password that you have now", old), ("New password", new), ("The same password again", again)):
            field(test, label).set_value(value)
        return press(test, "Change the password")

    assert "differ" in words(change(GOOD, "velvet canyon drum 3", "velvet canyon drum 4"))
    assert "too short" in words(change(GOOD, "short", "short"))
    assert "is changed" in words(change(GOOD, "velvet canyon drum 3", "velvet canyon drum 3"))
    assert sign_in.sign_in(admin.store, "ada", "velvet canyon drum 3", datetime.now(UTC))


def test_one_signs_out_everywhere_after_saying_so_twice(admin: Actor) -> None:
    with admin.store.writing() as connection:
        token = sessions.begin(connection, admin.person.id, NOW)
    test = press(opened("account", admin, lang="en"), "Sign out everywhere")
    assert sessions.person_of(admin.store, token, NOW)
    test.button(key="confirm").click().run()
    assert not sessions.person_of(admin.store, token, NOW)


def test_only_administrators_see_everybody(admin: Actor) -> None:
    assert "Ada" in opened("people", admin, lang="en").dataframe[0].value["Name"].tolist()
    reader = person(admin.store, "Re", "reader")
    test = opened("people", reader, lang="en")
    assert "for administrators" in words(test)
    assert not test.dataframe


def test_an_account_is_opened_and_its_link_is_shown_once(admin: Actor) -> None:
    test = opened("people", admin, view="add", lang="en")
    field(test, "Name").set_value("Ok")
    field(test, "Name for signing in").set_value("ok@port.example")
    field(test, "Roles").set_value(["officer"])
    press(test, "Make the account")
    assert "choose which" in words(test)
    field(test, "Institutions (for officers)").set_value(["port"])
    press(test, "Make the account")
    made = next(one for one in people.list_people(admin) if one.person.login == "ok@port.example")
    assert made.person.roles == {("officer", "port")}
    code = test.code[0].value.partition("code=")[2].partition("&")[0]
    assert sign_in.whose_link(admin.store, code, NOW).id == made.person.id
    test.run()
    assert not test.code


def test_accounts_are_opened_from_a_list_and_the_links_are_taken_away(admin: Actor) -> None:
    def uploaded(text: str) -> AppTest:
        test = opened("people", admin, view="import", lang="en")
        test.file_uploader[0].upload("people.csv", text.encode(), "text/csv")
        return test.run()

    wrong = uploaded("login,name,role,institution\nok,Ok,officer,nowhere\n")
    assert "there is no institution 'nowhere'" in str(wrong.table[0].value)
    test = uploaded("login,name,role,institution\nok,Ok,officer,port\nre,Re,reviewer,\n")
    assert test.dataframe[0].value["Roles"].tolist() == ["Officer (Port)", "Reviewer"]
    press(test, "Open accounts: 2")
    assert {one.person.login for one in people.list_people(admin)} == {"ada", "ok", "re"}
    assert "Accounts opened: 2" in words(test)
    assert any(found.label == "Download the links" for found in test.get("download_button"))


def test_roles_are_changed_and_an_account_is_closed_and_opened(admin: Actor) -> None:
    kim = person(admin.store, "Kim", "reader")
    test = opened("people", admin, person=str(kim.person.id), lang="en")
    field(test, "Roles").set_value(["reader", "reviewer"])
    press(test, "Save the roles")
    assert people.get(admin, kim.person.id).person.roles == {("reader", ""), ("reviewer", "")}
    press(test, "Close the account")
    assert people.get(admin, kim.person.id).active
    test.button(key="confirm").click().run()
    assert not people.get(admin, kim.person.id).active
    assert "is closed" in words(test)
    press(test, "Open the account again")
    assert people.get(admin, kim.person.id).active


def test_the_last_administrators_account_stays_open(admin: Actor) -> None:
    test = press(opened("people", admin, person=str(admin.person.id), lang="en"), "Close the account")
    test.button(key="confirm").click().run()
    assert people.get(admin, admin.person.id).active
    assert "is closed" not in words(test)


def test_an_account_that_is_not_there_is_said_to_be_so(admin: Actor) -> None:
    for number in ("999999", "x"):
        assert "This account is not here" in words(opened("people", admin, person=number, lang="en"))


def test_the_demonstration_is_ended_from_the_page_of_people(admin: Actor) -> None:
    assert "End the demonstration" not in [button.label for button in opened("people", admin, lang="en").button]
    with admin.store.writing() as connection:
        demonstration.begin(connection, "en", NOW)
    test = press(opened("people", admin, lang="en"), "End the demonstration")
    assert demonstration.on(admin.store)
    test.button(key="confirm").click().run()
    assert not demonstration.on(admin.store)


def test_whoever_is_not_signed_in_is_shown_the_way_back(admin: Actor) -> None:
    test = opened("account", None, lang="en")
    assert "Sign in to go on" in words(test)
    assert "/account/sign-in?next=" in "".join(element.proto.body for element in test.get("html"))


class Returning:
    """A visit of somebody whom Streamlit knows from a provider."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, store: Store, **claims: object) -> None:
        monkeypatch.setattr(who, "store", lambda: store)
        monkeypatch.setattr(who, "token", lambda: "")
        told = {"is_logged_in": True, "iss": "https://id.example", "sub": "k-1", "iat": int(time.time()), "nonce": "n", **claims}
        monkeypatch.setattr(st, "user", told)
        self.test = AppTest.from_file(str(MAIN), default_timeout=60)
        self.test.query_params["lang"] = "en"

    def run(self) -> str:
        self.test.run()
        assert not self.test.exception
        return words(self.test) + "".join(element.proto.body for element in self.test.get("html"))


def test_whoever_comes_from_a_provider_is_sent_to_our_route_with_a_code(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = person(store, "Kim", "reader")
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": kim.person.id}, email="kim@port.example")
    claims = {"email": "Kim@port.example", "email_verified": True, "iat": int(time.time())}
    visit = Returning(monkeypatch, store, **claims)
    said = visit.run()
    assert "window.location.replace('/account/enter?code=" in said
    assert said.partition("code=")[2][:20] in visit.run()  # a page that is run twice sends to the same place
    again = Returning(monkeypatch, store, **claims)
    assert "/account/enter" not in again.run()  # that sign-in was used


def test_a_stranger_from_a_provider_is_told_whom_to_ask(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    person(store, "Ada", "administrator")
    visit = Returning(monkeypatch, store, email="eve@elsewhere.example", email_verified=True)
    for _ in range(2):
        said = visit.run()
        assert "You were not let in" in said
        assert "eve@elsewhere.example" in said
        assert "/account/enter" not in said


@pytest.mark.parametrize("lacking", ["iss", "sub", "iat", "is_logged_in"])
def test_claims_that_do_not_say_who_and_when_are_none(lacking: str) -> None:
    told = {"is_logged_in": True, "iss": "https://id.example", "sub": "k-1", "iat": 1_795_600_000, "email_verified": "true"}
    assert arriving.claimed(told).verified
    assert arriving.claimed({**told, lacking: None}) is None
