"""A result cut down to some of its subjects: their own rows, and what was computed among all; nobody else's figures are left in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from assessments.results.assess import Scorecards
from assessments.results.compare import Comparison
from scoring.engine import Scores
from scoring.responses import Array
from scoring.summary import Summary


def only_scorecards(scorecards: Scorecards, subjects: Collection[str]) -> Scorecards:
    """The scorecards of some subjects as they are among all. Warnings go, because they may name others."""
    where = np.array([position for position, one in enumerate(scorecards.institutions) if one.subject in subjects], np.int64)
    return replace(
        scorecards,
        scores=_scores(scorecards.scores, where),
        institutions=tuple(scorecards.institutions[position] for position in where),
        not_applicable=scorecards.not_applicable[where],
        warnings=(),
    )


def only_comparison(comparison: Comparison, subjects: Collection[str]) -> Comparison:
    """The rows of some subjects: ranks, peers and grades stay those among all."""
    kept = tuple(one for one in comparison.institutions if one.subject in subjects)
    groups = {one.peer_group for one in kept}
    return replace(
        comparison,
        table=comparison.table[comparison.table["subject"].isin(set(subjects))].reset_index(drop=True),
        refused=tuple(one for one in comparison.refused if one.peer_group in groups),
        institutions=kept,
        warnings=(),
    )


def _scores(scores: Scores, where: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Scores:
    def cut(columns: Mapping[str, Array]) -> dict[str, Array]:
        return {code: column[where] for code, column in columns.items()}

    summary = scores.summary
    kept = Summary(
        tuple(summary.subjects[position] for position in where),
        cut(summary.means),
        {code: column[where] for code, column in summary.counts.items()},
        tuple(replace(one, matrices=one.matrices[where]) for one in summary.covariances),
        cut(summary.given),
    )
    return replace(
        scores,
        summary=kept,
        variants=tuple(scores.variants[position] for position in where),
        points=cut(scores.points),
        weights=cut(scores.weights),
        values=cut(scores.values),
        errors=cut(scores.errors),
        answers={code: column[where] for code, column in scores.answers.items()},
    )
