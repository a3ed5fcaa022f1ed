"""What a change in the log was about, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.rounds.results import results
from assessments.rounds.returns import Return
from assessments.texts import Texts

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """What turns the log into words: names of institutions and rounds; of one return also its questions and answers."""

    text: Texts
    institutions: Mapping[str, str] = field(default_factory=dict)
    rounds: Mapping[int, str] = field(default_factory=dict)
    kept: Return | None = None


def told(row: Row, words: Words) -> str:
    """A question, a piece of evidence, a person, a result; nothing that another column says."""
    said, area = str(row["about"]), row["what"].partition(".")[0]
    if said == row["institution"]:
        return ""
    if area == "evidence":
        return said.partition(" ")[2] or said
    if area == "results":
        return _result(said, words.text)
    return _confirmed(said, words) if row["what"] == "stages.go_on" else question(said, words)


def question(said: str, words: Words) -> str:
    """`city/q1` as the question that it names, with its subject where there are several; anything else as it is."""
    kept, (code, mark, item) = words.kept, said.partition("/")
    if kept is None or not mark or item not in kept.edition.questionnaire.nodes:
        return said
    named = kept.edition.wording(words.text.language).question(item)
    subject = next((one.named(words.text.language) for one in kept.subjects if one.code == code), code)
    return named if kept.about_itself else f"{subject}: {named}"


def _result(label: str, text: Texts) -> str:
    """The name that closing a round gave a result, in the language of the page; a name that somebody gave stays."""
    number = label.removeprefix("Result ")
    if label == results.FIRST:
        return text("published.first")
    return text("published.again", number=number) if number != label and number.isdigit() else label


def _confirmed(said: str, words: Words) -> str:
    """What was known and confirmed when a round moved on: a line each, `kind: institutions`."""
    lines = []
    for line in said.splitlines():
        kind, _, codes = line.partition(": ")
        names = ", ".join(words.institutions.get(code, code) for code in codes.split(", ")) if codes else ""
        lines.append(": ".join(part for part in (words.text.name("round_obstacles", kind), names) if part))
    return "; ".join(lines)
