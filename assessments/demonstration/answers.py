"""Made-up answers to any edition about institutions, as a wide table like an upload."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessments.demonstration import written
from assessments.demonstration.country import SEED, institutions, quality
from assessments.institutions import variant
from questionnaires.conditions import asked_where
from questionnaires.model import RECORD, Item, Questionnaire
from scoring.responses import Array

MIDDLE, SPREAD = 0.66, 0.1
INSIDERS = ("staff", "internal", "employee", "employees", "official", "officials")
STRATA = {"large": 0.5, "medium": 0.3, "small": 0.2}
FEWEST, MOST = 60, 200
SILENCE = {"dont_know": 0.05, "refuse": 0.015, "not_applicable": 0.02, "": 0.015}
LEADING = ["subject", "respondent_group", "respondent", "stratum", "stratum_size"]


@dataclass(frozen=True)
class Country:
    """Who is asked: one element an institution. `level` is its quality on a scale from 0 to 1; `weighs` says which nodes count there."""

    subjects: NDArray[Any]
    staff: NDArray[np.int64]
    level: Array
    weighs: Mapping[str, NDArray[np.bool_]]


def answers(questionnaire: Questionnaire, seed: int = SEED) -> pd.DataFrame:
    """Synthetic answers, one row a respondent and one row of facts an institution, all as text; empty for editions about something else.

    60 to 200 people a respondent group and institution, in three strata of known size; some cannot or will not say or
    leave a blank; few met with corruption. The same seed makes the same table.
    """
    random = np.random.default_rng([seed, zlib.crc32(questionnaire.id.encode())])
    country = _country(questionnaire, seed)
    if not len(country.subjects):
        return pd.DataFrame(columns=[*LEADING, *questionnaire.items], dtype=str)
    groups = dict.fromkeys([*(item.respondent for item in questionnaire.items.values()), *([RECORD] if _only_given(questionnaire) else [])])
    tables = [_group(questionnaire, country, group, random) for group in groups]
    columns = [code for code in questionnaire.nodes if any(code in table for table in tables)]
    return pd.concat(tables, ignore_index=True).reindex(columns=[*LEADING, *columns]).fillna("")


def _country(questionnaire: Questionnaire, seed: int) -> Country:
    known = institutions(questionnaire)
    made = quality(seed)
    variants = [variant(questionnaire, institution) for institution in known.values()]
    return Country(
        subjects=np.array(list(known)),
        staff=np.array([int(institution.more["staff"]) for institution in known.values()], np.int64),
        level=MIDDLE + SPREAD * np.array([made[subject] for subject in known]),
        weighs=_weighs(questionnaire, variants),
    )


def _weighs(questionnaire: Questionnaire, variants: list[str]) -> dict[str, NDArray[np.bool_]]:
    """Nodes that count for an institution: neither they nor anything above them has weight 0 in its variant."""
    table = {name: questionnaire.weights(name) for name in set(variants)}
    found: dict[str, NDArray[np.bool_]] = {}
    for code, parent in questionnaire.parents.items():
        own = np.array([table[name][code] > 0 or questionnaire.nodes[code].role != "part" for name in variants], bool)
        found[code] = own & found[parent] if parent else own
    return found


def _only_given(questionnaire: Questionnaire) -> list[str]:
    """Groups with nothing below them: they can only be given."""
    return [code for code, group in questionnaire.groups.items() if not group.children and group.role == "part"]


def _group(questionnaire: Questionnaire, country: Country, group: str, random: np.random.Generator) -> pd.DataFrame:
    """All responses of one respondent group."""
    items = [item for item in questionnaire.items.values() if item.respondent == group]
    asked = np.any([country.weighs[item.code] for item in items], axis=0) if items else np.full(len(country.subjects), True)
    who, design = _facts(country, asked) if group == RECORD else _sample(country, asked, group, random)
    seen = country.level + random.normal(0, 0.3 * SPREAD, len(country.level))
    mood = random.normal(0, 0.1, len(who)) if group != RECORD else np.zeros(len(who))
    harmed = random.random(len(who)) < _harm(seen)[who]
    columns: dict[str, NDArray[Any]] = {}
    for item in items:
        goodness = seen[who] + random.normal(0, 0.06) + mood + random.normal(0, 0.12, len(who))
        rare = group != RECORD and written.is_rare(questionnaire, item)
        texts = written.answers(questionnaire, item, written.experience(harmed, random) if rare else goodness, random)
        texts = texts if group == RECORD else _silent(questionnaire, item, texts, random)
        columns[item.code] = np.where(country.weighs[item.code][who], texts, "")
    asked_here = asked_where(questionnaire, columns, len(who))
    columns = {code: np.where(asked_here[code], texts, "") for code, texts in columns.items()}
    if group == RECORD:
        columns |= {code: _given(questionnaire, code, country, seen, random)[who] for code in _only_given(questionnaire)}
    return pd.DataFrame({"subject": country.subjects[who], "respondent_group": group, **design, **columns}, dtype=str)


def _harm(level: Array) -> Array:
    """The share of people who met with corruption: 0 in the best institutions, 3 in 100 in the worst."""
    return np.asarray(0.03 * np.clip((0.85 - level) / 0.5, 0, 1))


def _facts(country: Country, asked: NDArray[np.bool_]) -> tuple[NDArray[np.int64], dict[str, Any]]:
    return np.flatnonzero(asked), {"respondent": "", "stratum": "", "stratum_size": ""}


def _sample(
    country: Country, asked: NDArray[np.bool_], group: str, random: np.random.Generator
) -> tuple[NDArray[np.int64], dict[str, Any]]:
    """Who answered, sorted by institution and stratum, and from how many."""
    population = country.staff if group in INSIDERS else country.staff * random.integers(3, 12, len(country.staff))
    people = np.where(asked, random.integers(FEWEST, MOST + 1, len(asked)), 0)
    shares = np.array(list(STRATA.values()))
    counts = np.floor(people[:, None] * shares).astype(int)
    counts[:, 0] += people - counts.sum(axis=1)
    sizes = np.maximum((population[:, None] * shares[::-1]).astype(int), counts)
    places = np.arange(counts.size)
    cell = np.repeat(places, counts.ravel())
    who = cell // len(shares)
    number = np.arange(len(who)) - np.repeat(np.cumsum(people) - people, people)
    respondent = [f"{group}_{position + 1}" for position in number]
    return who, {
        "respondent": respondent,
        "stratum": np.array(list(STRATA))[cell % len(shares)],
        "stratum_size": sizes.ravel()[cell].astype(str),
    }


def _silent(questionnaire: Questionnaire, item: Item, texts: NDArray[Any], random: np.random.Generator) -> NDArray[Any]:
    """Some do not know, refuse, are not concerned (where the scale allows it), or leave a blank."""
    allowed = [*questionnaire.scales[item.scale].special, ""]
    kinds = np.array([*allowed, "answered"], dtype=object)
    shares = [SILENCE[kind] for kind in allowed]
    drawn = random.choice(len(kinds), len(texts), p=[*shares, 1 - sum(shares)])
    return np.where(drawn == len(allowed), texts, kinds[drawn])


def _given(questionnaire: Questionnaire, code: str, country: Country, seen: Array, random: np.random.Generator) -> NDArray[Any]:
    """The score of a group that has nothing below it."""
    goodness = np.clip(seen + random.normal(0, 0.3 * SPREAD, len(seen)), 0, 1)
    share = 1 - goodness if questionnaire.higher_is == "worse" else goodness
    numbers = np.round(questionnaire.bottom + questionnaire.width * share, 2)
    return np.where(country.weighs[code], numbers.astype(str), "")
