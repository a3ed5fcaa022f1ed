"""What happened to a round, the newest first; answers and judgements stand in the log of their return."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.results.outputs import spreadsheet
from assessments.rounds import standing
from assessments.rounds.model import Round
from assessments.rounds.standing import Change
from views import moments
from views.language import language, words

SHOWN = 500


def show(actor: Actor, round: Round) -> None:
    text, found = words(), standing.history(actor, round.id, SHOWN)
    if not found:
        st.info(text("round.nothing_happened"))
        return
    names = {one.institution: one.named(language()) for one in standing.standings(actor, round.id)}
    table = pd.DataFrame([_row(one, names) for one in found])
    shown = table.loc[:, (table != "").any()]
    st.dataframe(shown, hide_index=True, alt=text("round.part.log"), key="log")
    st.caption(text("round.log_help"))
    st.download_button(
        text("round.download"), lambda: spreadsheet(shown), f"round_{round.id}_log.csv", "text/csv", on_click="ignore", key="download_log"
    )


def _row(one: Change, names: Mapping[str, str]) -> dict[str, str]:
    text = words()
    return {
        text("round.column.when"): moments.full(one.at),
        text("round.column.who"): one.by,
        text("round.column.what"): text.name("round_changes", one.what.replace(".", "_")),
        text("round.column.institution"): names.get(one.institution, one.institution or ""),
        text("round.column.about"): one.about if one.about != one.institution else "",
        text("round.column.before"): _plain(one.before),
        text("round.column.after"): _plain(one.after),
    }


def _plain(value: object) -> str:
    """A value of the log as one reads it; a stage by its name."""
    if value is None:
        return ""
    if isinstance(value, str):
        return words().name("stages", value) if value in words().words["stages"] else words().name("return_states", value)
    return ", ".join(map(str, value)) if isinstance(value, list) else json.dumps(value, ensure_ascii=False)
