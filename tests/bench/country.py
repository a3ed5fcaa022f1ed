"""A made-up national survey as one wide Parquet file, and its questionnaire: root, 3 areas, 10 topics, 40 items."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from questionnaires import loader
from questionnaires.model import Questionnaire

ITEMS, INSTITUTIONS, STRATA = 40, 700, 5
AREAS = ((0, 1, 2, 3), (4, 5, 6), (7, 8, 9))
ITEM_CODES = [f"item_{number:02}" for number in range(1, ITEMS + 1)]
ANSWERS = ["1", "2", "3", "4", "5", "6", "7", "dont_know", ""]
CHANCES = [0.03, 0.05, 0.10, 0.20, 0.25, 0.20, 0.12, 0.04, 0.01]
CHUNK = 100_000


def questionnaire() -> Questionnaire:
    """Weighted means up a tree with three levels of groups; seven-point scale, weights at every level."""
    choices = ", ".join(f'"{k}": {(k - 1) * 100 / 6!r}' for k in range(1, 8))
    lines = [
        "id: bench",
        'version: "1"',
        "range: [0, 100]",
        "subject: institution",
        "respondents: [public]",
        f"scales: {{agree7: {{choices: {{{choices}}}, special: [dont_know]}}}}",
        "scoring: {method: weighted_mean}",
        "framework:",
        "  code: overall",
        "  groups:",
    ]
    for area, topics in enumerate(AREAS):
        lines += [f"    - code: area_{area}", f"      weight: {area + 1}", "      groups:"]
        for topic in topics:
            items = ITEM_CODES[topic * 4 : topic * 4 + 4]
            written = ", ".join(f"{{code: {code}, scale: agree7, respondent: public, weight: {n + 1}}}" for n, code in enumerate(items))
            lines += [f"        - {{code: topic_{topic}, weight: {topic + 1}, items: [{written}]}}"]
    found, problems = loader.read_text("\n".join(lines).encode())
    assert found is not None, problems
    return found


def write(path: Path, respondents: int) -> None:
    """Rows in random order; text columns as any program writes them; a weight and a finite population for everybody."""
    random = np.random.default_rng(700)
    part = path.with_suffix(".part")
    writer = None
    for first in range(0, respondents, CHUNK):
        table = _rows(random, min(CHUNK, respondents - first), respondents)
        writer = writer or pq.ParquetWriter(part, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()
    part.replace(path)


def _rows(random: np.random.Generator, size: int, respondents: int) -> pa.Table:
    institution = random.integers(0, INSTITUTIONS, size)
    stratum = random.integers(0, STRATA, size)
    population = (respondents // (INSTITUTIONS * STRATA)) * (3 + (institution + stratum) % 17)
    columns = {
        "subject": _texts([f"institution {number:03}" for number in range(INSTITUTIONS)], institution),
        "stratum": _texts([f"stratum {number}" for number in range(STRATA)], stratum),
        "stratum_size": pa.array(population),
        "weight": pa.array(np.round(random.uniform(0.5, 8, size), 3)),
    }
    level = random.normal(0, 0.1, (INSTITUTIONS, 1))
    limits = np.cumsum(CHANCES)
    for code in ITEM_CODES:
        draw = np.clip(random.random(size) + level[institution, 0] * 0.5, 0, 0.999999)
        columns[code] = _texts(ANSWERS, np.searchsorted(limits, draw, side="right").clip(0, len(ANSWERS) - 1))
    return pa.table(columns)


def _texts(words: list[str], index: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int16)), pa.array(words)).cast(pa.string())
