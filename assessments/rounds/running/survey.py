"""Responses of surveys that belong to a round: read against its edition, kept as Parquet without anything that names a person."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assessments.reading import LEADING, from_table
from assessments.register import log
from assessments.register.access import Actor, service
from assessments.rounds import model, pinned
from assessments.rounds.model import Round
from assessments.rounds.returns import NotNow
from assessments.rounds.running.rounds import held, stage_number
from assessments.store import records, tables
from assessments.store.engine import Connection
from assessments.tables.files import read_table
from assessments.tables.messages import Message, told
from assessments.tables.problems import DataError, Mistake
from assessments.texts import LANGUAGES
from questionnaires.model import RECORD, Questionnaire
from scoring.responses import Responses


@service
def attach(actor: Actor, round_id: int, path: Path, name: str) -> Mapping[str, Any]:
    """Attach a csv, xlsx or parquet file of responses, in the place of one that is there; gives what is in it.

    Raises DataError with every mistake, NotNow once the round is closed. Nothing has changed then.
    """
    with actor.store.reading() as connection:
        round = model.read_round(connection, round_id)
        institutions = _open(connection, round)
    questionnaire = pinned.edition(actor.store, round).questionnaire
    table, digest = read_table(path, name)
    responses = from_table(table, questionnaire, round.cycle, institutions, name, digest)
    if wrong := _answered_elsewhere(responses, name):
        raise DataError(wrong)
    kept = io.BytesIO()
    pq.write_table(nameless(table, questionnaire), kept)
    found = facts(responses, name, actor)
    with actor.store.writing() as connection:
        now = held(connection, round_id)
        _open(connection, now)
        records.change(connection, tables.rounds, {"id": round_id}, survey=actor.store.files.keep(kept.getvalue()), survey_facts=found)
        log.write(connection, actor, "survey.attach", name, dict(now.survey_facts) or None, found, round_id=round_id)
    return found


@service
def detach(actor: Actor, round_id: int) -> None:
    """Take the responses out of the round again. Raises NotNow once it is closed."""
    with actor.store.writing() as connection:
        round = held(connection, round_id)
        _open(connection, round)
        if round.survey:
            records.change(connection, tables.rounds, {"id": round_id}, survey=None, survey_facts={})
            log.write(connection, actor, "survey.detach", "", dict(round.survey_facts), None, round_id=round_id)


def wanted(questionnaire: Questionnaire) -> bool:
    """Whether an edition asks anybody but the institution itself."""
    return any(item.respondent != RECORD for item in questionnaire.items.values())


def nameless(table: pa.Table, questionnaire: Questionnaire) -> pa.Table:
    """The columns that are read, with numbers in the place of what respondents were called; remarks and further columns are left out.

    >>> from questionnaires import load
    >>> table = pa.table({"subject": ["port", "port", "port"], "respondent": ["Kim", "Lee", "Kim"], "note": ["a", "b", "c"]})
    >>> nameless(table, load("kr_integrity_2012")).to_pydict()
    {'subject': ['port', 'port', 'port'], 'respondent': ['1', '2', '1']}
    """
    read = {*LEADING, "item", "answer", *questionnaire.nodes}
    kept = table.select([name for name in table.column_names if name in read])
    if "respondent" not in kept.column_names:
        return kept
    place = kept.column_names.index("respondent")
    coded = pc.dictionary_encode(kept["respondent"].combine_chunks())
    numbers = pc.cast(pc.add(coded.indices, 1), pa.string())
    return kept.set_column(place, "respondent", numbers)


def facts(responses: Responses, name: str, actor: Actor) -> dict[str, Any]:
    """What is in a file: responses by respondent group, institutions with none, and what a careful reader should know."""
    groups = {block.group: int(block.codes.shape[1]) for block in responses.blocks}
    there = {int(position) for block in responses.blocks for position in block.subject}
    without = [subject for position, subject in enumerate(responses.subjects) if position not in there]
    warned = [{language: told(warning, language) for language in LANGUAGES} for warning in responses.warnings]
    return {
        "file": name,
        "groups": groups,
        "institutions": len(there),
        "without": without,
        "warnings": warned,
        "at": actor.clock().isoformat(),
    }


def _open(connection: Connection, round: Round) -> list[str]:
    """The institutions of a round whose survey can be changed. Raises NotNow."""
    if stage_number(round) >= model.STAGES.index(model.CLOSED):
        raise NotNow(Message("the round is closed, so its survey stays as it is"))
    return [row["institution"] for row in records.every(connection, tables.returns, "institution", round_id=round.id)]


def _answered_elsewhere(responses: Responses, name: str) -> list[Mistake]:
    """What institutions answer in their returns stands in no survey file, so that no figure has two sources."""
    own = Message("holds answers of the institutions themselves ({group}); they belong in their returns", group=RECORD)
    found = [Mistake(name, own)] if any(block.group == RECORD for block in responses.blocks) else []
    if responses.given:
        what = Message("holds scores of whole parts ({names}); institutions enter them in their returns", names=", ".join(responses.given))
        found.append(Mistake(name, what))
    return found
