"""From the risks of a register to one line an institution: how many, how grave, and which one is worst.

Levels of a risk matrix are places in an order, not quantities: they are counted, never averaged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoring.grading import NO_GRADE, band
from scoring.responses import Array

CLOSE = 1e-9


def roll_up_risks(
    institutions: Sequence[str],
    risks: Sequence[str],
    levels: Array,
    *,
    cuts: Sequence[float],
    grades: Sequence[str],
    tolerance: float | Array,
) -> pd.DataFrame:
    """One row an institution, by name; `institutions`, `risks` (names) and `levels` (residual or inherent; nan: not rated) have one element a risk.

    Columns: `institution`, `risks`, `rated`, one count for each of `grades` (`cuts` are their lower bounds, highest first),
    `above_tolerance` and its share of the rated risks (none if none is rated), the `worst` level, and `worst_risks`: all that reach it.
    A level that equals the `tolerance` (one for all, or one a risk) is tolerated. Raises ValueError if lengths do not fit.

    >>> table = roll_up_risks(["b", "a", "a", "a"], ["r1", "r2", "r3", "r4"], np.array([np.nan, 20, 20, 5]),
    ...                       cuts=[20, 12, 6], grades=["critical", "high", "medium", "low"], tolerance=6)
    >>> table[["institution", "risks", "rated", "critical", "low"]].values.tolist()
    [['a', 3, 3, 2, 1], ['b', 1, 0, 0, 0]]
    >>> table[["above_tolerance", "worst", "worst_risks"]].values.tolist()
    [[2, 20.0, ('r2', 'r3')], [0, nan, ()]]
    """
    if not len(institutions) == len(risks) == len(levels):
        raise ValueError(f"{len(institutions)} institutions, {len(risks)} risks and {len(levels)} levels; each risk has one of each")
    if len(grades) != len(cuts) + 1 or list(cuts) != sorted(cuts, reverse=True):
        raise ValueError(f"{len(cuts)} cuts, highest first, make {len(cuts) + 1} grades; here are {len(grades)} grades")
    register = pd.DataFrame({"institution": institutions, "risk": risks, "level": levels})
    register["band"] = band(np.asarray(levels, float), np.array(cuts, float))
    register["above"] = register["level"] > np.asarray(tolerance, float) + CLOSE
    columns = ["institution", "risks", "rated", *grades, "above_tolerance", "share_above_tolerance", "worst", "worst_risks"]
    return pd.DataFrame([_row(str(name), own, grades) for name, own in register.groupby("institution", sort=True)], columns=columns)


def _row(institution: str, own: pd.DataFrame, grades: Sequence[str]) -> dict[str, object]:
    rated = int((own["band"] != NO_GRADE).sum())
    above = int(own["above"].sum())
    worst = float(own["level"].max())
    return {
        "institution": institution,
        "risks": len(own),
        "rated": rated,
        **{grade: int((own["band"] == position).sum()) for position, grade in enumerate(grades)},
        "above_tolerance": above,
        "share_above_tolerance": above / rated if rated else np.nan,
        "worst": worst,
        "worst_risks": tuple(own.loc[own["level"] >= worst - CLOSE, "risk"]),
    }
