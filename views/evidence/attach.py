"""Attach what somebody sent, and say what was not taken and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assessments.register.access import Actor, Refused
from assessments.rounds.evidence import evidence, evidence_limits
from assessments.rounds.returns import Key, NotNow, Unfit
from views import who
from views.language import language, words

Act = Callable[[Actor], object]


def files(return_id: int, sent: Sequence[UploadedFile], uses: Collection[Key]) -> list[str]:
    """Attach files; gives what was wrong with those that were not taken."""
    wrong = []
    for file in sent:
        wrong += tried(partial(_file, return_id, file, frozenset(uses)))
    return wrong


def link(return_id: int, url: str, title: str, uses: Collection[Key]) -> list[str]:
    """Attach an address; gives what was wrong with it."""
    return tried(lambda actor: evidence.add_link(actor, return_id, url, title, frozenset(uses)))


def tried(act: Act) -> list[str]:
    """Do something as the person who is signed in; gives why it could not be done."""
    actor = who.actor()
    if actor is None:
        return [words()("evidence.signed_out")]
    try:
        act(actor)
    except (Unfit, NotNow) as error:
        return [error.why.told(language())]
    except Refused:
        return [words()("evidence.refused")]
    return []


def limits(actor: Actor) -> None:
    """Put our own limits into the words of the uploader."""
    allowed = evidence_limits.read(actor)
    said = words()("evidence.limits", most=allowed.megabytes, endings=", ".join(allowed.endings))
    st.html(f'<style>:root {{ --file-limit: "{said}"; --choose-file: "{words()("evidence.choose")}"; }}</style>')


def _file(return_id: int, file: UploadedFile, uses: frozenset[Key], actor: Actor) -> object:
    return evidence.add_file(actor, return_id, file.name, file.getvalue(), uses=uses)
