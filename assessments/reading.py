"""From a table of answers, long or wide, to Responses; or to every mistake in it, with row and column."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assessments import answers
from assessments.answers import Option, OutsideScale
from assessments.files import read_table
from assessments.problems import DataError, Mistake, spreadsheet_rows
from questionnaires.model import RECORD, Item, Questionnaire
from questionnaires.problems import did_you_mean
from scoring.responses import Array, Block, Responses

LEADING = ("subject", "cycle", "respondent_group", "respondent", "stratum", "stratum_size", "weight")
REMARKS = ("source", "note")
Integers = NDArray[np.int64]


@dataclass
class Rows:
    """One response a row: whose it is and under which design, numbers per distinct text."""

    subject: Integers
    respondent: Integers | None
    stratum: Integers | None
    weight: Array | None
    size: Array | None

    def at(self, positions: Integers) -> Rows:
        """These rows only."""

        def take(column: Any) -> Any:
            return None if column is None else column[positions]

        return Rows(take(self.subject), take(self.respondent), take(self.stratum), take(self.weight), take(self.size))


@dataclass
class Reader:
    """What is being read, and what was wrong so far."""

    questionnaire: Questionnaire
    file: str
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    kept: Integers | None = None

    def wrong(self, what: str, column: str = "", positions: Sequence[int] | Any = ()) -> None:
        """Note a mistake; positions count the rows that are read (`kept` says which rows of the file they are)."""
        positions = positions if self.kept is None else self.kept[np.asarray(positions, np.int64)]
        self.mistakes.append(Mistake(self.file, what, column, spreadsheet_rows(positions)))


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
    if "subject" not in table.column_names:
        hint = next((hint for column in table.column_names if (hint := did_you_mean(column, ["subject"]))), "")
        reader.wrong(
            f"the column 'subject' is missing{hint and ' (instead of a column that is nearly called so)'}; found: {', '.join(table.column_names)}"
        )
        raise DataError(reader.mistakes)
    table, cycle = _one_cycle(reader, table, cycle)
    subjects, subject = _subjects(reader, table, institutions)
    long = {"item", "answer"} <= set(table.column_names)
    blocks, given = (_long if long else _wide)(reader, table, subjects, subject)
    if reader.mistakes:
        raise DataError(reader.mistakes)
    return Responses(subjects, tuple(blocks), given, cycle, digest, tuple(reader.warnings))


def _one_cycle(reader: Reader, table: pa.Table, cycle: str) -> tuple[pa.Table, str]:
    """The rows of one cycle, where the file tells cycles apart."""
    if "cycle" not in table.column_names:
        return table, cycle
    names, index = _encode(table["cycle"])
    if not cycle and len(names) == 1:
        return table, names[0]
    if cycle not in names:
        found = ", ".join(sorted(names))
        reader.wrong(
            f"has no rows of cycle '{cycle}'; it has {found}" if cycle else f"holds several cycles; choose one of {found}", "cycle"
        )
        raise DataError(reader.mistakes)
    reader.kept = np.flatnonzero(index == names.index(cycle))
    return table.take(reader.kept), cycle


def _subjects(reader: Reader, table: pa.Table, institutions: Collection[str] | None) -> tuple[tuple[str, ...], Integers]:
    """All subjects by name, and each row's position among them."""
    names, index = _encode(table["subject"])
    blank = [position for position, text in enumerate(names) if not text]
    if blank or (index < 0).any():
        reader.wrong("the subject is blank", "subject", np.flatnonzero((index < 0) | np.isin(index, blank)))
    if institutions is not None:
        for position, text in enumerate(names):
            if text and text not in institutions:
                what = f"'{text}' is not among the institutions{did_you_mean(text, institutions)}"
                reader.wrong(what, "subject", np.flatnonzero(index == position))
    subjects = tuple(sorted({*names, *(institutions or ())} - {""}))
    place = {text: position for position, text in enumerate(subjects)}
    return subjects, np.array([place.get(text, 0) for text in names] or [0])[np.maximum(index, 0)]


