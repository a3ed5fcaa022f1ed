"""What is attached to a return: frozen values read from the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assessments.rounds.returns import Key
from assessments.store import evidence as statements
from assessments.store import records
from assessments.store.engine import Connection


@dataclass(frozen=True)
class Revision:
    """A file as it was attached at a moment; `number` counts from 1, `size` is in bytes, `by` a name."""

    number: int
    file_name: str
    media_type: str
    size: int
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Evidence:
    """A file (`revisions`, oldest first) or a link (`url`), and the questions that it is for."""

    id: int
    return_id: int
    title: str
    url: str
    made_by: str
    made_at: datetime
    removed_at: datetime | None
    uses: frozenset[Key]
    revisions: tuple[Revision, ...]

    @property
    def latest(self) -> Revision | None:
        """The newest revision; none of a link."""
        return self.revisions[-1] if self.revisions else None


def whole(connection: Connection, return_id: int, evidence_id: int | None = None) -> list[Evidence]:
    """Everything that was ever attached to a return, or one piece of it, removed or not."""
    rows = statements.listed(connection, return_id, evidence_id)
    ids = [row["id"] for row in rows]
    files: dict[int, list[Revision]] = {number: [] for number in ids}
    for row in statements.revisions(connection, ids):
        own = {name: row[name] for name in ("number", "file_name", "media_type", "size", "sha256", "at")}
        files[row["evidence_id"]].append(Revision(**own, by=row["by_name"]))
    uses: dict[int, set[Key]] = {number: set() for number in ids}
    for row in statements.uses(connection, ids):
        uses[row["evidence_id"]].add((row["subject_id"], row["item"]))
    return [_evidence(row, frozenset(uses[row["id"]]), tuple(files[row["id"]])) for row in rows]


def _evidence(row: records.Row, uses: frozenset[Key], revisions: tuple[Revision, ...]) -> Evidence:
    own = {name: row[name] for name in ("id", "return_id", "title", "url", "made_at", "removed_at")}
    return Evidence(**own, made_by=row["made_by_name"], uses=uses, revisions=revisions)
