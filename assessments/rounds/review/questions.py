"""Reviewers ask the institution; it answers, or gets its return back to change what it said."""

from __future__ import annotations

from assessments.register.access import Actor, Refused, service
from assessments.rounds import model, returns
from assessments.rounds.returns import NotNow, Unfit
from assessments.rounds.review import review, reviewed
from assessments.rounds.review.reviewed import Question
from assessments.store import holding, records, tables
from assessments.tables.messages import Message

LONGEST = 2000


@service
def list_questions(actor: Actor, return_id: int) -> list[Question]:
    """What was asked about a return, oldest first, with the answers."""
    with actor.store.reading() as connection:
        return reviewed.questions_of(connection, [return_id])[return_id]


@service
def ask(actor: Actor, return_id: int, text: str, subject_id: int | None = None, item: str = "") -> int:
    """Ask the institution, about one question of the return or about all of it; gives the question's id. Raises Unfit, NotNow."""
    written = _said(text)
    with actor.store.writing() as connection:
        kept = review.held(actor, connection, return_id).kept
        if item and (subject_id, item) not in {(one.id, code) for one in kept.subjects for code in kept.edition.questionnaire.nodes}:
            raise Refused("item")
        values = {"subject_id": subject_id, "item": item, "question": written}
        number = records.add(connection, tables.questions, return_id=return_id, asked_by=actor.person.id, asked_at=actor.clock(), **values)
        about = review.about(kept, (subject_id, item)) if subject_id and item else ""
        review.logged(connection, actor, kept, "questions.ask", about, None, written)
        return number


@service
def withdraw(actor: Actor, question_id: int) -> None:
    """Take a question of one's own back that nobody has answered. Raises NotNow."""
    with actor.store.writing() as connection:
        row = records.one(connection, tables.questions, id=question_id)
        if row is None:
            raise Refused("question_id")
        kept = review.held(actor, connection, row["return_id"]).kept
        if row["asked_by"] != actor.person.id or not records.remove(connection, tables.questions, id=question_id, answered_at=None):
            raise NotNow(Message("only whoever asked can take a question back, as long as it has no answer"))
        review.logged(connection, actor, kept, "questions.withdraw", "", row["question"], None)


@service
def answer(actor: Actor, question_id: int, text: str) -> None:
    """Answer a reviewer's question, or answer it again, until the return is signed off. Raises Unfit, NotNow."""
    written = _said(text)
    with actor.store.writing() as connection:
        row = records.one(connection, tables.questions, id=question_id)
        if row is None:
            raise Refused("question_id")
        holding.hold(connection, row["return_id"])
        kept = returns.found(actor, connection, row["return_id"])
        if kept.round.stage != model.REVIEW or kept.state == model.SIGNED_OFF:
            raise NotNow(Message("the review of this return is over, so questions are no longer answered"))
        values = {"answer": written, "answered_by": actor.person.id, "answered_at": actor.clock()}
        records.change(connection, tables.questions, {"id": question_id}, **values)
        review.logged(connection, actor, kept, "questions.answer", row["question"], row["answer"] or None, written)


@service
def send_back(actor: Actor, return_id: int) -> None:
    """Give the return back to the institution, so that it can change its answers and hand them in again.

    All reviewers look at it again then. Raises NotNow if no question is open, because nobody would know what to do.
    """
    with actor.store.writing() as connection:
        found = review.held(actor, connection, return_id)
        if not any(one.open for one in found.questions):
            raise NotNow(Message("ask at least one question first, so that the institution knows what to do"))
        records.change(connection, tables.assignments, {"return_id": return_id}, finished_at=None)
        records.change(connection, tables.returns, {"id": return_id}, state=model.SENT_BACK)
        review.logged(connection, actor, found.kept, "questions.send_back", "", found.kept.state, model.SENT_BACK)


def _said(text: str) -> str:
    written = text.strip()
    if not written or len(written) > LONGEST:
        raise Unfit(Message("write a text of 1 to {most} letters", most=LONGEST))
    return written
