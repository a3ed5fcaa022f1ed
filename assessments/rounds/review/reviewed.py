"""What a review is: frozen values read from the store, and the rules by which single judgements become one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assessments.register.access import Actor, Refused
from assessments.rounds import asks, model, returns
from assessments.rounds.returns import NOTHING, Given, Key, Return, Subject
from assessments.store import records
from assessments.store import returns as return_statements
from assessments.store import review as statements
from assessments.store.engine import Connection

Values = Mapping[Key, Given]


@dataclass(frozen=True)
class Reviewer:
    """Somebody who judges a return; `judged` says how many questions so far."""

    person_id: int
    name: str
    finished_at: datetime | None
    judged: int


@dataclass(frozen=True)
class Question:
    """What a reviewer asks the institution, about one question of the return or (`item` blank) about all of it."""

    id: int
    subject_id: int | None
    item: str
    question: str
    asker: int
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None

    @property
    def open(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True)
class Point:
    """A question on which reviewers differ from each other or from the institution, or that has no agreed value yet."""

    subject: Subject
    item: str
    own: Given
    judged: Mapping[int, Given]
    agreed: Given | None

    @property
    def key(self) -> Key:
        return self.subject.id, self.item


@dataclass(frozen=True)
class Review:
    """The review of a return as one person may see it: `judged` holds the own judgements, and everybody's once all have finished.

    `final` are the agreed values that were written down.
    """

    kept: Return
    person: int
    reviewers: tuple[Reviewer, ...]
    judged: Mapping[int, Values]
    final: Values
    questions: tuple[Question, ...]

    @property
    def mine(self) -> Values:
        """What this person judged, also what the institution has changed since."""
        return self.judged.get(self.person, {})

    @property
    def me(self) -> Reviewer | None:
        """This person among the reviewers."""
        return next((one for one in self.reviewers if one.person_id == self.person), None)

    @property
    def lacking(self) -> int:
        """How many reviewers the return lacks by the rules of its round; at least one judges."""
        return max(max(1, self.kept.round.rules.reviewers) - len(self.reviewers), 0)

    @property
    def complete(self) -> bool:
        """Whether everybody who was to judge has finished."""
        return self.lacking == 0 and all(one.finished_at for one in self.reviewers)

    @property
    def open(self) -> bool:
        """Whether the return is with its reviewers now."""
        return self.kept.round.stage == model.REVIEW and self.kept.state == model.SUBMITTED

    @property
    def agreed(self) -> Values:
        """The agreed values: those that were written down, else what all say, once all have finished."""
        written = current(self.kept.answers, self.final)
        return {**consensus(self.kept.answers, list(self.judged.values())), **written} if self.complete else written

    def asked(self, subject: int, values: Values) -> tuple[str, ...]:
        """What is asked about a subject, where some values stand in the place of the institution's own."""
        given = {item: one.answer for (number, item), one in verified_answers(self.kept.answers, values).items() if number == subject}
        return asks.asked(self.kept.edition.questionnaire, self.kept.variant, {item: text for item, text in given.items() if text})

    def unjudged(self) -> list[Key]:
        """What this person has still to judge, in order: what was never judged, and what the institution changed since."""
        done = current(self.kept.answers, self.mine)
        return [(one.id, item) for one in self.kept.subjects for item in self.asked(one.id, done) if (one.id, item) not in done]

    def unsettled(self) -> list[Key]:
        """What has no agreed value yet, in order."""
        agreed = self.agreed
        return [(one.id, item) for one in self.kept.subjects for item in self.asked(one.id, agreed) if (one.id, item) not in agreed]

    def disagreements(self) -> list[Point]:
        """Where reviewers differ from each other or from the institution, in order; nothing before all have finished."""
        if not self.complete:
            return []
        agreed = self.agreed
        points = [self._point(one, item, agreed) for one in self.kept.subjects for item in self.asked(one.id, agreed)]
        return [point for point in points if point.agreed is None or any(said.answer != point.own.answer for said in _said(point))]

    def _point(self, subject: Subject, item: str, agreed: Values) -> Point:
        key = (subject.id, item)
        judged = {person: values[key] for person, values in self.judged.items() if key in current(self.kept.answers, values)}
        return Point(subject, item, self.kept.answers.get(key, NOTHING), judged, agreed.get(key))


