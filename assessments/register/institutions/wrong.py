"""What somebody gave that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable

from assessments.tables.messages import Message


class Wrong(ValueError):
    """What was given cannot be used; `reasons` says why, all at once. Nothing was changed."""

    def __init__(self, reasons: Iterable[Message]) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(self.reasons))
