"""What made a result, so that it can be made again."""

from __future__ import annotations

import json

import pandas as pd
import streamlit as st

from views.language import words
from views.shelf import Result

KEYS = (
    "questionnaire",
    "version",
    "definition_sha256",
    "answers_sha256",
    "method",
    "parameters",
    "changed_weights",
    "reference",
    "software",
)


def show(result: Result) -> None:
    """An expander with one line for each thing that the score depends on."""
    text, made = words(), result.scorecards.made_by
    with st.expander(text("made_by.title")):
        st.markdown(text("made_by.lead"))
        rows = [
            {text("made_by.what"): text(f"made_by.{key}"), text("made_by.value"): _plain(key, made[key])}
            for key in KEYS
            if made.get(key) not in (None, {}, "")
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True)


def _plain(key: str, value: object) -> str:
    if key == "method":
        return words().name("methods", str(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
