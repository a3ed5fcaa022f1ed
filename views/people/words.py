"""Words for accounts: roles, how somebody signs in, what was wrong, what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from assessments.register.access import ROLES, Actor
from assessments.register.institutions import institutions
from assessments.register.institutions.wrong import Wrong
from assessments.register.people.people import Account, Role
from assessments.tables.messages import Message
from views import frame
from views.language import NAMES, language, words

DONE, TOP = "people_done", "top"


def role(code: str) -> str:
    return words()(f"account.roles.{code}")


def roles(held: Iterable[Role], names: dict[str, str]) -> str:
    """Roles in the order of the table of who may do what, each with its institution: `officer (Port)`."""
    ordered = sorted(held, key=lambda one: (ROLES.index(one[0]), one[1]))
    return ", ".join(f"{role(code)} ({names.get(place, place)})" if place else role(code) for code, place in ordered)


def institution_names(actor: Actor) -> dict[str, str]:
    """Every institution there is, by code."""
    return {one.code: one.named(language()) for one in institutions.list_institutions(actor)}


def language_name(code: str) -> str:
    return NAMES[code] if code else words()("account.any_language")


def signs_in(account: Account) -> str:
    return words()(f"account.signs_in.{account.signs_in or 'not_yet'}")


def refused(reasons: Iterable[Message]) -> None:
    """All reasons why nothing was saved."""
    told = [reason.told(language()) for reason in reasons]
    st.error("\n".join([words()("account.not_done"), "", *(f"- {frame.escape(line[:1].upper() + line[1:])}" for line in told)]))


def done(text: str, place: str = TOP) -> None:
    """Remember what was done, to be said at a place of the page when it is shown again."""
    st.session_state[DONE] = place, text


def say_done(place: str = TOP) -> None:
    """Say what was done at this place."""
    if st.session_state.get(DONE, ("", ""))[0] == place:
        st.success(frame.escape(st.session_state.pop(DONE)[1]))


def attempt(act: Callable[[], None]) -> bool:
    """Do something; if it cannot be done, say all reasons."""
    try:
        act()
    except Wrong as wrong:
        refused(wrong.reasons)
        return False
    return True
