"""Prints what a national round costs: seconds, memory, how that compares to bare numpy, R's survey and svy, and how officers are answered."""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from . import country, officers, others

FOLDER = Path(__file__).parents[2] / "bench-data"
SMALL, LARGE = 300_000, 3_000_000
RUNS = {SMALL: 9, LARGE: 5}
STEPS = {
    "read": "read the file and check every answer",
    "summarise": "summarise: means, counts, all covariances",
    "score": "score the tree",
    "margins": "margins of all nodes",
}
Run = dict[str, Any]


def main() -> None:
    print(machine(), flush=True)
    measured = {}
    for respondents in (SMALL, LARGE):
        path = file(respondents)
        print(
            f"\n{respondents:,} respondents × {country.ITEMS} items × {country.INSTITUTIONS} institutions × {country.STRATA} strata, ",
            end="",
        )
        print(f"one Parquet file of {path.stat().st_size / 1e6:.0f} MB;\n{RUNS[respondents]} fresh processes each, in turn\n", flush=True)
        ours, kernel = in_turn(RUNS[respondents], path)
        measured[respondents] = ours, kernel
        print("\n".join(report(ours, kernel)), flush=True)
    print("\nOne item beside it: mean and standard error for each of the institutions, 300,000 respondents\n", flush=True)
    for line in others.lines(file(SMALL), measured[SMALL][0][0]["first_item"]):
        print(line, flush=True)
    print("\nTargets\n\n" + "\n".join(verdicts(measured)), flush=True)
    print("\nOfficers answer in the browser\n", flush=True)
    officers.main()


def machine() -> str:
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), ""
    )
    versions = f"Python {platform.python_version()}, numpy {np.__version__}, pyarrow {pa.__version__}"
    return f"{os.cpu_count()} cores of {model or platform.machine()}; {platform.system()}; {versions}"


def file(respondents: int) -> Path:
    """The data, made once; delete the folder after a change of `country`."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{respondents}.parquet"
    if not path.exists():
        country.write(path, respondents)
    return path


def in_turn(runs: int, path: Path) -> tuple[list[Run], list[Run]]:
    """Both programs alternate, so that whatever else the machine does meets both."""
    pairs = [(fresh("pipeline", path), fresh("kernel", path)) for _ in range(runs)]
    for ours, kernel in pairs:
        assert all(math.isclose(a, b, rel_tol=1e-6) for a, b in zip(ours["check"], kernel["check"], strict=True)), "the kernel disagrees"
    return [ours for ours, _ in pairs], [kernel for _, kernel in pairs]


def fresh(program: str, path: Path) -> Run:
    command = [sys.executable, "-m", f"tests.bench.{program}", str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=FOLDER.parent).stdout)


def report(ours: list[Run], kernel: list[Run]) -> Iterator[str]:
    yield f"{'':46}least   median"
    for step, words in STEPS.items():
        yield row(words, ours, lambda run, step=step: run["seconds"][step])
    yield row("together", ours, total)
    yield row("bare numpy: read, item means and errors", kernel, total)
    yield row("   of which arithmetic", kernel, lambda run: run["seconds"]["arithmetic"])
    ratio, after = (
        f"{least:.2f} (least), {middle:.2f} (median)"
        for least, middle in (ratios(ours, kernel, total), ratios(ours, kernel, after_reading))
    )
    yield f"ratio, both with reading      {ratio}"
    yield f"ratio, both without reading   {after}"
    yield f"peak resident memory of the whole process   {memory(ours):.0f} MB, of which {ours[0]['imported']:.0f} MB after imports"
    yield f"   bare numpy                               {memory(kernel):.0f} MB, of which {kernel[0]['imported']:.0f} MB after imports"


def row(words: str, runs: list[Run], seconds: Callable[[Run], float]) -> str:
    each = [seconds(run) for run in runs]
    return f"{words:44}{min(each):7.3f}  {statistics.median(each):7.3f} s"


def total(run: Run) -> float:
    return float(run["total"])


def after_reading(run: Run) -> float:
    return float(run["total"] - run["seconds"]["read"])


def ratios(ours: list[Run], others: list[Run], seconds: Callable[[Run], float]) -> tuple[float, float]:
    """Least against least, and median against median."""
    mine, theirs = ([seconds(run) for run in runs] for runs in (ours, others))
    return min(mine) / min(theirs), statistics.median(mine) / statistics.median(theirs)


def memory(runs: list[Run]) -> float:
    return max(run["peak"] for run in runs)


def verdicts(measured: dict[int, tuple[list[Run], list[Run]]]) -> Iterator[str]:
    (small, kernel), (large, _) = measured[SMALL], measured[LARGE]
    for words, found, limit, unit in (
        ("300,000: time (median)", statistics.median([total(run) for run in small]), 0.7, "s"),
        ("300,000: peak memory of the whole process", memory(small), 300, "MB"),
        ("300,000: ratio to bare numpy, reading included (median)", ratios(small, kernel, total)[1], 2.5, "×"),
        ("300,000: ratio to bare numpy, without reading (median)", ratios(small, kernel, after_reading)[1], 2.5, "×"),
        ("3,000,000: time, ratio to 300,000 (least)", ratios(large, small, total)[0], 10, "×"),
        ("3,000,000: time, ratio to 300,000 (median)", ratios(large, small, total)[1], 10, "×"),
        ("3,000,000: peak memory of the whole process", memory(large), 2000, "MB"),
    ):
        yield f"{words:58}{found:9.2f} of at most {limit:g} {unit}: {'reached' if found <= limit else 'MISSED'}"


if __name__ == "__main__":
    main()
