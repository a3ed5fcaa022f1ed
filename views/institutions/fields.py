"""The fields in which an institution is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import streamlit as st

from assessments.register.institutions.institution import LARGEST, LONGEST_CODE, LONGEST_NAME, NAME, Institution
from assessments.texts import LANGUAGES
from views.institutions import words as said
from views.language import language, words

FIRST, LAST = date(1800, 1, 1), date(2200, 12, 31)
FORMAT = "YYYY-MM-DD"


def code(key: str, value: str = "", fixed: bool = False, optional: bool = False) -> str:
    text = words()
    label = text("institutions.new_code") if optional else said.column("code")
    note = text("institutions.new_code_help") if optional else text("institution_notes.code")
    return st.text_input(label, value=value, disabled=fixed, help=note, max_chars=LONGEST_CODE, key=f"{key}_code").strip()


def names(key: str, known: Mapping[str, str]) -> dict[str, str]:
    """A name in each of our languages and in those that are there already."""
    written = {
        spoken: st.text_input(
            said.column(f"{NAME}{spoken}"), value=known.get(spoken, ""), max_chars=LONGEST_NAME, key=f"{key}_name_{spoken}"
        ).strip()
        for spoken in dict.fromkeys([*LANGUAGES, *known])
    }
    return {spoken: name for spoken, name in written.items() if name}


def staff(key: str, value: int | None = None) -> int | None:
    return st.number_input(said.column("staff"), 0, LARGEST, value=value, step=1, key=f"{key}_staff")


def peer_group(key: str, value: str, used: Iterable[str]) -> str:
    """One that editions or other institutions know, or another that is typed in."""
    options = list(dict.fromkeys([*([value] if value else []), *sorted({*used, *said.known_groups()} - {""}, key=said.group)]))
    picked = st.selectbox(
        said.column("peer_group"),
        options,
        index=0 if value else None,
        format_func=said.group,
        placeholder=words()("institutions.no_group"),
        accept_new_options=True,
        help=words()("institution_notes.peer_group"),
        key=f"{key}_group",
    )
    return (picked or "").strip()


def parent(key: str, value: str, others: Sequence[Institution]) -> str:
    titles = {one.code: one.named(language()) for one in others}
    options = list(titles)
    picked = st.selectbox(
        said.column("parent"),
        options,
        index=options.index(value) if value in options else None,
        format_func=lambda option: titles.get(option, option),
        placeholder=words()("institutions.no_parent"),
        key=f"{key}_parent",
    )
    return picked or ""


def day(key: str, name: str, value: date | None) -> date | None:
    note = words()(f"institution_notes.{name}")
    return st.date_input(said.column(name), value=value, min_value=FIRST, max_value=LAST, format=FORMAT, help=note, key=f"{key}_{name}")


def new(key: str, like: Institution) -> Institution:
    """A new institution in a few fields, in the peer group of another."""
    own = code(key)
    return Institution(own, names(key, {}), peer_group=like.peer_group, variant=like.variant, staff=staff(key), parent=like.parent)
