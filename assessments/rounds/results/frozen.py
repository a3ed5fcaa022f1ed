"""Scorecards from frozen files: written once when a round is closed, made again from the same bytes whenever they are looked at."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from assessments.institutions import Institution
from assessments.reading import from_table
from assessments.results.assess import Scorecards, assess
from assessments.rounds.results.answered import Answered
from assessments.store.files import Files
from assessments.tables.files import read_table
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake
from questionnaires.catalogue import Edition
from scoring.responses import Responses

READ = ["subject", "item", "answer"]
RETURNS, SURVEY = Message("returns"), Message("survey")


@dataclass(frozen=True)
class Sources:
    """What scorecards are made from, by name in the file store; `silent` handed in nothing, `weights` replace the edition's own."""

    responses: str
    institutions: str
    survey: str = ""
    cycle: str = ""
    silent: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()


def keep(files: Files, answered: Answered, survey: str, cycle: str) -> Sources:
    """Write what was answered, and who was assessed; the same answers make the same bytes."""
    parquet = io.BytesIO()
    pq.write_table(answered.table, parquet)
    known = [asdict(one) for one in answered.institutions.values()]
    listed = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return Sources(files.keep(parquet.getvalue()), files.keep(listed), survey, cycle, answered.silent)


def scorecards(files: Files, edition: Edition, sources: Sources) -> Scorecards:
    """The scorecards that these files give, under the pinned edition. Raises DataError for a survey that does not fit the round."""
    known = institutions(files, sources.institutions)
    responses = responses_of(files, edition, sources, known)
    return assess(edition.questionnaire, responses, known, dict(sources.weights), folder=edition.folder)


def institutions(files: Files, name: str) -> dict[str, Institution]:
    """Who was assessed, by subject, as of then."""
    return {row["subject"]: Institution(**row) for row in json.loads(files.read(name))}


def table(files: Files, name: str) -> pa.Table:
    """The frozen answers of returns (`subject, item, answer, kind, at`)."""
    return pq.read_table(io.BytesIO(files.read(name)))


def responses_of(files: Files, edition: Edition, sources: Sources, known: Mapping[str, Institution]) -> Responses:
    """The answers of returns and of the survey together, subjects aligned; who handed in nothing is named. Raises DataError."""
    questionnaire = edition.questionnaire
    own = from_table(table(files, sources.responses).select(READ), questionnaire, sources.cycle, known, RETURNS, sources.responses)
    if sources.survey:
        own = combined(own, _survey(files, edition, sources, known))
    if sources.silent:
        names = ", ".join(known[code].label if code in known else code for code in sources.silent)
        told = Message("these institutions handed in no return, so none of their answers count: {names}", names=names)
        own = replace(own, warnings=(*own.warnings, told))
    return own


def combined(returns: Responses, survey: Responses) -> Responses:
    """Two sets of responses about the same subjects as one; no respondent group and no figure stands in both. Raises DataError."""
    twice = {block.group for block in returns.blocks} & {
        block.group for block in survey.blocks
    } | returns.given.keys() & survey.given.keys()
    if twice:
        what = Message("holds {names}, which the returns hold too; take them out of one of the two", names=", ".join(sorted(twice)))
        raise DataError([Mistake(SURVEY, what)])
    digest = hashlib.sha256(f"{returns.digest}\n{survey.digest}".encode()).hexdigest()
    blocks, given = (*returns.blocks, *survey.blocks), {**returns.given, **survey.given}
    return Responses(returns.subjects, blocks, given, returns.cycle or survey.cycle, digest, (*returns.warnings, *survey.warnings))


def as_frozen(made: Scorecards, content: bytes) -> Scorecards:
    """Scorecards with the figures that were frozen. They are the same unless the software computes differently today, and then that is said."""
    cards = json.loads(content)
    codes = list(made.questionnaire.nodes)
    nodes = [{node["code"]: node for node in card["nodes"]} for card in cards]
    then = {
        name: {code: np.array([np.nan if one[code][key] is None else one[code][key] for one in nodes], float) for code in codes}
        for name, key in (("values", "value"), ("errors", "se"))
    }
    made_by = cards[0]["made_by"] if cards else made.made_by
    if all(
        np.array_equal(getattr(made.scores, name)[code], columns[code], equal_nan=True) for name, columns in then.items() for code in codes
    ):
        return replace(made, made_by=made_by)
    answers = {code: np.array([one[code]["answers"] for one in nodes], np.int64) for code in codes}
    told = Message("the figures are as they were made with {software}; today's software would compute others", software=made_by["software"])
    scores = replace(made.scores, values=then["values"], errors=then["errors"], answers=answers)
    return replace(made, scores=scores, made_by=made_by, warnings=(*made.warnings, told))


def _survey(files: Files, edition: Edition, sources: Sources, known: Mapping[str, Institution]) -> Responses:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.parquet"
        path.write_bytes(files.read(sources.survey))
        read, digest = read_table(path, SURVEY)
        return from_table(read, edition.questionnaire, sources.cycle, known, SURVEY, digest)
