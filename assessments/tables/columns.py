"""The texts of a column, each only once, and where they stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Integers = NDArray[np.signedinteger[Any]]


def encode(column: pa.ChunkedArray) -> tuple[list[str], Integers]:
    """The distinct texts of a column without surrounding blanks, and each row's position among them; −1 where there is nothing."""
    dictionary, index = _distinct(column)
    texts = [_text(value) for value in dictionary.to_pylist()]
    place = {text: position for position, text in enumerate(dict.fromkeys(texts))}
    if len(place) == len(texts):
        return texts, index
    return list(place), np.array([*(place[text] for text in texts), -1])[index]


def index_of(column: pa.ChunkedArray) -> Integers:
    """As `encode`, for columns whose texts only tell rows apart: there may be as many as rows. A blank is −1 too."""
    dictionary, index = _distinct(column)
    if not pa.types.is_string(dictionary.type):
        texts, index = encode(column)
        return np.where(index == texts.index(""), -1, index) if "" in texts else index
    if pc.any(pc.match_substring_regex(dictionary, r"^\s|\s$")).as_py():
        again = pc.dictionary_encode(pc.utf8_trim_whitespace(dictionary))
        dictionary, index = again.dictionary, np.append(again.indices.to_numpy(zero_copy_only=False), -1)[index]
    blank = dictionary.index("").as_py()
    return index if blank < 0 else np.where(index == blank, -1, index)


def more_than(limit: int, column: pa.ChunkedArray) -> int:
    """How many different values a column has, if they are more than so many; else 0. Cheap where they are few."""
    listed = pa.types.is_dictionary(column.type)
    values = pa.chunked_array([chunk.dictionary for chunk in column.chunks], column.type.value_type) if listed else column
    if len(column) <= limit or len(pc.unique(values)) <= limit:
        return 0
    number = len(_distinct(column)[0])
    return number if number > limit else 0


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
