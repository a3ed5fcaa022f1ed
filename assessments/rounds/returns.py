"""An institution's answers in a round: read, saved one by one, submitted. Nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from assessments.register import log
from assessments.register.access import Actor, Refused, reach, service
from assessments.rounds import asks, model, pinned
from assessments.rounds.model import Round
from assessments.store import holding, records, tables
from assessments.store import returns as statements
from assessments.store.engine import Connection
from assessments.tables.messages import Message
from questionnaires.catalogue import Edition
from scoring import methods
from scoring import not_applicable as declared

Key = tuple[int, str]  # a subject's id and an item


@dataclass(frozen=True)
class Given:
    """One answer as it stands: blank is blank; `version` counts how often it was written (0: never)."""

    answer: str = ""
    reason: str = ""
    comment: str = ""
    carried_over: bool = False
    version: int = 0
    by: int | None = None
    at: datetime | None = None


NOTHING = Given()


@dataclass(frozen=True)
class Subject:
    """What one scorecard will be about: the institution itself, or a law, process, risk or post of it."""

    id: int
    code: str
    names: Mapping[str, str]
    position: int

    def named(self, language: str) -> str:
        return model.named(self.names, language, self.code)


@dataclass(frozen=True)
class Return:
    """One institution's return, as somebody who may see it finds it now."""

    id: int
    round: Round
    edition: Edition
    institution: str
    names: Mapping[str, str]
    peer_group: str
    variant: str
    state: str
    subjects: tuple[Subject, ...]
    answers: Mapping[Key, Given]
    submitted_at: datetime | None = None
    signed_at: datetime | None = None
    sign_off: str = ""

    def named(self, language: str) -> str:
        return model.named(self.names, language, self.institution)

    @property
    def writable(self) -> bool:
        """Whether answers can be written now: until it is submitted, and again when it is sent back."""
        return (self.round.stage == model.SELF and self.state in (model.ANSWERING, model.SENT_BACK)) or (
            self.round.stage == model.REVIEW and self.state == model.SENT_BACK
        )

    @property
    def about_itself(self) -> bool:
        """Whether the one subject is the institution itself."""
        return self.edition.questionnaire.subject == "institution"

    def given(self, subject: int) -> dict[str, str]:
        """The answers about one subject, item -> as written."""
        return {item: given.answer for (number, item), given in self.answers.items() if number == subject and given.answer}

    def asked(self, subject: int) -> tuple[str, ...]:
        """What is asked about a subject, given its answers so far."""
        return asks.asked(self.edition.questionnaire, self.variant, self.given(subject))

    @cached_property
    def sections(self) -> Mapping[str, tuple[str, ...]]:
        """Everything that may be asked, by section."""
        questionnaire = self.edition.questionnaire
        return asks.sections(questionnaire, asks.nodes(questionnaire, self.variant))

    @cached_property
    def progress(self) -> tuple[int, int]:
        """How many of the questions that are asked have an answer that somebody confirmed, and how many there are."""
        keys = [(subject.id, item) for subject in self.subjects for item in self.asked(subject.id)]
        return sum(settled(self.answers.get(key, NOTHING)) for key in keys), len(keys)


@dataclass(frozen=True)
class Missing:
    """What stands in the way of submitting: `blank`, `carried_over`, `no_subject`, or `ceiling` (with the share and its limit)."""

    kind: str
    subject: Subject | None = None
    item: str = ""
    share: float = 0.0
    ceiling: float = 0.0


class ChangedMeanwhile(Exception):
    """Somebody wrote this answer after it was read; `theirs` is what stands there now. Nothing was overwritten."""

    def __init__(self, theirs: Given) -> None:
        super().__init__("changed meanwhile")
        self.theirs = theirs


class NotNow(Exception):
    """The state of the return does not allow this; `why` says so in words."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


class Unfit(ValueError):
    """The answer does not fit the question; `why` says what was expected. Nothing was written."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def settled(given: Given) -> bool:
    """Whether an answer needs nothing more: not blank, and not carried over unseen."""
    return given.answer != "" and not given.carried_over


@service
def read(actor: Actor, return_id: int) -> Return:
    """A return with its subjects and its own answers (what reviewers say is read by the review)."""
    with actor.store.reading() as connection:
        return found(actor, connection, return_id)


