"""Answers to questions that were not asked: they count, and a careful reader is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from assessments.tables.answers import CODED
from assessments.tables.messages import Message
from questionnaires.conditions import asked_where
from questionnaires.model import RECORD, Condition, Item, Questionnaire

Columns = dict[str, NDArray[Any]]


def warnings(questionnaire: Questionnaire, table: pa.Table) -> list[Message]:
    """One line an item that was answered in responses whose other answers say that it is not asked; none without conditions."""
    conditional = _conditional(questionnaire)
    needed = {code: questionnaire.items[code] for codes in conditional.values() for code in codes}
    found: list[Message] = []
    for group in dict.fromkeys(item.respondent for item in needed.values()):
        mine = [code for code, item in needed.items() if item.respondent == group]
        columns, size = _responses(questionnaire, table, group, mine)
        asked = asked_where(questionnaire, columns, size) if columns else {}
        for code in columns.keys() & conditional.keys():
            times = int(((columns[code] != "") & ~asked[code]).sum())
            if times:
                responses = Message("1 response") if times == 1 else Message("{number} responses", number=times)
                found.append(
                    Message(
                        "'{code}' is answered in {responses} although it is not asked there; the answers count",
                        code=code,
                        responses=responses,
                    )
                )
    return sorted(found)


def _conditional(questionnaire: Questionnaire) -> dict[str, set[str]]:
    """Items with a condition, their own or one above them → themselves and all items that decide, directly or not."""
    needs: dict[str, set[str]] = {}
    for code in questionnaire.items:
        conditions: list[Condition] = []
        above: str | None = code
        while above:
            condition = questionnaire.nodes[above].ask_if
            conditions += [condition] if condition else []
            above = questionnaire.parents[above]
        if conditions:
            direct = {tested for condition in conditions for tested in _tested(condition)}
            needs[code] = {code, *direct, *(further for tested in direct for further in needs.get(tested, ()))}
    return needs


def _tested(condition: Condition) -> Iterator[str]:
    if condition.item is not None:
        yield condition.item
    for part in (*(condition.all_of or ()), *(condition.any_of or ()), *([condition.negated] if condition.negated else ())):
        yield from _tested(part)


def _responses(questionnaire: Questionnaire, table: pa.Table, group: str, codes: Sequence[str]) -> tuple[Columns, int]:
    """The answers of one respondent group to some items, one element a response; nothing if responses cannot be told apart."""
    names = table.column_names
    if not {"item", "answer"} <= set(names):
        frame = table.select([code for code in codes if code in names]).to_pandas()
        return {code: _written(questionnaire, questionnaire.items[code], frame[code]) for code in frame}, len(frame)
    keys = [key for key in ("subject", "respondent", "stratum") if key in names]
    if group != RECORD and "respondent" not in names:
        return {}, 0
    frame = table.select([*keys, "item", "answer"]).to_pandas()
    frame = frame[frame["item"].isin(codes)]
    response = frame.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    size = int(response.max(initial=-1)) + 1
    columns: Columns = {}
    for code in frame["item"].unique():
        mine = (frame["item"] == code).to_numpy()
        columns[code] = np.full(size, "", object)
        columns[code][response[mine]] = _written(questionnaire, questionnaire.items[code], frame["answer"][mine])
    return columns, size


def _written(questionnaire: Questionnaire, item: Item, column: pd.Series[Any]) -> NDArray[Any]:
    """Answers as the questionnaire writes them; blanks are empty, `2.0` is `2`, and coded specials are words."""
    choices = questionnaire.scales[item.scale].choices or {}

    def plain(text: str) -> str:
        whole = re.sub(r"\.0+$", "", text)
        return text if text in choices else whole if whole in choices else CODED.get(whole, whole)

    codes, distinct = pd.factorize(column)
    return np.array([*(plain(str(value).strip()) for value in distinct), ""], object)[codes]
