"""What stands beside a question: help, evidence, when it is asked, and how to write the answer."""

from __future__ import annotations

from assessments import conditions
from assessments.rounds.offline.entries import Entry
from assessments.rounds.offline.sheet import AnswerSheet
from assessments.rounds.offline.words import how
from assessments.texts import Texts


def asked(sheet: AnswerSheet, code: str) -> tuple[str, str]:
    """The title of a question, and its wording on a line of its own where it has one."""
    title, question = sheet.names.node(code), sheet.names.node(code, "question")
    return title, f"\n{question}" if question and question != title else ""


def beside(sheet: AnswerSheet, code: str, entry: Entry, text: Texts, with_how: bool = True) -> list[str]:
    """The lines beside a question, the condition first because it may spare the rest; last, how to write what is no choice."""
    names, node = sheet.names, sheet.node(code)
    condition = conditions.told(node.ask_if, sheet.questionnaire, names, text) if node.ask_if else ""
    evidence = names.node(code, "evidence")
    lines = [
        text("sheet.only_if", condition=condition) if condition else "",
        names.node(code, "help"),
        text("sheet.evidence", evidence=evidence) if evidence else "",
        how(entry, text) if with_how and entry.kind != "choices" else "",
    ]
    return [line for line in lines if line]


def above(sheet: AnswerSheet, code: str) -> list[str]:
    """The groups that a question lies in, below the root, from the outside in."""
    found: list[str] = []
    parent = sheet.questionnaire.parents[code]
    while parent is not None and parent != sheet.questionnaire.root:
        found.insert(0, parent)
        parent = sheet.questionnaire.parents[parent]
    return found
