"""From answers to results: one's own file, or an example."""

from __future__ import annotations

import csv
import io

import pandas as pd
import streamlit as st

from assessments import samples
from assessments.reading import LEADING
from assessments.tables.messages import told
from assessments.tables.problems import DataError
from questionnaires.catalogue import Edition
from scoring.methods import MethodError
from views import address, frame, routes, shelf, who
from views.editions import usable
from views.language import language, words

REFUSED = "refused"
LISTED = 50


def show() -> None:
    text = words()
    frame.head(text("score.title"), text("score.lead"), [lambda: routes.link(routes.LIBRARY, text("pages.library"))])
    who.needed(headed=True)
    edition = _choose()
    st.header(text("score.own"), anchor=False)
    _upload(edition)
    st.header(text("score.examples"), anchor=False)
    for name in samples.names(edition):
        _sample(edition, name)
    if not samples.names(edition):
        st.info(text("score.no_examples"))


def _choose() -> Edition:
    """The edition, from the address or picked here."""
    known = {edition.questionnaire.id: edition for edition in usable()[0]}
    titles = {code: edition.wording(language()).edition() or code for code, edition in known.items()}
    codes = sorted(titles, key=titles.__getitem__)
    asked = address.asked("edition")
    picked = st.selectbox(
        words()("score.edition"),
        codes,
        index=codes.index(asked) if asked in codes else 0,
        format_func=titles.__getitem__,
    )
    address.keep("edition", picked)
    return known[picked]


def _upload(edition: Edition) -> None:
    text, identity = words(), edition.questionnaire.id
    with st.form("upload", border=True):
        responses = st.file_uploader(text("score.responses"), help=text("score.responses_help"), key="answers_file")
        institutions = st.file_uploader(text("score.institutions"), help=text("score.institutions_help"), key="institutions_file")
        cycle = st.text_input(text("score.cycle"), help=text("score.cycle_help"), max_chars=40, key="cycle")
        sent = st.form_submit_button(text("score.score"), type="primary", key="score")
    if sent and responses is None:
        st.warning(text("score.no_file"))
    elif sent and responses is not None:
        st.session_state.pop(REFUSED, None)
        try:
            with st.spinner(text("working.reading")):
                known = shelf.File(institutions.name, institutions.getvalue()) if institutions else None
                name = shelf.score(identity, shelf.File(responses.name, responses.getvalue()), known, cycle.strip())
        except MethodError as error:
            st.error(frame.escape(text("missing.method", reason=str(error))))
        except DataError as error:
            st.session_state[REFUSED] = identity, error
        else:
            routes.go("results", edition=identity, answers=name)
    refused, why = st.session_state.get(REFUSED, ("", None))
    if why and refused == identity:
        mistakes(why)
    with st.expander(text("score.how")):
        st.markdown(text("score.how_text"))
        st.download_button(text("score.blank"), blank(edition), f"{identity}_blank.csv", "text/csv", on_click="ignore")


def mistakes(error: DataError, refused: str = "score.refused") -> None:
    """Everything that is wrong with a table, by place; `refused` says what is safe and what to do."""
    text = words()
    st.error(text(refused, number=len(error.mistakes)))
    columns = {name: text(f"mistake.{name}") for name in ("file", "rows", "column", "what")}
    rows = [
        {
            columns["file"]: told(mistake.file, language()),
            columns["rows"]: ", ".join(map(str, mistake.rows[:5])) + (" …" if len(mistake.rows) > 5 else ""),
            columns["column"]: mistake.column,
            columns["what"]: mistake.what.told(language()),
        }
        for mistake in error.mistakes
    ]
    st.table(pd.DataFrame(rows[:LISTED]), hide_index=True)
    if len(rows) > LISTED:
        st.caption(text("mistake.more", number=len(rows) - LISTED))
    listed = "\n".join(mistake.told(language()) for mistake in error.mistakes)
    st.download_button(text("mistake.download"), listed.encode(), "mistakes.txt", "text/plain", on_click="ignore")


def blank(edition: Edition) -> bytes:
    """An answer table to fill in: every item in a row, with its question beside it, for one subject."""
    names = edition.wording(language())
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["subject", *LEADING[2:4], "item", "answer", "note"])
    for code, item in edition.questionnaire.items.items():
        writer.writerow(["my_institution", item.respondent, "r1", code, "", names.question(code)])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _sample(edition: Edition, name: str) -> None:
    text, identity, kind = words(), edition.questionnaire.id, samples.kind(name)
    with st.container(border=True):
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            st.subheader(text(f"samples.{kind}.title"), anchor=False)
            st.markdown(text(f"samples.{kind}.lead"))
            cycles = samples.cycles(edition, name)
            cycle = st.selectbox(text("score.cycle"), cycles, index=len(cycles) - 1, key=f"cycle_{identity}_{name}") if cycles else ""
        with right:
            routes.link("results", text("score.open"), edition=identity, answers=name, cycle=cycle)
            with st.popover(text("score.files")):
                for file, content in samples.files(edition, name, language()).items():
                    st.download_button(file, content, f"{identity}_{file}", on_click="ignore", key=f"{identity}_{name}_{file}")
