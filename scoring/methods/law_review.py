"""Review of laws and rules: exposure by criterion, findings, and the outcome that they suggest for one provision.

gate      a provision that the gate lets pass is exempt: outcome 0, nothing else need be answered
exposure  100 points for the bad answer, 50 for partly, 0 for the good one; weighted means upwards
findings  a group `findings` with one item `finding_<criterion>` each: none 0, minor 1, major 2, cannot be fixed 3
outcome   a group `outcome`: 0 exempt, 1 agree to the original, 2 recommend improvement, 3 opinion to withdraw

Not every criterion concerns every provision (few entrust anything): one without a scored answer passes its
weight to its siblings, here and in no other method. Answers are the assessors' joint ones; what they decide
(`finding_…`, or a *given* `outcome`) stands, and only where they left a blank is something suggested.

Source: gate and outcomes of the Korea Industrial Complex Corporation's guideline (2024), which has no numeric
score; exposures, severities and the suggestion are our own, *assumed* and editable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Group, Item, Questionnaire
from questionnaires.problems import did_you_mean
from scoring.tree import Array, arithmetic_mean, roll_up

OUTCOME, FINDINGS, FINDING = "outcome", "findings", "finding_"
EXEMPT, AGREE, RECOMMEND, WITHDRAW = 0.0, 1.0, 2.0, 3.0
NONE, MINOR, CANNOT_BE_FIXED = 0.0, 1.0, 3.0
HALF = 0.5
JUST_ABOVE_ZERO = 0.01
Truths = NDArray[np.bool_]


def score(
    questionnaire: Questionnaire,
    points: Mapping[str, Array],
    *,
    weights: Mapping[str, Array],
    exempt_when: Sequence[Sequence[str]] = (),
    always_assessed_when: Sequence[str] = (),
    suggest_from: float = JUST_ABOVE_ZERO,
    **_: Any,
) -> dict[str, Array]:
    """Exposure of every criterion and group, the number of findings, and the outcome; nan is no score.

    `exempt_when` lists sets of gate items: if all of one set are answered yes, the provision is exempt, unless one of
    `always_assessed_when` is answered yes. From an exposure of `suggest_from` (0 to 100) a finding is suggested.
    """
    _check_codes(questionnaire, [code for gates in [*exempt_when, always_assessed_when] for code in gates])
    _check_outcome(points.get(OUTCOME))
    nodes = roll_up(questionnaire, points, passed_on(questionnaire, points, weights), arithmetic_mean)
    severities = _severities(questionnaire, nodes, suggest_from)
    exempt = _any_set(nodes, exempt_when) & ~_any_set(nodes, [[code] for code in always_assessed_when])
    findings = _decided(points.get(FINDINGS), number_of_findings(severities))
    outcome = _decided(points.get(OUTCOME), suggested_outcome(exempt, findings, severities))
    return {**nodes, **{code: value for code, value in ((FINDINGS, findings), (OUTCOME, outcome)) if code in nodes}}


def suggested_finding(exposure: Array, suggest_from: float) -> Array:
    """A minor finding from `suggest_from` on, none below; a criterion that was not assessed suggests nothing.

    >>> suggested_finding(np.array([0, 3.5, 100, np.nan]), suggest_from=0.01)
    array([ 0.,  1.,  1., nan])
    """
    return np.where(np.isnan(exposure), np.nan, np.where(exposure >= suggest_from, MINOR, NONE))


def number_of_findings(severities: Array) -> Array:
    """Criteria (first axis) with a finding, per provision (second axis); nan where no criterion was assessed.

    >>> number_of_findings(np.array([[0, 2, np.nan], [0, 1, np.nan]]))
    array([ 0.,  2., nan])
    """
    assessed = ~np.isnan(severities).all(axis=0)
    return np.where(assessed, (severities > HALF).sum(axis=0), np.nan)


def suggested_outcome(exempt: Truths, findings: Array, severities: Array) -> Array:
    """Exempt (0); else withdraw (3) if anything cannot be fixed, recommend (2) if there is a finding, or agree (1).

    >>> severities = np.array([[0, 1, 3, 3, np.nan]])
    >>> suggested_outcome(np.array([False, False, False, True, False]), number_of_findings(severities), severities)
    array([ 1.,  2.,  3.,  0., nan])
    """
    beyond_repair = (severities > CANNOT_BE_FIXED - HALF).any(axis=0)
    assessed = np.where(beyond_repair, WITHDRAW, np.where(findings > HALF, RECOMMEND, AGREE))
    return np.where(exempt, EXEMPT, np.where(np.isnan(findings), np.nan, assessed))


def passed_on(questionnaire: Questionnaire, points: Mapping[str, Array], weights: Mapping[str, Array]) -> dict[str, Array]:
    """The same weights, but 0 for groups below which nothing that weighs is answered, so that their siblings carry them."""
    size = len(next(iter(points.values())))
    changed: dict[str, Array] = {}

    def concerned(node: Group | Item) -> Truths:
        here = ~np.isnan(points.get(node.code, np.full(size, np.nan)))
        weight = np.broadcast_to(weights[node.code], size)
        if isinstance(node, Group):
            below = [concerned(child) & (changed[child.code] > 0) for child in node.children]
            parts = [answered for answered, child in zip(below, node.children, strict=True) if child.role == "part"]
            here = here | np.any([np.zeros(size, bool), *parts], axis=0)
            weight = np.where(here, weight, 0.0)
        changed[node.code] = weight
        return here

    concerned(questionnaire.framework)
    return changed


def _check_codes(questionnaire: Questionnaire, gates: Sequence[str]) -> None:
    """Every gate that a parameter names is an item, every `finding_…` has its criterion. Raises LookupError."""
    criteria = [code.removeprefix(FINDING) for code in questionnaire.items if code.startswith(FINDING)]
    for codes, known, what in ((gates, questionnaire.items, "gate item"), (criteria, questionnaire.groups, "criterion")):
        for code in codes:
            if code not in known:
                raise LookupError(f"law_review: there is no {what} '{code}' in {questionnaire.id}{did_you_mean(code, known)}")


def _check_outcome(given: Array | None) -> None:
    """A given outcome is one of the four. Raises ValueError."""
    if given is not None and ((given < EXEMPT) | (given > WITHDRAW)).any():
        raise ValueError("law_review: a given outcome is 0 (exempt), 1 (agree), 2 (recommend) or 3 (withdraw)")


def _severities(questionnaire: Questionnaire, nodes: Mapping[str, Array], suggest_from: float) -> Array:
    """Criteria × provisions: the assessors' finding, else the suggested one."""
    size = len(nodes[questionnaire.root])
    codes = [code for code in questionnaire.items if code.startswith(FINDING)]
    rows = [_decided(nodes[code], suggested_finding(nodes[code.removeprefix(FINDING)], suggest_from)) for code in codes]
    return np.array(rows).reshape(len(codes), size)


def _any_set(nodes: Mapping[str, Array], sets: Sequence[Sequence[str]]) -> Truths:
    """Whether all gate items of at least one set are answered yes; a blank is not a yes."""
    size = len(next(iter(nodes.values())))
    passed = [np.all([nodes[code] > HALF for code in gates], axis=0) for gates in sets if gates]
    return np.asarray(np.any([np.zeros(size, bool), *passed], axis=0), bool)


def _decided(decision: Array | None, suggestion: Array) -> Array:
    """What was decided, or the suggestion where nothing was."""
    return suggestion if decision is None else np.where(np.isnan(decision), suggestion, decision)
