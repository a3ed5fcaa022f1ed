"""What is set up, and how much there is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments.register import installed
from assessments.register.access import Actor
from assessments.register.installed import Installed
from assessments.rounds import returns
from assessments.rounds.evidence import evidence_limits, file_types
from views import frame
from views.account import elsewhere
from views.language import language, words
from views.people import ending
from views.people import words as said

KB, MB, GB = 1024, 1024**2, 1024**3


def show(actor: Actor) -> None:
    said.say_done()
    facts = installed.facts(actor)
    _facts(facts)
    _limits(actor)
    _mail(facts)
    _signing_in()
    ending.demonstration(actor)


def size(number: int) -> str:
    """Bytes as one reads them.

    >>> size(300), size(2048), size(5_400_000), size(3 * GB)
    ('1 kB', '2 kB', '5.1 MB', '3.0 GB')
    """
    if number < MB:
        return f"{max(1, round(number / KB))} kB"
    return f"{number / MB:.1f} MB" if number < GB else f"{number / GB:.1f} GB"


def _facts(facts: Installed) -> None:
    text = words()
    rows = {
        "software": facts.software,
        "database": f"{facts.database}, {size(facts.size)}",
        "where": facts.where,
        "folder": facts.folder,
        "files": f"{facts.files:,} ({size(facts.files_size)})",
        "people": f"{facts.people:,}",
        "institutions": f"{facts.institutions:,}",
        "rounds": f"{facts.rounds:,}",
        "returns": f"{facts.returns:,}",
    }
    st.header(text("administration.installed"), anchor=False)
    named = [
        {text("institutions.fact"): text(f"administration.fact.{key}"), text("institutions.value"): value} for key, value in rows.items()
    ]
    st.table(pd.DataFrame(named).map(frame.escape), hide_index=True)


def _limits(actor: Actor) -> None:
    text, now = words(), evidence_limits.read(actor)
    st.header(text("administration.evidence"), anchor=False)
    with st.form("evidence_limits"):
        megabytes = st.number_input(text("administration.largest"), 1, evidence_limits.MOST, now.megabytes, key="megabytes", width=240)
        endings = st.multiselect(
            text("administration.endings"),
            sorted(file_types.HOLDS),
            sorted(now.endings),
            placeholder=text("administration.no_endings"),
            key="endings",
        )
        st.caption(text("administration.evidence_help"))
        sent = st.form_submit_button(text("administration.save"), key="save_limits")
    if not sent:
        return
    try:
        evidence_limits.change(actor, int(megabytes), tuple(endings))
    except returns.Unfit as error:
        st.error(frame.escape(error.why.told(language())))
    else:
        st.success(text("administration.saved"))


def _mail(facts: Installed) -> None:
    text = words()
    st.header(text("administration.mail"), anchor=False)
    if facts.mail:
        server, sender = facts.mail
        st.markdown(text("administration.mail_on", server=frame.escape(server), sender=frame.escape(sender)))
    else:
        st.markdown(text("administration.mail_off"))


def _signing_in() -> None:
    text, found = words(), elsewhere.providers()
    st.header(text("administration.signing_in"), anchor=False)
    st.markdown(
        text("administration.elsewhere_on", names=frame.escape(", ".join(found))) if found else text("administration.elsewhere_off")
    )
