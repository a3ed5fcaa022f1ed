"""Taking a file into the register: first what it would change, then that and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assessments.register.access import Actor, service
from assessments.register.institutions import list_rows
from assessments.register.institutions.institution import Difference, Institution, NotPossible, differences, values
from assessments.register.institutions.institutions import held, noted, register, write
from assessments.store import institutions as statements
from assessments.tables.messages import Message

NEW, CHANGED, SAME = KINDS = ("new", "changed", "same")


@dataclass(frozen=True)
class Row:
    """What a row of the file (numbered as a spreadsheet does) would do; `differences` of a new institution are its filled cells."""

    number: int
    kind: str
    institution: Institution
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Preview:
    """What a file would do to the register as it was: `state` is its fingerprint. `absent` are not in the file and stay as they are."""

    rows: tuple[Row, ...]
    absent: tuple[Institution, ...]
    further: tuple[str, ...]
    state: str

    def of(self, kind: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind == kind)


@service
def preview(actor: Actor, path: Path, name: str) -> Preview:
    """What a csv, xlsx or parquet file would change; nothing is written. Raises DataError with every mistake by row and column."""
    with actor.store.reading() as connection:
        known = register(connection)
    read = list_rows.read(path, name, known)
    rows = tuple(_row(number, known.get(one.code), one) for number, one in read.institutions.items())
    named = {row.institution.code for row in rows}
    absent = tuple(one for code, one in known.items() if code not in named)
    return Preview(rows, absent, read.further, fingerprint(known.values()))


@service
def apply(actor: Actor, shown: Preview) -> None:
    """Write what a preview showed, all of it or nothing. Raises NotPossible if the register changed since."""
    with actor.store.writing() as connection:
        known = held(connection)
        if fingerprint(known.values()) != shown.state:
            raise NotPossible(
                Message("the register was changed since the file was compared with it; nothing was written: compare it again")
            )
        new = [row.institution for row in shown.of(NEW)]
        statements.add_all(connection, [values(one) for one in new])
        for one in new:
            noted(connection, actor, "institutions.add", None, one)
        for row in shown.of(CHANGED):
            write(connection, actor, "institutions.change", known[row.institution.code], row.institution)


def fingerprint(institutions: Iterable[Institution]) -> str:
    """The same for the same register, another for any other."""
    rows = sorted(json.dumps(values(one), ensure_ascii=False, sort_keys=True, default=str) for one in institutions)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _row(number: int, before: Institution | None, after: Institution) -> Row:
    found = differences(before, after)
    kind = NEW if before is None else CHANGED if found else SAME
    return Row(number, kind, after, found)
