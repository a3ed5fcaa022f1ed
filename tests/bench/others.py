"""What other software for survey statistics needs for one single item of the same data, where it is installed."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from . import country

LIMIT = 600
POINTS = {str(k): (k - 1) * 100 / 6 for k in range(1, 8)}
R = """
library(survey)
answers <- read.csv(commandArgs(TRUE)[1])
start <- proc.time()[["elapsed"]]
design <- svydesign(ids = ~1, strata = ~cell, weights = ~weight, fpc = ~stratum_size, data = answers)
designed <- proc.time()[["elapsed"]]
result <- svyby(~item, ~subject, design, svymean, na.rm = TRUE)
done <- proc.time()[["elapsed"]]
cat(sprintf('{"version": "%s", "design": %f, "estimate": %f, "errors": %.12g}',
            packageVersion("survey"), designed - start, done - designed, sum(SE(result))))
"""
SVY = """
import sys, time, importlib.metadata, polars, svy
answers = polars.read_csv(sys.argv[1])
start = time.perf_counter()
sample = svy.Sample(answers, svy.Design(stratum="cell", wgt="weight", pop_size="stratum_size"))
designed = time.perf_counter()
errors = sample.estimation.mean("item", by="subject", drop_nulls=True).to_polars()["se"].sum()
done = time.perf_counter()
version = importlib.metadata.version("svy")
print(f'{{"version": "{version}", "design": {designed - start}, "estimate": {done - designed}, "errors": {errors}}}')
"""


def lines(path: Path, ours: float) -> Iterator[str]:
    """One line a program; `ours` is the sum of our standard errors of that item, for comparison."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "item.csv"
        pyarrow.csv.write_csv(one_item(path), table)
        for name, command in programs(Path(folder)).items():
            yield f"{name:12} {said([*command, str(table)], ours) if command else 'not installed'}"


def one_item(path: Path) -> pa.Table:
    """The first item with its points, and all that the design needs; strata numbered across institutions."""
    code = country.ITEM_CODES[0]
    table = pq.read_table(path, columns=["subject", "stratum", "stratum_size", "weight", code])
    cell = pc.dictionary_encode(pc.binary_join_element_wise(table["subject"], table["stratum"], " ")).combine_chunks().indices
    points = [POINTS.get(text, np.nan) for text in table[code].to_pylist()]
    item = pa.array(points, from_pandas=True)
    return table.select(["subject", "stratum_size", "weight"]).append_column("cell", cell).append_column("item", item)


def programs(folder: Path) -> dict[str, list[str]]:
    """How each is called; nothing where it is not installed."""
    script = folder / "item.R"
    script.write_text(R)
    rscript = shutil.which("Rscript")
    has_survey = rscript and subprocess.run([rscript, "-e", "library(survey)"], capture_output=True, check=False).returncode == 0
    return {
        "R survey": [rscript, str(script)] if rscript and has_survey else [],
        "svy": [sys.executable, "-c", SVY] if importlib.util.find_spec("svy") else [],
    }


def said(command: list[str], ours: float) -> str:
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return f"not done after {LIMIT} s"
    if result.returncode:
        return f"failed: {result.stderr.strip().splitlines()[-1]}"
    found = json.loads(result.stdout)
    together = found["design"] + found["estimate"]
    apart = abs(found["errors"] / ours - 1)
    return f"{found['version']:8}{together:7.2f} s (design {found['design']:.2f}, estimates {found['estimate']:.2f}); standard errors differ from ours by {apart:.0e}"
