"""Reminders as ready-made text, in the language of whoever is written to: `ko.yaml` and `en.yaml` hold the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assessments.rounds import model
from assessments.rounds.model import Round
from assessments.rounds.running.standing import Standing
from assessments.texts import Texts, texts

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Letter:
    """A subject line and the text below it."""

    subject: str
    body: str

    def __str__(self) -> str:
        return f"{self.subject}\n\n{self.body}"


def to_one(round: Round, standing: Standing, language: str, address: str = "") -> Letter:
    """A reminder to one institution: how far it is, until when, and where to go on. It holds no answer."""
    words = texts(language, FOLDER)
    parts = [
        words("letter.greeting", institution=standing.named(language)),
        _why(words, round, standing, language),
        words("letter.how_far", answered=standing.answered, asked=standing.asked),
        _when(words, standing, language),
        words("letter.where", address=address) if address else words("letter.where_known"),
        words("letter.thanks"),
    ]
    return Letter(words("letter.subject", round=round.named(language)), "\n\n".join(part for part in parts if part))


def to_all(round: Round, standings: Sequence[Standing], language: str, address: str = "") -> Letter:
    """One reminder to all who are owing a return, without saying who else is."""
    words = texts(language, FOLDER)
    due = next((one.due for one in standings if one.due), None)
    parts = [
        words("letter.greeting_all"),
        words("letter.owing_all", round=round.named(language)),
        words("letter.until", due=day(due, language)) if due else "",
        words("letter.where", address=address) if address else words("letter.where_known"),
        words("letter.thanks"),
    ]
    return Letter(words("letter.subject", round=round.named(language)), "\n\n".join(part for part in parts if part))


def day(when: date, language: str) -> str:
    """A day as it is written in a language.

    >>> day(date(2026, 12, 1), "ko"), day(date(2026, 12, 1), "en")
    ('2026. 12. 1.', '2026-12-01')
    """
    return f"{when.year}. {when.month}. {when.day}." if language == "ko" else when.isoformat()


def _why(words: Texts, round: Round, standing: Standing, language: str) -> str:
    key = "letter.sent_back" if standing.state == model.SENT_BACK else "letter.owing"
    return words(key, round=round.named(language))


def _when(words: Texts, standing: Standing, language: str) -> str:
    if standing.due is None:
        return ""
    if standing.days_late:
        return words("letter.late", due=day(standing.due, language), days=standing.days_late)
    return words("letter.until", due=day(standing.due, language))
