"""Reviewers judge a return, each for themselves: nobody sees what another said before all have finished."""

from __future__ import annotations

from assessments.register import log
from assessments.register.access import Actor, Refused, reach, service
from assessments.rounds import asks, model
from assessments.rounds.returns import NOTHING, ChangedMeanwhile, Given, Key, NotNow, Return, Unfit, said
from assessments.rounds.review import reviewed
from assessments.rounds.review.reviewed import Review, Values
from assessments.store import holding, records, tables
from assessments.store import returns as statements
from assessments.store.engine import Connection
from assessments.tables.messages import Message


@service
def list_reviews(actor: Actor, round_id: int | None = None) -> list[Review]:
    """Every review within reach, of one round or of all, newest round first."""
    within = reach(actor, "review.list_reviews")
    with actor.store.reading() as connection:
        mine = None if within.everything else statements.reachable(connection, within.institutions, actor.person.id)
        return reviewed.whole(actor, connection, statements.listed(connection, round_id, mine))


@service
def read(actor: Actor, return_id: int) -> Review:
    """The review of a return: the own judgements, and everybody's once all have finished."""
    with actor.store.reading() as connection:
        return reviewed.found(actor, connection, return_id)


@service
def join(actor: Actor, return_id: int) -> None:
    """Become one of the reviewers of a return, while nobody has seen what others said. Raises NotNow."""
    with actor.store.writing() as connection:
        review = held(actor, connection, return_id)
        if review.me is not None or review.complete:
            raise NotNow(Message("all reviewers of this return have finished, or you are one of them already"))
        records.add(connection, tables.assignments, return_id=return_id, person_id=actor.person.id)
        logged(connection, actor, review.kept, "review.join", "", None, actor.person.name)


@service
def judge(actor: Actor, return_id: int, subject_id: int, item: str, answer: str, seen: int, reason: str = "", comment: str = "") -> Given:
    """Write one judgement; durable when this returns. `seen` is the version that the reviewer had before them; blank takes it back.

    Raises Unfit (a reason is needed where it differs from the institution's own answer), NotNow, ChangedMeanwhile.
    """
    with actor.store.writing() as connection:
        review = _judging(actor, connection, return_id)
        given = Given(answer.strip(), reason.strip(), comment.strip())
        fit(review.kept, (subject_id, item), given)
        before = review.mine.get((subject_id, item), NOTHING)
        key = {"subject_id": subject_id, "item": item, "kind": model.REVIEWER, "reviewer": actor.person.id}
        after = written(connection, actor, key, before, given, seen)
        logged(connection, actor, review.kept, log.JUDGED, about(review.kept, (subject_id, item)), said(before), said(after))
        return after


@service
def accept(actor: Actor, return_id: int, subject_id: int, items: tuple[str, ...]) -> int:
    """Judge what is not judged yet among some questions as the institution did; gives how many they were."""
    with actor.store.writing() as connection:
        review = _judging(actor, connection, return_id)
        own = review.kept.answers
        keys = [key for key in review.unjudged() if key[0] == subject_id and key[1] in items and own.get(key, NOTHING).answer]
        for key in keys:
            place = {"subject_id": subject_id, "item": key[1], "kind": model.REVIEWER, "reviewer": actor.person.id}
            before = review.mine.get(key, NOTHING)
            written(connection, actor, place, before, Given(own[key].answer), before.version)
        if keys:
            logged(connection, actor, review.kept, log.JUDGED, "", None, {about(review.kept, key): own[key].answer for key in keys})
        return len(keys)


@service
def finish(actor: Actor, return_id: int) -> list[Key]:
    """Say that everything is judged; it cannot be changed then. Gives what is not judged yet instead, if anything is.

    When the last reviewer finishes, what all said alike becomes the agreed value.
    """
    with actor.store.writing() as connection:
        review = _judging(actor, connection, return_id)
        lack = review.unjudged()
        if not lack:
            _finished(connection, actor, review.kept, actor.clock())
            logged(connection, actor, review.kept, "review.finish", "", None, actor.person.name)
            settle(connection, actor, reviewed.found(actor, connection, return_id))
        return lack


