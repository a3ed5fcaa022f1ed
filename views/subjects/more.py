"""More subjects: one by one, from last year, from a file, or back from those that were removed."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.rounds.returns import NotNow, Return
from assessments.rounds.running.opening import Impossible
from assessments.rounds.subjects import subject_copies, subjects
from views import routes
from views.language import NAMES, language, words
from views.round import told


def show(actor: Actor, kept: Return) -> None:
    text = words()
    st.header(text("subject_list.more"), anchor=False)
    _add(actor, kept)
    with st.container(horizontal=True):
        if st.button(text("subject_list.import"), key="import"):
            routes.go("subjects", view="import", **{"return": str(kept.id)})
        _copy(actor, kept)
    _removed(actor, kept)


def _add(actor: Actor, kept: Return) -> None:
    text = words()
    with st.form("add", border=True, clear_on_submit=True):
        columns = st.columns(len(NAMES) + 1)
        names = {
            spoken: column.text_input(text("round.name_in", language=label), max_chars=subjects.LONGEST_NAME, key=f"add_{spoken}")
            for column, (spoken, label) in zip(columns, NAMES.items(), strict=False)
        }
        code = columns[-1].text_input(
            text("subject_list.code"), max_chars=subjects.LONGEST_CODE, help=text("subject_list.code_help"), key="add_code"
        )
        sent = st.form_submit_button(text("subject_list.add"), key="add")
    if sent:
        try:
            subjects.add(actor, kept.id, names, code)
        except Impossible as error:
            told.refused(error.whys)
        except NotNow as error:
            told.refused([error.why])
        else:
            told.done(text("subject_list.added", name=names.get(language()) or next(name for name in names.values() if name)))


def _copy(actor: Actor, kept: Return) -> None:
    text, last = words(), subject_copies.earlier(actor, kept.id)
    if last is None or not last.missing:
        return
    if st.button(text("subject_list.copy", number=len(last.missing), cycle=last.cycle), key="copy"):
        try:
            number = subject_copies.copy(actor, kept.id)
        except NotNow as error:
            told.refused([error.why])
        else:
            told.done(text("subject_list.copied", number=number))


def _removed(actor: Actor, kept: Return) -> None:
    text, found = words(), subjects.removed(actor, kept.id)
    if not found:
        return
    with st.expander(text("subject_list.gone", number=len(found))):
        names = {one.id: one.named(language()) for one in found}
        picked = st.selectbox(text("subject_list.pick"), list(names), format_func=names.__getitem__, key="gone")
        if st.button(text("subject_list.restore"), key="restore"):
            try:
                subjects.restore(actor, picked)
            except NotNow as error:
                told.refused([error.why])
            else:
                told.done(text("subject_list.restored", name=names[picked]))
