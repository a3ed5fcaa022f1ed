"""One subject beside what it is to be compared with: its own statement, the cycle before, and the middle of its peers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from assessments import charts
from assessments.charts.beside import Kind, difference
from assessments.charts.words import decimals, number, value_margin
from assessments.register.access import Refused, may
from assessments.results.assess import Scorecard
from assessments.rounds.results import results
from assessments.rounds.results.answered import owner
from assessments.rounds.results.earlier import Earlier
from questionnaires.wording import Wording
from views import frame, moments, stored, who
from views.language import language, words
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
    right = {column: st.column_config.TextColumn(alignment="right") for column in table.columns[1:]}
    st.dataframe(table, hide_index=True, column_config=right, height=min(36 * (len(table) + 1) + 3, 720))
    st.caption(text("compared.brackets"))
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
            text("table.value"): value_margin(text, node.value, node.margin, places),
        }
        for other in others:
            row[other.name] = _beside(node.value, other.values.get(code), places)
        rows.append(row)
    table = pd.DataFrame(rows)
    return table.loc[:, (table != "").any()]


def _beside(value: float | None, other: float | None, places: int) -> str:
    """A figure to compare with, and how far this result lies above it."""
    if other is None:
        return ""
    move = difference(value, other, places)
    return f"{number(other, places)} ({f'{move:+.{places}f}' if move else words()('compared.same')})"


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
