"""The log of changes as a table that one can read: who did what when, from what to what, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from assessments.rounds import model
from assessments.texts import Texts
from views.administration import about
from views.administration.about import Row, Words
from views.answer import inputs

__all__ = ["Row", "Words", "table", "told", "what", "widths"]

ANSWER, MORE = "answer", ("reason", "comment")
LISTED = 12  # parts of a long list that are told


def table(rows: Iterable[Row], words: Words, moment: Callable[[datetime], str]) -> pd.DataFrame:
    """A line a change; columns that say nothing are left out."""
    found = pd.DataFrame([_line(row, words, moment) for row in rows])
    return found.loc[:, (found != "").any()] if len(found) else found


def widths(text: Texts) -> dict[str, Any]:
    """How wide each column is, in pixels, so that no long name pushes the values out of sight."""
    wide = {"when": 150, "who": 125, "done": 130, "about": 160, "before": 180, "after": 200, "institution": 150, "round": 150}
    return {text(f"log.{name}"): st.column_config.TextColumn(width=width) for name, width in wide.items()}


def what(text: Texts, code: str) -> str:
    """What was done, in words; the code itself where we have none."""
    try:
        return text(f"log.what.{code}")
    except KeyError:
        return code


def told(value: Any, words: Words, item: str = "") -> str:
    """A value of the log as one reads it; `item` is the question whose answer it is."""
    text = words.text
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return text("log.yes" if value else "log.no")
    if isinstance(value, Mapping):
        return _answer(value, words, item) if item else "; ".join(_pairs(value, words))
    if isinstance(value, list):
        return _listed([told(one, words) for one in value], text)
    said = str(value)
    if said in model.STAGES:
        return text(f"stages.{said}")
    return text(f"return_states.{said}") if said in model.STATES else words.institutions.get(said) or about.question(said, words)


def _line(row: Row, words: Words, moment: Callable[[datetime], str]) -> dict[str, str]:
    text, item = words.text, _item(row)
    return {
        text("log.when"): moment(row["at"]),
        text("log.who"): row["by_name"] or text("log.nobody"),
        text("log.done"): what(text, row["what"]),
        text("log.about"): about.told(row, words),
        text("log.before"): told(row["before"], words, item),
        text("log.after"): told(row["after"], words, item),
        text("log.institution"): words.institutions.get(row["institution"], row["institution"] or ""),
        text("log.round"): words.rounds.get(row["round_id"], ""),
    }


def _item(row: Row) -> str:
    """The question whose answer a change wrote; blank for all other changes."""
    values = [value for value in (row["before"], row["after"]) if value is not None]
    answers = values and all(isinstance(value, Mapping) and value.keys() <= {ANSWER, *MORE} for value in values)
    return str(row["about"]).rpartition("/")[2] if answers and "/" in str(row["about"]) else ""


def _answer(value: Mapping[str, Any], words: Words, item: str) -> str:
    """An answer, its reason and its comment."""
    text, kept, given = words.text, words.kept, str(value.get(ANSWER, ""))
    if kept and item in kept.edition.questionnaire.nodes:
        given = inputs.told(kept.edition.questionnaire, kept.edition.wording(text.language), item, given)
    return "; ".join([given or text("answer.blank"), *(f"{text(f'log.{name}')}: {value[name]}" for name in MORE if value.get(name))])


def _pairs(value: Mapping[str, Any], words: Words) -> list[str]:
    return [f"{_named(str(key), words)}: {_within(str(key), one, words)}" for key, one in value.items() if one not in (None, "", [], {})]


def _named(key: str, words: Words) -> str:
    """The name of a part of a value: a question, a stage, a fact."""
    if "/" in key:
        return about.question(key, words)
    if key in model.STAGES:
        return words.text(f"stages.{key}")
    return words.text.name("log_keys", key)


def _within(key: str, value: Any, words: Words) -> str:
    if "/" in key:
        return told({ANSWER: value}, words, key.rpartition("/")[2])
    return str(value) if key == "code" else told(value, words)


def _listed(parts: list[str], text: Texts) -> str:
    shown = ", ".join(parts[:LISTED])
    return text("log.and_more", names=shown, number=len(parts) - LISTED) if len(parts) > LISTED else shown
