"""Reminders: who owes a return, in words ready to be copied, and sent by a mail server where there is one."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_string, policy
from email.message import EmailMessage

import pytest

from assessments.register.access import Actor, Refused
from assessments.rounds import model
from assessments.rounds.returns import NotNow
from assessments.rounds.running import letters, mail, reminders, standing
from assessments.rounds.running.mail import NoMail
from assessments.store import records, tables
from assessments.store.engine import Store
from tests.stores import NOW, a_round, institution, person
from tests.test_texts import PLACE, flat

EDITION = "kr_initiative_2014"


class Postbox(socketserver.ThreadingTCPServer):
    """A mail server that takes everything but what goes to `refused@…`."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Delivery)
        self.mails: list[EmailMessage] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?from=office@example.org"


class Delivery(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("RCPT TO:<REFUSED@"):
                self.say("550 nobody of that name")
            elif line.upper() == "DATA":
                self.say("354 go on")
                text = "".join(iter(lambda: self.rfile.readline().decode(), ".\r\n"))
                self.server.mails.append(message_from_string(text, policy=policy.default))  # type: ignore[attr-defined,arg-type]
                self.say("250 taken")
            else:
                self.say("221 bye" if line.upper() == "QUIT" else "250 fine")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with Postbox() as box:
        threading.Thread(target=box.serve_forever, daemon=True).start()
        monkeypatch.setenv(mail.VARIABLE, box.url)
        yield box
        box.shutdown()


@pytest.fixture
def desk(store: Store, monkeypatch: pytest.MonkeyPatch) -> Actor:
    monkeypatch.delenv(mail.VARIABLE, raising=False)
    for code in ("port", "city", "mint"):
        institution(store, code, "central")
    return person(store, "Co", "coordinator")


@pytest.fixture
def number(desk: Actor) -> int:
    """The port has handed in; the city and the mint are five days late."""
    made = a_round(desk.store, EDITION, "port", "city", "mint")
    with desk.store.writing() as connection:
        records.change(connection, tables.rounds, {"id": made}, deadlines={model.SELF: "2026-11-20"})
        records.change(connection, tables.returns, {"institution": "port"}, state=model.SUBMITTED, submitted_at=NOW)
    return made


def officer(store: Store, name: str, place: str, email: str, language: str = "") -> None:
    who = person(store, name, "officer", institution=place)
    with store.writing() as connection:
        records.change(connection, tables.people, {"id": who.person.id}, email=email, language=language)


def test_who_has_handed_in_owes_nothing_and_who_is_late_stands_with_the_people_to_write_to(desk: Actor, store: Store, number: int) -> None:
    officer(store, "Ci", "city", "ci@example.org", "en")
    found = reminders.owing(desk, number)
    assert [(one.standing.institution, one.standing.days_late, one.officers) for one in found] == [
        ("city", 5, (("Ci", "ci@example.org", "en"),)),
        ("mint", 5, ()),
    ]


def test_a_letter_says_how_far_one_is_and_until_when_and_holds_no_answer(desk: Actor, number: int) -> None:
    with desk.store.writing() as connection:
        own = records.one(connection, tables.returns, institution="city")
        subject = records.one(connection, tables.subjects, return_id=own["id"] if own else 0)
        values = {"item": "reform_tasks", "kind": model.OWN, "answer": "not_applicable", "reason": "secret", "version": 1, "at": NOW}
        records.add(connection, tables.answers, subject_id=subject["id"] if subject else 0, **values)
    text = reminders.letter_for(desk, number, "city", "en")
    asked = standing.standings(desk, number)[0].asked
    assert text.subject == "Round 2026: your return"
    assert f"Answered so far: 1 of {asked} questions." in text.body
    assert "The last day was 2026-11-20; the return is late by this many days: 5." in text.body
    assert "secret" not in text.body and "not_applicable" not in text.body


def test_a_korean_office_reads_a_korean_letter(desk: Actor, number: int) -> None:
    assert "마감일(2026. 11. 20.)이 5일 지났습니다." in reminders.letter_for(desk, number, "mint", "ko").body


def test_a_letter_says_where_to_sign_in_where_the_installation_knows(desk: Actor, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(reminders.ADDRESS, "https://integrity.example.org/")
    assert "where you left off: https://integrity.example.org" in reminders.letter_for(desk, number, "city", "en").body


def test_one_letter_for_all_names_nobody(desk: Actor, number: int) -> None:
    body = reminders.letter_for(desk, number, "", "en").body
    assert "City" not in body and "Mint" not in body and "2026-11-20" in body


def test_letters_have_the_same_words_to_fill_in_both_languages() -> None:
    english, korean = (dict(flat(letters.texts(language, letters.FOLDER).words)) for language in ("en", "ko"))
    ours = {key for key in english if key.startswith("letter.")}
    assert len(ours) > 8 and ours == {key for key in korean if key.startswith("letter.")}
    for key in ours:
        assert sorted(PLACE.findall(english[key])) == sorted(PLACE.findall(korean[key])), key


def test_everybody_with_an_address_is_written_to_in_the_own_language(desk: Actor, store: Store, number: int, postbox: Postbox) -> None:
    officer(store, "Ci", "city", "ci@example.org", "ko")
    officer(store, "Cy", "city", "cy@example.org")
    officer(store, "Po", "port", "po@example.org")
    done = reminders.send(desk, number, ["port", "city", "mint"], "en")
    assert (done.sent, done.without_address, done.refused) == (("city",), ("mint",), {})
    assert sorted((one["To"], one["From"], one["Subject"]) for one in postbox.mails) == [
        ("ci@example.org", "office@example.org", "2026: 기관 답변 제출 안내"),
        ("cy@example.org", "office@example.org", "Round 2026: your return"),
    ]
    last = standing.history(desk, number)[0]
    assert (last.what, last.institution, last.after) == ("reminders.send", "city", ["Ci", "Cy"])


def test_an_address_that_the_server_refuses_is_named_and_the_others_are_written_to(
    desk: Actor, store: Store, number: int, postbox: Postbox
) -> None:
    officer(store, "Ci", "city", "refused@example.org")
    officer(store, "Mi", "mint", "mi@example.org")
    done = reminders.send(desk, number, ["city", "mint"], "en")
    assert (done.sent, list(done.refused)) == (("mint",), ["city"])
    assert [one["To"] for one in postbox.mails] == ["mi@example.org"]


def test_without_a_mail_server_nothing_is_sent_and_one_that_is_not_there_is_said(
    desk: Actor, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not reminders.can_send(desk)
    with pytest.raises(NotNow, match="no mail server"):
        reminders.send(desk, number, ["city"], "en")
    monkeypatch.setenv(mail.VARIABLE, "smtp://127.0.0.1:1")
    with pytest.raises(NoMail, match=r"127\.0\.0\.1"):
        reminders.send(desk, number, ["city"], "en")


def test_the_server_may_stand_in_the_settings(desk: Actor, store: Store) -> None:
    with store.writing() as connection:
        records.add(connection, tables.settings, key=mail.SETTING, value="smtps://mail.example.org")
    found = mail.server(store)
    assert found is not None and (found.port, found.encrypted, found.sender) == (465, True, "haechi@mail.example.org")


def test_nobody_adds_a_line_to_the_head_of_a_mail() -> None:
    assert mail.message("a@example.org", "b@example.org\nBcc: c@example.org", "x\r\ny", "z")["Subject"] == "x y"


def test_only_the_coordinator_reminds(store: Store, desk: Actor, number: int) -> None:
    with pytest.raises(Refused):
        reminders.owing(person(store, "Ok", "officer", institution="port"), number)
