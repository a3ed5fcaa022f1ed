"""Distinct answers become options of a block; numbers for groups become their scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assessments.tables import answers
from assessments.tables.answers import Option, OutsideScale
from assessments.tables.columns import Integers
from assessments.tables.messages import Message
from assessments.tables.reader import Reader
from scoring.responses import Array

Options = dict[Option, int]


def option_position(found: Option, options: Options) -> int:
    """Where an option stands in the table; a new one comes last."""
    return options[answers.BLANK] if found.kind == answers.BLANK.kind else options.setdefault(found, len(options))


def given_scores(
    reader: Reader, code: str, names: list[str], index: Integers, subject: Integers, positions: Integers, size: int, column: str
) -> Array | None:
    """One number a subject that sets a group."""
    values = np.full(len(names) + 1, np.nan)
    for position in np.unique(index[index >= 0]):
        text = names[position]
        if not text:
            continue
        try:
            values[position] = answers.given(reader.questionnaire, code, text)
        except OutsideScale as error:
            reader.wrong(Message("{about}: {what}", about=code, what=error.what), column, positions[index == position])
    numbers = values[index]
    there = ~np.isnan(numbers)
    repeated = pd.Series(subject[there]).duplicated().to_numpy()
    if repeated.any():
        what = Message("the group '{code}' is given a second time for this subject", code=code)
        reader.wrong(what, column, positions[there][repeated])
    result = np.full(size, np.nan)
    result[subject[there]] = numbers[there]
    return result if there.any() else None
