"""Whose a response is, and under which sampling design: strata, weights and populations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assessments.tables import answers
from assessments.tables.answers import Option, OutsideScale
from assessments.tables.columns import Integers, encode, index_of
from assessments.tables.messages import Message
from assessments.tables.reader import Reader
from questionnaires.model import RECORD, Item
from scoring.responses import Array, Block


@dataclass
class Rows:
    """One response a row: whose it is and under which design, numbers per distinct text."""

    subject: Integers
    respondent: Integers | None
    stratum: Integers | None
    weight: Array | None
    size: Array | None
    row: Integers | None = None

    def at(self, positions: Integers) -> Rows:
        """These rows only; `row` remembers where they stood."""

        def take(column: Any) -> Any:
            return None if column is None else column[positions]

        return Rows(take(self.subject), take(self.respondent), take(self.stratum), take(self.weight), take(self.size), positions)

    def places(self, mine: NDArray[np.bool_] | None) -> Integers:
        """Where these rows (of them `mine`) stand in the table."""
        everything = np.arange(len(self.subject)) if self.row is None else self.row
        return everything if mine is None else everything[mine]


def design_of(reader: Reader, table: pa.Table, subject: Integers) -> Rows:
    """Stratum, weight and population of each row, as far as the table has them."""
    group = encode(table["respondent_group"]) if "respondent_group" in table.column_names else None
    if group:
        allowed = {"", *reader.questionnaire.respondents}
        for position, text in enumerate(group[0]):
            if text not in allowed:
                known = ", ".join(reader.questionnaire.respondents)
                what = Message("'{group}' is no respondent group; expected one of {known}", group=text, known=known)
                reader.wrong(what, "respondent_group", np.flatnonzero(group[1] == position))
    stratum = index_of(table["stratum"]).astype(np.int64) if "stratum" in table.column_names else None
    weight = _numbers(reader, table, "weight", minimum=0.0)
    size = _numbers(reader, table, "stratum_size", minimum=1.0)
    respondent = index_of(table["respondent"]) if "respondent" in table.column_names else None
    return Rows(subject, respondent, stratum, weight, size)


def _numbers(reader: Reader, table: pa.Table, column: str, minimum: float) -> Array | None:
    if column not in table.column_names:
        return None
    if pa.types.is_floating(table[column].type) or pa.types.is_integer(table[column].type):
        numbers = pc.fill_null(pc.cast(table[column], pa.float64()), np.nan).to_numpy()
        below, infinite = Message("is below {minimum:g}", minimum=minimum), Message("is no finite number")
        for wrong, what in ((numbers < minimum, below), (np.isinf(numbers), infinite)):
            if wrong.any():
                reader.wrong(what, column, np.flatnonzero(wrong))
        return None if np.isnan(numbers).all() else numbers
    names, index = encode(table[column])
    values = np.full(len(names) + 1, np.nan)
    for position, text in enumerate(names):
        if not text:
            continue
        try:
            values[position] = answers.number(text)
        except OutsideScale as error:
            reader.wrong(error.what, column, np.flatnonzero(index == position))
        if values[position] < minimum:
            what = Message("{written} is below {minimum:g}", written=text, minimum=minimum)
            reader.wrong(what, column, np.flatnonzero(index == position))
    numbers = values[index]
    return None if np.isnan(numbers).all() else numbers


def answering(codes: NDArray[Any]) -> NDArray[np.bool_]:
    """Which responses answered anything; a response that is blank throughout is none."""
    return np.asarray(np.logical_or.reduce(codes, axis=0), bool)


def block_of(
    reader: Reader,
    group: str,
    items: Sequence[Item],
    codes: NDArray[Any],
    options: Collection[Option],
    rows: Rows,
    mine: NDArray[np.bool_] | None,
) -> Block:
    """Sorted by subject and stratum, weights completed, in the smallest integers that hold the options."""

    def take(column: NDArray[Any] | None) -> Any:
        return None if column is None else column if mine is None else column[mine]

    subject, stratum, weight, size = take(rows.subject), take(rows.stratum), take(rows.weight), take(rows.size)
    stratum = np.zeros(len(subject), np.int64) if stratum is None else stratum + 1
    key = subject * (int(stratum.max(initial=0)) + 1) + stratum
    key = key.astype(np.min_scalar_type(key.max(initial=0)))
    codes = codes.astype(np.min_scalar_type(len(options)), copy=False)
    order: Any = slice(None)
    if (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")
        subject, key = subject[order], key[order]
        weight, size = (None if column is None else column[order] for column in (weight, size))
        for row in codes:
            row[:] = row[order]
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    counts = np.diff(starts, append=len(key))
    stratum = np.repeat(np.arange(len(starts)), counts)
    size = None if size is None else _sizes(reader, group, size, starts, counts, lambda: rows.places(mine)[order])
    weight = _weights(weight, size, counts)
    points = np.array([option.points for option in options])
    kinds = np.array([option.kind for option in options], np.uint8)
    names = tuple(item.code for item in items)
    return Block(group, names, codes, points, kinds, subject, stratum, weight, size, sampled=group != RECORD)


def _sizes(reader: Reader, group: str, size: Array, starts: Integers, counts: Integers, places: Callable[[], Integers]) -> Array:
    """The population of each row's stratum, which stands in every row of the stratum or in some; `places` are the rows of the table."""
    low, high = np.fmin.reduceat(size, starts), np.fmax.reduceat(size, starts)
    for wrong, what in (
        (low < high, Message("a stratum has two different sizes; it has one")),
        (low < counts, Message("a stratum has more respondents than its size says")),
    ):
        if wrong.any():
            about = Message("{about}: {what}", about=group, what=what)
            reader.wrong(about, "stratum_size", np.sort(places()[np.repeat(wrong, counts)]))
    return np.repeat(low, counts)


def _weights(weight: Array | None, size: Array | None, counts: Integers) -> Array | None:
    """Given weights; where there are none but the stratum's population is known, population over respondents; else 1."""
    if weight is None and size is None:
        return None
    default = np.ones(counts.sum()) if size is None else np.where(np.isnan(size), 1.0, size / np.repeat(counts, counts))
    return default if weight is None else np.where(np.isnan(weight), default, weight)
