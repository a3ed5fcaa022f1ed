"""What this visit has on its screen of judgements and agreed values, and what became of the last try to save them."""

from __future__ import annotations

import streamlit as st

from assessments.rounds.returns import Given, Key
from views.answer.memory import Shown

NAME = "reviewing"
ANEW = -1


def shown(kind: str, return_id: int, key: Key, given: Given) -> Shown:
    """What the screen has of a value (`kind`: review or final); one that was written elsewhere since is put there anew."""
    kept: dict[tuple[str, int, Key], Shown] = st.session_state.setdefault(NAME, {})
    here = kept.setdefault((kind, return_id, key), Shown(given.version))
    if given.version != here.version:
        here.version, here.foreign, here.problem = given.version, here.version != ANEW, ""
        here.turn += 1
    return here


def put_anew(kind: str, return_id: int, key: Key) -> None:
    """Let the screen show what is about to be written by this visit itself, elsewhere than in the value's own widgets."""
    here = st.session_state.get(NAME, {}).get((kind, return_id, key))
    if here is not None:
        here.version = ANEW
