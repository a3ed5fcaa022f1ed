"""The 24 institutions of Arinara: names, peer groups, staff, and how good each of them is made to be."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from statistics import NormalDist

import numpy as np

from assessments.institutions import Institution
from questionnaires.model import Questionnaire

SEED = 2026
FICTIONAL = {"en": "fictional", "ko": "가상"}
# What editions call such peer groups; the first that an edition lists is taken.
CALLED = {
    "central": ("central", "ministry", "department", "national", "agency"),
    "local": ("basic_local", "municipality", "local_government", "regional", "local"),
    "service": ("public_service", "state_enterprise", "public_enterprise", "corporation", "constitutional_body"),
}


def fits(questionnaire: Questionnaire) -> bool:
    """Whether the country can be assessed with an edition: only if that is about institutions."""
    return questionnaire.subject == "institution"


def institutions(questionnaire: Questionnaire, language: str = "en") -> dict[str, Institution]:
    """The institutions by subject, in the edition's own peer groups: ten, nine and five (too few to grade); none if the edition is about something else.

    >>> from questionnaires import load
    >>> institutions(load("kr_integrity_2012"), "ko")["arinara_11"].name
    '새벽시 (가상)'
    """
    if not fits(questionnaire):
        return {}
    spoken = language if language in FICTIONAL else "en"
    groups = _peer_groups(questionnaire)
    known = {}
    for row in rows():
        names = {f"name_{tongue}": f"{row[tongue]} ({word})" for tongue, word in FICTIONAL.items()}
        more = {"staff": row["staff"], **names}
        known[row["subject"]] = Institution(row["subject"], names[f"name_{spoken}"], peer_group=groups[row["kind"]], more=more)
    return known


def quality(seed: int = SEED) -> dict[str, float]:
    """How good each institution is made to be, in standard deviations; the same in every edition. A higher one should score better."""
    names = [row["subject"] for row in rows()]
    evenly = [NormalDist().inv_cdf((place + 0.5) / len(names)) for place in range(len(names))]
    return dict(zip(names, np.random.default_rng(seed).permutation(evenly).tolist(), strict=True))


@cache
def rows() -> tuple[dict[str, str], ...]:
    """The list as it stands in `country.csv`."""
    with (Path(__file__).parent / "country.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _peer_groups(questionnaire: Questionnaire) -> dict[str, str]:
    """What the edition calls each kind: a name that we know, else the next on its list, else as the first kind. Without a list: our own."""
    left = list(questionnaire.peer_groups)
    if not left:
        return {kind: kind for kind in CALLED}
    found: dict[str, str] = {}
    for kind, names in CALLED.items():
        found[kind] = next((name for name in names if name in left), "")
        left = [name for name in left if name != found[kind]]
    for kind in CALLED:
        found[kind] = found[kind] or (left.pop(0) if left else found["central"])
    return found
