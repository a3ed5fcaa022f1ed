"""From a csv, xlsx or parquet file to one table of columns. Everything else about answers lies behind this door."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import pyarrow as pa

from assessments.tables.formats import csv, parquet, xlsx
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake

MEGABYTE = 1_000_000
LIMITS = {".csv": 500 * MEGABYTE, ".xlsx": 50 * MEGABYTE, ".parquet": 2_000 * MEGABYTE}
Reader = Callable[[Path, str], pa.Table]
READERS: dict[str, Reader] = {".csv": csv.read, ".xlsx": xlsx.read, ".parquet": parquet.read}


def read_table(path: Path | str, name: str | None = None, dates: Collection[str] = ()) -> tuple[pa.Table, str]:
    """The columns of a file, and the fingerprint (sha-256) of its bytes. csv and xlsx columns are text.

    `name` is what messages call the file; `dates` are columns in which a spreadsheet's date is one (2026-11-30), not a mishap. Raises DataError: not there, empty, too large, wrong encoding, not readable.
    """
    path = Path(path)
    name = name or path.name
    limit = LIMITS.get(path.suffix.lower())
    if limit is None:
        what = Message("'{ending}' is not a kind that can be read; use {kinds}", ending=path.suffix, kinds=", ".join(LIMITS))
        raise DataError([Mistake(name, what)])
    if not path.is_file():
        what = Message("is a folder, not a file") if path.is_dir() else Message("is not there; check the path")
        raise DataError([Mistake(name, what)])
    size = path.stat().st_size
    if size == 0:
        raise DataError([Mistake(name, Message("is empty; it needs a header and at least one row"))])
    if size > limit:
        raise DataError([Mistake(name, _too_large(path.suffix, size / MEGABYTE, limit / MEGABYTE))])
    readers: dict[str, Reader] = {**READERS, ".xlsx": partial(xlsx.read, dates=dates)} if dates else READERS
    table = readers[path.suffix.lower()](path, name)
    if table.num_rows == 0:
        raise DataError([Mistake(name, Message("has no rows below the header"))])
    return table, _fingerprint(path)


def _too_large(ending: str, size: float, limit: float) -> Message:
    smaller = ending.lower() != ".parquet"
    advice = Message("split it by institution, or use .parquet") if smaller else Message("split it by institution")
    return Message(
        "has {size:,.0f} MB; the limit for {ending} is {limit:,.0f} MB: {advice}", size=size, ending=ending, limit=limit, advice=advice
    )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
