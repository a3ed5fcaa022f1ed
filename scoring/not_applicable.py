"""How much of the overall weight was declared not applicable: it goes to the siblings, so it has a ceiling."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np

from questionnaires.model import DEFAULT_VARIANT, RECORD, Questionnaire
from scoring import methods
from scoring.engine import Scores
from scoring.responses import KINDS, Array

DECLARED = KINDS.index("not_applicable")
DIGITS = 9


def share(questionnaire: Questionnaire, codes: Collection[str], variant: str = DEFAULT_VARIANT) -> float:
    """The share (0 to 1) of the overall weight that the items named by `codes` carry under a variant.

    An item's share is the product of the relative weights on its way up to the root. Bonus, deduction and information,
    what lies below them, and what has or gets the weight 0 carry nothing. Rounded to nine digits, so that 0.1 and 0.2
    are not above 0.3. Raises KeyError for a code that is no item.

    >>> from questionnaires.model import Group, Questionnaire, Variant
    >>> items = [{"code": "rules", "scale": "yes"}, {"code": "training", "scale": "yes"}, {"code": "prize", "scale": "yes", "role": "bonus"}]
    >>> tree = Group(code="all", groups=[Group(code="effort", weight=3, items=items), Group(code="survey", weight=1)])
    >>> example = Questionnaire(id="example", version="1", range=(0, 10), framework=tree, variants={"small": Variant(weights={"training": 0})})
    >>> share(example, ["training"]), share(example, ["training", "prize"]), share(example, [])
    (0.375, 0.375, 0.0)
    >>> share(example, ["training"], "small"), share(example, ["rules"], "small")
    (0.0, 0.75)
    """
    carried = shares(questionnaire, questionnaire.weights(variant))
    strangers = set(codes) - questionnaire.items.keys()
    if strangers:
        raise KeyError(f"no item of {questionnaire.id}: {', '.join(sorted(strangers))}")
    return round(float(sum(carried[code] for code in set(codes))), DIGITS)


def shares(
    questionnaire: Questionnaire, weights: Mapping[str, Array | float], given: Mapping[str, Array] | None = None
) -> dict[str, Array | float]:
    """The share of the overall weight that each node carries: one number, or one a subject where the weights are columns.

    What stands below a *given* group (its score per subject; nan: not given) carries nothing: its answers do not count.
    """
    carried: dict[str, Array | float] = {questionnaire.root: 1.0}
    for code, group in questionnaire.groups.items():
        passed = carried[code] * np.isnan(given[code]) if given and code in given else carried[code]
        total = sum(np.asarray(weights[child.code], float) for child in group.children if child.role == "part")
        for child in group.children:
            part = weights[child.code] / np.where(total > 0, total, np.inf) if child.role == "part" else 0.0
            carried[child.code] = passed * part
    return carried


def possible(questionnaire: Questionnaire, folder: Path | None = None) -> bool:
    """Whether any fact that enters a mean may be declared not applicable, so that a ceiling matters."""
    if not methods.averages(questionnaire, folder):
        return False
    carried = shares(questionnaire, questionnaire.weights())
    return any(
        item.respondent == RECORD and "not_applicable" in questionnaire.scales[item.scale].special and carried[code] > 0
        for code, item in questionnaire.items.items()
    )


def declared(scores: Scores) -> Array:
    """The share of the overall weight that each subject itself declared not applicable: facts, not what respondents of a survey answered.

    Nothing where the method takes no mean: weights are no shares there.
    """
    questionnaire, size = scores.questionnaire, len(scores.subjects)
    total = np.zeros(size)
    if not methods.averages(questionnaire, scores.folder):
        return total
    carried = shares(questionnaire, scores.weights, scores.summary.given)
    for code, item in questionnaire.items.items():
        if item.respondent == RECORD:
            said = (scores.summary.counts[code][:, DECLARED] > 0) & np.isnan(scores.points[code])
            total += np.where(said, carried[code], 0.0)
    return np.round(total, DIGITS)


def ceiling(questionnaire: Questionnaire, folder: Path | None = None) -> float:
    """The largest share that may be declared not applicable; 1 (no ceiling) where the method takes no mean.

    `folder` is needed only by a questionnaire with its own scorer.py.
    """
    return questionnaire.not_applicable.ceiling if methods.averages(questionnaire, folder) else 1.0
