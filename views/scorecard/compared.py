"""One subject beside what it is to be compared with: its own statement, the cycle before, and the middle of its peers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from assessments import charts
from assessments.charts.beside import Kind, difference
from assessments.charts.words import decimals
from assessments.register.access import Refused, may
from assessments.results.assess import Scorecard
from assessments.rounds.results import results
from assessments.rounds.results.answered import owner
from assessments.rounds.results.earlier import Earlier
from questionnaires.wording import Wording
from views import frame, moments, stored, who
from views.language import language, words
from views.results.tables import figure
from views.shelf import Result

Values = Mapping[str, float | None]


@dataclass(frozen=True)
class Other:
    """Figures to compare with: how their column is called, and node → value."""

    name: str
    values: Values
    kind: Kind | None = None


def show(result: Result, card: Scorecard, names: Wording) -> None:
    """A chart for each comparison in time or of statement, and one table with all of them."""
    text, own = words(), _own_statement(result, card)
    before = _before(result, card)
    others = [*([own] if own else []), *(_then(one, card) for one in before if card.subject in one.cards)]
    peers = _peers(result, card)
    if not others and not peers:
        return
    st.header(text("compared.title"), anchor=False)
    _lineage(before, owner(card.institution))
    for other in others:
        if other.kind and any(value is not None for value in other.values.values()):
            drawn = charts.beside(result.comparison, card.subject, other.values, other.kind, other.name, language(), theme=frame.theme())
            frame.figure(drawn, text("compared.chart_alt"))
    table = _table(result, card, names, [*others, *([peers] if peers else [])])
    st.dataframe(table, hide_index=True, placeholder="", column_config=_columns(result, table), height=min(36 * (len(table) + 1) + 3, 720))
    if peers:
        st.caption(text("compared.peers_lead"))


def _table(result: Result, card: Scorecard, names: Wording, others: list[Other]) -> pd.DataFrame:
    """Groups, and the questions in which something differs from what was said; one column a comparison."""
    text, questionnaire = words(), result.edition.questionnaire
    places = decimals(questionnaire)
    rows = []
    for code, node in card.nodes.items():
        moves = [difference(node.value, other.values.get(code), places) for other in others if other.kind == "self"]
        if node.value is None or (code in questionnaire.items and not any(moves)):
            continue
        row = {
            text("edition.part"): "\u2003" * node.level + names.node(code),
            text("table.score"): figure(node.value, places),
            text("table.margin"): figure(node.margin or None, places),
        }
        for other in others:
            then = other.values.get(code)
            row[other.name] = figure(then, places)
            row[text("compared.difference", name=other.name)] = math.nan if then is None else difference(node.value, then, places)
        rows.append(row)
    return pd.DataFrame(rows).dropna(axis=1, how="all")


def _columns(result: Result, table: pd.DataFrame) -> dict[str, Any]:
    """Figures as numbers, so that they sort as numbers; how far this result lies above or below with its sign."""
    places = decimals(result.edition.questionnaire)
    apart = words()("compared.difference", name="")
    return {
        column: st.column_config.NumberColumn(format=f"%+.{places}f" if str(column).startswith(apart) else f"%.{places}f")
        for column in table.columns[1:]
    }


def _peers(result: Result, card: Scorecard) -> Other | None:
    """The middle of the peer group, where its members are alike enough for a mean: not among the levels of single risks."""
    if not result.comparison.averages:
        return None
    middle = {code: result.medians.get((card.peer_group, code)) for code in card.nodes}
    return Other(words()("compared.peers"), middle) if any(value is not None for value in middle.values()) else None


def _own_statement(result: Result, card: Scorecard) -> Other | None:
    """What the institution said of itself, where this result is the verified one and the reader may see the other."""
    if result.stored is None or result.stored.stored.beside is None:
        return None
    try:
        said = stored.opened(who.needed(), result.stored.stored.beside, card.subject)
        own = said.scorecards[said.scorecards.position(card.subject)]
    except (Refused, KeyError):
        return None
    return Other(words()("compared.self"), _values(own), "self")


def _before(result: Result, card: Scorecard) -> list[Earlier]:
    if result.stored is None:
        return []
    actor, number, institution = who.needed(), result.stored.stored.id, owner(card.institution)
    if not may(actor, "results.last_cycle", result_id=number, institution=institution):
        return []
    return results.last_cycle(actor, number, institution)


def _then(one: Earlier, card: Scorecard) -> Other:
    """The cycle before; after a reorganisation it is led by whose figures they are."""
    then, cycle = one.cards[card.subject], one.stored.round.cycle
    name = words()("compared.of", cycle=cycle, name=then.institution.named(language())) if one.line.kind else cycle
    return Other(name, {code: value for code, value in _values(then).items() if code in one.nodes}, "last")


def _values(card: Scorecard) -> Values:
    return {code: node.value for code, node in card.nodes.items()}


def _lineage(before: list[Earlier], institution: str) -> None:
    """Of which institutions the earlier figures are, where they are not of this one, and editions that cannot be compared."""
    text = words()
    for one in before:
        if one.line.kind:
            named = next((card.institution.named(language()) for card in one.cards.values()), one.line.institution)
            kept = "_kept" if one.line.institution == institution else ""
            told = text(f"compared.{one.line.kind}{kept}", name=named, day=moments.day(one.line.on) if one.line.on else "")
            st.info(frame.escape(told))
    if before and not before[0].nodes:
        st.info(text("compared.other_range"))
