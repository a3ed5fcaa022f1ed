"""What an answer cell takes: choices by their labels, a number within limits, or two numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assessments.rounds.offline.sheet import AnswerSheet
from questionnaires.model import Group, Questionnaire, Scale
from questionnaires.wording import Wording


@dataclass(frozen=True)
class Entry:
    """`kind` is `choices`, `number`, `rate` or `change`; `labels` are what the list of the cell offers, with the answer that each means.

    `low` and `high` limit a number; none where there is no limit.
    """

    kind: str
    labels: Mapping[str, str]
    low: float | None = None
    high: float | None = None
    unit: str = ""

    @cached_property
    def _known(self) -> dict[str, str]:
        return {_plain(label): answer for label, answer in self.labels.items()}

    def shown(self, answer: str) -> str:
        """What the cell says for an answer: its label, or the answer itself if it has none."""
        return next((label for label, meant in self.labels.items() if meant == answer), answer)

    def meant(self, text: str) -> str:
        """The answer that a cell means: by label, whatever its blanks and capitals, else as it is written."""
        return self._known.get(_plain(text), text)


def entry(sheet: AnswerSheet, code: str) -> Entry:
    """What the answer cell of a question takes."""
    node, scale = sheet.node(code), sheet.scale(code)
    if scale is None or isinstance(node, Group):
        low, high = _given(sheet.questionnaire, code)
        return Entry("number", {}, low, high)
    kind = scale.kind if scale.kind in ("choices", "rate", "change") else "number"
    return Entry(
        kind, labels(sheet.names, node.scale, scale), *_limits(scale), unit=sheet.names.name("units", scale.unit) if scale.unit else ""
    )


def labels(names: Wording, name: str, scale: Scale) -> dict[str, str]:
    """Label -> answer for the choices of a scale and its kinds of no answer; where two would read alike, each shows its code."""
    told = {answer: names.choice(name, answer) for answer in (*(scale.choices or {}), *scale.special)}
    alike = Counter(_plain(label) for label in told.values())
    return {label if alike[_plain(label)] == 1 else f"{label} ({answer})": answer for answer, label in told.items()}


def _limits(scale: Scale) -> tuple[float | None, float | None]:
    """Between which numbers a plain number has to lie."""
    if scale.points is not None:
        return scale.points
    if scale.linear is not None and not scale.clip:
        return min(scale.linear), max(scale.linear)
    return (scale.steps[0][0], None) if scale.steps else (None, None)


def _given(questionnaire: Questionnaire, code: str) -> tuple[float, float]:
    """The range of a group's score; for a bonus or deduction from 0 to its cap."""
    group = questionnaire.groups[code]
    if group.role in ("bonus", "deduction"):
        return 0.0, questionnaire.width if group.cap is None else group.cap
    return questionnaire.range


def _plain(text: str) -> str:
    """A text without what a pair of eyes does not tell apart.

    >>> _plain("  Not  applicable ")
    'not applicable'
    """
    return " ".join(text.split()).casefold()
