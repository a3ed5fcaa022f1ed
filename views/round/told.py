"""What was done or could not be done, said in words, after the page was drawn anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from assessments.tables.messages import Message
from assessments.tables.problems import DataError
from views import frame
from views.language import language, words
from views.round import asking

DONE = "round_done"
LISTED = 50


def done(text: str) -> None:
    """Remember what was done, and draw the page anew."""
    asking.close()
    st.session_state[DONE] = text
    st.rerun()


def say_done() -> None:
    if said := st.session_state.pop(DONE, ""):
        st.success(frame.escape(said))


def refused(whys: Iterable[Message]) -> None:
    """What could not be done and why, each reason a line; what was there is safe."""
    lines = [f"- {frame.escape(why.told(language()))}" for why in whys]
    st.error("\n".join([words()("round.refused"), "", *lines]))


def mistakes(error: DataError) -> None:
    """Everything that is wrong with a file, by row and column; nothing was changed."""
    text = words()
    st.error(text("round.file_refused", number=len(error.mistakes)))
    rows = [
        {
            text("mistake.rows"): ", ".join(map(str, mistake.rows[:5])) + (" …" if len(mistake.rows) > 5 else ""),
            text("mistake.column"): mistake.column,
            text("mistake.what"): mistake.what.told(language()),
        }
        for mistake in error.mistakes
    ]
    st.table(pd.DataFrame(rows[:LISTED]), hide_index=True)
    if len(rows) > LISTED:
        st.caption(text("mistake.more", number=len(rows) - LISTED))
    listed = "\n".join(mistake.told(language()) for mistake in error.mistakes)
    st.download_button(text("mistake.download"), listed.encode(), "mistakes.txt", "text/plain", on_click="ignore", key="mistakes")


def institutions(codes: Sequence[str], names: Mapping[str, str], most: int = 12) -> str:
    """Institutions by name in one line, the first dozen of many."""
    listed = ", ".join(names.get(code, code) for code in codes[:most])
    return words()("round.and_more", names=listed, number=len(codes) - most) if len(codes) > most else listed
