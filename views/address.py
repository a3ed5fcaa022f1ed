"""What the address names, turned into values; a page that is asked for something that is not there says so and stops."""

from __future__ import annotations

import streamlit as st

from assessments.problems import DataError
from questionnaires import catalogue
from questionnaires.catalogue import Edition
from questionnaires.problems import QuestionnaireError
from views import routes, shelf
from views.language import words


def asked(key: str) -> str:
    return st.query_params.get(key, "")


def edition() -> Edition:
    """The edition that the address names."""
    try:
        return catalogue.edition(catalogue.find(asked("edition")))
    except QuestionnaireError as error:
        _stop(words()("missing.edition"), "\n".join(map(str, error.problems)))
        raise


def result() -> shelf.Result:
    """The result that the address names."""
    chosen, text = edition(), words()
    try:
        with st.spinner(text("working.scoring")):
            found = shelf.find(chosen.questionnaire.id, asked("answers"), asked("cycle"))
    except DataError as error:
        _stop(text("missing.result"), "\n".join(map(str, error.mistakes)))
        raise
    if found is None:
        _stop(text("missing.result"), text("missing.result_why"))
        raise LookupError(asked("answers"))
    return found


def _stop(title: str, detail: str) -> None:
    st.title(title, anchor=False)
    st.info(detail)
    routes.link(routes.HOME, words()("missing.home"))
    routes.link(routes.SCORE, words()("missing.score"), edition=asked("edition"))
    st.stop()
