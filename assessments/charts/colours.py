"""The colours of a figure, light and dark: text holds 4.5:1 and marks hold 3:1 on paper and on stripes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Colours:
    """`accent` marks the subject (its name in `deep`), `grey` its peers; `faint` lines only guide the eye."""

    paper: str
    stripe: str
    faint: str
    grey: str
    text: str
    dark: str
    accent: str
    deep: str


COLOURS: dict[Theme, Colours] = {
    "light": Colours("#ffffff", "#f4f5f6", "#e6e8ea", "#6d7882", "#464c53", "#1e2124", "#256ef4", "#0b50d0"),
    "dark": Colours("#1e2124", "#282b30", "#3a3e45", "#8a949e", "#cdd1d5", "#f4f5f6", "#4c87f6", "#86aff9"),
}
