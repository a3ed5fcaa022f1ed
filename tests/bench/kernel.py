"""The same items in bare numpy, in one fresh process: what the arithmetic costs without a questionnaire.

Reads the same file with pyarrow on all cores, turns answers into points with one look-up, and sums within institutions
and strata with `bincount`. Item means and their standard errors come out, and nothing else: no covariances, no tree,
no margins of groups, no checks of answers, no counts of *don't know* and blank, no fingerprint of the file.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from . import country
from .memory import peak

POINTS = {str(k): (k - 1) * 100 / 6 for k in range(1, 8)}


def main(path: Path) -> None:
    imported = peak()
    start = time.perf_counter()
    texts = ["subject", "stratum", *country.ITEM_CODES]
    table = pq.read_table(path, read_dictionary=texts).unify_dictionaries()
    columns = {code: column.combine_chunks() for code, column in zip(table.column_names, table.columns, strict=True)}
    read = time.perf_counter()
    means, errors = items(columns)
    done = time.perf_counter()
    sums = [float(means.sum()), float(errors.sum())]
    seconds = {"read": read - start, "arithmetic": done - read}
    print(json.dumps({"seconds": seconds, "total": done - start, "imported": imported, "peak": peak(), "check": sums}))


def items(columns: dict) -> tuple[np.ndarray, np.ndarray]:
    """Means and standard errors, institutions × items."""
    names = np.array(columns["subject"].dictionary.to_pylist())
    subject = np.argsort(np.argsort(names))[columns["subject"].indices.to_numpy()]
    cell = subject * country.STRATA + columns["stratum"].indices.to_numpy()
    cells = country.INSTITUTIONS * country.STRATA
    weight = columns["weight"].to_numpy()
    population = np.zeros(cells)
    population[cell] = columns["stratum_size"].to_numpy()
    n = np.bincount(cell, minlength=cells).astype(float)
    factor = (1 - n / population) * n / (n - 1)
    means = np.empty((country.INSTITUTIONS, country.ITEMS))
    errors = np.empty_like(means)
    for position, code in enumerate(country.ITEM_CODES):
        answers = columns[code]
        table = np.array([POINTS.get(text, np.nan) for text in answers.dictionary.to_pylist()])
        points = table[answers.indices.to_numpy()]
        w = np.where(np.isnan(points), 0.0, weight)
        points = np.nan_to_num(points)
        total = np.bincount(subject, w, country.INSTITUTIONS)
        mean = np.bincount(subject, w * points, country.INSTITUTIONS) / total
        influence = w * (points - mean[subject]) / total[subject]
        around = np.bincount(cell, influence, cells) ** 2 / n
        squares = np.bincount(cell, influence * influence, cells)
        variance = (factor * (squares - around)).reshape(country.INSTITUTIONS, country.STRATA).sum(axis=1)
        means[:, position], errors[:, position] = mean, np.sqrt(variance)
    return means, errors


if __name__ == "__main__":
    main(Path(sys.argv[1]))
