"""The page of administration: what is set up, the log with its filters, backups made and fetched; only for administrators."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from assessments.register import backups, log
from assessments.register.access import Actor
from assessments.register.institutions import institutions
from assessments.register.institutions.institution import Institution
from assessments.register.people import demonstration, sessions
from assessments.rounds.evidence import evidence_limits
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.asgi import Browser
from tests.pages import opened, words
from tests.stores import NOW, a_round, institution, person
from views import who
from views.administration.routes import ROUTES, address


@pytest.fixture
def admin(page_store: Store) -> Actor:
    institution(page_store, "port", "central")
    a_round(page_store, "kr_initiative_2014", "port")
    return person(page_store, "Ada", "administrator")


def page(actor: Actor, **place: str) -> AppTest:
    return opened("administration", actor, **{"lang": "en", **place})


def lines(test: AppTest) -> list[list[str]]:
    """The log as it is shown: who, what was done."""
    shown = test.dataframe[0].value
    return shown[["Who", "What was done"]].values.tolist()


@pytest.mark.parametrize("role", ["coordinator", "reviewer", "officer", "trainer", "reader"])
def test_others_are_told_that_it_is_not_theirs(admin: Actor, role: str) -> None:
    test = page(person(admin.store, "Lo", role, institution="port"))
    assert "for administrators" in words(test)
    assert [button.key for button in test.button if button.key] == []


# -- settings ---------------------------------------------------------------------------------------------------------


def test_it_says_what_there_is_and_where(admin: Actor) -> None:
    test = page(admin)
    facts = {name: value.replace("\\", "") for name, value in test.table[0].value.values.tolist()}
    assert facts["Version of the software"] == "0.1.0" and facts["Database"].startswith("SQLite, ")
    assert facts["Place of the database"] == str((admin.store.folder / "haechi.db").resolve())
    assert [facts[name] for name in ("Accounts", "Institutions", "Rounds", "Returns")] == ["1", "1", "1", "1"]
    assert facts["Files"].startswith("1 (")
    assert "No mail server is set up" in words(test) and "password of their own" in words(test)


def test_the_mail_server_is_named_without_its_password(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAECHI_SMTP_URL", "smtp://office%40example.org:pa55word@mail.example.org")
    said = words(page(admin))
    assert "through mail.example.org from office@example.org" in said and "pa55word" not in said


def test_limits_for_evidence_are_changed(admin: Actor) -> None:
    test = page(admin)
    test.number_input(key="megabytes").set_value(5)
    test.multiselect(key="endings").set_value(["pdf", "hwp"])
    test.button(key="save_limits").click().run()
    assert "Saved." in words(test)
    assert evidence_limits.read(admin).values() == {"megabytes": 5, "endings": ["pdf", "hwp"]}


def test_the_demonstration_is_ended_after_it_was_said_what_that_means(admin: Actor) -> None:
    assert "Demonstration" not in [header.value for header in page(admin).header]
    with admin.store.writing() as connection:
        demonstration.begin(connection, "en", NOW)
    test = page(admin)
    test.button(key="end_demonstration").click().run()
    assert "Nobody can walk round without a password any more" in words(test)
    test.button(key="confirm").click().run()
    assert not demonstration.on(admin.store)


# -- the log ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(admin: Actor) -> Actor:
    """Something of everything in the log."""
    coordinator = person(admin.store, "Ko", "coordinator")
    institutions.change(coordinator, "port", Institution("port", {"en": "Port"}, "central", staff=400))
    with admin.store.writing() as connection:
        log.entry(connection, NOW - timedelta(days=2), None, "", "sign_in.failed", "eve")
        log.write(connection, coordinator, "stages.go_on", "", "open", "self_assessment", round_id=1)
        log.write(connection, coordinator, "reminders.send", "port", None, ["ok@example.org"], round_id=1, institution="port")
    return admin


def test_the_log_is_told_in_words(busy: Actor) -> None:
    test = page(busy, tab="log")
    assert lines(test) == [
        ["Ko", "Reminder sent"],
        ["Ko", "Moved on"],
        ["not signed in", "Signing in failed"],
        ["Ko", "Institution corrected"],
    ]
    shown = test.dataframe[0].value
    assert list(shown.loc[1, ["Round", "Before", "After"]]) == ["Round 2026", "Being prepared", "Self-assessment"]
    assert list(shown.loc[3, ["Institution", "After"]]) == ["Port", "staff: 400"]
    assert shown.loc[2, "About"] == "eve"


def test_a_code_stays_a_code_where_it_was_entered(admin: Actor) -> None:
    institutions.add(person(admin.store, "Ko", "coordinator"), Institution("city", {"en": "City of Dawn"}))
    assert page(admin, tab="log").dataframe[0].value.loc[0, "After"] == "code: city; name in English: City of Dawn"


def test_the_log_is_filtered_and_the_address_keeps_it(busy: Actor) -> None:
    test = page(busy, tab="log")
    test.selectbox(key="filter_what").set_value("sign_in.failed").run()
    assert lines(test) == [["not signed in", "Signing in failed"]] and test.query_params["what"] == "sign_in.failed"
    assert [what for _, what in lines(page(busy, tab="log", institution="port"))] == ["Reminder sent", "Institution corrected"]
    assert [what for _, what in lines(page(busy, tab="log", round="1"))] == ["Reminder sent", "Moved on"]
    assert len(lines(page(busy, tab="log", person="2"))) == 3
    assert lines(page(busy, tab="log", to="2026-11-24")) == [["not signed in", "Signing in failed"]]
    assert len(lines(page(busy, **{"tab": "log", "from": "2026-11-25"}))) == 3
    assert "Choose other filters" in words(page(busy, tab="log", person="1"))


def test_the_log_is_paged_and_a_filter_begins_at_the_newest_again(busy: Actor) -> None:
    with busy.store.writing() as connection:
        for number in range(40):
            log.entry(connection, NOW, None, "", "sign_in.locked", f"guess {number}")
    test = page(busy, tab="log")
    assert len(lines(test)) == 25
    test.button(key="older").click().run()
    assert len(lines(test)) == 19 and test.query_params["before"] == "20"
    test.selectbox(key="filter_what").set_value("sign_in.locked").run()
    assert len(lines(test)) == 25 and test.query_params["before"] == ""


def test_what_an_address_names_that_is_not_there_does_no_harm(busy: Actor) -> None:
    strange = {"what": "no.such", "institution": "x", "round": "x", "person": "x", "from": "x", "to": "2026-99-99", "before": "x"}
    assert len(lines(page(busy, tab="log", **strange))) == 4


# -- backups ----------------------------------------------------------------------------------------------------------


def test_a_backup_is_made_on_the_page_and_said_to_be_there(admin: Actor) -> None:
    test = page(admin, tab="backup")
    assert "No backup was made yet." in words(test)
    test.button(key="make_backup").click().run()
    assert "The backup is made." in words(test) and "Last backup: 2026-11-25 09:00, Ada" in words(test)
    kept = backups.kept(admin)
    assert kept and kept.name == "haechi-2026-11-25-090000.zip"


def test_a_full_disk_is_explained(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "make", full)
    test = page(admin, tab="backup")
    test.button(key="make_backup").click().run()
    assert "No space left on device" in words(test) and "Make room on the disk" in words(test)


def test_a_backup_is_handed_out_to_administrators_only(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(who, "store", lambda: admin.store)
    backups.make(admin)
    where = address("haechi-2026-11-25-090000.zip")
    browser = Browser(Starlette(routes=ROUTES))
    assert browser.get(where).status == 303
    with admin.store.writing() as connection:
        coordinator = records.add(connection, tables.people, login="ko", name="Ko", made_at=NOW)
        records.add(connection, tables.roles, person_id=coordinator, role="coordinator", institution="")
    for number, status in ((coordinator, 404), (admin.person.id, 200)):
        with admin.store.writing() as connection:
            browser.cookies[who.COOKIE] = sessions.begin(connection, number, Actor(admin.store, admin.person).clock())
        answer = browser.get(where)
        assert answer.status == status
    assert zipfile.ZipFile(io.BytesIO(answer.body)).testzip() is None
    assert answer.header("content-disposition").startswith("attachment") and answer.header("x-content-type-options") == "nosniff"
    assert browser.get(address("other.zip")).status == 404
    assert log.list_changes(admin, last=1)[0]["what"] == "backups.fetch"
