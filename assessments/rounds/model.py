"""What a round is: frozen values read from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from assessments.register.access import Refused
from assessments.store import records, tables
from assessments.store.engine import Connection

OPEN, SELF, REVIEW, CLOSED, PUBLISHED = STAGES = ("open", "self_assessment", "review", "closed", "published")
ANSWERING, SUBMITTED, SENT_BACK, SIGNED_OFF = STATES = ("answering", "submitted", "sent_back", "signed_off")
OWN, REVIEWER, FINAL = KINDS = ("self", "review", "final")


@dataclass(frozen=True)
class Rules:
    """How a round is run, chosen when it is opened.

    `score_shown`: officers see the score so far. `reviewers`: how many judge each return, independently.
    `ceiling`: the largest share of weight that may be *not applicable*; none: what the edition says.
    """

    score_shown: bool = True
    reviewers: int = 2
    ceiling: float | None = None

    def values(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Round:
    """One edition, answered by many institutions for one cycle."""

    id: int
    names: Mapping[str, str]
    edition: str
    digest: str
    edition_files: str
    cycle: str
    stage: str
    deadlines: Mapping[str, date] = field(default_factory=dict)
    rules: Rules = Rules()
    survey: str | None = None
    survey_facts: Mapping[str, Any] = field(default_factory=dict)
    before: int | None = None
    made_at: datetime | None = None

    def named(self, language: str) -> str:
        """The name in a language, else in the first one it has."""
        return self.names.get(language) or next(iter(self.names.values()), self.edition)

    @property
    def due(self) -> date | None:
        """The deadline of the stage that the round is in."""
        return self.deadlines.get(self.stage)


def read_round(connection: Connection, round_id: int) -> Round:
    """A round. Raises Refused if there is none."""
    row = records.one(connection, tables.rounds, id=round_id)
    if row is None:
        raise Refused("round_id")
    return round_of(row)


def round_of(row: records.Row) -> Round:
    """A row of the store as a value."""
    deadlines = {stage: date.fromisoformat(day) for stage, day in row["deadlines"].items()}
    return Round(**{**row, "deadlines": deadlines, "rules": Rules(**row["rules"])})


def named(names: Mapping[str, str], language: str, otherwise: str) -> str:
    """A name in a language, else in the first one there is, else what stands for it.

    >>> named({"ko": "감사원"}, "en", "bai"), named({}, "en", "bai")
    ('감사원', 'bai')
    """
    return names.get(language) or next(iter(names.values()), otherwise)
