"""Made-up answers for any questionnaire, and a way to score them again with something changed. For checks and tests only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from questionnaires.model import DEFAULT_VARIANT, RECORD, Questionnaire
from scoring import methods
from scoring.engine import run, score, weight_columns
from scoring.explain import limits
from scoring.responses import VALID, Array, Block, Responses
from scoring.summary import Summary

SUBJECTS = 12
Summarise = Callable[[Questionnaire, Responses], Summary]
Columns = Mapping[str, Array]


@dataclass(frozen=True)
class Trial:
    """Made-up points for one questionnaire and a way to score them again with something changed."""

    questionnaire: Questionnaire
    folder: Path | None
    summary_of: Summarise
    points: Columns
    weights: Columns
    references: Mapping[str, Any]

    def nodes(self, points: Columns | None = None, weights: Columns | None = None) -> dict[str, Array]:
        """Every node's score; what the method does to its inputs stays without effect on the next run."""
        return run(self.questionnaire, copied(points or self.points), copied(weights or self.weights), self.references, self.folder)

    def scores(self, responses: Responses) -> dict[str, Array]:
        """Every node's score, from responses on."""
        summary = self.summary_of(self.questionnaire, responses)
        return dict(score(self.questionnaire, summary, references=self.references, folder=self.folder).values)


def copied(columns: Columns) -> dict[str, Array]:
    """The same columns, so that nobody can change the originals."""
    return {code: column.copy() for code, column in columns.items()}


def make_trial(questionnaire: Questionnaire, folder: Path | None, summary_of: Summarise) -> Trial:
    """Points in the middle of every scale, drawn with a fixed seed."""
    random = np.random.default_rng(7)
    points = {}
    for code, item in questionnaire.items.items():
        worst, best = limits(questionnaire, item)
        points[code] = worst + (best - worst) * random.uniform(0.2, 0.8, SUBJECTS)
    points |= {code: random.uniform(*questionnaire.range, SUBJECTS) for code in only_given(questionnaire)}
    weights = weight_columns(questionnaire, [DEFAULT_VARIANT] * SUBJECTS, {})
    return Trial(questionnaire, folder, summary_of, points, weights, _references(questionnaire, folder, summary_of))


def _references(questionnaire: Questionnaire, folder: Path | None, summary_of: Summarise) -> Mapping[str, Any]:
    """What methods that need their peers store of the made-up answers."""
    named = {questionnaire.scoring.method, *(group.scoring.method for group in questionnaire.groups.values() if group.scoring)}
    if not any(hasattr(methods.find(name, folder), "reference") for name in named):
        return {}
    return score(questionnaire, summary_of(questionnaire, made_up(questionnaire)), folder=folder).references


def only_given(questionnaire: Questionnaire) -> list[str]:
    """Groups that have nothing below them."""
    return [code for code, group in questionnaire.groups.items() if not group.children and group.role == "part"]


def made_up(questionnaire: Questionnaire, subjects: int = 4, rows: int = 9, seed: int = 11) -> Responses:
    """Random valid answers: for tests and checks only."""
    random = np.random.default_rng(seed)
    blocks = []
    for group in dict.fromkeys(item.respondent for item in questionnaire.items.values()):
        items = [item for item in questionnaire.items.values() if item.respondent == group]
        options = np.array([0.0, *np.concatenate([np.linspace(*limits(questionnaire, item), 5) for item in items])])
        repeats = 1 if group == RECORD else rows
        codes = np.array([1 + 5 * position + random.integers(0, 5, subjects * repeats) for position in range(len(items))])
        kinds = np.array([0, *[VALID] * (len(options) - 1)], np.uint8)
        subject = np.repeat(np.arange(subjects), repeats)
        points = np.where(kinds == VALID, options, np.nan)
        blocks.append(Block(group, tuple(item.code for item in items), codes, points, kinds, subject, subject, sampled=group != RECORD))
    given = {code: random.uniform(*questionnaire.range, subjects) for code in only_given(questionnaire)}
    return Responses(tuple(f"subject {number}" for number in range(subjects)), tuple(blocks), given)
