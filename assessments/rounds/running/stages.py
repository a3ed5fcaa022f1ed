"""How a round goes on and back: open, self-assessment, review, closed, published; what must hold, and where undoing is safe."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assessments.register import log
from assessments.register.access import Actor, service
from assessments.rounds import model
from assessments.rounds.results import answered, results
from assessments.rounds.returns import NotNow
from assessments.rounds.running import ahead
from assessments.rounds.running.ahead import Obstacle
from assessments.rounds.running.rounds import held
from assessments.store import records, tables
from assessments.store import rounds as statements
from assessments.store.engine import Connection
from assessments.tables.messages import Message


@dataclass(frozen=True)
class Step:
    """A way from one stage to the next, or back to the one before, and what stands in it."""

    to: str
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether it can be gone once what stands in the way is confirmed."""
        return all(one.may_be_confirmed for one in self.obstacles)


class InTheWay(Exception):
    """Something stands in the way that nobody has confirmed. Nothing was changed."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__("\n".join(one.what for one in obstacles))
        self.obstacles = obstacles


@service
def next_step(actor: Actor, round_id: int) -> Step | None:
    """The one step that comes next, with all that stands in its way; none when the round is published."""
    with actor.store.reading() as connection:
        round = model.read_round(connection, round_id)
        to = _after(round.stage)
        return Step(to, tuple(ahead.of(actor, connection, round, to))) if to else None


@service
def step_back(actor: Actor, round_id: int) -> Step | None:
    """The step that would undo the last one, with what makes it unsafe; none where there is nothing to undo."""
    with actor.store.reading() as connection:
        round = model.read_round(connection, round_id)
        to = _before(round.stage)
        return Step(to, tuple(_unsafe(connection, round.id, round.stage))) if to else None


@service
def go_on(actor: Actor, round_id: int, to: str, confirmed: Collection[Obstacle] = (), result_id: int | None = None) -> int | None:
    """Take the next step, by somebody who saw and confirmed what stands in its way. Gives the result that closing made, or that was published.

    Raises InTheWay for what was not confirmed, NotNow if the round is elsewhere by now.
    """
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        _must_be(to, _after(round.stage))
        left = [one for one in ahead.of(actor, connection, round, to) if not one.may_be_confirmed or one not in confirmed]
        if left:
            raise InTheWay(left)
        if to != model.PUBLISHED:
            records.change(connection, tables.rounds, {"id": round_id}, stage=to)
            log.write(connection, actor, "stages.go_on", confirmed_as(confirmed), round.stage, to, round_id=round_id)
            return results.freeze(connection, actor, round_id) if to == model.CLOSED else None
    return _publish(actor, round_id, result_id)


@service
def go_back(actor: Actor, round_id: int, to: str) -> None:
    """Undo the last step where that is safe. Raises InTheWay where it is not, NotNow if the round is elsewhere by now."""
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        _must_be(to, _before(round.stage))
        unsafe = _unsafe(connection, round_id, round.stage)
        if unsafe:
            raise InTheWay(unsafe)
        records.change(connection, tables.rounds, {"id": round_id}, stage=to)
        log.write(connection, actor, "stages.go_back", "", round.stage, to, round_id=round_id)


def confirmed_as(obstacles: Collection[Obstacle]) -> str:
    """What was confirmed, as the log keeps it: a line each, `kind: institutions`.

    >>> confirmed_as([Obstacle("no_survey", Message("x")), Obstacle("not_submitted", Message("x"), ("city", "port"), True)])
    'no_survey\\nnot_submitted: city, port'
    """
    return "\n".join(": ".join(part for part in (one.kind, ", ".join(one.institutions)) if part) for one in obstacles)


def _publish(actor: Actor, round_id: int, result_id: int | None) -> int:
    """Publish a result of this round: the one that was chosen, else the latest verified one by the edition's own weights."""
    found = [one for one in results.list_results(actor, round_id) if result_id in (None, one.id)]
    chosen = next((one for one in found if result_id or (one.basis == answered.VERIFIED and not one.rescored)), None)
    if chosen is None:
        raise NotNow(Message("this result is not of this round; choose one of its results"))
    results.publish(actor, chosen.id)
    return chosen.id


def _unsafe(connection: Connection, round_id: int, stage: str) -> list[Obstacle]:
    """Why the step into a stage cannot be undone, if it cannot."""
    if stage == model.SELF:
        numbers = [row["id"] for row in records.every(connection, tables.returns, round_id=round_id)]
        begun = statements.touched(connection, numbers)
        why = Message("institutions have begun to answer")
        return [Obstacle("answered", why, _codes(connection, round_id, begun))] if begun else []
    if stage == model.REVIEW:
        begun = statements.judged(connection, round_id, (model.REVIEWER, model.FINAL))
        begun |= {
            row["id"] for row in records.every(connection, tables.returns, round_id=round_id, state=[model.SENT_BACK, model.SIGNED_OFF])
        }
        why = Message("reviewers have begun to judge")
        return [Obstacle("judged", why, _codes(connection, round_id, begun))] if begun else []
    if stage == model.PUBLISHED or records.count(connection, tables.publications, round_id=round_id):
        return [Obstacle("published", Message("the result is published, and a published result never changes"))]
    return []


def _codes(connection: Connection, round_id: int, return_ids: Collection[int]) -> tuple[str, ...]:
    rows = records.every(connection, tables.returns, "institution", round_id=round_id)
    return tuple(row["institution"] for row in rows if row["id"] in return_ids)


def _after(stage: str) -> str:
    """The stage that comes next; blank after the last."""
    place = model.STAGES.index(stage) + 1
    return model.STAGES[place] if place < len(model.STAGES) else ""


def _before(stage: str) -> str:
    """The stage that came before; blank where there is no way back to look at: the first, and what is published."""
    return "" if stage in (model.OPEN, model.PUBLISHED) else model.STAGES[model.STAGES.index(stage) - 1]


def _must_be(to: str, expected: str) -> None:
    if not expected or to != expected:
        raise NotNow(Message("the round is at another stage by now; load the page again"))
