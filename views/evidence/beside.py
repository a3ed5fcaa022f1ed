"""Evidence beside a question: what is attached, and attaching more, out of the way until it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from assessments.register.access import Actor
from assessments.rounds.evidence import evidence
from assessments.rounds.evidence.attached import Evidence
from assessments.rounds.returns import Key, Return
from views import frame, routes
from views.evidence import attach, listing
from views.language import words


def show(actor: Actor, return_: Return, subject_id: int, item: str, attached: Sequence[Evidence] | None = None) -> None:
    """A button that says how much there is and opens it. `attached` saves reading the whole return's evidence at every question."""
    text, key = words(), (subject_id, item)
    found = evidence.list_evidence(actor, return_.id) if attached is None else attached
    own = [one for one in found if key in one.uses]
    place = st.popover(text("evidence.beside"), key=f"evidence_{subject_id}_{item}", on_change="rerun")
    if place.open:
        with place:
            _inside(actor, return_, key, own, [one for one in found if one not in own])
    if own:  # beside the button, because one that is called otherwise is another one, and closed
        st.markdown(f":blue-badge[{text('evidence.beside_some', number=len(own))}]")


def _inside(actor: Actor, kept: Return, key: Key, own: Sequence[Evidence], others: Sequence[Evidence]) -> None:
    text = words()
    if own:
        listing.show(own)
    else:
        st.caption(text("evidence.beside_none"))
    if kept.writable:
        _add(actor, kept, key, others)
    routes.link("evidence", text("evidence.all"), **{"return": str(kept.id)})


def _add(actor: Actor, kept: Return, key: Key, others: Sequence[Evidence]) -> None:
    text, name = words(), f"beside_{key[0]}_{key[1]}"
    turn = st.session_state.setdefault(f"{name}_turn", 0)
    sent, written, picked = (f"{name}_{part}_{turn}" for part in ("files", "url", "other"))
    attach.limits(actor)
    for why in st.session_state.get(f"{name}_wrong", []):
        st.error(frame.escape(why))
    st.file_uploader(text("evidence.add_files"), accept_multiple_files=True, key=sent, on_change=partial(_files, kept.id, key, name, sent))
    st.text_input(
        text("evidence.add_link"),
        key=written,
        placeholder="https://",
        max_chars=2000,
        on_change=partial(_link, kept.id, key, name, written),
    )
    if titles := {one.id: f"{number}. {one.title}" for number, one in enumerate(others, start=1)}:
        st.selectbox(
            text("evidence.add_other"),
            list(titles),
            index=None,
            format_func=titles.__getitem__,
            placeholder=text("evidence.choose_one"),
            key=picked,
            on_change=partial(_other, key, name, picked),
        )


def _files(return_id: int, key: Key, name: str, sent: str) -> None:
    if files := st.session_state[sent]:
        _done(name, attach.files(return_id, files, {key}))


def _link(return_id: int, key: Key, name: str, written: str) -> None:
    if url := st.session_state[written].strip():
        wrong = attach.link(return_id, url, "", {key})
        _done(name, wrong, again=not wrong)


def _other(key: Key, name: str, picked: str) -> None:
    number = st.session_state[picked]
    if number is not None:
        _done(name, attach.tried(lambda actor: evidence.use_for(actor, number, *key)))


def _done(name: str, wrong: list[str], again: bool = True) -> None:
    """Remember what was wrong; draw empty widgets next time, unless what is written is to be corrected."""
    st.session_state[f"{name}_wrong"] = wrong
    st.session_state[f"{name}_turn"] += again
