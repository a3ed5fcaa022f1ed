"""Why a score is what it is, and what would move it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from assessments.charts.words import decimals, number
from assessments.results.assess import Scorecard
from questionnaires.model import Questionnaire
from questionnaires.wording import Wording
from scoring import explain
from views import address
from views.language import words
from views.scorecard import traced
from views.scorecard.titles import full
from views.shelf import Result

INDENT = "\u2003"


def trace(result: Result, card: Scorecard, names: Wording) -> None:
    """The trace: which answer moves which part by how much."""
    text, questionnaire = words(), result.edition.questionnaire
    st.header(text("scorecard.why"), anchor=False)
    found = result.scorecards.trace(card.subject)
    codes = [code for code in questionnaire.groups if found.get(code)]
    if not codes:
        st.info(text("scorecard.no_trace"))
        return
    st.markdown(text("scorecard.why_lead"))
    asked = address.asked("part", codes[0])
    code = st.selectbox(
        text("scorecard.why_node"),
        codes,
        index=codes.index(asked) if asked in codes else 0,
        format_func=lambda code: INDENT * questionnaire.levels[code] + names.node(code),
    )
    address.keep("part", code, codes[0])
    table = pd.DataFrame(_rows(result, card, names, code, found[code])).fillna("")
    order = ["item", "points", "slope", "part", *_directions(questionnaire)]
    table = table[[text(f"trace.{column}") for column in order]]
    if not result.comparison.averages:
        table = table.drop(columns=text("trace.part"))[1:-1]
    right = {column: st.column_config.TextColumn(alignment="right") for column in table.columns[1:]}
    st.dataframe(table, hide_index=True, column_config=right)
    traced.show(result, card, names, code, sorted(found[code], key=lambda one: -abs(gain_of(questionnaire, one))))


def _rows(result: Result, card: Scorecard, names: Wording, code: str, found: list[explain.Influence]) -> Iterator[dict[str, str]]:
    """What each answer adds to one part, from the value that it starts from to its score; the largest possible gains first."""
    text, questionnaire = words(), result.edition.questionnaire
    places = decimals(questionnaire) + 1
    best, worst = _directions(questionnaire)
    value = card.nodes[code].value or 0.0
    yield {text("trace.item"): text("trace.start"), text("trace.part"): number(value - sum(one.part for one in found), places)}
    for influence in sorted(found, key=lambda one: -abs(gain_of(questionnaire, one))):
        gain = gain_of(questionnaire, influence)
        yield {
            text("trace.item"): full(questionnaire, names, influence.item),
            text("trace.points"): number(influence.points, places),
            text("trace.slope"): number(influence.slope, places),
            text("trace.part"): number(influence.part, places),
            text(f"trace.{best}"): f"{gain:+.{places}f}",
            text(f"trace.{worst}"): f"{influence.to_best + influence.to_worst - gain:+.{places}f}",
        }
    yield {text("trace.item"): names.node(code), text("trace.part"): number(value, places)}


def _directions(questionnaire: Questionnaire) -> tuple[str, str]:
    """The two ends that an answer can move to, the desirable one first, as keys of texts."""
    return ("to_lowest", "to_highest") if questionnaire.higher_is == "worse" else ("to_best", "to_worst")


def gain_of(questionnaire: Questionnaire, influence: explain.Influence) -> float:
    """How far the part moves if this answer turns out as well as it can: upwards, or downwards where high is a weakness."""
    return influence.to_worst if questionnaire.higher_is == "worse" else influence.to_best


def what_if(result: Result, card: Scorecard, names: Wording) -> None:
    """Change one answer's points and see the whole move."""
    text, questionnaire, scores = words(), result.edition.questionnaire, result.scorecards.scores
    answered = [
        code for code in questionnaire.nodes if card.nodes[code].value is not None and code in scores.points and code != questionnaire.root
    ]
    answered = [code for code in answered if questionnaire.nodes[code].role != "information"]
    if not answered:
        return
    st.header(text("scorecard.what_if"), anchor=False)
    st.markdown(text("scorecard.what_if_lead"))
    left, right = st.columns(2)
    with left:
        code = st.selectbox(text("scorecard.what_if_item"), answered, format_func=lambda code: full(questionnaire, names, code))
    low, high = _limits(result, code)
    now = min(max(float(scores.points[code][result.scorecards.position(card.subject)]), low), high)
    with right:
        points = st.slider(text("scorecard.what_if_points"), low, high, now, step=(high - low) / 100, key=f"what_if_{card.subject}_{code}")
    root, places = questionnaire.root, decimals(questionnaire)
    moved = explain.what_if(scores, result.scorecards.position(card.subject), {code: points})[root]
    before = card.root.value
    change = 0.0 if before is None else moved - before
    told = f"{change:+.{places}f}" if abs(change) >= 0.5 * 10**-places else None
    st.metric(names.node(root), number(moved, places), told, delta_color="off", border=True)


def _limits(result: Result, code: str) -> tuple[float, float]:
    questionnaire = result.edition.questionnaire
    if code not in questionnaire.items:
        return questionnaire.range
    low, high = sorted(explain.limits(questionnaire, questionnaire.items[code]))
    return low, high