def verified_answers(own: Values, final: Values) -> Values:
    """The agreed value where there is one, else the institution's own.

    >>> verified_answers({(1, "a"): Given("2"), (1, "b"): Given("3")}, {(1, "a"): Given("1")})[1, "a"].answer
    '1'
    """
    return {**own, **current(own, final)}


def current(own: Values, said: Values) -> Values:
    """What was said about the institution's answers as they are now: not blank, and not before the institution changed its answer."""
    return {key: given for key, given in said.items() if given.answer and not _older(given, own.get(key, NOTHING))}


def consensus(own: Values, judged: list[Values]) -> dict[Key, Given]:
    """What all reviewers say alike, with all their reasons.

    >>> consensus({}, [{(1, "a"): Given("2")}, {(1, "a"): Given("2")}])[1, "a"].answer, consensus({}, [{(1, "a"): Given("2")}, {}])
    ('2', {})
    """
    said = [current(own, values) for values in judged]
    shared = set.intersection(*(set(values) for values in said)) if said else set()
    together = {key: [values[key] for values in said] for key in shared}
    return {key: _together(given) for key, given in together.items() if len({one.answer for one in given}) == 1}


def found(actor: Actor, connection: Connection, return_id: int) -> Review:
    """The review of a return as this person may see it. Raises Refused."""
    reviews = whole(actor, connection, return_statements.listed(connection, return_ids=[return_id]))
    if not reviews:
        raise Refused("return_id")
    return reviews[0]


def whole(actor: Actor, connection: Connection, rows: list[records.Row]) -> list[Review]:
    """The reviews of returns, in a handful of statements however many they are."""
    ids = [row["id"] for row in rows]
    assigned: dict[int, list[records.Row]] = {number: [] for number in ids}
    judged: dict[tuple[int, int], dict[Key, Given]] = {}
    for row in statements.reviewers(connection, ids):
        assigned[row["return_id"]].append(row)
        judged[row["return_id"], row["person_id"]] = {}
    final: dict[int, dict[Key, Given]] = {number: {} for number in ids}
    for row in return_statements.answers_of(connection, ids, [model.REVIEWER, model.FINAL]):
        place = final[row["return_id"]] if row["kind"] == model.FINAL else judged.get((row["return_id"], row["reviewer"]))
        if place is not None:  # whoever is no longer a reviewer no longer counts
            place[row["subject_id"], row["item"]] = returns.given_of(row)
    asked = questions_of(connection, ids)
    return [
        _review(actor, kept, assigned[kept.id], judged, final[kept.id], asked[kept.id]) for kept in returns.whole(actor, connection, rows)
    ]


def questions_of(connection: Connection, return_ids: list[int]) -> dict[int, list[Question]]:
    """What was asked back, by return, oldest first."""
    asked: dict[int, list[Question]] = {number: [] for number in return_ids}
    for row in statements.asked(connection, return_ids):
        own = {name: row[name] for name in ("id", "subject_id", "item", "question", "asked_at", "answer", "answered_at")}
        question = Question(**own, asker=row["asked_by"], asked_by=row["asked_by_name"], answered_by=row["answered_by_name"] or "")
        asked[row["return_id"]].append(question)
    return asked


def _review(
    actor: Actor,
    kept: Return,
    assigned: list[records.Row],
    judged: Mapping[tuple[int, int], Values],
    final: Values,
    asked: list[Question],
) -> Review:
    by_person = {row["person_id"]: judged[kept.id, row["person_id"]] for row in assigned}
    reviewers = tuple(
        Reviewer(row["person_id"], row["name"], row["finished_at"], len(current(kept.answers, by_person[row["person_id"]])))
        for row in assigned
    )
    everything = Review(kept, actor.person.id, reviewers, by_person, final, tuple(asked))
    seen = by_person if everything.complete else {person: said for person, said in by_person.items() if person == actor.person.id}
    return Review(kept, actor.person.id, reviewers, seen, final, tuple(asked))


def _older(said: Given, own: Given) -> bool:
    return said.at is not None and own.at is not None and said.at < own.at


def _said(point: Point) -> Iterable[Given]:
    return [*point.judged.values(), *([point.agreed] if point.agreed else [])]


def _together(given: list[Given]) -> Given:
    reasons = "; ".join(dict.fromkeys(one.reason for one in given if one.reason))
    comments = "; ".join(dict.fromkeys(one.comment for one in given if one.comment))
    return Given(given[0].answer, reasons, comments, at=max((one.at for one in given if one.at), default=None))
