"""What to look at first: where a subject stands best and worst, and what would move its score most."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments.charts.words import decimals, number, value_margin
from assessments.results.assess import Scorecard, ScoredNode
from questionnaires.model import Item
from questionnaires.wording import Wording
from scoring import not_applicable
from views.language import words
from views.scorecard.titles import full
from views.scorecard.why import gain_of
from views.shelf import Result

SHOWN = 3
GAINS = 8


def extremes(result: Result, card: Scorecard, names: Wording) -> None:
    """The strongest and the weakest of the parts that hold questions or were entered as figures; none is among both."""
    text, questionnaire = words(), result.edition.questionnaire
    parts = _lowest_parts(result, card)
    if len(parts) < 2:
        return
    ordered = sorted(parts, key=lambda node: node.value or 0.0, reverse=questionnaire.higher_is == "better")
    best, worst = ordered[0].value, ordered[-1].value
    if best == worst:
        return
    strongest = [node for node in ordered if node.value != worst][:SHOWN]
    weakest = [node for node in ordered[::-1] if node.value != best and node not in strongest][:SHOWN]
    st.header(text("first.extremes"), anchor=False)
    places = decimals(questionnaire)
    for column, key, nodes in zip(st.columns(2), ("strongest", "weakest"), (strongest, weakest), strict=True):
        with column:
            st.markdown(f"**{text(f'first.{key}')}**")
            rows = [
                {
                    text("edition.part"): full(questionnaire, names, node.code),
                    text("table.value"): value_margin(text, node.value, node.margin, places),
                }
                for node in nodes
            ]
            st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def _lowest_parts(result: Result, card: Scorecard) -> list[ScoredNode]:
    """Scored groups of the mean without scored groups below them."""
    questionnaire = result.edition.questionnaire
    if not result.comparison.averages:
        return []
    scored = {code for code, group in questionnaire.groups.items() if group.role == "part" and card.nodes[code].value is not None}
    return [card.nodes[code] for code in scored if not any(child.code in scored for child in questionnaire.groups[code].groups)]


def gains(result: Result, card: Scorecard, names: Wording) -> None:
    """The answers that would move the overall score most: its weight times what is missing to the best answer."""
    text, questionnaire = words(), result.edition.questionnaire
    root = questionnaire.root
    found = result.scorecards.trace(card.subject, [root]).get(root, [])
    moved = sorted(((gain_of(questionnaire, one), one) for one in found), key=lambda pair: -abs(pair[0]))
    places = decimals(questionnaire)
    shown = [(gain, one) for gain, one in moved if abs(gain) >= 0.5 * 10**-places][:GAINS]
    if card.root.value is None or not shown:
        return
    st.header(text("first.gains"), anchor=False)
    st.markdown(text("first.gains_lead" if questionnaire.higher_is == "better" else "first.gains_lead_worse"))
    shares = (
        not_applicable.shares(questionnaire, {code: node.weight for code, node in card.nodes.items()}) if result.comparison.averages else {}
    )
    rows = []
    for gain, one in shown:
        row = {
            text("trace.item"): full(questionnaire, names, one.item),
            text("first.asked"): _asked(result, names, one.item),
            text("trace.points"): number(one.points, places + 1),
            text("first.weight"): f"{100 * float(shares[one.item]):.1f} %" if shares.get(one.item) else "",
            text("first.gain"): f"{gain:+.{places}f}",
        }
        rows.append(row)
    table = pd.DataFrame(rows)
    table = table.loc[:, (table != "").any()]
    right = {column: st.column_config.TextColumn(alignment="right") for column in table.columns[2:]}
    st.dataframe(table, hide_index=True, column_config=right)


def _asked(result: Result, names: Wording, code: str) -> str:
    item = result.edition.questionnaire.nodes[code]
    return names.name("respondents", item.respondent) if isinstance(item, Item) else ""
