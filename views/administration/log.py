"""The log of the whole installation: filtered, paged, to be taken away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from assessments.register import log as service
from assessments.register.access import Actor
from assessments.register.institutions import institutions
from assessments.register.log import Only
from assessments.register.people import people
from assessments.results.outputs import spreadsheet
from assessments.rounds.running import rounds
from views import address, moments
from views.administration import changes
from views.language import language, words

PAGE = 25
EVERYTHING_TAKEN = 1_000_000  # rows of a file, about as many as a spreadsheet opens
FILTERS = ("what", "institution", "round", "person", "from", "to")


def show(actor: Actor) -> None:
    text = words()
    st.markdown(text("log.lead"))
    only, said = _only(actor), _words(actor)
    before = address.asked("before")
    found = service.list_changes(actor, last=PAGE + 1, before_id=int(before) if before.isdecimal() else None, only=only)
    if not found:
        st.info(text("log.none"))
        return
    rows = found[:PAGE]
    st.caption(text("log.page", number=len(rows)))
    st.dataframe(
        changes.table(rows, said, moments.full),
        hide_index=True,
        alt=text("log.alt"),
        key="log",
        height="content",
        column_config=changes.widths(text),
    )
    _turn(rows[-1]["id"] if len(found) > PAGE else 0, before)

    def file() -> bytes:
        """In another thread, where nobody knows which page is open: the moments are in UTC."""
        every = service.list_changes(actor, last=EVERYTHING_TAKEN, only=only)
        return spreadsheet(
            changes.table(every, said, lambda at: f"{at:%Y-%m-%d %H:%M:%S}").rename(columns={text("log.when"): text("log.when_utc")})
        )

    st.download_button(text("log.download"), file, "log.csv", "text/csv", on_click="ignore", key="download_log")


def _words(actor: Actor) -> changes.Words:
    named = {one.code: one.named(language()) for one in institutions.list_institutions(actor)}
    return changes.Words(words(), named, {one.id: one.named(language()) for one in rounds.list_rounds(actor)})


def _only(actor: Actor) -> Only:
    """What the filters say; they stay in the address, and a change of them begins at the newest again."""
    text, was = words(), {name: address.asked(name) for name in FILTERS}
    kinds = {f"{area}.{name}": said for area, several in text.words["log"]["what"].items() for name, said in several.items()}
    everybody = {str(one.person.id): f"{one.person.name} · {one.person.login}" for one in people.list_people(actor)}
    said = _words(actor)
    first, second = st.columns(3), st.columns([2, 1, 1])
    with first[0]:
        what = _choice("what", text("log.done"), text("log.anything"), kinds)
    with first[1]:
        institution = _choice("institution", text("log.institution"), text("log.any_institution"), said.institutions)
    with first[2]:
        round_id = _choice("round", text("log.round"), text("log.any_round"), {str(key): name for key, name in said.rounds.items()})
    with second[0]:
        person = _choice("person", text("log.who"), text("log.anybody"), everybody)
    with second[1]:
        begin = _day("from", text("log.from"))
    with second[2]:
        end = _day("to", text("log.to"))
    if was != {name: address.asked(name) for name in FILTERS}:
        address.keep("before", "")
    return Only(
        what,
        int(round_id or 0),
        institution,
        int(person or 0),
        moments.begins(begin) if begin else None,
        moments.begins(end + timedelta(days=1)) if end else None,
    )


def _choice(name: str, label: str, every: str, options: Mapping[str, str]) -> str:
    """One of several, or all of them (blank)."""
    asked, codes = address.asked(name), ["", *options]
    picked = st.selectbox(
        label,
        codes,
        index=codes.index(asked) if asked in options else 0,
        format_func=lambda code: options[code] if code else every,
        key=f"filter_{name}",
    )
    address.keep(name, picked)
    return picked


def _day(name: str, label: str) -> date | None:
    try:
        asked = date.fromisoformat(address.asked(name))
    except ValueError:
        asked = None
    picked = st.date_input(label, asked, key=f"filter_{name}", format="YYYY-MM-DD")
    address.keep(name, picked.isoformat() if picked else "")
    return picked


def _turn(older: int, before: str) -> None:
    """To older changes, and back to the newest. (A link to the page that is open would lead nowhere.)"""
    text = words()
    with st.container(horizontal=True):
        if before:
            st.button(text("log.newest"), key="newest", on_click=_from, args=("",))
        if older:
            st.button(text("log.older"), key="older", on_click=_from, args=(str(older),))


def _from(before: str) -> None:
    address.keep("before", before)
