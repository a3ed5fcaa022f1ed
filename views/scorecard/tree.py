"""All parts of a scorecard in a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments.charts.words import decimals, value_margin
from assessments.results.assess import Note, Scorecard, ScoredNode
from questionnaires.wording import Wording
from views.edition.tree import share
from views.language import words
from views.shelf import Result

INDENT = "\u2003"


def show(result: Result, card: Scorecard, names: Wording) -> None:
    """Every part with its score, weight, label, answers and notes; columns without anything are left out."""
    shown = [node for node in card.nodes.values() if node.value is not None or not _below_given(result, card, node)]
    table = pd.DataFrame([_row(result, card, names, node) for node in shown])
    table = table.loc[:, (table != "").any()]
    st.dataframe(table, hide_index=True, height=min(36 * (len(table) + 1) + 3, 560))


def _row(result: Result, card: Scorecard, names: Wording, node: ScoredNode) -> dict[str, object]:
    text, questionnaire = words(), result.edition.questionnaire
    known = questionnaire.nodes[node.code]
    return {
        text("edition.part"): INDENT * node.level + names.node(node.code),
        text("table.value"): value_margin(text, node.value, node.margin, decimals(questionnaire)),
        text("edition.weight"): share(questionnaire, {code: one.weight for code, one in card.nodes.items()}, node.code)
        if result.comparison.averages and node.level
        else "",
        text("edition.label"): ""
        if node.level == 0 or known.role == "information"
        else text(f"provenance.{_provenance(result, card, node.code)}"),
        text("table.answers"): node.answers,
        text("table.notes"): "; ".join(_note(names, note) for note in node.notes),
    }


def _provenance(result: Result, card: Scorecard, code: str) -> str:
    """The label of a weight; one that was changed for this result is our own, whatever the edition's was."""
    if code in card.made_by["changed_weights"]:
        return "assumed"
    return result.edition.questionnaire.label(code, card.variant).provenance


def _below_given(result: Result, card: Scorecard, node: ScoredNode) -> bool:
    """Whether a part above was entered as a figure, so that nothing is to be expected here."""
    above = result.edition.questionnaire.parents[node.code]
    while above:
        if any(note.kind == "given" for note in card.nodes[above].notes):
            return True
        above = result.edition.questionnaire.parents[above]
    return False


def _note(names: Wording, note: Note) -> str:
    detail = names.node(note.detail) if note.kind in ("part_missing", "item_missing") else note.detail
    return words()(f"notes.{note.kind}", detail=detail)
