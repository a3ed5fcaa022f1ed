"""From a table of answers, long or wide, to Responses; or to every mistake in it, with row and column."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assessments import answers, skipped
from assessments.answers import Option, OutsideScale
from assessments.files import read_table
from assessments.problems import DataError, Mistake, missing_column, spreadsheet_rows
from questionnaires.model import RECORD, Item, Questionnaire
from questionnaires.problems import did_you_mean
from scoring.responses import Array, Block, Responses

LEADING = ("subject", "cycle", "respondent_group", "respondent", "stratum", "stratum_size", "weight")
REMARKS = ("source", "note")
Integers = NDArray[np.signedinteger[Any]]


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
    _check_columns(reader, table)
    table, cycle = _one_cycle(reader, table, cycle)
    table = _with_subject(reader, table)
    subjects, subject = _subjects(reader, table, institutions)
    long = {"item", "answer"} <= set(table.column_names)
    blocks, given = (_long if long else _wide)(reader, table, subjects, subject)
    if reader.mistakes:
        raise DataError(sorted(reader.mistakes, key=lambda mistake: mistake.rows[:1]))
    reader.warnings += [f"{name}: {warning}" for warning in skipped.warnings(questionnaire, table)]
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
            reader.wrong("holds lists or records; each cell needs one value", column.name)
    if reader.mistakes:
        raise DataError(reader.mistakes)


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
    return _plain(table.take(reader.kept)), cycle


def _with_subject(reader: Reader, table: pa.Table) -> pa.Table:
    """The rows that say whom they are about; the others are a mistake, and nothing further is said about them."""
    names, index = _encode(table["subject"])
    blank = (index < 0) | (index == names.index("") if "" in names else False)
    if not blank.any():
        return table
    reader.wrong("the subject is blank", "subject", np.flatnonzero(blank))
    if blank.all():
        raise DataError(reader.mistakes)
    named = np.flatnonzero(~blank)
    reader.kept = named if reader.kept is None else reader.kept[named]
    return table.take(named)


def _plain(table: pa.Table) -> pa.Table:
    """Dictionary columns as their texts, so that texts of rows that are gone are gone too."""
    columns = [column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column for column in table.columns]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _subjects(reader: Reader, table: pa.Table, institutions: Collection[str] | None) -> tuple[tuple[str, ...], Integers]:
    """All subjects by name, and each row's position among them."""
    names, index = _encode(table["subject"])
    if institutions is not None:
        for position, text in enumerate(names):
            if text not in institutions:
                what = f"'{text}' is not among the institutions{did_you_mean(text, institutions)}"
                reader.wrong(what, "subject", np.flatnonzero(index == position))
    subjects = tuple(sorted({*names, *(institutions or ())}))
    place = {text: position for position, text in enumerate(subjects)}
    return subjects, np.array([place[text] for text in names], np.int64)[index]


def _encode(column: pa.ChunkedArray) -> tuple[list[str], Integers]:
    """The distinct texts of a column without surrounding blanks, and each row's position among them; −1 where there is nothing."""
    dictionary, index = _distinct(column)
    texts = [_text(value) for value in dictionary.to_pylist()]
    place = {text: position for position, text in enumerate(dict.fromkeys(texts))}
    if len(place) == len(texts):
        return texts, index
    return list(place), np.array([*(place[text] for text in texts), -1])[index]


def _index(column: pa.ChunkedArray) -> Integers:
    """As `_encode`, for columns whose texts only tell rows apart: there may be as many as rows."""
    dictionary, index = _distinct(column)
    if not pa.types.is_string(dictionary.type):
        return _encode(column)[1]
    if not pc.any(pc.match_substring_regex(dictionary, r"^\s|\s$")).as_py():
        return index
    again = pc.dictionary_encode(pc.utf8_trim_whitespace(dictionary))
    return np.append(again.indices.to_numpy(zero_copy_only=False), -1)[index]


def _distinct(column: pa.ChunkedArray) -> tuple[pa.Array, Integers]:
    """The distinct values that occur, and each row's position among them. A list of distinct values may hold more than occur."""
    encoded = column.combine_chunks()
    if not pa.types.is_dictionary(encoded.type):
        encoded = pc.dictionary_encode(encoded)
    index = encoded.indices
    if index.null_count:
        index = pc.fill_null(index, -1)
    positions = index.to_numpy(zero_copy_only=False)
    used = np.zeros(len(encoded.dictionary) + 1, bool)
    used[positions] = True
    if used[:-1].all():
        return encoded.dictionary, positions
    place = np.where(used, np.cumsum(used) - 1, -1)
    place[-1] = -1
    return encoded.dictionary.filter(pa.array(used[:-1])), place[positions]