def _encode(column: pa.ChunkedArray) -> tuple[list[str], Integers]:
    """The distinct texts of a column, and each row's position among them; −1 where there is nothing."""
    encoded = column.combine_chunks()
    if not pa.types.is_dictionary(encoded.type):
        encoded = pc.dictionary_encode(encoded)
    index = encoded.indices
    if index.null_count:
        index = pc.fill_null(index, -1)
    return [_text(value) for value in encoded.dictionary.to_pylist()], index.to_numpy(zero_copy_only=False)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _wide(reader: Reader, table: pa.Table, subjects: tuple[str, ...], subject: Integers) -> tuple[list[Block], dict[str, Array]]:
    questionnaire = reader.questionnaire
    columns = [column for column in table.column_names if column not in (*LEADING, *REMARKS)]
    for column in columns:
        if column not in questionnaire.nodes:
            hint = did_you_mean(column, [*questionnaire.nodes, *LEADING])
            reader.wrong(f"'{column}' is no item, group or leading column of {questionnaire.id}{hint}", column)
    if not any(column in questionnaire.nodes for column in columns):
        reader.wrong("has no column for an answer; needs 'item' and 'answer' (long), or items as columns (wide)")
    rows = _design(reader, table, subject)
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
    options: list[Option] = [answers.BLANK]
    matrix: list[NDArray[Any]] = []
    for item in items:
        names, index = _encode(table[item.code])
        known = _options(reader, item, names, index, options, mine)
        codes = known[index + 1]
        if mine is not None:
            if (codes[~mine] > 0).any():
                what = f"is asked of {group}; these rows belong to another respondent group"
                reader.wrong(what, item.code, np.flatnonzero((codes > 0) & ~mine))
            codes = codes[mine]
        matrix.append(codes)
    codes = np.array(matrix)
    if mine is None:
        kept = np.asarray((codes > 0).any(axis=0))
        mine = None if kept.all() else kept
        codes = codes if mine is None else codes[:, mine]
    if codes.shape[1] == 0:
        return None
    if group == RECORD:
        _once(reader, rows, mine)
    return _block(reader, group, items, codes, options, rows, mine)


def _once(reader: Reader, rows: Rows, mine: NDArray[np.bool_] | None) -> None:
    """A record is one fact a subject, unless several respondents (assessors) are told apart."""
    if rows.respondent is not None:
        return
    positions = np.arange(len(rows.subject)) if mine is None else np.flatnonzero(mine)
    repeated = pd.Series(rows.subject[positions]).duplicated().to_numpy()
    if repeated.any():
        reader.wrong("this subject has a row already; each subject has one row of facts", "subject", positions[repeated])


def _rows_of_group(reader: Reader, table: pa.Table, group: str) -> NDArray[np.bool_] | None:
    """Which rows belong to a respondent group; none if all do or the table does not say."""
    if "respondent_group" not in table.column_names:
        return None
    names, index = _encode(table["respondent_group"])
    mine = np.isin(index, [position for position, text in enumerate(names) if text == group])
    return None if mine.all() else mine


def _options(
    reader: Reader, item: Item, names: list[str], index: Integers, options: list[Option], mine: NDArray[np.bool_] | None
) -> NDArray[np.uint32]:
    """For each distinct text of a column its position among the block's options, shifted by one for 'nothing'."""
    known = np.zeros(len(names) + 1, np.uint32)
    for position, text in enumerate(names):
        try:
            found = answers.option(reader.questionnaire, item, text)
        except OutsideScale as error:
            where = (index == position) if mine is None else (index == position) & mine
            reader.wrong(str(error), item.code, np.flatnonzero(where))
            continue
        known[position + 1] = _position(found, options)
    return known


def _position(found: Option, options: list[Option]) -> int:
    """Where an option stands in the table; nan points are equal to each other here."""
    if found.kind == answers.BLANK.kind:
        return 0
    key = (found.kind, repr(found.points))
    for position, option in enumerate(options):
        if (option.kind, repr(option.points)) == key:
            return position
    options.append(found)
    return len(options) - 1


def _given_wide(reader: Reader, table: pa.Table, code: str, subject: Integers, size: int) -> Array | None:
    names, index = _encode(table[code])
    return _given(reader, code, names, index, subject, np.arange(len(index)), size, code)


