"""Evidence as lists of links: a file is handed out by our own route, a link leads elsewhere in a tab of its own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from assessments.rounds.evidence.attached import Evidence, Revision
from assessments.rounds.evidence.file_types import MEGABYTE, ending
from assessments.rounds.returns import Key, Return
from views import moments
from views.evidence import routes
from views.language import language, words


def show(found: Sequence[Evidence]) -> None:
    """A list, each piece with what it is."""
    st.html(f"<ul class='evidence'>{''.join(f'<li>{item(one)}</li>' for one in found)}</ul>")


def item(one: Evidence) -> str:
    """One piece as HTML: its name, which opens it, and what it is."""
    latest = one.latest
    if latest is None:
        return f"{_link(one.url, one.title, elsewhere=True)} <span>{escape(facts(one))}</span>"
    return f"{_link(routes.address(one.id, latest.number), one.title)} <span>{escape(facts(one))}</span>"


def revision(one: Evidence, held: Revision) -> str:
    """One revision of a file as HTML."""
    said = words()("evidence.revision_facts", size=size(held.size), by=held.by, when=moments.full(held.at), digest=held.sha256[:12])
    return f"{_link(routes.address(one.id, held.number), held.file_name)} <span>{escape(said)}</span>"


def facts(one: Evidence) -> str:
    """What a piece is, in a line."""
    text, latest = words(), one.latest
    if latest is None:
        return text("evidence.link_facts", address=one.url if len(one.url) <= 60 else one.url[:60] + "…")
    parts = [ending(latest.file_name).upper(), size(latest.size)]
    if latest.number > 1:
        parts.append(text("evidence.revision", number=latest.number))
    return " · ".join([*parts, moments.day(latest.at)])


def size(count: int) -> str:
    """Bytes as a reader says them.

    >>> size(900), size(40_000), size(3_400_000)
    ('1 KB', '39 KB', '3.2 MB')
    """
    return f"{count / MEGABYTE:.1f} MB" if count >= MEGABYTE else f"{max(1, round(count / 1024))} KB"


def question(kept: Return, key: Key) -> str:
    """A question as a list names it, with its subject where there are several."""
    named = kept.edition.wording(language()).question(key[1])
    if kept.about_itself:
        return named
    return f"{next((one.named(language()) for one in kept.subjects if one.id == key[0]), '')}: {named}"


def keys(kept: Return) -> list[Key]:
    """Every question that is asked in a return, in order."""
    return [(subject.id, code) for subject in kept.subjects for code in kept.asked(subject.id)]


def labels(kept: Return) -> dict[Key, str]:
    """Every question that is asked in a return as a list to pick from names it: numbered, so that no two are called the same."""
    return {key: f"{number}. {question(kept, key)}" for number, key in enumerate(keys(kept), start=1)}


def _link(address: str, label: str, elsewhere: bool = False) -> str:
    where = "target='_blank' rel='noopener noreferrer nofollow'" if elsewhere else "target='_self'"
    return f'<a href="{escape(address)}" {where}>{escape(label)}</a>'
