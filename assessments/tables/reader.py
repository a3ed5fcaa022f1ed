"""What is being read, and what was wrong so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assessments.tables.columns import Integers
from assessments.tables.messages import Message
from assessments.tables.problems import Mistake, spreadsheet_rows
from questionnaires.model import Questionnaire

LEADING = ("subject", "cycle", "respondent_group", "respondent", "stratum", "stratum_size", "weight")
REMARKS = ("source", "note")


@dataclass
class Reader:
    """What is being read, and what was wrong so far."""

    questionnaire: Questionnaire
    file: str
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    kept: Integers | None = None

    def wrong(self, what: Message, column: str = "", positions: Sequence[int] | Any = ()) -> None:
        """Note a mistake; positions count the rows that are read (`kept` says which rows of the file they are)."""
        positions = positions if self.kept is None else self.kept[np.asarray(positions, np.int64)]
        self.mistakes.append(Mistake(self.file, what, column, spreadsheet_rows(positions)))

    def warn(self, what: Message) -> None:
        """Note what a careful reader should know although the table can be used."""
        self.warnings.append(Message("{about}: {what}", about=self.file, what=what))
