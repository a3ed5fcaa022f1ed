"""From single judgements to one agreed value for each question, and to the name that stands for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assessments.register import log
from assessments.register.access import Actor, service
from assessments.rounds import model
from assessments.rounds.returns import NOTHING, Given, NotNow, Subject, Unfit, said
from assessments.rounds.review import review, reviewed
from assessments.store import holding, records, tables
from assessments.tables.messages import Message


@dataclass(frozen=True)
class Difference:
    """A question whose agreed value is another than the institution's own; `final.reason` says why."""

    subject: Subject
    item: str
    own: Given
    final: Given


@dataclass(frozen=True)
class Outcome:
    """What came of a review, when it is signed off."""

    sign_off: str
    signed_at: datetime | None
    differences: tuple[Difference, ...]


@service
def agree(actor: Actor, return_id: int, subject_id: int, item: str, answer: str, seen: int, reason: str = "", comment: str = "") -> Given:
    """Write down what the reviewers agreed on, after all have finished. `seen`: the version of the agreed value before, 0 for none.

    Raises Unfit (a reason is needed where it differs from the institution's own answer), NotNow, ChangedMeanwhile.
    """
    with actor.store.writing() as connection:
        found = review.held(actor, connection, return_id)
        if not found.complete:
            raise NotNow(Message("the reviewers of this return have not all finished; agree when they have"))
        key, given = (subject_id, item), Given(answer.strip(), reason.strip(), comment.strip())
        if not given.answer:
            raise Unfit(Message("an agreed value cannot be blank; choose one"))
        review.fit(found.kept, key, given)
        before = found.final.get(key, NOTHING)
        after = review.written(connection, actor, review.final_key(key), before, given, seen)
        review.logged(connection, actor, found.kept, log.AGREED, review.about(found.kept, key), said(before), said(after))
        return after


@service
def sign_off(actor: Actor, return_id: int, words: str) -> None:
    """Stand with one's name for the agreed values of a return, all of them; it is locked then. Raises NotNow, Unfit."""
    stated = " ".join(words.split())
    with actor.store.writing() as connection:
        review.settle(connection, actor, review.held(actor, connection, return_id))
        found = reviewed.found(actor, connection, return_id)
        if found.lacking:
            raise NotNow(Message("this return lacks {number} of its reviewers; ask the coordinator to assign them", number=found.lacking))
        if not found.complete:
            raise NotNow(Message("the reviewers of this return have not all finished; sign off when they have"))
        if open_ones := found.unsettled():
            raise NotNow(Message("{number} questions have no agreed value yet; agree on them first", number=len(open_ones)))
        if not stated:
            raise Unfit(Message("write what you sign: a few words are enough"))
        signed = f"{actor.person.name}: {stated}"
        values = {"state": model.SIGNED_OFF, "signed_at": actor.clock(), "signed_by": actor.person.id, "sign_off": signed}
        records.change(connection, tables.returns, {"id": return_id}, **values)
        review.logged(connection, actor, found.kept, "agreement.sign_off", "", found.kept.state, signed)


@service
def reopen(actor: Actor, return_id: int) -> None:
    """Take a sign-off back before the round is closed; what was agreed stays. Raises NotNow."""
    with actor.store.writing() as connection:
        holding.hold(connection, return_id)
        kept = reviewed.found(actor, connection, return_id).kept
        if kept.state != model.SIGNED_OFF or kept.round.stage != model.REVIEW:
            raise NotNow(Message("only a return that is signed off, in a round that is under review, can be opened again"))
        values = {"state": model.SUBMITTED, "signed_at": None, "signed_by": None, "sign_off": ""}
        records.change(connection, tables.returns, {"id": return_id}, **values)
        review.logged(connection, actor, kept, "agreement.reopen", "", kept.sign_off, model.SUBMITTED)


@service
def outcome(actor: Actor, return_id: int) -> Outcome | None:
    """What came of a review, for the institution too; nothing before it is signed off."""
    with actor.store.reading() as connection:
        found = reviewed.found(actor, connection, return_id)
    kept = found.kept
    if kept.state != model.SIGNED_OFF:
        return None
    final = reviewed.current(kept.answers, found.final)
    both = [
        Difference(one, item, kept.answers.get((one.id, item), NOTHING), final[one.id, item])
        for one in kept.subjects
        for item in found.asked(one.id, final)
        if (one.id, item) in final
    ]
    return Outcome(kept.sign_off, kept.signed_at, tuple(one for one in both if one.own.answer != one.final.answer))
