"""Mistakes in a questionnaire, all of them at once: where, what, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: a letter to the person who can mend it. `line` counts from 1; 0 means the whole file."""

    file: str
    line: int
    where: str
    what: str
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.where}: {self.what}" if self.where else f"{place}: {self.what}"


class QuestionnaireError(ValueError):
    """The folder cannot be used; `problems` says why, every reason at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like another; nothing if none does."""
    return next(iter(difflib.get_close_matches(word, [str(name) for name in known], n=1, cutoff=0.6)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word, or nothing.

    >>> did_you_mean("weigth", ["weight", "code"])
    "; did you mean 'weight'?"
    """
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""
