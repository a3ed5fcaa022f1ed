"""What this visit has on its screen: which version of each answer, and what became of the last try to save it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from assessments.rounds.returns import Given, Key

NAME = "answering"


@dataclass
class Shown:
    """One question on the screen. `version` is the answer that it shows; `turn` counts how often it was put there anew.

    `problem` says why the last try was not saved, `theirs` what somebody else wrote meanwhile, `mine` what was to be saved.
    """

    version: int
    turn: int = 0
    problem: str = ""
    theirs: Given | None = None
    mine: tuple[str, str, str] = ("", "", "")
    foreign: bool = False


def shown(return_id: int, key: Key, given: Given) -> Shown:
    """What the screen has of a question; an answer that somebody else changed since is put there anew, unless one is about to choose."""
    kept: dict[tuple[int, Key], Shown] = st.session_state.setdefault(NAME, {})
    here = kept.setdefault((return_id, key), Shown(given.version))
    if given.version != here.version and here.theirs is None:
        here.version, here.foreign, here.problem = given.version, True, ""
        here.turn += 1
    return here
