"""What an edition ships to try: published results, illustrations, and a demonstration country.

A sample is a sub-folder of the edition's folder with an `answers.csv` (and perhaps `institutions.csv`, `README.md`),
or the demonstration, which is made up on the spot for editions about institutions.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from assessments import demonstration
from assessments.institutions import Institution, read_institutions
from assessments.reading import from_table
from assessments.tables.files import read_table
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake, hint
from questionnaires.catalogue import Edition
from scoring.responses import Responses

ANSWERS, INSTITUTIONS, PRINTED = "answers.csv", "institutions.csv", "printed.csv"
DEMONSTRATION = "demonstration"
KINDS = ("published", "illustration", DEMONSTRATION)


def names(edition: Edition) -> list[str]:
    """The samples of an edition: published results first, then illustrations, then the demonstration."""
    folders = sorted((path.parent.name for path in edition.folder.glob(f"*/{ANSWERS}")), key=lambda name: (KINDS.index(kind(name)), name))
    return [*folders, *([DEMONSTRATION] if demonstration.fits(edition.questionnaire) else [])]


def kind(name: str) -> str:
    """What a sample is: `published` figures, an `illustration` of our own, or the `demonstration`.

    >>> kind("published"), kind("published_2019"), kind("three_provisions")
    ('published', 'published', 'illustration')
    """
    return next((kind for kind in KINDS if name.startswith(kind)), "illustration")


def cycles(edition: Edition, name: str) -> list[str]:
    """The cycles that a sample's answers tell apart, oldest first; none if they tell none apart. Raises DataError."""
    if name == DEMONSTRATION:
        return []
    table, _ = read_table(_folder(edition, name) / ANSWERS)
    return _cycles(table)


def load(edition: Edition, name: str, cycle: str = "", language: str = "") -> tuple[Responses, dict[str, Institution]]:
    """A sample's responses and institutions, as an upload would give them. Raises DataError.

    `cycle` is by default the last one. Of a sample with several cycles only institutions with answers of that cycle come along.
    `language` is for the names in the demonstration (by default the edition's own).
    """
    questionnaire = edition.questionnaire
    if name == DEMONSTRATION:
        known = demonstration.institutions(questionnaire, language or questionnaire.language)
        return from_table(demonstration.answers(questionnaire), questionnaire, cycle, known, DEMONSTRATION), known
    folder = _folder(edition, name)
    table, digest = read_table(folder / ANSWERS, f"{name}/{ANSWERS}")
    cycle = cycle or next(reversed(_cycles(table)), "")
    known = _institutions(edition, folder, name)
    if known and _cycles(table):
        there = set(_of_cycle(table, cycle)["subject"].to_pylist())
        known = {subject: institution for subject, institution in known.items() if subject in there}
    responses = from_table(table, questionnaire, cycle, known or None, f"{name}/{ANSWERS}", digest)
    return responses, known or {subject: Institution(subject) for subject in responses.subjects}


def files(edition: Edition, name: str, language: str = "") -> dict[str, bytes]:
    """The files of a sample, to take away; by file name. Raises DataError."""
    if name == DEMONSTRATION:
        return demonstration.files(edition.questionnaire, language or edition.questionnaire.language)
    return {path.name: path.read_bytes() for path in sorted(_folder(edition, name).iterdir()) if path.is_file()}


@dataclass(frozen=True)
class Printed:
    """A published figure that the sample's parts should give: `verdict` is exact, rounding, deduction or misfit."""

    subject: str
    item: str
    printed: str
    verdict: str
    implied_deduction: str
    source: str


def printed(edition: Edition, name: str, cycle: str) -> list[Printed]:
    """What was printed for a cycle of a published sample; nothing for other samples."""
    path = edition.folder / name / PRINTED
    if name not in names(edition) or not path.is_file():
        return []
    table, _ = read_table(path, f"{name}/{PRINTED}")
    rows = [{key: str(value or "") for key, value in row.items()} for row in table.to_pylist()]
    wanted = [field.name for field in fields(Printed)]
    return [Printed(**{key: row[key] for key in wanted}) for row in rows if row["cycle"] == cycle and not row.get("printed_as")]


def _folder(edition: Edition, name: str) -> Path:
    known = names(edition)
    if name not in known:
        there = ", ".join(known) or Message("none")
        what = Message("there is no sample '{name}'{hint}; there is {known}", name=name, hint=hint(name, known), known=there)
        raise DataError([Mistake(edition.questionnaire.id, what)])
    return edition.folder / name


def _institutions(edition: Edition, folder: Path, name: str) -> dict[str, Institution]:
    path = folder / INSTITUTIONS
    return read_institutions(path, edition.questionnaire, f"{name}/{INSTITUTIONS}") if path.is_file() else {}


def _cycles(table: pa.Table) -> list[str]:
    return sorted({str(cycle) for cycle in table["cycle"].to_pylist()}) if "cycle" in table.column_names else []


def _of_cycle(table: pa.Table, cycle: str) -> pa.Table:
    return table.filter(pc.equal(table["cycle"].cast(pa.string()), cycle))
