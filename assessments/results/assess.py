"""From responses to scorecards: results that explain themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from assessments.institutions import Institution, variant
from assessments.tables.messages import Message
from assessments.tables.problems import SHOWN
from assessments.version import __version__
from questionnaires.model import RECORD, Questionnaire
from questionnaires.problems import QuestionnaireError
from scoring import engine, explain, not_applicable, simulation
from scoring.engine import Scores
from scoring.ranking import CRITICAL
from scoring.responses import KINDS, Array, Responses
from scoring.summary import summarise


@dataclass(frozen=True)
class Note:
    """Something a reader of a score must know: a kind (explained in the wording of the interface) and what it concerns."""

    kind: str
    detail: str = ""


@dataclass(frozen=True)
class ScoredNode:
    """One node of one subject's tree; `value` and `margin` (half of the 95 % interval) on the instrument's range, none if there is none."""

    code: str
    level: int
    value: float | None
    se: float | None
    margin: float | None
    answers: int
    weight: float
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Scorecard:
    """One subject's result, and all that made it."""

    institution: Institution
    cycle: str
    variant: str
    nodes: Mapping[str, ScoredNode]
    made_by: Mapping[str, Any]

    @property
    def subject(self) -> str:
        return self.institution.subject

    @property
    def peer_group(self) -> str:
        return self.institution.peer_group

    @property
    def root(self) -> ScoredNode:
        return next(iter(self.nodes.values()))


@dataclass(frozen=True)
class Scorecards(Sequence[Scorecard]):
    """The scorecards of one round: columns inside, one Scorecard a subject outside (in the order of subjects).

    `not_applicable` is the share of the overall weight (0 to 1) that each subject declared not applicable.
    """

    scores: Scores
    institutions: tuple[Institution, ...]
    cycle: str
    made_by: Mapping[str, Any]
    not_applicable: Array
    warnings: tuple[str, ...] = field(default=())

    @property
    def questionnaire(self) -> Questionnaire:
        return self.scores.questionnaire

    def __len__(self) -> int:
        return len(self.institutions)

    def __iter__(self) -> Iterator[Scorecard]:
        return (self[position] for position in range(len(self)))

    def __getitem__(self, position: Any) -> Any:
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(len(self)))]
        if not -len(self) <= position < len(self):
            raise IndexError(position)
        position %= len(self)
        nodes = {code: _node(self.scores, position, code) for code in self.questionnaire.nodes}
        root = nodes[self.questionnaire.root]
        nodes[root.code] = replace(root, notes=(*root.notes, *self._declared(position)))
        return Scorecard(self.institutions[position], self.cycle, self.scores.variants[position], nodes, self.made_by)

    def _declared(self, position: int) -> Iterator[Note]:
        """How much weight does not apply and goes to the siblings, and whether that is more than may be."""
        share, ceiling = self.not_applicable[position], not_applicable.ceiling(self.questionnaire, self.scores.folder)
        if share > 0:
            yield Note("weight_not_applicable", f"{100 * share:.1f}")
        if share > ceiling:
            yield Note("above_ceiling", f"{100 * ceiling:g}")

    def position(self, subject: str) -> int:
        """Where a subject stands. Raises KeyError."""
        for position, institution in enumerate(self.institutions):
            if institution.subject == subject:
                return position
        raise KeyError(subject)

    def trace(self, subject: str, nodes: Sequence[str] | None = None) -> dict[str, list[explain.Influence]]:
        """Which answer moved which node of a subject by how much."""
        return explain.trace(self.scores, self.position(subject), nodes)


def assess(
    questionnaire: Questionnaire,
    responses: Responses,
    institutions: Mapping[str, Institution] | None = None,
    weights: Mapping[str, float] | None = None,
    references: Mapping[str, Any] | None = None,
    folder: Path | None = None,
) -> Scorecards:
    """A scorecard for every subject that answered or is among the institutions.

    `weights` replaces single weights, `references` what a method stored of an earlier round; both are written
    into `made_by`. `folder` is needed only by a questionnaire with its own scorer.py that is not in the catalogue.
    """
    known = tuple((institutions or {}).get(subject, Institution(subject)) for subject in responses.subjects)
    variants = [variant(questionnaire, institution) for institution in known]
    place = folder or home(questionnaire)
    scores = engine.score(questionnaire, summarise(questionnaire, responses), variants, references, weights, place)
    declared = not_applicable.declared(scores)
    warnings = (*responses.warnings, *_unlisted(questionnaire, known), *_above_ceiling(questionnaire, known, declared, place))
    return Scorecards(scores, known, responses.cycle, _made_by(scores, responses, weights or {}), declared, warnings)


