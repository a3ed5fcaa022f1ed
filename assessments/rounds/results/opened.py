"""A stored result as it is opened: made again from its frozen files, kept while it is looked at, and cut down to what somebody may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from assessments.results import roll_up
from assessments.results.assess import Scorecards
from assessments.results.compare import Comparison, compare
from assessments.results.medians import Medians, medians
from assessments.results.only import only_comparison, only_scorecards
from assessments.rounds import pinned
from assessments.rounds.model import Round
from assessments.rounds.results import frozen
from assessments.rounds.results.answered import owner
from assessments.rounds.results.frozen import Sources
from assessments.store import records
from assessments.store.engine import Store
from assessments.store.files import Files
from questionnaires.catalogue import Edition


@dataclass(frozen=True)
class Stored:
    """One row of results: what it is called, on which answers it rests (`basis`: self or verified) and by which rules it was made.

    `freezing` counts how often the round was closed until then (1: the first time); `beside` is the result on the other basis.
    `subjects` is how many scorecards there are, `institutions` whose.
    """

    id: int
    round: Round
    label: str
    basis: str
    weights: Mapping[str, float]
    made_at: datetime
    published_at: datetime | None = None
    freezing: int = 1
    beside: int | None = None
    subjects: int = 0
    institutions: frozenset[str] = frozenset()

    @property
    def rescored(self) -> bool:
        """Whether it was made by other rules than the edition's own."""
        return bool(self.weights)


@dataclass(frozen=True)
class Answer:
    """An answer as it was given (`kind`: self, or final where reviewers agreed on it) and when, as ISO 8601 in UTC."""

    text: str
    kind: str
    at: str


@dataclass(frozen=True)
class Opened:
    """A stored result, as far as it is for the reader: `whole`, or only the subjects of the reader's institution.

    `answers` (subject, item → answer) are there only for whoever may read the returns. `by_institution` counts risks.
    """

    stored: Stored
    edition: Edition
    scorecards: Scorecards
    comparison: Comparison
    medians: Medians
    by_institution: pd.DataFrame | None
    whole: bool = True
    answers: Mapping[tuple[str, str], Answer] = field(default_factory=dict)


def stored(row: records.Row, round: Round) -> Stored:
    """A row of `store.results.listed` as a value."""
    facts = row["facts"]
    return Stored(
        row["id"],
        round,
        row["label"],
        row["basis"],
        row["rules"].get("weights", {}),
        row["made_at"],
        row["published_at"],
        facts.get("freezing", 1),
        facts.get("beside"),
        facts["subjects"],
        frozenset(facts["institutions"]),
    )


def sources(row: records.Row, cycle: str) -> Sources:
    """What a row of results was made from."""
    facts, weights = row["facts"], row["rules"].get("weights", {})
    silent = tuple(facts.get("silent", ()))
    return Sources(row["responses"], row["institutions"], facts.get("survey", ""), cycle, silent, tuple(sorted(weights.items())))


def open_row(store: Store, row: records.Row, round: Round) -> Opened:
    """The result of a row, whole, without the answers behind it."""
    made = _made(store.folder, round.edition, round.edition_files, sources(row, round.cycle), row["scorecards"])
    edition, scorecards, comparison, middle, counted = made
    return Opened(stored(row, round), edition, scorecards, comparison, middle, counted)


def only(opened: Opened, institution: str) -> Opened:
    """What of a result is about one institution: its own figures, its place, and the median of its peers without a name."""
    mine = {one.subject for one in opened.scorecards.institutions if owner(one) == institution}
    cards, table = only_scorecards(opened.scorecards, mine), only_comparison(opened.comparison, mine)
    groups = {one.peer_group for one in table.institutions}
    middle = {place: value for place, value in opened.medians.items() if place[0] in groups}
    counted = opened.by_institution
    counted = None if counted is None else counted[counted["institution"] == institution].reset_index(drop=True)
    return replace(opened, scorecards=cards, comparison=table, medians=middle, by_institution=counted, whole=False)


def with_answers(store: Store, row: records.Row, opened: Opened, institutions: Collection[str] | None) -> Opened:
    """With the answers of the returns behind its figures, as far as they are of some institutions (none: all)."""
    shown = {one.subject for one in opened.scorecards.institutions if institutions is None or owner(one) in institutions}
    if not shown:
        return opened
    rows: list[dict[str, Any]] = frozen.table(store.files, row["responses"]).to_pylist()
    found = {(one["subject"], one["item"]): Answer(one["answer"], one["kind"], one["at"]) for one in rows if one["subject"] in shown}
    return replace(opened, answers=found)


Made = tuple[Edition, Scorecards, Comparison, Medians, pd.DataFrame | None]


@lru_cache(maxsize=8)
def _made(folder: Path, identity: str, edition_files: str, made_from: Sources, scorecards: str) -> Made:
    """What a result holds never changes, so it is made again once a process, not once a look."""
    files = Files(folder / "files")
    edition = pinned.unpacked(folder, identity, edition_files)
    cards = frozen.as_frozen(frozen.scorecards(files, edition, made_from), files.read(scorecards))
    comparison = compare(cards)
    counted = roll_up.roll_up(cards) if roll_up.fits(edition.questionnaire) else None
    return edition, cards, comparison, medians(comparison), counted
