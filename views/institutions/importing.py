"""Take a list of institutions in: what it would change is shown first, then one button does exactly that."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions import intake
from assessments.register.institutions.institution import NAME, Institution, NotPossible
from assessments.register.institutions.intake import CHANGED, NEW, SAME, Preview, Row
from assessments.tables.problems import DataError
from views import frame, routes
from views.institutions import listing
from views.institutions import words as said
from views.language import language, words

COMPARED = "institutions_compared"
LISTED = 100


def show(actor: Actor) -> None:
    text = words()
    frame.head(
        text("institutions.import_title"),
        text("institutions.import_lead"),
        [lambda: routes.link("institutions", text("pages.institutions"))],
    )
    listing.downloads("form")
    file = st.file_uploader(text("institutions.file"), type=["csv", "xlsx", "parquet"], help=text("institutions.file_help"), key="file")
    if file is None:
        st.session_state.pop(COMPARED, None)
        return
    found = _compared(actor, file)
    if isinstance(found, DataError):
        _mistakes(found)
    else:
        _preview(actor, found)


def _compared(actor: Actor, file: Any) -> Preview | DataError:
    """The comparison of an uploaded file with the register, made once: what is confirmed is what was shown."""
    kept = st.session_state.get(COMPARED)
    if kept and kept[0] == file.file_id:
        return kept[1]  # type: ignore[no-any-return]
    with st.spinner(words()("institutions.comparing")), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(file.name).suffix.lower()}"
        path.write_bytes(file.getvalue())
        try:
            found: Preview | DataError = intake.preview(actor, path, file.name)
        except DataError as error:
            found = error
    st.session_state[COMPARED] = (file.file_id, found)
    return found


def _preview(actor: Actor, shown: Preview) -> None:
    text, new, changed = words(), shown.of(NEW), shown.of(CHANGED)
    st.header(text("institutions.preview"), anchor=False)
    st.markdown(text("institutions.counts", new=len(new), changed=len(changed), same=len(shown.of(SAME)), absent=len(shown.absent)))
    if shown.further:
        st.info(text("institutions.further", columns=frame.escape(", ".join(shown.further))))
    if new or changed:
        st.dataframe(_table([*changed, *new]), hide_index=True, alt=text("institutions.preview_alt"))
        if st.button(_label(len(new), len(changed)), type="primary", key="apply"):
            _apply(actor, shown)
    else:
        st.success(text("institutions.nothing_new"))
    if shown.absent:
        _absent(shown.absent)


def _label(new: int, changed: int) -> str:
    """The button says what it does: `Add 24 institutions`."""
    text = words()
    if new and changed:
        return text("institutions.apply_both", new=said.counted(new), changed=said.counted(changed))
    return (
        text("institutions.apply_new", new=said.counted(new)) if new else text("institutions.apply_changed", changed=said.counted(changed))
    )


def _apply(actor: Actor, shown: Preview) -> None:
    text = words()
    try:
        with st.spinner(text("institutions.writing")):
            intake.apply(actor, shown)
    except NotPossible as error:
        st.error(frame.escape(error.why.told(language())))
        st.button(text("institutions.compare_again"), key="again", on_click=lambda: st.session_state.pop(COMPARED, None))
    else:
        said.done(text("institutions.taken_in", new=said.counted(len(shown.of(NEW))), changed=said.counted(len(shown.of(CHANGED)))))
        st.session_state.pop(COMPARED, None)
        routes.go("institutions")


def _table(rows: Sequence[Row]) -> pd.DataFrame:
    text = words()
    return pd.DataFrame(
        [
            {
                text("mistake.rows"): row.number,
                text("institutions.what"): text(f"institution_rows.{row.kind}"),
                said.column("code"): row.institution.code,
                said.column("name"): row.institution.named(language()),
                text("institutions.differences"): _differences(row),
            }
            for row in rows
        ]
    )


def _differences(row: Row) -> str:
    """`Staff: 400 → 410`; of a new institution whatever the other columns do not show, names in further languages last."""
    empty = words()("institutions.blank")
    if row.kind == NEW:
        name = row.institution.named(language())
        cells = [one for one in row.differences if one.column != "code" and one.after != name]
        cells.sort(key=lambda one: one.column.startswith(NAME))
        return ", ".join(f"{said.column(one.column)}: {one.after}" for one in cells)
    return ", ".join(f"{said.column(one.column)}: {one.before or empty} → {one.after or empty}" for one in row.differences)


def _absent(absent: Sequence[Institution]) -> None:
    text = words()
    with st.expander(text("institutions.absent", institutions=said.counted(len(absent)))):
        st.markdown(text("institutions.absent_means"))
        st.markdown("\n".join(f"- {frame.escape(f'{one.named(language())} ({one.code})')}" for one in absent))


def _mistakes(error: DataError) -> None:
    """Everything that is wrong with the file, by row and column."""
    text = words()
    st.error(text("institutions.file_refused", number=len(error.mistakes)))
    rows = [
        {
            text("mistake.rows"): ", ".join(map(str, mistake.rows)),
            text("mistake.column"): mistake.column,
            text("mistake.what"): mistake.what.told(language()),
        }
        for mistake in error.mistakes
    ]
    said.table(rows[:LISTED])
    if len(rows) > LISTED:
        st.caption(text("mistake.more", number=len(rows) - LISTED))
    listed = "\n".join(mistake.told(language()) for mistake in error.mistakes)
    st.download_button(text("mistake.download"), listed.encode(), "mistakes.txt", "text/plain", on_click="ignore", key="mistakes")