def home(questionnaire: Questionnaire) -> Path | None:
    """The folder of a questionnaire of the catalogue; none for others."""
    from questionnaires.catalogue import find

    try:
        return find(questionnaire.id)
    except QuestionnaireError:
        return None


def _unlisted(questionnaire: Questionnaire, institutions: Sequence[Institution]) -> list[Message]:
    if not questionnaire.peer_groups:
        return []
    groups = sorted({institution.peer_group for institution in institutions if not institution.variant} - {"", *questionnaire.peer_groups})
    return [
        Message(
            "peer group '{group}' is not listed in {questionnaire}: a group of its own, under the default weights",
            group=group,
            questionnaire=questionnaire.id,
        )
        for group in groups
    ]


def _above_ceiling(
    questionnaire: Questionnaire, institutions: Sequence[Institution], declared: Array, folder: Path | None
) -> list[Message]:
    """Who declared more of the weight not applicable than may be, the most first."""
    ceiling = not_applicable.ceiling(questionnaire, folder)
    above = [
        (institutions[position].label, declared[position])
        for position in np.argsort(-declared, kind="stable")
        if declared[position] > ceiling
    ]
    if not above:
        return []
    listed = ", ".join(f"{name} ({100 * share:.1f} %)" for name, share in above[:SHOWN])
    return [
        Message(
            "more of the weight is declared not applicable than the {ceiling:g} % that {questionnaire} allows: {subjects}; ask for the reasons before comparing",
            ceiling=round(100 * ceiling, 1),
            questionnaire=questionnaire.id,
            subjects=Message("{listed} and {more} more", listed=listed, more=len(above) - SHOWN) if len(above) > SHOWN else listed,
        )
    ]


def _made_by(scores: Scores, responses: Responses, weights: Mapping[str, float]) -> dict[str, Any]:
    questionnaire = scores.questionnaire
    return {
        "software": f"haechi {__version__}",
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "definition_sha256": questionnaire.digest,
        "answers_sha256": responses.digest,
        "method": questionnaire.scoring.method,
        "parameters": {"minimum_answers": questionnaire.scoring.minimum_answers, **questionnaire.scoring.parameters},
        "changed_weights": dict(weights),
        "reference": dict(scores.references),
        "seed": simulation.SEED,
    }


def _node(scores: Scores, subject: int, code: str) -> ScoredNode:
    value, se = (_number(column[code][subject]) for column in (scores.values, scores.errors))
    return ScoredNode(
        code=code,
        level=scores.questionnaire.levels[code],
        value=value,
        se=se,
        margin=None if se is None else CRITICAL * se,
        answers=int(scores.answers[code][subject]),
        weight=float(scores.weights[code][subject]),
        notes=tuple(_notes(scores, subject, code)),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _notes(scores: Scores, subject: int, code: str) -> Iterator[Note]:
    """What stands behind a value, or why there is none."""
    questionnaire, value = scores.questionnaire, scores.values[code][subject]
    given = scores.summary.given.get(code)
    if given is not None and not np.isnan(given[subject]):
        yield Note("given")
    if code in questionnaire.items:
        counts = scores.summary.counts[code][subject]
        yield from (Note(kind, str(counts[position])) for position, kind in enumerate(KINDS[1:-1], start=1) if counts[position])
        if np.isnan(value) and 0 < counts[-1] < questionnaire.scoring.minimum_answers:
            yield Note("too_few_answers", str(counts[-1]))
    elif np.isnan(value):
        missing = [
            child.code
            for child in questionnaire.groups[code].groups
            if child.role == "part" and scores.weights[child.code][subject] > 0 and np.isnan(scores.values[child.code][subject])
        ]
        yield from (Note("part_missing", name) for name in missing)
    else:
        silent = [
            item.code for item in questionnaire.groups[code].items if item.role == "part" and np.isnan(scores.values[item.code][subject])
        ]
        yield from (Note("item_missing", name) for name in silent if given is None or np.isnan(given[subject]))
    error = scores.errors[code][subject]
    if not np.isnan(value) and np.isnan(error):
        yield Note("margin_unknown")
    if error == 0 and code in questionnaire.items and questionnaire.items[code].respondent != RECORD:
        yield Note("all_alike")
