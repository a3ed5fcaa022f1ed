"""Who changed what in a return, from what to what, in the words of its questions."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assessments.register import log
from assessments.register.access import Actor, may
from assessments.results.outputs import spreadsheet
from assessments.rounds.returns import Return
from views import address, frame, moments, routes, who
from views.administration import about, changes
from views.language import language, words
from views.pages.answer import crumbs, wanted

ALL = 1_000_000
SHOWN = 500


def show() -> None:
    actor, text = who.needed(), words()
    kept = wanted(actor)
    frame.head(text("log.return_title"), text("log.return_lead"), [*crumbs(kept), lambda: _back(actor, kept)])
    said = changes.Words(text, {kept.institution: kept.named(language())}, kept=kept)
    found = log.list_changes(actor, return_id=kept.id, last=ALL)
    picked = _question({str(row["about"]): about.told(row, said) for row in found if "/" in row["about"]})
    rows = [row for row in found if not picked or _concerns(row, picked)]
    if not rows:
        st.info(text("log.nothing_yet"))
        return
    table = changes.table(rows, said, moments.full).drop(columns=text("log.institution"), errors="ignore")
    st.caption(text("log.page", number=min(len(rows), SHOWN)) if len(rows) > SHOWN else text("log.all", number=len(rows)))
    st.dataframe(table[:SHOWN], hide_index=True, alt=text("log.alt"), key="changes", column_config=changes.widths(text))
    st.download_button(
        text("log.download"), lambda: spreadsheet(table), f"return_{kept.id}_log.csv", "text/csv", on_click="ignore", key="download_changes"
    )


def _question(options: Mapping[str, str]) -> str:
    """One question whose changes are wanted; blank: all."""
    text, asked = words(), address.asked("question")
    codes = ["", *sorted(options)]
    picked = st.selectbox(
        text("log.question"),
        codes,
        index=codes.index(asked) if asked in options else 0,
        format_func=lambda code: options[code] if code else text("log.any_question"),
        key="question",
    )
    address.keep("question", picked)
    return picked


def _concerns(row: changes.Row, question: str) -> bool:
    """Whether a change is about a question, by itself or among several."""
    values = [value for value in (row["before"], row["after"]) if isinstance(value, Mapping)]
    return row["about"] == question or any(question in value or question in value.get("for", []) for value in values)


def _back(actor: Actor, kept: Return) -> None:
    """To where this person works on the return."""
    place = {"return": str(kept.id)}
    if may(actor, "returns.save", return_id=kept.id):
        routes.link("answer", words()("pages.answer"), **place)
    elif may(actor, "review.read", return_id=kept.id):
        routes.link("review", words()("pages.review"), **place)
