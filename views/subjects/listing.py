"""The list with how far each subject is, and one of them to be answered, renamed, moved or removed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.results.outputs import spreadsheet
from assessments.rounds import asks, returns
from assessments.rounds.returns import NOTHING, NotNow, Return, Subject
from assessments.rounds.running.opening import Impossible
from assessments.rounds.subjects import subjects
from views import frame, routes
from views.language import NAMES, language, words
from views.pages.tasks import TABLE
from views.round import told


def show(actor: Actor, kept: Return, may_write: bool) -> None:
    text = words()
    if not kept.subjects:
        st.info(text("subject_list.empty" if may_write else "subject_list.empty_reader"))
        return
    place = {"return": str(kept.id)}
    small = len(asks.nodes(kept.edition.questionnaire, kept.variant)) <= TABLE
    if st.button(text("subject_list.answer_all") if may_write else text("subject_list.look"), type="primary", key="answer_all"):
        routes.go("register" if small else "answer", **place)
    table = pd.DataFrame([_row(kept, one, number) for number, one in enumerate(kept.subjects, start=1)])
    st.dataframe(table, hide_index=True, alt=text("subject_list.table_alt"), key="list")
    st.download_button(
        text("round.download"), lambda: spreadsheet(_plain(kept)), "subjects.csv", "text/csv", on_click="ignore", key="download"
    )
    _one(actor, kept, may_write)


def _row(kept: Return, one: Subject, number: int) -> dict[str, str | int]:
    text, asked = words(), kept.asked(one.id)
    done = sum(returns.settled(kept.answers.get((one.id, item), NOTHING)) for item in asked)
    return {
        text("subject_list.number"): number,
        text("subject_list.name"): one.named(language()),
        text("round.column.answered"): done,
        text("round.column.asked"): len(asked),
        text("round.column.code"): one.code,
    }


def _plain(kept: Return) -> pd.DataFrame:
    """The list as it can be imported again."""
    languages = list(dict.fromkeys([*NAMES, *(spoken for one in kept.subjects for spoken in one.names)]))
    return pd.DataFrame(
        [{"code": one.code, **{f"name_{spoken}": one.names.get(spoken, "") for spoken in languages}} for one in kept.subjects]
    )


def _one(actor: Actor, kept: Return, may_write: bool) -> None:
    """One subject and what can be done with it."""
    text = words()
    with st.container(border=True, key="one"):
        numbers = [one.id for one in kept.subjects]
        by_id = {one.id: one for one in kept.subjects}
        picked = st.selectbox(text("subject_list.pick"), numbers, format_func=lambda number: by_id[number].named(language()), key="picked")
        one = by_id[picked]
        routes.link("answer", text("subject_list.answer_one"), **{"return": str(kept.id), "subject": str(one.id)})
        if not may_write:
            return
        with st.form(f"rename_{one.id}", border=False):
            names = {
                spoken: st.text_input(
                    text("round.name_in", language=label), one.names.get(spoken, ""), subjects.LONGEST_NAME, key=f"{spoken}_{one.id}"
                )
                for spoken, label in NAMES.items()
            }
            renamed = st.form_submit_button(text("subject_list.rename"), key="rename")
        if renamed:
            _rename(actor, one, {**one.names, **names})
        _move(actor, kept, one)


def _rename(actor: Actor, one: Subject, names: dict[str, str]) -> None:
    try:
        subjects.rename(actor, one.id, names)
    except Impossible as error:
        told.refused(error.whys)
    except NotNow as error:
        told.refused([error.why])
    else:
        told.done(words()("round.saved"))


def _move(actor: Actor, kept: Return, one: Subject) -> None:
    text, numbers = words(), [other.id for other in kept.subjects]
    place = numbers.index(one.id)
    with st.container(horizontal=True):
        up = st.button(text("subject_list.up"), key="up", disabled=place == 0)
        down = st.button(text("subject_list.down"), key="down", disabled=place == len(numbers) - 1)
        remove = st.button(text("subject_list.remove"), key="remove")
    try:
        if up or down:
            step = -1 if up else 1
            numbers[place], numbers[place + step] = numbers[place + step], numbers[place]
            subjects.order(actor, kept.id, numbers)
            st.rerun()
        if remove:
            subjects.remove(actor, one.id)
            told.done(text("subject_list.removed", name=frame.escape(one.named(language()))))
    except NotNow as error:
        told.refused([error.why])
