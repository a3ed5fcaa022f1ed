"""What controls take off: one function a mode. A risk without rated controls keeps its level in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.methods.risk_matrix.matrix import NEAR, Matrix
from scoring.tree import Array

Numbers = Sequence[float]
DUST = 1e-9


def less_level(level: Array, effectiveness: Array) -> Array:
    """R1: the level shrinks in proportion to the effectiveness of all controls.

    >>> less_level(np.array([20.0, 20.0]), np.array([0.25, np.nan])).tolist()
    [15.0, 20.0]
    """
    return level * (1 - np.nan_to_num(effectiveness))


def less_rating(rating: Array, effectiveness: Array) -> Array:
    """R2: likelihood (or impact) moves towards 1, the lowest there is, and reaches it under perfect controls.

    >>> less_rating(np.array([5.0, 5.0, 5.0]), np.array([0.5, 1.0, np.nan])).tolist()
    [3.0, 1.0, 5.0]
    """
    return 1 + (rating - 1) * (1 - np.nan_to_num(effectiveness))


def fewer_levels(level: Array, levels_off: Array, lowest: float) -> Array:
    """R3: so many levels less, rounded up, not below the lowest. Source: ROL.

    >>> fewer_levels(np.array([2.0, 2.0, 2.0]), np.array([0.5, 1.5, 2.0]), lowest=0).tolist()
    [2.0, 1.0, 0.0]
    """
    return np.maximum(np.ceil(level - levels_off - NEAR), np.minimum(lowest, level))


@dataclass(frozen=True)
class BandTable:
    """R5: the band that is left, by inherent band (rows) and class of effectiveness (columns), all counted from 0, low to high.

    Raises ValueError if the table has the wrong shape, or if a better control or a lower inherent band could leave a higher one.
    """

    bands: tuple[float, ...]
    classes: tuple[float, ...]
    table: Sequence[Sequence[int]]
    matrix: Matrix

    def __post_init__(self) -> None:
        rows, columns = len(self.bands) + 1, len(self.classes) + 1
        if not (self.bands and self.classes) or len(self.table) != rows or any(len(row) != columns for row in self.table):
            raise ValueError("risk_matrix: R5 needs `bands`, `classes`, and a `residual_table` with one row a band and one column a class")
        cells = np.array(self.table)
        if list(self.bands) != sorted(self.bands) or list(self.classes) != sorted(self.classes):
            raise ValueError("risk_matrix: `bands` and `classes` go from low to high")
        if (cells[:, 0] != np.arange(rows)).any():
            raise ValueError("risk_matrix: the first column of `residual_table` is for controls without effect; it must be 0, 1, 2 …")
        if (np.diff(cells, axis=0) < 0).any() or (np.diff(cells, axis=1) > 0).any() or (cells < 0).any():
            raise ValueError("risk_matrix: `residual_table` must rise from row to row and must not rise from column to column")

    def level(self, level: Array, effectiveness: Array) -> Array:
        """The inherent level, but not above the highest cell of the band that is left.

        >>> three = BandTable((6, 12), (0.5,), [[0, 0], [1, 0], [2, 1]], Matrix())
        >>> three.level(np.array([20.0, 20.0, 9.0, 4.0]), np.array([np.nan, 0.5, 1.0, 1.0])).tolist()
        [20.0, 10.0, 5.0, 4.0]
        """
        tops = self.tops
        before = _count(level[..., None] > tops[:-1] + NEAR)
        reached = _count(np.nan_to_num(effectiveness)[..., None] >= np.array(self.classes) - DUST)
        left = np.array(self.table)[before, reached]
        return np.where(reached == 0, level, np.minimum(level, tops[left]))

    @property
    def tops(self) -> Array:
        """The highest cell of the matrix in each band; a level between two cells belongs to the band of the higher one."""
        cells = self.matrix.cells
        below = [cells[cells < end - NEAR] for end in (*self.bands, np.inf)]
        return np.array([inside[-1] if len(inside) else cells[0] for inside in below])


def _count(true: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.asarray(true.sum(axis=-1), np.int64)
