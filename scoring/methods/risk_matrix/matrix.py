"""From likelihood and impact to a level: product, sum, or a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.tree import Array

SIZES = (3, 4, 5)
RULES = ("product", "sum", "lookup")
NEAR = 1e-3  # dust of arithmetic (and of the step with which margins are made): what is less than this above a cell is still in it


def worst(values: Array, weights: Array) -> Array:
    """The highest over the first axis of what is there and weighs something.

    >>> worst(np.array([[2.0, np.nan], [4.0, np.nan], [5.0, 1.0]]), np.array([[1, 1], [1, 1], [0, 0]])).tolist()
    [4.0, nan]
    """
    return np.asarray(np.fmax.reduce(np.where(weights > 0, values, np.nan), axis=0))


def rating(values: Array, size: int) -> Array:
    """Ratings from 1 to `size`; a *given* number that lies beyond is no rating.

    >>> rating(np.array([3.5, 7, 0]), 5).tolist()
    [3.5, nan, nan]
    """
    return np.where((values > 0.5) & (values < size + 0.5), values, np.nan)


@dataclass(frozen=True)
class Matrix:
    """Levels by likelihood and impact, each 1 to `size`. Raises ValueError if a higher rating could lower the level."""

    size: int = 5
    rule: str = "product"
    table: Sequence[Sequence[float]] | None = None
    round_up: bool = True

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise ValueError(f"risk_matrix: size {self.size} is not one of 3, 4, 5")
        if self.rule not in RULES:
            raise ValueError(f"risk_matrix: inherent '{self.rule}' is not one of {', '.join(RULES)}")
        if self.rule == "lookup":
            self._check_table()

    def _check_table(self) -> None:
        rows = self.table or ()
        if len(rows) != self.size or any(len(row) != self.size for row in rows):
            raise ValueError(f"risk_matrix: `inherent: lookup` needs a `table` of {self.size} rows with {self.size} levels each")
        cells = np.array(rows, float)
        if (np.diff(cells, axis=0) < 0).any() or (np.diff(cells, axis=1) < 0).any():
            raise ValueError("risk_matrix: the table must not fall: rows go from low to high likelihood, columns from low to high impact")

    def level(self, likelihood: Array, impact: Array) -> Array:
        """The level of each risk; without likelihood or impact there is none.

        >>> Matrix().level(np.array([4.0, 2.5, np.nan]), np.array([5.0, 4.0, 3.0])).tolist()
        [20.0, 10.0, nan]
        >>> levels = [[0, 1, 2], [1, 2, 3], [2, 3, 4]]
        >>> Matrix(3, "lookup", levels).level(np.array([1.2]), np.array([3.0])).tolist()
        [3.0]
        """
        if self.rule == "product":
            return likelihood * impact
        if self.rule == "sum":
            return likelihood + impact
        found = np.array(self.table, float)[self._cell(likelihood), self._cell(impact)]
        return np.where(np.isnan(likelihood) | np.isnan(impact), np.nan, found)

    def _cell(self, ratings: Array) -> NDArray[np.int64]:
        """Which row or column a rating falls into, from 0: the next one up, or the nearest (halves up)."""
        whole = np.ceil(ratings - NEAR) if self.round_up else np.floor(ratings + 0.5)
        return np.asarray(np.clip(np.nan_to_num(whole, nan=1.0), 1, self.size) - 1, np.int64)

    @property
    def cells(self) -> Array:
        """Every level that whole ratings can have, low to high.

        >>> Matrix(3).cells.tolist()
        [1.0, 2.0, 3.0, 4.0, 6.0, 9.0]
        """
        likelihood, impact = np.meshgrid(np.arange(1.0, self.size + 1), np.arange(1.0, self.size + 1), indexing="ij")
        return np.unique(self.level(likelihood, impact))

    @property
    def lowest(self) -> float:
        return float(self.cells[0])
