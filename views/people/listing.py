"""Everybody as a table: search, filter, open one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments.register.access import ROLES, Actor
from assessments.register.people import people
from assessments.register.people.people import Account
from views import address, frame, routes
from views.language import words
from views.people import ending
from views.people import words as said

ALL = "*"


def show(actor: Actor) -> None:
    text, names = words(), said.institution_names(actor)
    frame.head(text("people.title"), text("people.lead"))
    said.say_done()
    with st.container(horizontal=True):
        if st.button(text("people.add"), type="primary", key="add"):
            routes.go("people", view="add")
        if st.button(text("people.import"), key="import"):
            routes.go("people", view="import")
    everybody = people.list_people(actor)
    shown = _chosen(everybody, names)
    st.caption(text("people.shown", shown=len(shown), all=len(everybody)))
    if shown:
        _open(shown)
        _table(shown, names)
    else:
        st.info(text("people.none_found"))
    ending.demonstration(actor)


def _chosen(everybody: list[Account], names: dict[str, str]) -> list[Account]:
    """Those whom the filters let through; the filters stay in the address."""
    text = words()
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
    with left:
        search = st.text_input(text("people.search"), value=address.asked("search"), key="search").strip()
    asked, options = address.asked("role", ALL), [ALL, *ROLES]
    with middle:
        role = st.selectbox(
            text("people.role"),
            options,
            index=options.index(asked) if asked in options else 0,
            format_func=lambda code: text("people.all_roles") if code == ALL else said.role(code),
            key="role",
        )
    with right:
        closed = st.checkbox(text("people.with_closed"), value=address.asked("closed") == "1", key="closed")
    address.keep("search", search)
    address.keep("role", role, ALL)
    address.keep("closed", "1" if closed else "0", "0")
    return [
        one
        for one in everybody
        if (closed or one.active) and (role == ALL or one.person.holds(role)) and search.casefold() in _words(one, names).casefold()
    ]


def _words(one: Account, names: dict[str, str]) -> str:
    return " ".join([one.person.name, one.person.login, one.person.email, said.roles(one.person.roles, names)])


def _open(shown: list[Account]) -> None:
    text, labels = words(), {one.person.id: f"{one.person.name} · {one.person.login}" for one in shown}
    picked = st.selectbox(
        text("people.open"), list(labels), index=None, placeholder=text("people.open_choose"), format_func=labels.__getitem__, key="open"
    )
    if picked:
        routes.go("people", person=str(picked))


def _table(shown: list[Account], names: dict[str, str]) -> None:
    text = words()
    rows = [
        {
            text("people.name"): one.person.name,
            text("account.login"): one.person.login,
            text("people.roles"): said.roles(one.person.roles, names),
            text("people.email"): one.person.email,
            text("people.signs_in"): said.signs_in(one),
            text("people.state"): text("people.active" if one.active else "people.closed"),
        }
        for one in shown
    ]
    table = pd.DataFrame(rows)
    st.dataframe(table.loc[:, (table != "").any()], hide_index=True, alt=text("people.table_alt"))
