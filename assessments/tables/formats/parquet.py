"""A Parquet file, whose columns keep their types."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from assessments.tables.formats.header import named, refuse_twice
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake


def read(path: Path, name: str) -> pa.Table:
    """One column after the other, so that no more than one of them is held as it was read. Raises DataError."""
    try:
        texts = [field.name for field in pq.read_schema(path) if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
        file = pq.ParquetFile(path, memory_map=True, read_dictionary=texts)
        names = file.schema_arrow.names
        refuse_twice(names, name)
        columns = [_compact(file.read(columns=[column])[column]) for column in names]
        table = pa.table(columns, names=names)
    except (pa.ArrowException, OSError, KeyError, UnicodeError) as error:
        raise DataError(
            [Mistake(name, Message("is not a Parquet file, or is damaged: {reason}", reason=str(error).splitlines()[0]))]
        ) from error
    return named(table, name)


def _compact(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece; positions in a list of distinct texts in the smallest integers that hold them, and −1."""
    whole = column.combine_chunks()
    if not pa.types.is_dictionary(whole.type):
        return whole
    whole.validate(full=True)
    distinct = len(whole.dictionary)
    small = next(kind for kind, limit in ((pa.int8(), 1 << 7), (pa.int16(), 1 << 15), (pa.int64(), 1 << 63)) if distinct < limit)
    return whole.cast(pa.dictionary(small, whole.type.value_type))
