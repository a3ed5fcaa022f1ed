"""What a round needs before it can be opened, and how it is written: one row, a return for every institution."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from assessments.register.access import Actor
from assessments.rounds import model, pinned
from assessments.rounds.model import Round, Rules
from assessments.store import records, tables
from assessments.store.engine import Connection
from assessments.tables.messages import Message
from assessments.tables.problems import hint
from questionnaires import catalogue
from questionnaires.catalogue import Edition
from questionnaires.problems import QuestionnaireError

DATED = (model.SELF, model.REVIEW)
LONGEST = 200
LONGEST_CYCLE = 40
MOST_REVIEWERS = 5


class Impossible(ValueError):
    """What was asked for cannot be done; `whys` says everything that stands against it. Nothing was written."""

    def __init__(self, whys: list[Message]) -> None:
        super().__init__("\n".join(whys))
        self.whys = whys


def wrong_edition(identity: str) -> list[Message]:
    try:
        catalogue.edition(identity)
    except QuestionnaireError:
        return [Message("there is no assessment '{edition}' that can be used; choose one of the library", edition=identity)]
    return []


def wrong_words(cycle: str, names: Mapping[str, str]) -> list[Message]:
    found: list[Message] = []
    if not 1 <= len(cycle.strip()) <= LONGEST_CYCLE:
        found.append(Message("the cycle is written in 1 to {most} letters, such as 2026", most=LONGEST_CYCLE))
    written = [name.strip() for name in names.values() if name.strip()]
    if not written or any(len(name) > LONGEST for name in written):
        found.append(Message("the round needs a name of 1 to {most} letters in at least one language", most=LONGEST))
    return found


def wrong_institutions(connection: Connection, institutions: Collection[str]) -> list[Message]:
    known = {row["code"] for row in records.every(connection, tables.institutions)}
    unknown = sorted(set(institutions) - known)
    return [Message("'{code}' is not in the register of institutions{hint}", code=code, hint=hint(code, known)) for code in unknown]


def wrong_dates(deadlines: Mapping[str, date]) -> list[Message]:
    undated = deadlines.keys() - set(DATED)
    found = [Message("only the self-assessment and the review have a last day")] if undated else []
    first, second = deadlines.get(model.SELF), deadlines.get(model.REVIEW)
    if first and second and second < first:
        found.append(
            Message("the last day of the review ({review}) is before that of the self-assessment ({own})", review=second, own=first)
        )
    return found


def wrong_rules(rules: Rules) -> list[Message]:
    found: list[Message] = []
    if not 1 <= rules.reviewers <= MOST_REVIEWERS:
        found.append(Message("each return is judged by 1 to {most} reviewers", most=MOST_REVIEWERS))
    if rules.ceiling is not None and not 0 <= rules.ceiling <= 1:
        found.append(Message("the limit of 'not applicable' is a share from 0 to 1"))
    return found


def days(deadlines: Mapping[str, date]) -> dict[str, str]:
    """Deadlines as the store keeps them."""
    return {stage: day.isoformat() for stage, day in deadlines.items()}


def write(
    connection: Connection,
    actor: Actor,
    edition: Edition,
    cycle: str,
    names: Mapping[str, str],
    deadlines: Mapping[str, date],
    rules: Rules,
    before: int | None = None,
) -> int:
    """The row of a round, its edition kept in the file store."""
    return records.add(
        connection,
        tables.rounds,
        names={language: name.strip() for language, name in names.items() if name.strip()},
        edition=edition.questionnaire.id,
        digest=edition.questionnaire.digest,
        edition_files=pinned.pin(actor.store.files, edition),
        cycle=cycle.strip(),
        stage=model.OPEN,
        deadlines=days(deadlines),
        rules=rules.values(),
        before=before,
        made_at=actor.clock(),
    )


def make_returns(connection: Connection, actor: Actor, round: Round, institutions: Collection[str]) -> dict[str, int]:
    """A return for each institution (code -> its number); where the round is about institutions, with the institution as its one subject."""
    about_itself = pinned.edition(actor.store, round).questionnaire.subject == "institution"
    made: dict[str, int] = {}
    for row in records.every(connection, tables.institutions, code=list(institutions)):
        made[row["code"]] = records.add(connection, tables.returns, round_id=round.id, institution=row["code"], state=model.ANSWERING)
        if about_itself:
            records.add(connection, tables.subjects, return_id=made[row["code"]], code=row["code"], names=row["names"], position=0)
    return made
