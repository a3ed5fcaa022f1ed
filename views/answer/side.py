"""At the side: the sections with their progress, and how far the whole is."""

from __future__ import annotations

import streamlit as st

from assessments.rounds.returns import Return, Subject
from views import address, routes
from views.answer import section as sections
from views.language import language, words

CHECK = "check"


def choose(kept: Return, subject: Subject, asked: str) -> str:
    """The section that is picked: the one in the address, else the first with something to do.

    The open section counts for itself, in the page: the side is drawn anew only when it becomes complete.
    """
    text, names = words(), kept.edition.wording(language())
    members = sections.members(kept, subject)
    counts = {code: sections.settled_of(kept, subject, codes) for code, codes in members.items()}
    options = [*(code for code, (_, total) in counts.items() if total), CHECK]
    first = next((code for code in options if code != CHECK and counts[code][0] < counts[code][1]), CHECK)
    current = asked if asked in options else first

    def label(code: str) -> str:
        if code == CHECK:
            return text("answer.check")
        done, total = counts[code]
        if done == total:
            return f"{names.node(code)} · {text('answer.section_done')}"
        return names.node(code) if code == current else f"{names.node(code)} · {text('answer.section_counts', done=done, asked=total)}"

    key = f"section_{kept.id}_{subject.id}"
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    with st.sidebar:
        st.radio(text("answer.sections"), options, format_func=label, key=key, on_change=_go, args=(key, options))
    address.keep("section", current)
    return current


def after(kept: Return, subject: Subject, current: str) -> str:
    """The section that follows."""
    options = [*(code for code, codes in sections.members(kept, subject).items() if codes), CHECK]
    return options[min(options.index(current) + 1, len(options) - 1)] if current in options else options[0]


def elsewhere(kept: Return) -> None:
    """What else there is to do with this return: below the questions, where a phone shows it too."""
    text, place = words(), {"return": str(kept.id)}
    with st.container(horizontal=True, key="elsewhere"):
        if not kept.about_itself:
            routes.link("subjects", text("answer.subjects"), **place)
        routes.link("offline", text("answer.offline"), **place)
        routes.link("evidence", text("answer.evidence"), **place)
        routes.link("changes", text("log.link"), **place)


def _go(key: str, options: list[str]) -> None:
    """Into the address; a label that has just changed may come back as something else, and is left alone then."""
    if st.session_state[key] in options:
        st.query_params["section"] = st.session_state[key]
