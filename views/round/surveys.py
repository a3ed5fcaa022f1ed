"""Responses of surveys: attach a file, see what is in it, replace it or take it out until the close."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.rounds import model, pinned
from assessments.rounds.model import Round
from assessments.rounds.returns import NotNow
from assessments.rounds.running import standing, survey
from assessments.tables.problems import DataError
from views import frame, moments, routes
from views.institutions import words as said
from views.language import language, words
from views.round import asking, told


def show(actor: Actor, round: Round) -> None:
    text = words()
    st.markdown(text("round.survey_lead"))
    if round.survey:
        _facts(actor, round)
    else:
        st.info(text("round.no_survey"))
    if round.stage in (model.CLOSED, model.PUBLISHED):
        return
    with st.form("survey", border=True, clear_on_submit=True):
        file = st.file_uploader(
            text("round.survey_file"), type=["csv", "xlsx", "parquet"], help=text("score.responses_help"), key="survey_file"
        )
        sent = st.form_submit_button(text("round.survey_replace") if round.survey else text("round.survey_attach"), key="attach")
    if sent and file is None:
        st.warning(text("score.no_file"))
    elif sent and file is not None:
        _attach(actor, round, file.name, file.getvalue())
    routes.link("edition", text("round.survey_codes"), edition=round.edition)
    if round.survey:
        label = text("round.survey_detach")
        asking.button("detach", label, label, lambda now: _detach(now, round))


def _facts(actor: Actor, round: Round) -> None:
    text, facts = words(), round.survey_facts
    names = pinned.edition(actor.store, round).wording(language())
    called = {one.institution: one.named(language()) for one in standing.standings(actor, round.id)}
    st.markdown(f"**{frame.escape(facts['file'])}** · {moments.full(datetime.fromisoformat(facts['at']))}")
    rows = [
        {text("round.column.respondents"): names.name("respondents", group), text("round.column.responses"): number}
        for group, number in facts["groups"].items()
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=text("round.part.survey"), key="survey_groups")
    st.caption(text("round.survey_institutions", institutions=said.counted(facts["institutions"])))
    if facts["without"]:
        st.warning(frame.escape(text("round.survey_without", names=told.institutions(facts["without"], called))))
    for warning in facts["warnings"]:
        st.warning(frame.escape(warning.get(language(), warning["en"])))


def _attach(actor: Actor, round: Round, name: str, content: bytes) -> None:
    text = words()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"responses{Path(name).suffix.lower()}"
        path.write_bytes(content)
        try:
            with st.spinner(text("round.survey_reading")):
                survey.attach(actor, round.id, path, name)
        except DataError as error:
            told.mistakes(error)
            return
        except NotNow as error:
            told.refused([error.why])
            return
    told.done(text("round.survey_attached", file=name))


def _detach(actor: Actor, round: Round) -> None:
    text = words()
    st.markdown(text("round.survey_detach_means", file=frame.escape(round.survey_facts["file"])))
    if st.button(text("round.survey_detach"), type="primary", key="detach_now"):
        try:
            survey.detach(actor, round.id)
        except NotNow as error:
            told.refused([error.why])
        else:
            told.done(text("round.survey_detached"))