@service
def save(
    actor: Actor,
    return_id: int,
    subject_id: int,
    item: str,
    answer: str,
    seen: int,
    reason: str = "",
    comment: str = "",
    confirmed: bool = True,
) -> Given:
    """Write one answer; durable when this returns. `seen` is the version that the writer had before them.

    Not `confirmed`: an answer that was carried over stays so while only its comment changes.

    Raises Unfit, NotNow, and ChangedMeanwhile with what somebody else wrote since.
    """
    now = actor.clock()
    answer, reason, comment = answer.strip(), reason.strip(), comment.strip()
    with actor.store.writing() as connection:
        holding.hold(connection, return_id)
        kept = found(actor, connection, return_id)
        _writable(kept)
        if item not in asks.nodes(kept.edition.questionnaire, kept.variant) or subject_id not in {one.id for one in kept.subjects}:
            raise Refused("item")
        if why := asks.wrong(kept.edition.questionnaire, item, answer, reason):
            raise Unfit(why)
        before = kept.answers.get((subject_id, item), NOTHING)
        carried_over = before.carried_over and not confirmed and (answer, reason) == (before.answer, before.reason)
        values = {"answer": answer, "reason": reason, "comment": comment, "carried_over": carried_over, "by": actor.person.id, "at": now}
        key = {"subject_id": subject_id, "item": item, "kind": model.OWN, "reviewer": 0}
        if before.version != seen:
            raise ChangedMeanwhile(before)
        if not statements.write_answer(connection, key, seen, values):
            raise ChangedMeanwhile(found(actor, connection, return_id).answers[subject_id, item])
        after = Given(answer, reason, comment, carried_over, seen + 1, actor.person.id, now)
        subject = next(one for one in kept.subjects if one.id == subject_id)
        _logged(connection, actor, kept, "returns.save", f"{subject.code}/{item}", said(before), said(after))
        return after


@service
def list_returns(actor: Actor, round_id: int | None = None) -> list[Return]:
    """Every return within reach, of one round or of all, newest round first."""
    within = reach(actor, "returns.list_returns")
    with actor.store.reading() as connection:
        mine = (
            None
            if within.everything
            else statements.reachable(connection, within.institutions, actor.person.id if within.assigned else None)
        )
        return whole(actor, connection, statements.listed(connection, round_id, mine))


@service
def missing(actor: Actor, return_id: int) -> list[Missing]:
    """All that stands in the way of submitting, in the order of the questions."""
    with actor.store.reading() as connection:
        return lacking(found(actor, connection, return_id))


@service
def submit(actor: Actor, return_id: int) -> list[Missing]:
    """Hand the return in; it is locked then. Gives what is missing instead, if anything is: nothing has changed then."""
    with actor.store.writing() as connection:
        holding.hold(connection, return_id)
        kept = found(actor, connection, return_id)
        _writable(kept)
        lack = lacking(kept)
        if not lack:
            values = {"state": model.SUBMITTED, "submitted_at": actor.clock(), "submitted_by": actor.person.id}
            records.change(connection, tables.returns, {"id": return_id}, **values)
            _logged(connection, actor, kept, "returns.submit", "", kept.state, model.SUBMITTED)
        return lack


@service
def take_back(actor: Actor, return_id: int) -> None:
    """Open a submitted return again, as long as its review has not begun. Raises NotNow."""
    with actor.store.writing() as connection:
        holding.hold(connection, return_id)
        kept = found(actor, connection, return_id)
        if kept.state != model.SUBMITTED or kept.round.stage != model.SELF:
            raise NotNow(Message("the return is with its reviewers; ask the coordinator to send it back"))
        records.change(connection, tables.returns, {"id": return_id}, state=model.ANSWERING, submitted_at=None, submitted_by=None)
        _logged(connection, actor, kept, "returns.take_back", "", kept.state, model.ANSWERING)


@service
def let_go_on(actor: Actor, return_id: int) -> None:
    """Let an institution that was late go on answering although the review has begun. Raises NotNow."""
    with actor.store.writing() as connection:
        kept = found(actor, connection, return_id)
        if kept.state != model.ANSWERING or kept.round.stage != model.REVIEW:
            raise NotNow(Message("only a return that was not handed in when the review began can be opened again"))
        records.change(connection, tables.returns, {"id": return_id}, state=model.SENT_BACK)
        _logged(connection, actor, kept, "returns.let_go_on", "", kept.state, model.SENT_BACK)


@service
def keep_place(actor: Actor, return_id: int, section: str, subject_id: int | None = None) -> None:
    """Remember where somebody is in a return, to go on there, on another machine too."""
    key = {"return_id": return_id, "person_id": actor.person.id}
    values = {"section": section, "subject_id": subject_id, "at": actor.clock()}
    with actor.store.writing() as connection:
        if not records.change(connection, tables.places, key, **values):
            records.add(connection, tables.places, **key, **values)


