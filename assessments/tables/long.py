"""Long tables: one row an answer, gathered into responses."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa

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


def read_long(reader: Reader, table: pa.Table, subjects: tuple[str, ...], subject: Integers) -> tuple[list[Block], dict[str, Array]]:
    questionnaire = reader.questionnaire
    strangers = set(table.column_names) - {*LEADING, *REMARKS, "item", "answer"}
    for column in sorted(strangers):
        reader.warn(Message("the column '{column}' is not used", column=column))
    rows = design_of(reader, table, subject)
    item_names, item_index = encode(table["item"])
    answer_names, answer_index = encode(table["answer"])
    group_names, group_index = encode(table["respondent_group"]) if "respondent_group" in table.column_names else ([], None)
    blank = (item_index < 0) | (item_index == item_names.index("") if "" in item_names else False)
    if blank.any():
        reader.wrong(Message("the item is blank"), "item", np.flatnonzero(blank))
    given: dict[str, Array] = {}
    by_group: dict[str, list[tuple[Item, Integers]]] = {}
    for position, code in enumerate(item_names):
        where = np.flatnonzero(item_index == position)
        if code in questionnaire.groups:
            column = given_scores(reader, code, answer_names, answer_index[where], subject[where], where, len(subjects), "answer")
            given.update({} if column is None else {code: column})
        elif code in questionnaire.items:
            item = questionnaire.items[code]
            _right_group(reader, item, group_names, group_index, where)
            by_group.setdefault(item.respondent, []).append((item, where))
        elif code:
            near = hint(code, questionnaire.nodes)
            what = Message("'{code}' is no item or group of {questionnaire}{hint}", code=code, questionnaire=questionnaire.id, hint=near)
            reader.wrong(what, "item", where)
    blocks = [_long_block(reader, rows, group, parts, answer_names, answer_index) for group, parts in by_group.items()]
    return [block for block in blocks if block], given


def _right_group(reader: Reader, item: Item, names: list[str], index: Integers | None, where: Integers) -> None:
    if index is None:
        return
    other = [position for position, name in enumerate(names) if name != item.respondent and name in reader.questionnaire.respondents]
    wrong = where[np.isin(index[where], other)]
    if len(wrong):
        what = Message("'{code}' is asked of {respondent}, not of this respondent group", code=item.code, respondent=item.respondent)
        reader.wrong(what, "respondent_group", wrong)


def _long_block(
    reader: Reader, rows: Rows, group: str, parts: Iterable[tuple[Item, Integers]], names: list[str], index: Integers
) -> Block | None:
    """Rows of one answer each, gathered into one column a response. Without a respondent each answer of a
    sample is a response of its own, and of a record the subject's one and only."""
    parts = sorted(parts, key=lambda part: list(reader.questionnaire.items).index(part[0].code))
    everything = np.concatenate([where for _, where in parts])
    response, first = _responses(reader, rows, group, everything)
    options: Options = {answers.BLANK: 0}
    codes = np.zeros((len(parts), len(first)), np.uint32)
    start = 0
    for position, (item, where) in enumerate(parts):
        used = np.unique(index[where])
        known = np.zeros(len(names) + 1, np.uint32)
        for text in used[used >= 0]:
            try:
                known[text] = option_position(answers.option(reader.questionnaire, item, names[text]), options)
            except OutsideScale as error:
                what = Message("{about}: {what}", about=item.code, what=error.what)
                reader.wrong(what, "answer", where[index[where] == text])
        columns = response[start : start + len(where)]
        start += len(where)
        repeated = pd.Series(columns).duplicated().to_numpy()
        if repeated.any():
            alone = Message("'{code}' is answered a second time for this subject", code=item.code)
            person = Message("'{code}' is answered a second time by the same respondent", code=item.code)
            reader.wrong(alone if rows.respondent is None else person, "item", where[repeated])
        codes[position, columns] = known[index[where]]
    answered = answering(codes)
    if not answered.any():
        return None
    return block_of(reader, group, [item for item, _ in parts], codes[:, answered], options, rows.at(first[answered]), None)


def _responses(reader: Reader, rows: Rows, group: str, where: Integers) -> tuple[Integers, Integers]:
    """For each row the number of its response, and for each response its first row."""
    if rows.respondent is None and group != RECORD:
        reader.warn(
            Message(
                "there is no column 'respondent', so answers of {group} to different items count as different people; margins are then approximate",
                group=group,
            )
        )
        return np.arange(len(where)), where
    columns = (
        [rows.subject] if rows.respondent is None else [rows.subject, rows.respondent, *([] if rows.stratum is None else [rows.stratum])]
    )
    numbers = (
        pd.DataFrame({position: column[where] for position, column in enumerate(columns)})
        .groupby(list(range(len(columns))), sort=False)
        .ngroup()
        .to_numpy()
    )
    _, first = np.unique(numbers, return_index=True)
    for name, column in (("weight", rows.weight), ("stratum_size", rows.size)):
        if column is not None:
            differs = ~((column[where] == column[where[first]][numbers]) | np.isnan(column[where]))
            if differs.any():
                what = Message("differs from the same respondent's other rows; it is one number a respondent")
                reader.wrong(what, name, where[differs])
    return np.asarray(numbers, np.int64), where[first]
