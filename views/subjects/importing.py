"""Take a list of subjects in: what it would change is shown first, then one button does exactly that."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.results.outputs import spreadsheet
from assessments.rounds.returns import NotNow, Return
from assessments.rounds.subjects import subject_files
from assessments.rounds.subjects.subject_files import SAME, Preview
from assessments.tables.problems import DataError
from views import frame, routes
from views.language import NAMES, language, words
from views.round import told

COMPARED = "subjects_compared"


def show(actor: Actor, kept: Return, crumbs: Sequence[frame.Crumb]) -> None:
    text = words()
    frame.head(text("subject_list.import"), text("subject_list.import_lead"), crumbs)
    blank = pd.DataFrame(columns=["code", *(f"name_{spoken}" for spoken in NAMES)])
    st.download_button(
        text("subject_list.form"), lambda: spreadsheet(blank), "subjects_form.csv", "text/csv", on_click="ignore", key="form"
    )
    file = st.file_uploader(text("subject_list.file"), type=["csv", "xlsx", "parquet"], key="file")
    if file is None:
        st.session_state.pop(COMPARED, None)
        return
    found = _compared(actor, kept, file)
    if isinstance(found, DataError):
        told.mistakes(found)
    else:
        _preview(actor, kept, found)


def _compared(actor: Actor, kept: Return, file: Any) -> Preview | DataError:
    """The comparison of a file with the list, made once: what is confirmed is what was shown."""
    known = st.session_state.get(COMPARED)
    if known and known[0] == (file.file_id, kept.id):
        return known[1]  # type: ignore[no-any-return]
    with st.spinner(words()("institutions.comparing")), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(file.name).suffix.lower()}"
        path.write_bytes(file.getvalue())
        try:
            found: Preview | DataError = subject_files.preview(actor, kept.id, path, file.name)
        except DataError as error:
            found = error
    st.session_state[COMPARED] = ((file.file_id, kept.id), found)
    return found


def _preview(actor: Actor, kept: Return, shown: Preview) -> None:
    text = words()
    changes = [line for line in shown.lines if line.kind != SAME]
    st.markdown(text("subject_list.counts", changes=len(changes), same=len(shown.of(SAME)), absent=len(shown.absent)))
    if not changes:
        st.success(text("subject_list.nothing_new"))
        return
    rows = [
        {
            text("mistake.rows"): line.number,
            text("round.column.what"): text(f"subject_list.line.{line.kind}"),
            text("round.column.code"): line.code,
            text("subject_list.name"): line.names.get(language()) or next(iter(line.names.values()), ""),
            text("round.column.before"): line.before.get(language()) or next(iter(line.before.values()), ""),
        }
        for line in changes
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=text("subject_list.table_alt"), key="changes")
    if st.button(text("subject_list.take_in", number=len(changes)), type="primary", key="take_in"):
        try:
            number = subject_files.take_in(actor, kept.id, shown)
        except NotNow as error:
            told.refused([error.why])
            st.button(text("institutions.compare_again"), key="again", on_click=lambda: st.session_state.pop(COMPARED, None))
        else:
            st.session_state.pop(COMPARED, None)
            st.session_state[told.DONE] = text("subject_list.taken_in", number=number)
            routes.go("subjects", **{"return": str(kept.id)})
