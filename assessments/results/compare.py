"""One tidy table from scorecards: ranks with intervals, peers, gaps and grades. Screen, files and charts read this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from assessments.institutions import Institution
from assessments.results.assess import Scorecards
from questionnaires.model import Questionnaire
from scoring import methods, ranking
from scoring.grading import grades
from scoring.responses import Array
from scoring.simulation import Probabilities, probabilities

COLUMNS = [
    *("subject", "institution", "peer_group", "cycle", "code", "level"),
    *("value", "se", "margin", "answers", "rank", "rank_low", "rank_high", "peers", "peer_mean", "gap", "grade"),
]


@dataclass(frozen=True)
class Position:
    """One row of a comparison as plain values; none where there is nothing."""

    subject: str
    institution: str
    peer_group: str
    cycle: str
    code: str
    level: int
    value: float | None
    se: float | None
    margin: float | None
    answers: int
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    peers: int
    peer_mean: float | None
    gap: float | None
    grade: str

    @property
    def placed(self) -> bool:
        """Whether its place among peers says anything: there are peers, and a margin to tell them apart by."""
        return self.rank_low is not None and self.margin is not None and self.peers > 1

    @property
    def clear(self) -> bool:
        """Whether the distance from the peers' mean is larger than the margin."""
        return self.gap is not None and self.margin is not None and abs(self.gap) > self.margin


@dataclass(frozen=True)
class Refusal:
    """A peer group that was not graded: how many scored members it has, and how many are needed."""

    peer_group: str
    code: str
    peers: int
    needed: int


@dataclass(frozen=True)
class Comparison:
    """`table` has one row a subject and node, columns `COLUMNS`; values on the instrument's range, unrounded.

    `rank` is within the peer group, 1 best; `rank_low` to `rank_high` are the places from which a subject cannot be told
    apart; `averages` is false where levels are places in an order, of which no mean is taken; `peers` counts the scored members of the peer group (this one included), `gap` = value − `peer_mean`.
    """

    questionnaire: Questionnaire
    table: pd.DataFrame
    made_by: Mapping[str, Any]
    refused: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()
    institutions: tuple[Institution, ...] = ()
    averages: bool = True
    folder: Path | None = None

    @property
    def ranked(self) -> bool:
        """Whether places are shown to readers: the first place is a praise, so not where a high value is a weakness."""
        return self.averages and self.questionnaire.higher_is == "better"

    def of(self, code: str) -> pd.DataFrame:
        """The rows of one node, one a subject."""
        return self.table[self.table["code"] == code].reset_index(drop=True)

    def positions(self, code: str, peer_group: str | None = None) -> list[Position]:
        """The rows of one node, of one peer group or of all, in the order of subjects."""
        rows = self.of(code)
        return _positions(rows if peer_group is None else rows[rows["peer_group"] == peer_group])

    def of_subject(self, subject: str) -> dict[str, Position]:
        """One subject's rows by code, in the order of the framework."""
        return {position.code: position for position in _positions(self.table[self.table["subject"] == subject])}

    def probabilities(self, code: str, peer_group: str) -> tuple[list[str], Probabilities]:
        """The subjects of a peer group and the probability of each rank among them and of each grade, simulated with a fixed seed."""
        rows = self.of(code)
        mine = (rows["peer_group"] == peer_group).to_numpy()
        grading = self.questionnaire.grading if code in graded_nodes(self.questionnaire) else None
        value, se = rows["value"].to_numpy(float), rows["se"].to_numpy(float)
        better = self.questionnaire.higher_is == "better"
        chances = probabilities(value[mine], se[mine], grading, better)
        if grading and grading.within == "all":
            among_all = probabilities(value, se, grading, better).grades
            chances = replace(chances, grades=None if among_all is None else among_all[mine])
        return list(rows["subject"][mine]), chances


def _positions(rows: pd.DataFrame) -> list[Position]:
    plain: list[dict[str, Any]] = [
        {str(name): None if pd.isna(value) else value for name, value in record.items()} for record in rows.to_dict("records")
    ]
    return [Position(**record) for record in plain]


