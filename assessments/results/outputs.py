"""Results as files, chosen by ending: .csv and .parquet the Comparison, .json the scorecards with trace. Numbers are unrounded."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from assessments.results.assess import Scorecard, Scorecards
from assessments.results.compare import Comparison, compare
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake
from assessments.whole_file import replacing

MARK = b"\xef\xbb\xbf"


def save(path: Path | str, scorecards: Scorecards, comparison: Comparison | None = None) -> None:
    """Write one result file; the same result makes the same bytes. An existing file is replaced only when the new one is whole.

    Raises DataError for an ending that is not known, or a folder that is not there.
    """
    path = Path(path)
    check_ending(path)
    write(path, WRITERS[path.suffix.lower()](scorecards, comparison or compare(scorecards)))


def check_ending(path: Path, kinds: Collection[str] = ()) -> None:
    """Before any work: can this be written at all? Raises DataError."""
    kinds = kinds or WRITERS
    if path.suffix.lower() not in kinds:
        what = Message("'{ending}' is not a kind of result; use {kinds}", ending=path.suffix, kinds=", ".join(kinds))
        raise DataError([Mistake(str(path), what)])
    if not path.parent.is_dir():
        raise DataError([Mistake(str(path), Message("the folder {folder} is not there; make it first", folder=path.parent))])
    if path.is_dir():
        raise DataError([Mistake(str(path), Message("is a folder; name a file in it"))])


def write(path: Path, content: bytes) -> None:
    """All of the content or nothing: what stood there before stays until the new file is whole. Raises DataError."""
    try:
        with replacing(path) as file:
            file.write(content)
    except OSError as error:
        raise DataError([Mistake(str(path), Message("cannot be written: {reason}", reason=error.strerror))]) from error


def csv(scorecards: Scorecards, comparison: Comparison) -> bytes:
    """The Comparison as text that spreadsheets open."""
    return spreadsheet(comparison.table)


def spreadsheet(table: pd.DataFrame) -> bytes:
    """Any table as csv; UTF-8 with the mark by which spreadsheets recognise it, and no text that they would run as a formula."""
    return MARK + table.map(_inert).to_csv(index=False, lineterminator="\n").encode()


def _inert(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is led by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def parquet(scorecards: Scorecards, comparison: Comparison) -> bytes:
    table = pa.Table.from_pandas(comparison.table, preserve_index=False)
    made_by = json.dumps(dict(comparison.made_by), ensure_ascii=False, sort_keys=True)
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({"made_by": made_by}), sink)
    return bytes(sink.getvalue())


def as_json(scorecards: Scorecards, comparison: Comparison) -> bytes:
    cards = [scorecard_values(card, scorecards) for card in scorecards]
    return (json.dumps(cards, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def scorecard_values(card: Scorecard, scorecards: Scorecards) -> dict[str, Any]:
    """A scorecard as plain values, with the trace of every group."""
    trace = scorecards.trace(card.subject)
    return {
        "subject": card.subject,
        "institution": card.institution.institution or card.institution.label,
        "peer_group": card.peer_group,
        "variant": card.variant,
        "cycle": card.cycle,
        "nodes": [asdict(node) for node in card.nodes.values()],
        "trace": {node: [_finite(asdict(influence)) for influence in rows] for node, rows in trace.items()},
        "made_by": dict(card.made_by),
    }


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(value, float) and value != value else value for key, value in row.items()}


WRITERS: dict[str, Callable[[Scorecards, Comparison], bytes]] = {".csv": csv, ".parquet": parquet, ".json": as_json}
