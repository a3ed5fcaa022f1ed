"""A register as it stands: the level of every subject that the institution's own answers give so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.reading import from_table
from assessments.register.access import Actor, service
from assessments.results.assess import assess
from assessments.results.compare import compare, graded_nodes
from assessments.rounds import returns
from assessments.rounds.results import answered, frozen


@dataclass(frozen=True)
class Level:
    """A node's value on the instrument's range, and the code of its grade (blank: not graded)."""

    value: float
    grade: str


@service
def so_far(actor: Actor, return_id: int) -> Mapping[tuple[int, str], Level]:
    """The level of each subject (its id) at each graded node; only where there is one, and only if the round shows scores before it ends."""
    with actor.store.reading() as connection:
        kept = returns.found(actor, connection, return_id)
    table = answered.table(answered.rows_of(kept))
    if not kept.round.rules.score_shown or not table.num_rows:
        return {}
    questionnaire, known = kept.edition.questionnaire, answered.institutions([kept])
    responses = from_table(table.select(frozen.READ), questionnaire, kept.round.cycle, known)
    rows = compare(assess(questionnaire, responses, known, folder=kept.edition.folder)).table
    number = {answered.named(kept, subject): subject.id for subject in kept.subjects}
    wanted = rows[rows["code"].isin(graded_nodes(questionnaire)) & rows["value"].notna()]
    return {
        (number[str(row.subject)], str(row.code)): Level(float(str(row.value)), str(row.grade or ""))
        for row in wanted.itertuples(index=False)
    }