def graded_nodes(questionnaire: Questionnaire) -> list[str]:
    """The nodes that get a grade: those that the questionnaire lists, else the root."""
    return [] if questionnaire.grading is None else questionnaire.grading.nodes or [questionnaire.root]


def compare(scorecards: Scorecards) -> Comparison:
    """Every subject against its peer group, node by node."""
    questionnaire, scores = scorecards.questionnaire, scorecards.scores
    groups = np.array([institution.peer_group for institution in scorecards.institutions], dtype=object)
    columns: dict[str, list[Array]] = {name: [] for name in COLUMNS[6:]}
    refused: list[Refusal] = []
    for code in questionnaire.nodes:
        value, se = scores.values[code], scores.errors[code]
        found = _against_peers(value, se, groups, questionnaire.higher_is == "better")
        grade = np.full(len(value), "", dtype=object)
        if code in graded_nodes(questionnaire):
            grade, small = _graded(questionnaire, value, groups)
            refused += [
                Refusal(group, code, count, questionnaire.grading.minimum_peers) for group, count in small.items() if questionnaire.grading
            ]
        found |= {"value": value, "se": se, "margin": ranking.CRITICAL * se, "answers": scores.answers[code], "grade": grade}
        for name, column in found.items():
            columns[name].append(column)
    table = _table(scorecards, columns)
    averages = methods.averages(questionnaire, scores.folder)
    return Comparison(
        questionnaire, table, scorecards.made_by, tuple(refused), scorecards.warnings, scorecards.institutions, averages, scores.folder
    )


def _against_peers(value: Array, se: Array, groups: Any, higher_is_better: bool) -> dict[str, Any]:
    """Ranks, their intervals and the peers' mean, within each peer group."""
    result = {name: np.full(len(value), np.nan) for name in ("rank", "rank_low", "rank_high", "peers", "peer_mean")}
    for group in dict.fromkeys(groups):
        mine = groups == group
        result["rank"][mine] = ranking.ranks(value[mine], higher_is_better)
        result["rank_low"][mine], result["rank_high"][mine] = ranking.intervals(value[mine], se[mine], higher_is_better)
        scored = value[mine][~np.isnan(value[mine])]
        result["peers"][mine] = len(scored)
        result["peer_mean"][mine] = scored.mean() if len(scored) else np.nan
    return {**result, "gap": value - result["peer_mean"]}


def _graded(questionnaire: Questionnaire, value: Array, groups: Any) -> tuple[Any, dict[str, int]]:
    if questionnaire.grading is None:
        return np.full(len(value), "", dtype=object), {}
    positions, refused = grades(questionnaire.grading, value, groups)
    names = np.array([*questionnaire.grading.names, ""], dtype=object)
    return names[positions], refused


def _table(scorecards: Scorecards, columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    """Subject by subject, nodes in the order of the framework."""
    questionnaire, subjects, nodes = scorecards.questionnaire, len(scorecards), len(scorecards.questionnaire.nodes)
    who = scorecards.institutions
    table = {
        "subject": np.repeat([institution.subject for institution in who], nodes),
        "institution": np.repeat([institution.institution or institution.label for institution in who], nodes),
        "peer_group": np.repeat([institution.peer_group for institution in who], nodes),
        "cycle": np.repeat([scorecards.cycle] * subjects, nodes),
        "code": np.tile(list(questionnaire.nodes), subjects),
        "level": np.tile(list(questionnaire.levels.values()), subjects),
        **{name: np.array(parts).T.ravel() for name, parts in columns.items()},
    }
    frame = pd.DataFrame(table)[COLUMNS]
    counts = dict.fromkeys(("rank", "rank_low", "rank_high", "peers", "answers"), "Int64")
    typed = frame.astype(dict.fromkeys(counts, "float64")).astype(counts)
    return typed.copy()  # in one piece: pandas puts pieces together while reading, which is not safe where several people read at once
