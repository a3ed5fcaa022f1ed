"""Words for what the register holds: columns, peer groups, how many, what was wrong, what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd
import streamlit as st

from assessments.register.institutions.institution import NAME
from assessments.tables.problems import DataError
from views import frame
from views.editions import usable
from views.language import NAMES, language, words

DONE = "institutions_done"


def column(code: str) -> str:
    """What a column of the register is called; a further one has its own name.

    >>> column("name_th"), column("town")
    ('Name (th)', 'town')
    """
    if code.startswith(NAME):
        spoken = code.removeprefix(NAME)
        return words()("institutions.name_in", language=NAMES.get(spoken, spoken))
    return words().name("institution_columns", code)


def group(code: str) -> str:
    """A peer group in words, as most editions call it; the code itself where none knows it."""
    return (_groups(language()).get(code, code)) if code else words()("institutions.no_group")


def known_groups() -> list[str]:
    """The peer groups that editions about institutions know."""
    return list(_groups(language()))


def counted(number: int) -> str:
    """`24 institutions`."""
    return words()(f"subjects.institution.{'one' if number == 1 else 'several'}", number=number)


def refused(error: DataError) -> None:
    """What is wrong with an entry, each thing beside the name of its field; nothing was changed."""
    lines = [f"{column(mistake.column)}: {mistake.what.told(language())}" for mistake in error.mistakes]
    st.error("\n".join([words()("institutions.refused"), "", *(f"- {frame.escape(line)}" for line in lines)]))


def table(rows: Sequence[Mapping[str, str]], header: bool = True) -> None:
    """A small table whose cells are shown as they are written."""
    shown = pd.DataFrame(rows).map(frame.escape)
    st.table(shown, border="horizontal", hide_index=True, hide_header=not header)


def done(text: str) -> None:
    """Remember what was done, to be said on the next page that is shown."""
    st.session_state[DONE] = text


def say_done() -> None:
    if said := st.session_state.pop(DONE, ""):
        st.success(frame.escape(said))


@lru_cache(maxsize=8)
def _groups(spoken: str) -> dict[str, str]:
    called: dict[str, Counter[str]] = {}
    for edition in usable()[0]:
        if edition.questionnaire.subject == "institution":
            names = edition.wording(spoken)
            for code in edition.questionnaire.peer_groups:
                called.setdefault(code, Counter())[names.name("peer_groups", code)] += 1
    return {code: counter.most_common(1)[0][0] for code, counter in called.items()}