@service
def place(actor: Actor, return_id: int) -> tuple[str, int | None]:
    """The section and subject where this person was last; a blank section if nowhere yet."""
    with actor.store.reading() as connection:
        row = records.one(connection, tables.places, return_id=return_id, person_id=actor.person.id)
    return (row["section"], row["subject_id"]) if row else ("", None)


def found(actor: Actor, connection: Connection, return_id: int) -> Return:
    """A return in a transaction that is open already, for services that have asked whether they may. Raises Refused."""
    returns = whole(actor, connection, statements.listed(connection, return_ids=[return_id]))
    if not returns:
        raise Refused("return_id")
    return returns[0]


def whole(actor: Actor, connection: Connection, rows: list[records.Row]) -> list[Return]:
    """Returns from what `statements.listed` found, with their subjects and answers, in a handful of statements however many they are."""
    ids = [row["id"] for row in rows]
    subjects: dict[int, list[Subject]] = {number: [] for number in ids}
    for row in statements.subjects_of(connection, ids):
        subjects[row["return_id"]].append(Subject(row["id"], row["code"], row["names"], row["position"]))
    answers: dict[int, dict[Key, Given]] = {number: {} for number in ids}
    for row in statements.answers_of(connection, ids, [model.OWN]):
        answers[row["return_id"]][row["subject_id"], row["item"]] = given_of(row)
    rounds = {number: model.read_round(connection, number) for number in {row["round_id"] for row in rows}}
    return [_return(actor, row, rounds[row["round_id"]], tuple(subjects[row["id"]]), answers[row["id"]]) for row in rows]


def _return(actor: Actor, row: records.Row, round: Round, subjects: tuple[Subject, ...], answers: Mapping[Key, Given]) -> Return:
    edition = pinned.edition(actor.store, round)
    own = {name: row[name] for name in ("id", "institution", "names", "peer_group", "state", "submitted_at", "signed_at", "sign_off")}
    variant = row["variant"] or edition.questionnaire.variant_of(row["peer_group"])
    return Return(**own, variant=variant, round=round, edition=edition, subjects=subjects, answers=answers)


def given_of(row: records.Row) -> Given:
    """A row of answers as a value."""
    return Given(**{name: row[name] for name in ("answer", "reason", "comment", "carried_over", "version", "by", "at")})


def said(given: Given) -> dict[str, str] | None:
    """An answer as the log keeps it; none where there was none."""
    words = {"answer": given.answer, "reason": given.reason, "comment": given.comment}
    return {key: text for key, text in words.items() if text} or None


def lacking(kept: Return) -> list[Missing]:
    """What is missing from a return: answers, confirmations, subjects, and room below the ceiling of *not applicable*."""
    if not kept.subjects:
        return [Missing("no_subject")]
    return [*_unanswered(kept), *_above_ceiling(kept)]


def _unanswered(kept: Return) -> list[Missing]:
    found: list[Missing] = []
    for subject in kept.subjects:
        for item in kept.asked(subject.id):
            given = kept.answers.get((subject.id, item), NOTHING)
            if not settled(given):
                found.append(Missing("carried_over" if given.answer else "blank", subject, item))
    return found


def ceiling(kept: Return) -> float:
    """The largest share of weight that may be not applicable: the round's own, else the edition's; 1 where weights are no shares."""
    stated = declared.ceiling(kept.edition.questionnaire, kept.edition.folder)
    chosen = kept.round.rules.ceiling
    return stated if chosen is None or not methods.averages(kept.edition.questionnaire, kept.edition.folder) else chosen


def not_applicable(kept: Return, subject: int) -> float:
    """The share of the overall weight that is answered *not applicable* about a subject, 0 to 1."""
    codes = [item for item in kept.asked(subject) if kept.answers.get((subject, item), NOTHING).answer == asks.NOT_APPLICABLE]
    return declared.share(kept.edition.questionnaire, codes, kept.variant)


def _above_ceiling(kept: Return) -> list[Missing]:
    limit = ceiling(kept)
    shares = [(subject, not_applicable(kept, subject.id)) for subject in kept.subjects]
    return [Missing("ceiling", subject, "", part, limit) for subject, part in shares if part > limit]


def _writable(kept: Return) -> None:
    if not kept.writable:
        raise NotNow(Message("the return is locked now; what was written stays as it is"))


def _logged(connection: Connection, actor: Actor, kept: Return, what: str, about: str, before: object, after: object) -> None:
    log.write(connection, actor, what, about, before, after, round_id=kept.round.id, return_id=kept.id, institution=kept.institution)