def _text(value: Any) -> str:
    if value is None or value != value:
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
    columns = []
    for item in items:
        names, index = _encode(table[item.code])
        known = _options(reader, item, names, index, options, mine)
        if mine is not None:
            _strangers(reader, table, item, (known[index] > 0) & ~mine)
            index = index[mine]
        columns.append((known, index))
    codes = np.empty((len(items), len(columns[0][1])), np.min_scalar_type(len(options)))
    for row, (known, index) in zip(codes, columns, strict=True):
        row[:] = known[index]
    if mine is None:
        kept = np.logical_or.reduce(codes, axis=0)
        mine = None if kept.all() else kept
        codes = codes if mine is None else codes[:, mine]
    if codes.shape[1] == 0:
        return None
    if group == RECORD:
        _once(reader, rows, mine)
    return _block(reader, group, items, codes, options, rows, mine)


def _strangers(reader: Reader, table: pa.Table, item: Item, answered: NDArray[np.bool_]) -> None:
    """Answers in rows of another respondent group, or of none. Groups that do not exist are a mistake already."""
    if not answered.any():
        return
    names, index = _encode(table["respondent_group"])
    blank = (index < 0) | (index == names.index("") if "" in names else False)
    others = np.isin(index, [position for position, text in enumerate(names) if text in reader.questionnaire.respondents])
    if (answered & others).any():
        what = f"is asked of {item.respondent}; these rows belong to another respondent group"
        reader.wrong(what, item.code, np.flatnonzero(answered & others))
    if (answered & blank).any():
        what = f"is answered, but the respondent group is blank; '{item.code}' is asked of {item.respondent}"
        reader.wrong(what, "respondent_group", np.flatnonzero(answered & blank))


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
) -> NDArray[np.unsignedinteger[Any]]:
    """For each distinct text of a column its position among the block's options; at the end, where −1 points, that of 'nothing'."""
    known = np.zeros(len(names) + 1, np.min_scalar_type(len(options) + len(names)))
    for position, text in enumerate(names):
        try:
            found = answers.option(reader.questionnaire, item, text)
        except OutsideScale as error:
            where = (index == position) if mine is None else (index == position) & mine
            reader.wrong(str(error), item.code, np.flatnonzero(where))
            continue
        known[position] = _position(found, options)
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
    stratum = _index(table["stratum"]).astype(np.int64) if "stratum" in table.column_names else None
    weight = _numbers(reader, table, "weight", minimum=0.0)
    size = _numbers(reader, table, "stratum_size", minimum=1.0)
    respondent = _index(table["respondent"]) if "respondent" in table.column_names else None
    return Rows(subject, respondent, stratum, weight, size)


def _numbers(reader: Reader, table: pa.Table, column: str, minimum: float) -> Array | None:
    if column not in table.column_names:
        return None
    if pa.types.is_floating(table[column].type) or pa.types.is_integer(table[column].type):
        numbers = pc.fill_null(pc.cast(table[column], pa.float64()), np.nan).to_numpy()
        for wrong, what in ((numbers < minimum, f"is below {minimum:g}"), (np.isinf(numbers), "is no finite number")):
            if wrong.any():
                reader.wrong(what, column, np.flatnonzero(wrong))
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
        (low < high, "a stratum has two different sizes; it has one"),
        (low < counts, "a stratum has more respondents than its size says"),
    ):
        if wrong.any():
            reader.wrong(f"{group}: {what}", "stratum_size", np.sort(places()[np.repeat(wrong, counts)]))
    return np.repeat(low, counts)


def _weights(weight: Array | None, size: Array | None, counts: Integers) -> Array | None:
    """Given weights; where there are none but the stratum's population is known, population over respondents; else 1."""
    if weight is None and size is None:
        return None
    default = np.ones(counts.sum()) if size is None else np.where(np.isnan(size), 1.0, size / np.repeat(counts, counts))
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
    blank = (item_index < 0) | (item_index == item_names.index("") if "" in item_names else False)
    if blank.any():
        reader.wrong("the item is blank", "item", np.flatnonzero(blank))
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
        elif code:
            reader.wrong(f"'{code}' is no item or group of {questionnaire.id}{did_you_mean(code, questionnaire.nodes)}", "item", where)
    blocks = [_long_block(reader, rows, group, parts, answer_names, answer_index) for group, parts in by_group.items()]
    return blocks, given


def _right_group(reader: Reader, item: Item, names: list[str], index: Integers | None, where: Integers) -> None:
    if index is None:
        return
    other = [position for position, name in enumerate(names) if name != item.respondent and name in reader.questionnaire.respondents]
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
                known[text] = _position(answers.option(reader.questionnaire, item, names[text]), options)
            except OutsideScale as error:
                reader.wrong(f"{item.code}: {error}", "answer", where[index[where] == text])
        columns = response[start : start + len(where)]
        start += len(where)
        repeated = pd.Series(columns).duplicated().to_numpy()
        if repeated.any():
            again = "for this subject" if rows.respondent is None else "by the same respondent"
            reader.wrong(f"'{item.code}' is answered a second time {again}", "item", where[repeated])
        codes[position, columns] = known[index[where]]
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
