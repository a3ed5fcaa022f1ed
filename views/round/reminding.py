"""Who owes a return, and reminders: text to copy or download, or sent where there is a mail server."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.rounds.model import Round
from assessments.rounds.returns import NotNow
from assessments.rounds.running import reminders
from assessments.rounds.running.mail import NoMail
from assessments.rounds.running.reminders import Owing, Sent
from assessments.texts import LANGUAGES
from views import frame, moments
from views.institutions import words as said
from views.language import NAMES, language, words
from views.round import asking, told

ALL = ""


def show(actor: Actor, round: Round) -> None:
    text, found = words(), reminders.owing(actor, round.id)
    if not found:
        st.info(text("round.nobody_owes"))
        return
    _table(found)
    names = {one.standing.institution: one.standing.named(language()) for one in found}
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        code = st.selectbox(
            text("round.remind_whom"),
            [ALL, *names],
            format_func=lambda code: names.get(code, text("round.remind_all")),
            key="whom",
        )
    with right:
        spoken = st.segmented_control(
            text("round.remind_language"), LANGUAGES, default=language(), format_func=NAMES.__getitem__, required=True, key="spoken"
        )
    letter = reminders.letter_for(actor, round.id, code, spoken)
    st.code(str(letter), language=None, wrap_lines=True)
    st.download_button(
        text("round.remind_download"),
        lambda: "\n\n----\n\n".join(str(reminders.letter_for(actor, round.id, one, spoken)) for one in names).encode(),
        f"reminders_{round.id}_{spoken}.txt",
        "text/plain",
        on_click="ignore",
        key="download_letters",
    )
    if reminders.can_send(actor):
        codes = [code] if code else list(names)
        label = text("round.send_to", institutions=said.counted(len(codes)))
        asking.button("send", label, label, lambda now: _confirm(now, round, codes, names, spoken))
    else:
        st.caption(text("round.no_mail"))


def _table(found: Sequence[Owing]) -> None:
    text = words()
    rows = [
        {
            text("round.column.institution"): one.standing.named(language()),
            text("round.column.state"): text(f"return_states.{one.standing.state}"),
            text("round.column.answered"): one.standing.answered,
            text("round.column.asked"): one.standing.asked,
            text("round.column.due"): moments.day(one.standing.due) if one.standing.due else "",
            text("round.column.days_late"): one.standing.days_late,
            text("round.column.officers"): ", ".join(name for name, _, _ in one.officers),
        }
        for one in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=text("round.owing_alt"), key="owing")


def _confirm(actor: Actor, round: Round, codes: list[str], names: dict[str, str], spoken: str) -> None:
    text = words()
    st.markdown(frame.escape(told.institutions(codes, names)))
    st.caption(text("round.send_means"))
    if st.button(text("round.send_now"), type="primary", key="send_now"):
        try:
            with st.spinner(text("round.sending")):
                done = reminders.send(actor, round.id, codes, spoken)
        except NotNow as error:
            told.refused([error.why])
        except NoMail as error:
            st.error(frame.escape(text("round.mail_failed", reason=str(error))))
        else:
            told.done(_what_became(done, names))


def _what_became(done: Sent, names: dict[str, str]) -> str:
    text = words()
    parts = [text("round.sent", institutions=said.counted(len(done.sent)))]
    if done.without_address:
        parts.append(text("round.without_address", names=told.institutions(done.without_address, names)))
    if done.refused:
        parts.append(text("round.mail_refused", names=told.institutions(tuple(done.refused), names)))
    return " ".join(parts)
