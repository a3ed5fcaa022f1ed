"""How institutions compare: the ranking with its intervals, the table, and files to take away."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments import charts, outputs, roll_up, samples
from assessments.charts.ranking import in_order
from assessments.charts.words import decimals, number, rank_words, value_margin
from assessments.compare import Position, graded_nodes
from assessments.messages import told
from questionnaires.wording import Wording
from views import address, frame, made_by, routes
from views.language import language, words
from views.shelf import Result

ALL = "*"
DRAWN = 50


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
    drawn = _drawn(len(_positions(result, code, group)))
    figure = charts.ranking(result.comparison, code, None if group == ALL else group, language(), drawn=drawn)
    frame.figure(figure, text("results.chart_alt"))
    _cards(result, group)
    with st.expander(text("results.table"), expanded=False):
        st.dataframe(_table(result, code, group), hide_index=True)
    _printed(result)
    _rollup(result)
    _take_away(result)
    made_by.show(result)


def kind(result: Result) -> None:
    """What these answers are: never to be mistaken for something else."""
    if result.kind in samples.KINDS:
        st.info(words()(f"samples.{result.kind}.banner"))
    for warning in result.comparison.warnings:
        st.warning(frame.escape(told(warning, language())))


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
    asked = address.asked("group", options[0] if options else ALL)
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
    asked = address.asked("node", questionnaire.root)
    with right:
        code = st.selectbox(
            text("results.node"),
            codes,
            index=codes.index(asked) if asked in codes else 0,
            format_func=lambda code: "\u2003" * questionnaire.levels[code] + names.node(code),
        )
    address.keep("group", group, options[0] if options else ALL)
    address.keep("node", code, questionnaire.root)
    for refusal in result.comparison.refused:
        if refusal.code == code and group in (ALL, refusal.peer_group):
            shown = names.name("peer_groups", refusal.peer_group) if refusal.peer_group else text("results.no_group")
            st.caption(text("results.not_graded", group=shown, peers=refusal.peers, needed=refusal.needed))
    return group, code


def _drawn(rows: int) -> slice:
    """Which rows of a long ranking are drawn; chosen here where there are more than fit a page."""
    if rows <= DRAWN:
        return slice(None)
    text = words()
    starts = [str(start) for start in range(0, rows, DRAWN)]
    asked = address.asked("from", "0")
    start = st.selectbox(
        text("results.rows"),
        starts,
        index=starts.index(asked) if asked in starts else 0,
        format_func=lambda first: text("results.rows_of", first=int(first) + 1, last=min(int(first) + DRAWN, rows), rows=rows),
    )
    address.keep("from", start, "0")
    return slice(int(start), int(start) + DRAWN)


def _positions(result: Result, code: str, group: str) -> list[Position]:
    return in_order(result.comparison.positions(code, None if group == ALL else group))


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
        place = {key: address.asked(key) for key in ("edition", "answers", "cycle", "group", "node")}
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
                **(_among_peers(position, places) if result.comparison.averages else {}),
                **{_grade_title(names.node(node), len(graded)): _grade(names, grades[node][position.subject]) for node in graded},
                text("table.answers"): position.answers,
            }
        )
    return pd.DataFrame(rows)


def _among_peers(position: Position, places: int) -> dict[str, str]:
    text = words()
    return {
        text("table.rank"): rank_words(text, position.rank_low, position.rank_high),
        text("table.peers"): str(position.peers),
        text("table.gap"): "" if position.gap is None or position.peers < 2 else f"{position.gap:+.{places}f}",
    }


def _grade_title(node: str, graded: int) -> str:
    return words()("table.grade") if graded == 1 else words()("table.grade_of", node=node)


def _grade(names: Wording, grade: str | None) -> str:
    return names.name("grades", grade) if grade else words()("table.no_grade")


def _printed(result: Result) -> None:
    """For published results: what was printed beside what comes out here."""
    text, names, known = words(), result.edition.wording(language()), result.names
    places = decimals(result.edition.questionnaire)
    rows = []
    for printed in samples.printed(result.edition, address.asked("answers"), result.scorecards.cycle):
        here = result.comparison.of_subject(printed.subject)[printed.item].value
        rows.append(
            {
                text("table.name"): known[printed.subject].named(language()),
                text("edition.part"): names.node(printed.item),
                text("printed.printed"): printed.printed,
                text("printed.here"): number(here, places),
                text("printed.verdict"): text(f"printed.{printed.verdict}", deduction=printed.implied_deduction),
                text("edition.source"): printed.source,
            }
        )
    if rows:
        st.header(text("printed.title"), anchor=False)
        st.markdown(text("printed.lead"))
        st.dataframe(pd.DataFrame(rows), hide_index=True, column_config={text("edition.source"): st.column_config.LinkColumn()})


def _rollup(result: Result) -> None:
    """For risks: one line an institution and level."""
    questionnaire = result.edition.questionnaire
    if questionnaire.subject != "risk":
        return
    text, names, known = words(), result.edition.wording(language()), result.names
    places = decimals(questionnaire)
    st.header(text("results.rollup"), anchor=False)
    st.markdown(text("results.rollup_lead"))
    owners = {one.institution: one.owner(language()) for one in known.values()}
    rows = []
    for row in roll_up.roll_up(result.scorecards).to_dict("records"):
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
