"""How institutions compare: the ranking with its intervals, the table, and files to take away."""

from __future__ import annotations

import streamlit as st

from assessments import charts
from assessments.results import outputs
from views import address, banner, frame, made_by, routes, stored
from views.language import language, words
from views.results import choices, round_results, tables
from views.shelf import Result


def show() -> None:
    text, result = words(), address.result()
    count, subject = len(result.scorecards), result.edition.questionnaire.subject
    counted = "published" if result.kind == "published" else subject
    subjects = text(f"subjects.{counted}.{'one' if count == 1 else 'several'}", number=count)
    title = text("results.title", subjects=subjects)
    if result.stored:
        title = frame.escape(f"{result.stored.stored.round.named(language())}: {subjects}")
    frame.head(title, "", crumbs(result))
    banner.show(result)
    banner.without_score(result)
    round_results.others(result)
    choices.cycle(result)
    group, code = choices.group_and_node(result)
    drawn = choices.drawn(len(choices.positions(result, code, group)))
    figure = charts.ranking(result.comparison, code, None if group == choices.ALL else group, language(), drawn=drawn, theme=frame.theme())
    frame.figure(figure, text("results.chart_alt"))
    choices.one_scorecard(result, group)
    with st.expander(text("results.table"), expanded=False):
        st.dataframe(tables.comparison(result, code, group), hide_index=True, column_config=tables.figures(result), placeholder="")
    tables.printed_beside(result)
    tables.by_institution(result)
    _take_away(result)
    round_results.score_again(result)
    made_by.show(result)


def crumbs(result: Result) -> list[frame.Crumb]:
    """The way here: from the published results, or from the edition."""
    text, identity, names = words(), result.edition.questionnaire.id, result.edition.wording(language())
    if result.stored:
        return [
            lambda: routes.link("published", text("pages.published")),
            lambda: st.markdown(frame.escape(stored.label(result.stored.stored) if result.stored else "")),
        ]
    return [
        lambda: routes.link(routes.LIBRARY, text("pages.library")),
        lambda: routes.link("edition", names.edition("short") or identity, edition=identity),
        lambda: routes.link("score", text("pages.score"), edition=identity),
    ]


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
