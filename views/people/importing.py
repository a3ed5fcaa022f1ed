"""Accounts from a list: who would have one is shown first; then all are opened, and the links are there to be taken away once."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions.wrong import Wrong
from assessments.register.people import people_list
from assessments.register.people.people_list import New
from assessments.results.outputs import spreadsheet
from assessments.tables.problems import DataError
from views import frame, routes
from views.language import words
from views.people import linking
from views.people import words as said
from views.round import told

MADE = "people_made"
EXAMPLE = {
    "login": "kim@port.example",
    "name": "Kim",
    "role": "officer",
    "institution": "port",
    "email": "kim@port.example",
    "language": "ko",
}


def show(actor: Actor) -> None:
    text = words()
    frame.head(text("people.import_title"), text("people.import_lead"), [lambda: routes.link("people", text("pages.people"))])
    if MADE in st.session_state:
        _links(st.session_state[MADE])
        return
    st.markdown(text("people.import_columns"))
    form = pd.DataFrame([EXAMPLE], columns=list(people_list.COLUMNS))
    st.download_button(text("people.import_form"), spreadsheet(form), "people_form.csv", "text/csv", on_click="ignore", key="form")
    file = st.file_uploader(text("people.import_file"), type=["csv", "xlsx", "parquet"], key="file")
    if file is None:
        return
    try:
        shown = _read(actor, file)
    except DataError as error:
        told.mistakes(error)
        return
    names = said.institution_names(actor)
    st.dataframe(_table(shown, names), hide_index=True, alt=text("people.table_alt"))
    if st.button(text("people.import_now", number=len(shown)), type="primary", key="open_all"):
        _open(actor, shown)


def _read(actor: Actor, file: Any) -> Sequence[New]:
    with st.spinner(words()("people.import_reading")), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(file.name).suffix.lower()}"
        path.write_bytes(file.getvalue())
        return people_list.preview(actor, path, file.name)


def _open(actor: Actor, shown: Sequence[New]) -> None:
    try:
        with st.spinner(words()("people.import_working")):
            made = people_list.open_all(actor, shown)
    except Wrong as wrong:
        said.refused(wrong.reasons)
        return
    st.session_state[MADE] = [
        {"login": one.login, "name": one.name, "email": one.email, "link": linking.address(code, one.language)} for one, code in made
    ]
    st.rerun()


def _links(made: list[dict[str, str]]) -> None:
    """The links, until the page is left on purpose; they are nowhere else."""
    text = words()
    st.success(text("people.import_done", number=len(made)))
    st.markdown(text("people.import_links"))
    st.download_button(
        text("people.import_take"), spreadsheet(pd.DataFrame(made)), "links.csv", "text/csv", on_click="ignore", type="primary", key="links"
    )
    if st.button(text("people.import_leave"), key="leave"):
        st.session_state.pop(MADE)
        routes.go("people")


def _table(shown: Sequence[New], names: dict[str, str]) -> pd.DataFrame:
    text = words()
    rows = [
        {
            text("people.name"): one.name,
            text("account.login"): one.login,
            text("people.roles"): said.roles(one.roles, names),
            text("people.email"): one.email,
        }
        for one in shown
    ]
    return pd.DataFrame(rows)
