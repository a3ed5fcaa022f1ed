"""What happened to a round, the newest first; answers and judgements stand in the log of their return."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.results.outputs import spreadsheet
from assessments.rounds.model import Round
from assessments.rounds.results import results
from assessments.rounds.running import standing
from assessments.rounds.running.standing import Change
from views import moments
from views.administration import changes
from views.language import language, words
from views.round import told

SHOWN = 500
FEW = 5
KINDS = ("stages", "return_states", "round_facts")


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
        text("round.column.what"): changes.what(text, one.what),
        text("round.column.before"): _plain(one.before),
        text("round.column.after"): _plain(one.after),
        text("round.column.institution"): names.get(one.institution, one.institution or ""),
        text("round.column.about"): _about(one, names),
    }


def _about(one: Change, names: Mapping[str, str]) -> str:
    """What a change is about; of a step what was known and confirmed."""
    if one.what.startswith("results."):
        return _label(one.about)
    if one.what != "stages.go_on":
        return one.about if one.about != one.institution else ""
    text, said = words(), []
    for line in one.about.splitlines():
        kind, _, codes = line.partition(": ")
        what = text.name("round_obstacles", kind)
        said.append(text("round.confirmed", what=what, names=told.institutions(codes.split(", "), names, 3)) if codes else what)
    return ", ".join(said)


def _label(label: str) -> str:
    """The name that closing gave a result in the language of the page; a name that somebody gave stays."""
    text, number = words(), label.removeprefix("Result ")
    if label == results.FIRST:
        return text("published.first")
    return text("published.again", number=number) if number != label and number.isdigit() else label


def _plain(value: object) -> str:
    """A value of the log as one reads it; a stage by its name."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return words()("rounds.yes") if value else words()("rounds.no")
    if isinstance(value, str):
        return next((words().name(kind, value) for kind in KINDS if value in words().words[kind]), value)
    if isinstance(value, Mapping):
        text = words()
        known = {text.name("round_facts", key): _plain(one) for key, one in value.items() if key in text.words["round_facts"]}
        return ", ".join(f"{key}: {one}" for key, one in known.items() if one)
    if isinstance(value, list):
        return str(len(value)) if len(value) > FEW else ", ".join(map(str, value))
    return str(value)
