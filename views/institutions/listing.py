"""The register as a table: search, filter, download, open one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from assessments import demonstration
from assessments.register.access import Actor, may
from assessments.register.institutions import institutions, list_files
from assessments.register.institutions.institution import Institution
from views import address, frame, moments, routes
from views.institutions import words as said
from views.language import language, words

ALL = "*"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(actor: Actor) -> None:
    text = words()
    frame.head(text("institutions.title"), text("institutions.lead"))
    said.say_done()
    everything = institutions.list_institutions(actor)
    if not everything:
        _empty(actor)
        return
    if may(actor, "institutions.add"):
        with st.container(horizontal=True):
            if st.button(text("institutions.import"), key="import"):
                routes.go("institutions", view="import")
            if st.button(text("institutions.add"), key="add"):
                routes.go("institutions", view="add")
    shown = _chosen(actor, everything)
    st.caption(text("institutions.shown", shown=len(shown), all=said.counted(len(everything))))
    if shown:
        _table(shown)
        _download(shown)
    else:
        st.info(text("institutions.none_found"))


def downloads(form: str) -> None:
    """What one needs to fill in a list, or to try one."""
    text = words()
    notes = {code: text(f"institution_notes.{code}") for code in list_files.columns([])} | {"…": text("institution_notes.more")}
    with st.container(horizontal=True):
        st.download_button(
            text("institutions.template"), lambda: list_files.xlsx([], notes), "institutions_form.xlsx", XLSX, on_click="ignore", key=form
        )
        st.download_button(
            text("institutions.demonstration"),
            demonstration.register_file,
            "institutions_demonstration.csv",
            "text/csv",
            on_click="ignore",
            key=f"{form}_demonstration",
        )


def _empty(actor: Actor) -> None:
    text = words()
    if not may(actor, "institutions.add"):
        st.info(text("institutions.empty_reader"))
        return
    st.info(text("institutions.empty"))
    with st.container(horizontal=True):
        if st.button(text("institutions.import"), type="primary", key="import"):
            routes.go("institutions", view="import")
        if st.button(text("institutions.add"), key="add"):
            routes.go("institutions", view="add")
    st.markdown(text("institutions.files_lead"))
    downloads("form")


def _chosen(actor: Actor, everything: Sequence[Institution]) -> list[Institution]:
    """Those that the filters let through; the filters stay in the address."""
    text = words()
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
    with left:
        search = st.text_input(text("institutions.search"), value=address.asked("search"), key="search").strip()
    groups = sorted({one.peer_group for one in everything}, key=said.group)
    asked = address.asked("group", ALL)
    with middle:
        options = [ALL, *groups]
        group = st.selectbox(
            text("institutions.group"),
            options,
            index=options.index(asked) if asked in options else 0,
            format_func=lambda code: text("institutions.all_groups") if code == ALL else said.group(code),
            key="group",
        )
    with right:
        closed = st.checkbox(text("institutions.with_closed"), value=address.asked("closed") == "1", key="closed")
    address.keep("search", search)
    address.keep("group", group, ALL)
    address.keep("closed", "1" if closed else "0", "0")
    found = institutions.list_institutions(actor, search, None if group == ALL else group)
    today = actor.clock().date()
    return [one for one in found if closed or one.until is None or today <= one.until]


def _table(shown: Sequence[Institution]) -> None:
    text, names = words(), {one.code: one.named(language()) for one in shown}
    picked = st.selectbox(
        text("institutions.open"),
        list(names),
        index=None,
        placeholder=text("institutions.open_choose"),
        format_func=names.__getitem__,
        key="open",
    )
    if picked:
        routes.go("institutions", institution=picked)
    rows = [
        {
            said.column("name"): names[one.code],
            said.column("peer_group"): said.group(one.peer_group),
            said.column("staff"): one.staff,
            said.column("until"): moments.day(one.until) if one.until else "",
            said.column("code"): one.code,
        }
        for one in shown
    ]
    table = pd.DataFrame(rows)
    staff = {said.column("staff"): st.column_config.NumberColumn(format="localized")}
    st.dataframe(table.loc[:, (table != "").any()], hide_index=True, column_config=staff, alt=text("institutions.table_alt"))


def _download(shown: Sequence[Institution]) -> None:
    text = words()
    with st.container(horizontal=True):
        for ending, write, kind in (("csv", list_files.csv, "text/csv"), ("xlsx", list_files.xlsx, XLSX)):
            st.download_button(
                text(f"institutions.download_{ending}"),
                partial(write, shown),
                f"institutions.{ending}",
                kind,
                on_click="ignore",
                key=f"download_{ending}",
            )