@service
def resume(actor: Actor, return_id: int) -> None:
    """Go on judging after having finished, as long as nobody else's judgements have been seen. Raises NotNow."""
    with actor.store.writing() as connection:
        review = held(actor, connection, return_id)
        if review.me is None or review.me.finished_at is None:
            raise NotNow(Message("your review is not finished; go on judging"))
        if review.complete and len(review.reviewers) > 1:
            raise NotNow(Message("all reviewers have finished and seen each other's values; change the agreed value instead"))
        _finished(connection, actor, review.kept, None)
        _take_away(connection, actor, review.kept, review.final)
        logged(connection, actor, review.kept, "review.resume", "", actor.person.name, None)


def held(actor: Actor, connection: Connection, return_id: int) -> Review:
    """A review that is going on, held until the transaction ends. Raises NotNow for a return that is not with its reviewers."""
    holding.hold(connection, return_id)
    review = reviewed.found(actor, connection, return_id)
    if review.kept.institution in actor.person.institutions("officer"):
        raise NotNow(Message("you answer for this institution, so others review it"))
    if not review.open:
        raise NotNow(Message("this return is not with its reviewers now; nothing was changed"))
    return review


def fit(kept: Return, key: Key, given: Given) -> None:
    """Whether a value can stand beside the institution's own. Raises Unfit; Refused for a question that the return does not have."""
    subject_id, item = key
    questionnaire, own = kept.edition.questionnaire, kept.answers.get(key, NOTHING)
    if item not in asks.nodes(questionnaire, kept.variant) or subject_id not in {one.id for one in kept.subjects}:
        raise Refused("item")
    same = given.answer == own.answer
    if why := asks.wrong(questionnaire, item, given.answer, own.reason if same else given.reason):
        raise Unfit(why)
    if given.answer and not same and not given.reason:
        raise Unfit(Message("a value that differs from the institution's own needs a reason"))


def written(connection: Connection, actor: Actor, key: dict[str, object], before: Given, given: Given, seen: int) -> Given:
    """Write a judgement or an agreed value over what stood there before. Raises ChangedMeanwhile if that is not what was seen."""
    now = actor.clock()
    values = {"answer": given.answer, "reason": given.reason, "comment": given.comment, "by": actor.person.id, "at": now}
    if before.version != seen or not statements.write_answer(connection, key, seen, {**values, "carried_over": False}):
        raise ChangedMeanwhile(before)
    return Given(given.answer, given.reason, given.comment, False, seen + 1, actor.person.id, now)


def settle(connection: Connection, actor: Actor, review: Review) -> None:
    """Write down as agreed what all reviewers say alike, once all have finished; take away what the institution has changed since."""
    if not review.complete:
        return
    kept, standing = review.kept, reviewed.current(review.kept.answers, review.final)
    _take_away(connection, actor, kept, {key: given for key, given in review.final.items() if key not in standing})
    alike = {key: given for key, given in review.agreed.items() if key not in standing}
    for key, given in alike.items():
        written(connection, actor, final_key(key), NOTHING, given, 0)
    if alike:
        logged(connection, actor, kept, log.AGREED, "", None, {about(kept, key): given.answer for key, given in alike.items()})


def final_key(key: Key) -> dict[str, object]:
    return {"subject_id": key[0], "item": key[1], "kind": model.FINAL, "reviewer": 0}


def about(kept: Return, key: Key) -> str:
    """A question as the log names it."""
    return f"{next(one.code for one in kept.subjects if one.id == key[0])}/{key[1]}"


def logged(connection: Connection, actor: Actor, kept: Return, what: str, about: str, before: object, after: object) -> None:
    log.write(connection, actor, what, about, before, after, round_id=kept.round.id, return_id=kept.id, institution=kept.institution)


def _judging(actor: Actor, connection: Connection, return_id: int) -> Review:
    """A review in which this person may still judge. Raises NotNow."""
    review = held(actor, connection, return_id)
    if review.me is None:
        raise NotNow(Message("you are not among the reviewers of this return"))
    if review.me.finished_at is not None:
        raise NotNow(Message("you have finished your review; what you said stands"))
    return review


def _finished(connection: Connection, actor: Actor, kept: Return, when: object) -> None:
    key = {"return_id": kept.id, "person_id": actor.person.id}
    records.change(connection, tables.assignments, key, finished_at=when)


def _take_away(connection: Connection, actor: Actor, kept: Return, final: Values) -> None:
    """Take agreed values away that no longer stand."""
    for key in final:
        records.remove(connection, tables.answers, **final_key(key))
    if final:
        logged(connection, actor, kept, log.AGREED, "", {about(kept, key): given.answer for key, given in final.items()}, None)
