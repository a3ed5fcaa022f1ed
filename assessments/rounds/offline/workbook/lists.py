"""The lists that cells offer, each once a scale, under a name that formulas use."""

from __future__ import annotations

from collections.abc import Mapping

from assessments.rounds.offline import entries
from assessments.rounds.offline.sheet import AnswerSheet
from questionnaires.model import Item


def lists(sheet: AnswerSheet) -> dict[str, Mapping[str, str]]:
    """Label -> answer for each scale in use that has choices or kinds of no answer."""
    used = dict.fromkeys(node.scale for node in map(sheet.node, sheet.items) if isinstance(node, Item))
    found = {name: entries.labels(sheet.names, name, sheet.questionnaire.scales[name]) for name in used}
    return {name: labels for name, labels in found.items() if labels}


def named(sheet: AnswerSheet) -> dict[str, str]:
    """What formulas call the list of each scale: never what could be a cell."""
    return {scale: f"choices_{number}" for number, scale in enumerate(lists(sheet), 1)}


def of(sheet: AnswerSheet, code: str) -> str:
    """What formulas call the list of a question; blank if it has none."""
    node = sheet.node(code)
    return named(sheet).get(node.scale, "") if isinstance(node, Item) else ""
