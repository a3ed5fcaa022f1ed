"""What all kinds of files have: names of columns."""

from __future__ import annotations

import pyarrow as pa

from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake


def named(table: pa.Table, name: str) -> pa.Table:
    """Column names without surrounding blanks; a name that stands twice is refused."""
    names = [column.strip() for column in table.column_names]
    refuse_twice(names, name)
    kept = [position for position, column in enumerate(names) if column]
    return table.select(kept).rename_columns([names[position] for position in kept])


def refuse_twice(names: list[str], name: str) -> None:
    """Raises DataError if a name stands twice."""
    twice = sorted({column for column in names if names.count(column) > 1 and column})
    if twice:
        raise DataError([Mistake(name, Message("stands twice in the header; keep one"), column) for column in twice])
