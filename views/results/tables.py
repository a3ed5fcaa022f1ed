"""A result as tables: one part for all, printed beside computed figures, risks by institution."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from assessments.charts.words import decimals, number
from assessments.results import roll_up
from assessments.results.compare import Position, graded_nodes
from assessments.rounding import rounded
from questionnaires.wording import Wording
from views.language import language, words
from views.results.choices import ALL, positions
from views.scorecard.titles import peer_group
from views.shelf import Result


def comparison(result: Result, code: str, group: str) -> pd.DataFrame:
    """One part of all subjects of a group: score, grades, place among peers; columns without anything are left out."""
    text, names, questionnaire = words(), result.edition.wording(language()), result.edition.questionnaire
    places, known = decimals(questionnaire), result.names
    graded = graded_nodes(questionnaire)
    grades = {node: {position.subject: position.grade for position in result.comparison.positions(node)} for node in graded}
    rows = []
    for position in positions(result, code, group):
        institution = known[position.subject]
        rows.append(
            {
                text("table.name"): institution.named(language()),
                text("table.score"): figure(position.value, places),
                text("table.margin"): figure(position.margin, places),
                **{_grade_title(names.node(node), len(graded)): _grade(names, grades[node][position.subject]) for node in graded},
                **(_among_peers(result, position, places) if result.comparison.averages else {}),
                text("table.answers"): position.answers,
                text("table.group"): peer_group(names, position.peer_group) if group == ALL and position.peer_group else "",
            }
        )
    table = pd.DataFrame(rows)
    if table.empty:
        return table
    said = (table != "") & table.notna()
    certain = bool((table[text("table.margin")] == 0)[table[text("table.score")].notna()].all())
    said[text("table.margin")] = not certain
    return table.loc[:, said.any()]


def figures(result: Result) -> dict[str, Any]:
    """How the columns of numbers are shown: they sort as numbers, and nothing is a blank."""
    text, places = words(), decimals(result.edition.questionnaire)
    plain = {text(key): f"%.{places}f" for key in ("table.score", "table.margin")}
    whole = {text(key): "%d" for key in ("table.rank_low", "table.rank_high", "table.peers", "table.answers")}
    signed = {text("table.gap"): f"%+.{places}f"}
    return {title: st.column_config.NumberColumn(format=shown) for title, shown in (plain | whole | signed).items()}


def figure(value: float | None, places: int) -> float:
    """A number rounded as it is published everywhere else; not a number where there is none, which a table leaves blank."""
    return math.nan if value is None or math.isnan(value) else float(rounded(value, places))


def _among_peers(result: Result, position: Position, places: int) -> dict[str, float]:
    text, placed = words(), result.comparison.ranked and position.placed
    return {
        text("table.rank_low"): figure(position.rank_low, 0) if placed else math.nan,
        text("table.rank_high"): figure(position.rank_high, 0) if placed else math.nan,
        text("table.peers"): position.peers,
        text("table.gap"): math.nan if position.peers < 2 else figure(position.gap, places),
    }


def _grade_title(node: str, graded: int) -> str:
    return words()("table.grade") if graded == 1 else words()("table.grade_of", node=node)


def _grade(names: Wording, grade: str | None) -> str:
    return names.name("grades", grade) if grade else words()("table.no_grade")


def printed_beside(result: Result) -> None:
    """For published results: what was printed beside what comes out here."""
    text, names, known = words(), result.edition.wording(language()), result.names
    rows = []
    for printed in result.printed:
        here = result.comparison.of_subject(printed.subject)[printed.item].value
        rows.append(
            {
                text("table.name"): known[printed.subject].named(language()),
                text("edition.part"): names.node(printed.item),
                text("printed.printed"): printed.printed,
                text("printed.here"): number(here, len(printed.printed.partition(".")[2])),
                text("printed.verdict"): text(f"printed.{printed.verdict}", deduction=printed.implied_deduction),
                text("edition.source"): printed.source,
            }
        )
    if rows:
        st.header(text("printed.title"), anchor=False)
        st.markdown(text("printed.lead"))
        st.dataframe(pd.DataFrame(rows), hide_index=True, column_config={text("edition.source"): st.column_config.LinkColumn()})


def by_institution(result: Result) -> None:
    """For risks: one line an institution and level."""
    questionnaire = result.edition.questionnaire
    if result.by_institution is None:
        return
    text, names, known = words(), result.edition.wording(language()), result.names
    places = decimals(questionnaire)
    st.header(text("results.rollup"), anchor=False)
    st.markdown(text("results.rollup_lead"))
    owners = {one.institution: one.owner(language()) for one in known.values()}
    rows = []
    for row in result.by_institution.to_dict("records"):
        share, above = row["share_above_tolerance"], row["above_tolerance"]
        rows.append(
            {
                text("rollup.institution"): owners[row["institution"]] or text("results.no_group"),
                text("rollup.level"): names.node(row["code"]),
                text("rollup.rated"): text("rollup.rated_of", rated=row["rated"], risks=row["risks"]),
                **{names.name("grades", grade): row[grade] for grade in (questionnaire.grading.names if questionnaire.grading else [])},
                text("rollup.above"): "" if pd.isna(above) else f"{above} ({100 * share:.0f} %)" if pd.notna(share) else str(above),
                text("rollup.worst"): number(row["worst"], places),
                text("rollup.worst_risks"): ", ".join(known[risk].named(language()) for risk in row["worst_risks"]),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    st.download_button(
        text("rollup.download"),
        lambda: roll_up.csv(result.scorecards),
        f"{questionnaire.id}_by_institution.csv",
        "text/csv",
        on_click="ignore",
    )
