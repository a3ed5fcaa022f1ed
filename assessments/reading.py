"""From a table of answers, long or wide, to Responses; or to every mistake in it, with row and column."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from assessments.tables import skipped
from assessments.tables.columns import Integers, encode, more_than
from assessments.tables.files import read_table
from assessments.tables.long import read_long
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, hint, missing_column
from assessments.tables.reader import LEADING, Reader
from assessments.tables.wide import read_wide
from questionnaires.model import Questionnaire
from scoring.responses import Responses

__all__ = ["LEADING", "from_table", "read_responses"]

SUBJECTS = 200_000


def read_responses(
    path: Path | str, questionnaire: Questionnaire, cycle: str = "", institutions: Collection[str] | None = None, name: str | None = None
) -> Responses:
    """Responses from csv, xlsx or parquet, long (`subject, item, answer`) or wide (items as columns).

    `institutions` are the subjects that may occur; those without answers come along without scores. Of a file
    with a column `cycle` the rows of that `cycle` are read. Columns `source` and `note` are for people.
    Raises DataError with every mistake: unknown item or institution, answers outside the scale, repeated answers …
    """
    table, digest = read_table(path, name)
    return from_table(table, questionnaire, cycle, institutions, name or Path(path).name, digest)


def from_table(
    table: pa.Table | pd.DataFrame,
    questionnaire: Questionnaire,
    cycle: str = "",
    institutions: Collection[str] | None = None,
    name: str = "answers",
    digest: str = "",
) -> Responses:
    """Responses from a table that is in memory already; as `read_responses`."""
    if isinstance(table, pd.DataFrame):
        table = pa.Table.from_pandas(table, preserve_index=False)
    digest = digest or hashlib.sha256(table.to_pandas().to_csv(index=False).encode()).hexdigest()
    reader = Reader(questionnaire, name)
    _check_columns(reader, table)
    table, cycle = _one_cycle(reader, table, cycle)
    table = _with_subject(reader, table)
    subjects, subject = _subjects(reader, table, institutions)
    long = {"item", "answer"} <= set(table.column_names)
    blocks, given = (read_long if long else read_wide)(reader, table, subjects, subject)
    if reader.mistakes:
        raise DataError(sorted(reader.mistakes, key=lambda mistake: mistake.rows[:1]))
    for warning in skipped.warnings(questionnaire, table):
        reader.warn(warning)
    return Responses(subjects, tuple(blocks), given, cycle, digest, tuple(reader.warnings))


def _check_columns(reader: Reader, table: pa.Table) -> None:
    """What no row can be read without. Raises DataError."""
    names = table.column_names
    if "subject" not in names:
        reader.wrong(missing_column("subject", names))
    if "item" in names and "answer" not in names:
        reader.wrong(missing_column("answer", names))
    if "answer" in names and "item" not in names:
        reader.wrong(missing_column("item", names))
    for column in table.schema:
        if pa.types.is_nested(column.type):
            reader.wrong(Message("holds lists or records; each cell needs one value"), column.name)
    if not reader.mistakes and (number := more_than(SUBJECTS, table["subject"])):
        what = Message(
            "holds {number:,} different subjects, and the limit is {limit:,}; people who answer belong in the column 'respondent'",
            number=number,
            limit=SUBJECTS,
        )
        reader.wrong(what, "subject")
    if reader.mistakes:
        raise DataError(reader.mistakes)


def _one_cycle(reader: Reader, table: pa.Table, cycle: str) -> tuple[pa.Table, str]:
    """The rows of one cycle, where the file tells cycles apart."""
    if "cycle" not in table.column_names:
        return table, cycle
    names, index = encode(table["cycle"])
    if not cycle and len(names) == 1:
        return table, names[0]
    if cycle not in names:
        found = ", ".join(sorted(names))
        absent = Message("has no rows of cycle '{cycle}'; it has {found}", cycle=cycle, found=found)
        reader.wrong(absent if cycle else Message("holds several cycles; choose one of {found}", found=found), "cycle")
        raise DataError(reader.mistakes)
    reader.kept = np.flatnonzero(index == names.index(cycle))
    return table.take(reader.kept), cycle


def _with_subject(reader: Reader, table: pa.Table) -> pa.Table:
    """The rows that say whom they are about; the others are a mistake, and nothing further is said about them."""
    names, index = encode(table["subject"])
    blank = (index < 0) | (index == names.index("") if "" in names else False)
    if not blank.any():
        return table
    reader.wrong(Message("the subject is blank"), "subject", np.flatnonzero(blank))
    if blank.all():
        raise DataError(reader.mistakes)
    named = np.flatnonzero(~blank)
    reader.kept = named if reader.kept is None else reader.kept[named]
    return table.take(named)


def _subjects(reader: Reader, table: pa.Table, institutions: Collection[str] | None) -> tuple[tuple[str, ...], Integers]:
    """All subjects by name, and each row's position among them."""
    names, index = encode(table["subject"])
    if institutions is not None:
        for position, text in enumerate(names):
            if text not in institutions:
                what = Message("'{subject}' is not among the institutions{hint}", subject=text, hint=hint(text, institutions))
                reader.wrong(what, "subject", np.flatnonzero(index == position))
    subjects = tuple(sorted({*names, *(institutions or ())}))
    place = {text: position for position, text in enumerate(subjects)}
    return subjects, np.array([place[text] for text in names], np.int64)[index]
