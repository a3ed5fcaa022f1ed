"""One subject's result: the score and its margin, the tree, why it is so, and what would move it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments import charts
from assessments.assess import Note, Scorecard, ScoredNode
from assessments.charts.words import decimals, number, rank_words, value_margin
from assessments.compare import graded_nodes
from questionnaires.model import Questionnaire
from questionnaires.wording import Wording
from scoring import explain
from views import address, frame, made_by, routes
from views.language import language, words
from views.pages import results
from views.shelf import Result

INDENT = "\u2003"


def show() -> None:
    text, result = words(), address.result()
    card = _card(result)
    identity, names = result.edition.questionnaire.id, result.edition.wording(language())
    place = {"edition": identity, "answers": address.asked("answers"), "cycle": address.asked("cycle")}
    crumbs = [
        lambda: routes.link(routes.HOME, text("pages.home")),
        lambda: routes.link("edition", names.edition("short") or identity, edition=identity),
        lambda: routes.link(
            "results", text("pages.results"), **place, group=address.asked("group") or card.peer_group, node=address.asked("node")
        ),
    ]
    frame.head(_title(result, card), _lead(result, card), crumbs)
    results.kind(result)
    frame.figure(charts.scorecard(result.comparison, card.subject, language()), text("scorecard.chart_alt"))
    st.header(text("scorecard.tree"), anchor=False)
    table = pd.DataFrame([_row(result, names, node) for node in card.nodes.values()])
    table = table.loc[:, (table != "").any()]
    st.dataframe(table, hide_index=True, height=min(36 * (len(table) + 1) + 3, 560))
    _why(result, card, names)
    _what_if(result, card, names)
    _sure(result, card, names)
    made_by.show(result)


def _card(result: Result) -> Scorecard:
    """The subject of the address, or the first one where it names none."""
    asked = address.asked("subject")
    if asked and asked not in result.names:
        address.stop(words()("missing.result"), asked)
    card: Scorecard = result.scorecards[result.scorecards.position(asked) if asked else 0]
    return card


def _title(result: Result, card: Scorecard) -> str:
    text, names, root = words(), result.edition.wording(language()), card.root
    value = value_margin(text, root.value, root.margin, decimals(result.edition.questionnaire))
    return frame.escape(f"{card.institution.named(language())}: {names.node(root.code)} {value}")


def _lead(result: Result, card: Scorecard) -> str:
    """Grade and rank beside the score, in a sentence."""
    text, names, questionnaire = words(), result.edition.wording(language()), result.edition.questionnaire
    positions = result.comparison.of_subject(card.subject)
    root = positions[questionnaire.root]
    parts = []
    if card.peer_group:
        parts.append(names.name("peer_groups", card.peer_group))
    if card.cycle:
        parts.append(card.cycle)
    for code in graded_nodes(questionnaire):
        if grade := positions[code].grade:
            parts.append(text("scorecard.grade", node=names.node(code), grade=names.name("grades", grade)))
    if result.comparison.averages and root.rank_low is not None and root.peers > 1:
        parts.append(text("scorecard.rank", rank=rank_words(text, root.rank_low, root.rank_high), peers=root.peers))
    if card.root.answers > 1:
        parts.append(text("scorecard.answers", number=card.root.answers))
    return frame.escape(" · ".join(parts))


def _row(result: Result, names: Wording, node: ScoredNode) -> dict[str, object]:
    text, questionnaire = words(), result.edition.questionnaire
    known = questionnaire.nodes[node.code]
    return {
        text("edition.part"): INDENT * node.level + names.node(node.code),
        text("table.value"): value_margin(text, node.value, node.margin, decimals(questionnaire)),
        text("edition.weight_raw"): "" if node.level == 0 or known.role != "part" else f"{node.weight:g}",
        text("edition.label"): "" if node.level == 0 or known.role == "information" else text(f"provenance.{known.provenance}"),
        text("edition.role"): "" if known.role == "part" else text(f"roles.{known.role}"),
        text("table.answers"): node.answers,
        text("table.notes"): "; ".join(_note(names, note) for note in node.notes),
    }


def _note(names: Wording, note: Note) -> str:
    detail = names.node(note.detail) if note.kind in ("part_missing", "item_missing") else note.detail
    return words()(f"notes.{note.kind}", detail=detail)


def _why(result: Result, card: Scorecard, names: Wording) -> None:
    """The trace: which answer moves which part by how much."""
    text, questionnaire = words(), result.edition.questionnaire
    st.header(text("scorecard.why"), anchor=False)
    trace = result.scorecards.trace(card.subject)
    codes = [code for code in questionnaire.groups if trace.get(code)]
    if not codes:
        st.info(text("scorecard.no_trace"))
        return
    st.markdown(text("scorecard.why_lead"))
    code = st.selectbox(text("scorecard.why_node"), codes, format_func=lambda code: INDENT * questionnaire.levels[code] + names.node(code))
    places = decimals(questionnaire) + 1
    best, worst = ("to_lowest", "to_highest") if questionnaire.higher_is == "worse" else ("to_best", "to_worst")
    rows = [
        {
            text("trace.item"): _full(questionnaire, names, influence.item),
            text("trace.points"): round(influence.points, places),
            text("trace.slope"): round(influence.slope, places),
            text("trace.part"): round(influence.part, places),
            text(f"trace.{best}"): round(_gain(questionnaire, influence), places),
            text(f"trace.{worst}"): round(influence.to_best + influence.to_worst - _gain(questionnaire, influence), places),
        }
        for influence in sorted(trace[code], key=lambda one: -abs(_gain(questionnaire, one)))
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def _gain(questionnaire: Questionnaire, influence: explain.Influence) -> float:
    """How far the part moves if this answer turns out as well as it can: upwards, or downwards where high is a weakness."""
    return influence.to_worst if questionnaire.higher_is == "worse" else influence.to_best


def _full(questionnaire: Questionnaire, names: Wording, code: str) -> str:
    """An item's title, led by its group's where another item is called the same."""
    title = names.node(code)
    alike = sum(names.node(other) == title for other in questionnaire.nodes)
    parent = questionnaire.parents[code]
    return f"{names.node(parent)}: {title}" if alike > 1 and parent else title


def _what_if(result: Result, card: Scorecard, names: Wording) -> None:
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
        code = st.selectbox(text("scorecard.what_if_item"), answered, format_func=lambda code: _full(questionnaire, names, code))
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


def _sure(result: Result, card: Scorecard, names: Wording) -> None:
    """How probable each grade and rank is, and how much the weights matter."""
    text, questionnaire = words(), result.edition.questionnaire
    st.header(text("scorecard.sure"), anchor=False)
    root = questionnaire.root
    subjects, chances = result.comparison.probabilities(root, card.peer_group)
    place = subjects.index(card.subject)
    sampled = card.root.margin is not None and card.root.margin > 0
    if sampled and chances.grades is not None and questionnaire.grading and len(subjects) > 1:
        st.markdown(text("scorecard.grade_chances"))
        row = {
            names.name("grades", grade): f"{100 * share:.0f} %"
            for grade, share in zip(questionnaire.grading.names, chances.grades[place], strict=True)
        }
        st.dataframe(pd.DataFrame([row]), hide_index=True)
    moved = explain.weight_sensitivity(result.scorecards.scores)
    position = result.scorecards.position(card.subject)
    changes = sorted(((code, float(column[position])) for code, column in moved.items()), key=lambda pair: -abs(pair[1]))
    shown = [(code, change) for code, change in changes if abs(change) > 0.5 * 10 ** -(decimals(questionnaire) + 1)][:8]
    if shown:
        st.markdown(text("scorecard.sensitivity"))
        places = decimals(questionnaire) + 1
        rows = [
            {text("edition.part"): _full(questionnaire, names, code), text("scorecard.change"): f"{change:+.{places}f}"}
            for code, change in shown
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True)
    else:
        st.caption(text("scorecard.insensitive"))
