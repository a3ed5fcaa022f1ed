"""Reminders: who owes a return, ready-made text for each or for all, sent where the installation has a mail server."""

from __future__ import annotations

import os
import smtplib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assessments.register import log
from assessments.register.access import Actor, service
from assessments.rounds import model
from assessments.rounds.returns import NotNow
from assessments.rounds.running import letters, mail, standing
from assessments.rounds.running.standing import Standing
from assessments.store import rounds as statements
from assessments.tables.messages import Message
from assessments.texts import LANGUAGES

ADDRESS = "HAECHI_ADDRESS"


@dataclass(frozen=True)
class Owing:
    """An institution that owes its return, and the officers who can be written to (name, address, language)."""

    standing: Standing
    officers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Sent:
    """What became of reminders: institutions that were written to, that have nobody with an address, and that the server refused (with its reason)."""

    sent: tuple[str, ...]
    without_address: tuple[str, ...]
    refused: Mapping[str, str]


@service
def owing(actor: Actor, round_id: int) -> list[Owing]:
    """Who owes a return now, the latest first."""
    late = [one for one in standing.standings(actor, round_id) if one.waiting]
    with actor.store.reading() as connection:
        officers = statements.holders(connection, "officer", [one.institution for one in late])
    found = [
        Owing(one, tuple((row["name"], row["email"], row["language"]) for row in officers if row["institution"] == one.institution))
        for one in late
    ]
    return sorted(found, key=lambda one: (-one.standing.days_late, one.standing.institution))


@service
def can_send(actor: Actor) -> bool:
    """Whether this installation has a mail server."""
    return mail.server(actor.store) is not None


@service
def letter_for(actor: Actor, round_id: int, code: str, language: str) -> letters.Letter:
    """The reminder for one institution; for all of them together if none is named."""
    with actor.store.reading() as connection:
        round = model.read_round(connection, round_id)
    late = [one.standing for one in owing(actor, round_id)]
    for one in late:
        if one.institution == code:
            return letters.to_one(round, one, language, _address())
    return letters.to_all(round, late, language, _address())


@service
def send(actor: Actor, round_id: int, codes: Collection[str], language: str) -> Sent:
    """Write to the officers of some institutions that owe a return, each in the own language, else in `language`. Raises NotNow, NoMail.

    Each institution that was written to is in the log at once, so that nobody is written to twice after a failure.
    """
    server = mail.server(actor.store)
    if server is None:
        raise NotNow(Message("this installation has no mail server; copy the text and send it yourself"))
    with actor.store.reading() as connection:
        round = model.read_round(connection, round_id)
    sent: list[str] = []
    nobody: list[str] = []
    refused: dict[str, str] = {}
    with server.connection() as connected:
        for one in (one for one in owing(actor, round_id) if one.standing.institution in codes):
            code = one.standing.institution
            reached: list[str] = []
            for name, address, own in (officer for officer in one.officers if officer[1]):
                text = letters.to_one(round, one.standing, own if own in LANGUAGES else language, _address())
                try:
                    connected.send_message(mail.message(server.sender, address, text.subject, text.body))
                    reached.append(name)
                except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
                    refused[code] = str(error)
            if reached:
                sent.append(code)
                _noted(actor, one.standing, round.id, reached)
            elif code not in refused:
                nobody.append(code)
    return Sent(tuple(sent), tuple(nobody), refused)


def _noted(actor: Actor, one: Standing, round_id: int, reached: list[str]) -> None:
    with actor.store.writing() as connection:
        place = {"round_id": round_id, "return_id": one.return_id, "institution": one.institution}
        log.write(connection, actor, "reminders.send", one.institution, None, reached, **place)


def _address() -> str:
    """Where people sign in, if the installation says so."""
    return os.environ.get(ADDRESS, "").rstrip("/")
