"""Wide tables: one row a response, items and given groups as columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from assessments.tables import answers
from assessments.tables.answers import OutsideScale
from assessments.tables.columns import Integers, encode
from assessments.tables.design import Rows, answering, block_of, design_of
from assessments.tables.messages import Message
from assessments.tables.options import Options, given_scores, option_position
from assessments.tables.problems import hint
from assessments.tables.reader import LEADING, REMARKS, Reader
from questionnaires.model import RECORD, Item
from scoring.responses import Array, Block


def read_wide(reader: Reader, table: pa.Table, subjects: tuple[str, ...], subject: Integers) -> tuple[list[Block], dict[str, Array]]:
    questionnaire = reader.questionnaire
    columns = [column for column in table.column_names if column not in (*LEADING, *REMARKS)]
    for column in columns:
        if column not in questionnaire.nodes:
            what = Message(
                "'{column}' is no item, group or leading column of {questionnaire}{hint}",
                column=column,
                questionnaire=questionnaire.id,
                hint=hint(column, [*questionnaire.nodes, *LEADING]),
            )
            reader.wrong(what, column)
    if not any(column in questionnaire.nodes for column in columns):
        reader.wrong(Message("has no column for an answer; needs 'item' and 'answer' (long), or items as columns (wide)"))
    rows = design_of(reader, table, subject)
    groups = [column for column in columns if column in questionnaire.groups]
    given = {code: column for code in groups if (column := _given_wide(reader, table, code, subject, len(subjects))) is not None}
    items = [questionnaire.items[column] for column in columns if column in questionnaire.items]
    blocks = []
    for group in dict.fromkeys(item.respondent for item in items):
        block = _wide_block(reader, table, rows, group, [item for item in items if item.respondent == group])
        blocks += [block] if block else []
    return blocks, given


def _wide_block(reader: Reader, table: pa.Table, rows: Rows, group: str, items: list[Item]) -> Block | None:
    mine = _rows_of_group(reader, table, group)
    options: Options = {answers.BLANK: 0}
    columns = []
    for item in items:
        names, index = encode(table[item.code])
        known = _options(reader, item, names, index, options, mine)
        if mine is not None:
            _strangers(reader, table, item, (known[index] > 0) & ~mine)
            index = index[mine]
        columns.append((known, index))
    codes = np.empty((len(items), len(columns[0][1])), np.min_scalar_type(len(options)))
    for row, (known, index) in zip(codes, columns, strict=True):
        row[:] = known[index]
    answered = answering(codes)
    if not answered.all():
        codes = codes[:, answered]
        mine = answered if mine is None else _narrowed(mine, answered)
    if codes.shape[1] == 0:
        return None
    _once(reader, rows, group, mine)
    return block_of(reader, group, items, codes, options, rows, mine)


def _narrowed(mine: NDArray[np.bool_], answered: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of the rows that are marked, those that answered."""
    narrowed = mine.copy()
    narrowed[mine] = answered
    return narrowed


def _strangers(reader: Reader, table: pa.Table, item: Item, answered: NDArray[np.bool_]) -> None:
    """Answers in rows of another respondent group, or of none. Groups that do not exist are a mistake already."""
    if not answered.any():
        return
    names, index = encode(table["respondent_group"])
    blank = (index < 0) | (index == names.index("") if "" in names else False)
    others = np.isin(index, [position for position, text in enumerate(names) if text in reader.questionnaire.respondents])
    if (answered & others).any():
        what = Message("is asked of {respondent}; these rows belong to another respondent group", respondent=item.respondent)
        reader.wrong(what, item.code, np.flatnonzero(answered & others))
    if (answered & blank).any():
        what = Message(
            "is answered, but the respondent group is blank; '{code}' is asked of {respondent}", code=item.code, respondent=item.respondent
        )
        reader.wrong(what, "respondent_group", np.flatnonzero(answered & blank))


def _once(reader: Reader, rows: Rows, group: str, mine: NDArray[np.bool_] | None) -> None:
    """A respondent who is named has one row a subject and stratum; facts that nobody is named for have one row a subject."""
    positions = np.arange(len(rows.subject)) if mine is None else np.flatnonzero(mine)
    named = np.zeros(len(positions), bool) if rows.respondent is None else rows.respondent[positions] >= 0
    people, facts = positions[named], positions[~named] if group == RECORD else positions[:0]
    if rows.respondent is not None:
        columns = [rows.subject, rows.respondent, *([] if rows.stratum is None else [rows.stratum])]
        again = pd.DataFrame({place: column[people] for place, column in enumerate(columns)}).duplicated().to_numpy()
        if again.any():
            what = Message("this respondent has a row already; each respondent has one row for a subject")
            reader.wrong(what, "respondent", people[again])
    again = pd.Series(rows.subject[facts]).duplicated().to_numpy()
    if again.any():
        what = Message("this subject has a row already; each subject has one row of facts")
        reader.wrong(what, "subject", facts[again])


def _rows_of_group(reader: Reader, table: pa.Table, group: str) -> NDArray[np.bool_] | None:
    """Which rows belong to a respondent group; none if all do or the table does not say."""
    if "respondent_group" not in table.column_names:
        return None
    names, index = encode(table["respondent_group"])
    mine = np.isin(index, [position for position, text in enumerate(names) if text == group])
    return None if mine.all() else mine


def _options(
    reader: Reader, item: Item, names: list[str], index: Integers, options: Options, mine: NDArray[np.bool_] | None
) -> NDArray[np.unsignedinteger[Any]]:
    """For each distinct text of a column its position among the block's options; at the end, where −1 points, that of 'nothing'."""
    known = np.zeros(len(names) + 1, np.min_scalar_type(len(options) + len(names)))
    for position, text in enumerate(names):
        try:
            found = answers.option(reader.questionnaire, item, text)
        except OutsideScale as error:
            where = (index == position) if mine is None else (index == position) & mine
            reader.wrong(error.what, item.code, np.flatnonzero(where))
            continue
        known[position] = option_position(found, options)
    return known


def _given_wide(reader: Reader, table: pa.Table, code: str, subject: Integers, size: int) -> Array | None:
    names, index = encode(table[code])
    return given_scores(reader, code, names, index, subject, np.arange(len(index)), size, code)
