"""The words of answer sheets, in Korean and English; one file a language under `texts/`."""

from __future__ import annotations

from pathlib import Path

from assessments.rounds.offline.entries import Entry
from assessments.texts import Texts, texts

FOLDER = Path(__file__).parent / "texts"


def words(language: str) -> Texts:
    """The words of answer sheets and of results in a language."""
    return texts(language, FOLDER)


def how(entry: Entry, text: Texts) -> str:
    """How to write an answer, in a line: what kind of value, its limits and unit, and what else the list offers."""
    if entry.kind == "choices":
        return text("sheet.how.choices")
    limits = {"low": _number(entry.low), "high": _number(entry.high)}
    bounds = "any" if entry.low is None else "from" if entry.high is None else "within"
    said = text(f"sheet.how.number_{bounds}", **limits) if entry.kind == "number" else text(f"sheet.how.{entry.kind}")
    unit = text("sheet.how.unit", unit=entry.unit) if entry.unit else ""
    other = text("sheet.how.or", choices=" / ".join(entry.labels)) if entry.labels else ""
    return f"{said}{unit}{other}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
