"""The table of what a workbook would change, with a box a line."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments.rounds.offline.differences import Difference
from assessments.rounds.offline.entries import entry
from assessments.rounds.offline.exchange import Preview
from assessments.rounds.offline.sheet import AnswerSheet, Filled, Key
from views.language import words

TAKE = "take"


def choose(shown: Preview, key: str) -> set[Key]:
    """What is ticked of a preview; what somebody changed meanwhile is not ticked beforehand."""
    text = words()
    keys = [*((new, "") for new in shown.new), *((one.subject, one.item) for one in shown.changes)]
    if not keys:
        return set()
    rows = [*(_new(shown, key) for key in shown.new), *(_row(shown, one) for one in shown.changes)]
    table = pd.DataFrame(rows).rename(columns={name: text(f"offline.{name}") for name in rows[0] if name != TAKE})
    fixed = [column for column in table.columns if column != TAKE]
    edited = st.data_editor(
        table,
        hide_index=True,
        disabled=fixed,
        column_config={TAKE: st.column_config.CheckboxColumn(text("offline.take"), width="small", pinned=True)},
        key=key,
        width="stretch",
        alt=text("offline.preview"),
    )
    return {key for key, taken in zip(keys, edited[TAKE], strict=True) if taken}


def _new(shown: Preview, key: str) -> dict[str, object]:
    """The line of a subject that was added offline."""
    return {
        TAKE: True,
        "subject": shown.new[key],
        "question": "",
        "what": words()("offline.kinds.subject"),
        "now": "",
        "workbook_value": "",
    }


def _row(shown: Preview, one: Difference) -> dict[str, object]:
    """The line of an answer that would change."""
    sheet, names = shown.sheet, {subject.code: subject.name for subject in shown.sheet.subjects} | dict(shown.new)
    about = {} if sheet.about_itself else {"subject": names[one.subject]}
    return {
        TAKE: not one.meanwhile,
        **about,
        "question": sheet.names.node(one.item),
        "what": words()("offline.kinds.meanwhile" if one.meanwhile else f"offline.kinds.{one.kind}"),
        "now": _told(sheet, one.item, one.now),
        "workbook_value": _told(sheet, one.item, one.filled),
    }


def _told(sheet: AnswerSheet, item: str, filled: Filled) -> str:
    """An answer in words, with its reason and its comment."""
    text = words()
    parts = [
        entry(sheet, item).shown(filled.answer),
        text("offline.reason", reason=filled.reason) if filled.reason else "",
        text("offline.comment", comment=filled.comment) if filled.comment else "",
    ]
    return " · ".join(part for part in parts if part) or text("offline.blank")
