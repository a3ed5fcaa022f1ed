"""What a filled workbook would change, compared with what stands there now and with what stood there at the download."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.rounds.offline.reading.cells import plain
from assessments.rounds.offline.sheet import NOTHING, Filled, Key

SAME, NEW, CHANGED, CLEARED = KINDS = ("same", "new", "changed", "cleared")


@dataclass(frozen=True)
class Difference:
    """One answer: what stands there now and what the workbook says.

    `meanwhile`: somebody changed it online after the download, and the workbook says something else again.
    """

    subject: str
    item: str
    kind: str
    now: Filled
    filled: Filled
    meanwhile: bool = False


def differences(filled: Mapping[Key, Filled], downloaded: Mapping[Key, Filled], now: Mapping[Key, Filled]) -> list[Difference]:
    """One difference an answer, in the order of the workbook. What the workbook left as it was downloaded changes nothing.

    >>> before, after = Filled("1"), Filled("2")
    >>> [d.kind for d in differences({("a", "x"): after, ("a", "y"): before}, {}, {("a", "x"): before, ("a", "y"): before})]
    ['changed', 'same']
    """
    return [_one(*key, theirs, downloaded.get(key, NOTHING), now.get(key, NOTHING)) for key, theirs in filled.items()]


def _one(subject: str, item: str, filled: Filled, downloaded: Filled, now: Filled) -> Difference:
    if _alike(filled, now) or _alike(filled, downloaded):
        return Difference(subject, item, SAME, now, now)
    kind = NEW if _alike(now, NOTHING) else CLEARED if _alike(filled, NOTHING) else CHANGED
    return Difference(subject, item, kind, now, filled, meanwhile=not _alike(now, downloaded))


def _alike(one: Filled, other: Filled) -> bool:
    return all(plain(a) == plain(b) for a, b in zip(_parts(one), _parts(other), strict=True))


def _parts(filled: Filled) -> tuple[str, str, str]:
    return filled.answer, filled.reason, filled.comment