def _given(
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
            reader.wrong(f"{code}: {error}", column, positions[index == position])
    numbers = values[index]
    there = ~np.isnan(numbers)
    repeated = pd.Series(subject[there]).duplicated().to_numpy()
    if repeated.any():
        reader.wrong(f"the group '{code}' is given a second time for this subject", column, positions[there][repeated])
    result = np.full(size, np.nan)
    result[subject[there]] = numbers[there]
    return result if there.any() else None


def _design(reader: Reader, table: pa.Table, subject: Integers) -> Rows:
    """Stratum, weight and population of each row, as far as the table has them."""
    group = _encode(table["respondent_group"]) if "respondent_group" in table.column_names else None
    if group:
        allowed = {"", *reader.questionnaire.respondents}
        for position, text in enumerate(group[0]):
            if text not in allowed:
                what = f"'{text}' is no respondent group; expected one of {', '.join(reader.questionnaire.respondents)}"
                reader.wrong(what, "respondent_group", np.flatnonzero(group[1] == position))
    stratum = _encode(table["stratum"])[1].astype(np.int64) if "stratum" in table.column_names else None
    weight = _numbers(reader, table, "weight", minimum=0.0)
    size = _numbers(reader, table, "stratum_size", minimum=1.0)
    respondent = _encode(table["respondent"])[1] if "respondent" in table.column_names else None
    return Rows(subject, respondent, stratum, weight, size)


def _numbers(reader: Reader, table: pa.Table, column: str, minimum: float) -> Array | None:
    if column not in table.column_names:
        return None
    if pa.types.is_floating(table[column].type) or pa.types.is_integer(table[column].type):
        numbers = pc.fill_null(pc.cast(table[column], pa.float64()), np.nan).to_numpy()
        if (numbers < minimum).any():
            reader.wrong(f"is below {minimum:g}", column, np.flatnonzero(numbers < minimum))
        return None if np.isnan(numbers).all() else numbers
    names, index = _encode(table[column])
    values = np.full(len(names) + 1, np.nan)
    for position, text in enumerate(names):
        if not text:
            continue
        try:
            values[position] = answers.number(text)
        except OutsideScale as error:
            reader.wrong(str(error), column, np.flatnonzero(index == position))
        if values[position] < minimum:
            reader.wrong(f"{text} is below {minimum:g}", column, np.flatnonzero(index == position))
    numbers = values[index]
    return None if np.isnan(numbers).all() else numbers


def _block(
    reader: Reader,
    group: str,
    items: Sequence[Item],
    codes: NDArray[Any],
    options: list[Option],
    rows: Rows,
    mine: NDArray[np.bool_] | None,
) -> Block:
    """Sorted by subject and stratum, weights completed, in the smallest integers that hold the options."""

    def take(column: NDArray[Any] | None) -> Any:
        return None if column is None else column if mine is None else column[mine]

    subject, stratum, weight, size = take(rows.subject), take(rows.stratum), take(rows.weight), take(rows.size)
    stratum = np.zeros(len(subject), np.int64) if stratum is None else stratum + 1
    key = subject * (int(stratum.max(initial=0)) + 1) + stratum
    small = np.min_scalar_type(len(options))
    codes = codes.astype(small)
    if (np.diff(key) < 0).any():
        order = np.argsort(key, kind="stable")
        subject, key, codes = subject[order], key[order], np.ascontiguousarray(codes[:, order])
        weight, size = (None if column is None else column[order] for column in (weight, size))
    _, stratum, counts = np.unique(key, return_inverse=True, return_counts=True)
    weight = _weights(reader, group, weight, size, stratum, counts)
    points = np.array([option.points for option in options])
    kinds = np.array([option.kind for option in options], np.uint8)
    names = tuple(item.code for item in items)
    return Block(group, names, codes, points, kinds, subject, stratum, weight, size, sampled=group != RECORD)


def _weights(reader: Reader, group: str, weight: Array | None, size: Array | None, stratum: Integers, counts: Integers) -> Array | None:
    """Given weights; where there are none but the stratum's population is known, population over respondents; else 1."""
    if size is not None:
        low, high = (pd.Series(size).groupby(stratum).transform(how).to_numpy() for how in ("min", "max"))
        if (low != high)[~np.isnan(low)].any():
            reader.wrong(f"{group}: a stratum has two different sizes; it has one", "stratum_size")
        if (size < counts[stratum]).any():
            reader.wrong(f"{group}: a stratum has more respondents than its size says", "stratum_size")
    if weight is None and size is None:
        return None
    default = np.ones(len(stratum)) if size is None else np.where(np.isnan(size), 1.0, size / counts[stratum])
    return default if weight is None else np.where(np.isnan(weight), default, weight)


def _long(reader: Reader, table: pa.Table, subjects: tuple[str, ...], subject: Integers) -> tuple[list[Block], dict[str, Array]]:
    questionnaire = reader.questionnaire
    strangers = set(table.column_names) - {*LEADING, *REMARKS, "item", "answer"}
    for column in sorted(strangers):
        reader.warnings.append(f"{reader.file}: the column '{column}' is not used")
    rows = _design(reader, table, subject)
    item_names, item_index = _encode(table["item"])
    answer_names, answer_index = _encode(table["answer"])
    group_names, group_index = _encode(table["respondent_group"]) if "respondent_group" in table.column_names else ([], None)
    if (item_index < 0).any():
        reader.wrong("the item is blank", "item", np.flatnonzero(item_index < 0))
    given: dict[str, Array] = {}
    by_group: dict[str, list[tuple[Item, Integers]]] = {}
    for position, code in enumerate(item_names):
        where = np.flatnonzero(item_index == position)
        if code in questionnaire.groups:
            column = _given(reader, code, answer_names, answer_index[where], subject[where], where, len(subjects), "answer")
            given.update({} if column is None else {code: column})
        elif code in questionnaire.items:
            item = questionnaire.items[code]
            _right_group(reader, item, group_names, group_index, where)
            by_group.setdefault(item.respondent, []).append((item, where))
        else:
            reader.wrong(f"'{code}' is no item or group of {questionnaire.id}{did_you_mean(code, questionnaire.nodes)}", "item", where)
    blocks = [_long_block(reader, rows, group, parts, answer_names, answer_index) for group, parts in by_group.items()]
    return blocks, given


def _right_group(reader: Reader, item: Item, names: list[str], index: Integers | None, where: Integers) -> None:
    if index is None:
        return
    other = [position for position, name in enumerate(names) if name not in ("", item.respondent)]
    wrong = where[np.isin(index[where], other)]
    if len(wrong):
        reader.wrong(f"'{item.code}' is asked of {item.respondent}, not of this respondent group", "respondent_group", wrong)


def _long_block(reader: Reader, rows: Rows, group: str, parts: Iterable[tuple[Item, Integers]], names: list[str], index: Integers) -> Block:
    """Rows of one answer each, gathered into one column a response. Without a respondent each answer of a
    sample is a response of its own, and of a record the subject's one and only."""
    parts = sorted(parts, key=lambda part: list(reader.questionnaire.items).index(part[0].code))
    everything = np.concatenate([where for _, where in parts])
    response, first = _responses(reader, rows, group, everything)
    options: list[Option] = [answers.BLANK]
    codes = np.zeros((len(parts), len(first)), np.uint32)
    start = 0
    for position, (item, where) in enumerate(parts):
        used = np.unique(index[where])
        known = np.zeros(len(names) + 1, np.uint32)
        for text in used[used >= 0]:
            try:
                known[text + 1] = _position(answers.option(reader.questionnaire, item, names[text]), options)
            except OutsideScale as error:
                reader.wrong(f"{item.code}: {error}", "answer", where[index[where] == text])
        columns = response[start : start + len(where)]
        start += len(where)
        repeated = pd.Series(columns).duplicated().to_numpy()
        if repeated.any():
            reader.wrong(f"'{item.code}' is answered a second time by the same respondent", "item", where[repeated])
        codes[position, columns] = known[index[where] + 1]
    return _block(reader, group, [item for item, _ in parts], codes, options, rows.at(first), None)


def _responses(reader: Reader, rows: Rows, group: str, where: Integers) -> tuple[Integers, Integers]:
    """For each row the number of its response, and for each response its first row."""
    if rows.respondent is None and group != RECORD:
        reader.warnings.append(
            f"{reader.file}: there is no column 'respondent', so answers of {group} to different items count as different people; margins are then approximate"
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
                reader.wrong("differs from the same respondent's other rows; it is one number a respondent", name, where[differs])
    return np.asarray(numbers, np.int64), where[first]
