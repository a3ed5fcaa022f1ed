"""How far each institution is: state, progress and lateness, and never an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from assessments.register.access import Actor, service
from assessments.rounds import model, returns
from assessments.rounds.returns import Return
from assessments.store import records
from assessments.store import returns as return_statements
from assessments.store import rounds as statements

MOVES = ("returns.submit", "returns.take_back", "questions.send_back", "agreement.sign_off", "agreement.reopen")
HANDED = ("assigning.assign", "reminders.send")  # what is written about them holds no answer


@dataclass(frozen=True)
class Standing:
    """One institution in a round. `due` is the last day of what the round waits for; `judged` counts answers that a reviewer looked at."""

    return_id: int
    institution: str
    names: Mapping[str, str]
    peer_group: str
    state: str
    answered: int
    asked: int
    judged: int
    submitted_at: datetime | None
    reviewers: tuple[str, ...]
    due: date | None
    today: date
    waiting: bool

    def named(self, language: str) -> str:
        return model.named(self.names, language, self.institution)

    @property
    def handed_in(self) -> bool:
        return self.state in (model.SUBMITTED, model.SIGNED_OFF)

    @property
    def days_late(self) -> int:
        """Days since the last day, while the institution still owes its return; else 0."""
        return max(0, (self.today - self.due).days) if self.waiting and self.due else 0


@dataclass(frozen=True)
class Change:
    """A line of the log of a round."""

    at: datetime
    by: str
    what: str
    about: str
    institution: str
    before: object
    after: object


@service
def standings(actor: Actor, round_id: int) -> list[Standing]:
    """Every institution of a round, by its code."""
    with actor.store.reading() as connection:
        kept = returns.whole(actor, connection, return_statements.listed(connection, round_id))
        judged = statements.judgements(connection, round_id, model.REVIEWER)
        reviewers: dict[int, tuple[str, ...]] = {}
        for row in statements.assigned(connection, round_id):
            reviewers[row["return_id"]] = (*reviewers.get(row["return_id"], ()), row["name"])
    today = actor.clock().date()
    return [
        _standing(one, judged.get(one.id, 0), reviewers.get(one.id, ()), today) for one in sorted(kept, key=lambda one: one.institution)
    ]


@service
def counts(actor: Actor) -> Mapping[tuple[int, str], int]:
    """How many returns of each round are in each state."""
    with actor.store.reading() as connection:
        return statements.states(connection)


@service
def history(actor: Actor, round_id: int, last: int = 200) -> list[Change]:
    """What happened to a round, the newest first: who opened, moved and published it, who handed in; answers and judgements are left out."""
    with actor.store.reading() as connection:
        rows = statements.history(connection, round_id, (*MOVES, *HANDED), last)
    return [_change(row) for row in rows]


def _change(row: records.Row) -> Change:
    """A row of the log; of what moved a return only that it did, because what is written beside it may be about answers."""
    bare = row["what"] in MOVES
    about, before, after = ("", None, None) if bare else (row["about"], row["before"], row["after"])
    return Change(row["at"], row["by_name"], row["what"], about, row["institution"] or "", before, after)


def _standing(kept: Return, judged: int, reviewers: tuple[str, ...], today: date) -> Standing:
    answered, asked = kept.progress
    waiting = kept.state in (model.ANSWERING, model.SENT_BACK) and kept.round.stage in (model.SELF, model.REVIEW)
    return Standing(
        kept.id,
        kept.institution,
        kept.names,
        kept.peer_group,
        kept.state,
        answered,
        asked,
        judged,
        kept.submitted_at,
        reviewers,
        _due(kept),
        today,
        waiting,
    )


def _due(kept: Return) -> date | None:
    """The last day on which a return is owed: of the self-assessment, and of the review once it was sent back."""
    deadlines = kept.round.deadlines
    return deadlines.get(model.REVIEW) if kept.state == model.SENT_BACK and kept.round.stage == model.REVIEW else deadlines.get(model.SELF)
