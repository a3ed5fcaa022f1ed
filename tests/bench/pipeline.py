"""One fresh process that reads, summarises and scores a file; prints its seconds and megabytes as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import assessments
from scoring import engine
from scoring.summary import summarise

from . import country
from .memory import peak


def main(path: Path) -> None:
    imported = peak()
    questionnaire = country.questionnaire()
    start = time.perf_counter()
    responses = assessments.read_responses(path, questionnaire)
    read = time.perf_counter()
    summary = summarise(questionnaire, responses)
    summarised = time.perf_counter()
    scores = engine.score(questionnaire, summary)
    scored = time.perf_counter()
    highest = peak()
    engine.run(questionnaire, scores.points, scores.weights, scores.references, None)
    tree = time.perf_counter() - scored
    seconds = {"read": read - start, "summarise": summarised - read, "score": tree, "margins": scored - summarised - tree}
    first_item = float(scores.errors[country.ITEM_CODES[0]].sum())
    result = {"seconds": seconds, "total": scored - start, "imported": imported, "peak": highest, "check": check(scores)}
    print(json.dumps({**result, "first_item": first_item}))


def check(scores: engine.Scores) -> list[float]:
    """Sums over all institutions, by which the kernel shows that it did the same work."""
    return [float(sum(columns[code].sum() for code in country.ITEM_CODES)) for columns in (scores.values, scores.errors)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
