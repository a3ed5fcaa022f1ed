"""Answers in the shape that arithmetic likes: made once at the door, never changed after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
KINDS = ("blank", "dont_know", "refuse", "not_applicable", "valid")
VALID = KINDS.index("valid")


@dataclass(frozen=True)
class Block:
    """All responses of one respondent group; rows are responses, sorted by subject and stratum.

    `codes` (items × rows) are positions in the table of options: `points` (nan: none) and `kinds`.
    `stratum` numbers the strata across all subjects. `size` is the population of a row's stratum (nan:
    not known, hence no finite population correction). `sampled` is false for records, which have no sampling error.
    """

    group: str
    items: tuple[str, ...]
    codes: NDArray[np.unsignedinteger]
    points: Array
    kinds: NDArray[np.uint8]
    subject: NDArray[np.int64]
    stratum: NDArray[np.int64]
    weight: Array | None = None
    size: Array | None = None
    sampled: bool = True


@dataclass(frozen=True)
class Responses:
    """Everything that was answered: blocks of responses, and the scores of groups that were *given*.

    `digest` fingerprints what was read, `warnings` says what a careful reader should know about it.
    """

    subjects: tuple[str, ...]
    blocks: tuple[Block, ...] = ()
    given: Mapping[str, Array] = field(default_factory=dict)
    cycle: str = ""
    digest: str = ""
    warnings: tuple[str, ...] = ()
