"""How institutions compare: the ranking with its intervals, the table, and files to take away."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments import charts, outputs, samples
from assessments.charts.ranking import in_order
from assessments.charts.words import decimals, rank_words, value_margin
from assessments.compare import Position, graded_nodes
from views import address, frame, made_by, routes
from views.language import language, words
from views.shelf import Result

ALL = "*"


def show() -> None:
    text, result = words(), address.result()
    identity, names = result.edition.questionnaire.id, result.edition.wording(language())
    crumbs = [
        lambda: routes.link(routes.HOME, text("pages.home")),
        lambda: routes.link("edition", names.edition("short") or identity, edition=identity),
        lambda: routes.link("score", text("pages.score"), edition=identity),
    ]
    title = text("results.title", number=len(result.scorecards), subjects=text(f"subjects.{result.edition.questionnaire.subject}"))
    frame.head(title, "", crumbs)
    kind(result)
    _cycle(result)
    group, code = _choices(result)
    figure = charts.ranking(result.comparison, code, None if group == ALL else group, language())
    frame.figure(figure, text("results.chart_alt"))
    _cards(result, group)
    with st.expander(text("results.table"), expanded=False):
        st.dataframe(_table(result, code, group), hide_index=True)
    _rollup(result)
    _take_away(result)
    made_by.show(result)


def kind(result: Result) -> None:
    """What these answers are: never to be mistaken for something else."""
    if result.kind in samples.KINDS:
        st.info(words()(f"samples.{result.kind}.banner"))
    for warning in result.comparison.warnings:
        st.warning(frame.escape(warning))


def _cycle(result: Result) -> None:
    """Another cycle of the same sample."""
    if result.kind not in samples.KINDS:
        return
    name = address.asked("answers")
    cycles = samples.cycles(result.edition, name)
    if len(cycles) < 2:
        return
    now = result.scorecards.cycle
    picked = st.selectbox(words()("score.cycle"), cycles, index=cycles.index(now) if now in cycles else 0)
    if picked != now:
        routes.go("results", edition=result.edition.questionnaire.id, answers=name, cycle=picked)


def _choices(result: Result) -> tuple[str, str]:
    """Which peer group and which part of the score; both stay in the address."""
    text, questionnaire = words(), result.edition.questionnaire
    names = result.edition.wording(language())
    groups = sorted({institution.peer_group for institution in result.scorecards.institutions})
    options = [ALL, *groups] if len(groups) > 1 else groups
    left, right = st.columns(2)
    asked = address.asked("group")
    with left:
        group = st.selectbox(
            text("results.group"),
            options,
            index=options.index(asked) if asked in options else 0,
            format_func=lambda code: (
                text("results.all_groups") if code == ALL else names.name("peer_groups", code) if code else text("results.no_group")
            ),
        )
    codes = list(questionnaire.groups)
    asked = address.asked("node")
    with right:
        code = st.selectbox(
            text("results.node"),
            codes,
            index=codes.index(asked) if asked in codes else 0,
            format_func=lambda code: "\u2003" * questionnaire.levels[code] + names.node(code),
        )
    st.query_params["group"], st.query_params["node"] = group, code
    for refusal in result.comparison.refused:
        if refusal.code == code and group in (ALL, refusal.peer_group):
            shown = names.name("peer_groups", refusal.peer_group) if refusal.peer_group else text("results.no_group")
            st.caption(text("results.not_graded", group=shown, peers=refusal.peers, needed=refusal.needed))
    return group, code


def _positions(result: Result, code: str, group: str) -> list[Position]:
    return in_order(result.comparison.positions(code, None if group == ALL else group), result.edition.questionnaire)


def _cards(result: Result, group: str) -> None:
    """The way to one scorecard."""
    text, known = words(), result.names
    subjects = [position.subject for position in _positions(result, result.edition.questionnaire.root, group)]
    picked = st.selectbox(
        text("results.card"),
        subjects,
        index=None,
        placeholder=text("results.card_choose"),
        format_func=lambda subject: known[subject].named(language()),
    )
    if picked:
        place = {key: address.asked(key) for key in ("edition", "answers", "cycle")}
        routes.go("scorecard", **place, subject=picked)


def _table(result: Result, code: str, group: str) -> pd.DataFrame:
    text, names, questionnaire = words(), result.edition.wording(language()), result.edition.questionnaire
    places, known = decimals(questionnaire), result.names
    graded = graded_nodes(questionnaire)
    grades = {node: {position.subject: position.grade for position in result.comparison.positions(node)} for node in graded}
    rows = []
    for position in _positions(result, code, group):
        institution = known[position.subject]
        rows.append(
            {
                text("table.name"): institution.named(language()),
                text("table.group"): names.name("peer_groups", position.peer_group) if position.peer_group else "",
                text("table.value"): value_margin(text, position.value, position.margin, places),
                text("table.rank"): rank_words(text, position.rank_low, position.rank_high),
                text("table.peers"): position.peers,
                text("table.gap"): "" if position.gap is None or position.peers < 2 else f"{position.gap:+.{places}f}",
                **{_grade_title(names.node(node), len(graded)): _grade(names, grades[node][position.subject]) for node in graded},
                text("table.answers"): position.answers,
            }
        )
    return pd.DataFrame(rows)


def _grade_title(node: str, graded: int) -> str:
    return words()("table.grade") if graded == 1 else words()("table.grade_of", node=node)


def _grade(names: object, grade: str | None) -> str:
    return names.name("grades", grade) if grade else words()("table.no_grade")  # type: ignore[attr-defined]


def _rollup(result: Result) -> None:
    """For risks: one line an institution."""


def _take_away(result: Result) -> None:
    text, identity = words(), result.edition.questionnaire.id
    cycle = result.scorecards.cycle
    stem = f"{identity}_{cycle}" if cycle else identity
    st.header(text("results.files"), anchor=False)
    st.markdown(text("results.files_lead"))
    with st.container(horizontal=True):
        for ending, mime in ((".csv", "text/csv"), (".parquet", "application/octet-stream"), (".json", "application/json")):
            st.download_button(
                text(f"results.download{ending.replace('.', '_')}"),
                lambda ending=ending: outputs.WRITERS[ending](result.scorecards, result.comparison),  # type: ignore[misc]
                f"{stem}{ending}",
                mime,
                on_click="ignore",
            )
