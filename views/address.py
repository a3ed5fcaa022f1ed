"""What the address names, turned into values; a page that is asked for something that is not there says so and stops."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from assessments.register.access import Refused
from assessments.tables.problems import DataError
from questionnaires import catalogue
from questionnaires.catalogue import Edition
from questionnaires.problems import QuestionnaireError, nearest
from scoring.methods import MethodError
from views import frame, routes, shelf, stored
from views.language import language, words


def asked(key: str, default: str = "") -> str:
    """What stands in the address, or what an address without it means."""
    return st.query_params.get(key, default)


def keep(key: str, value: str, default: str = "") -> None:
    """Write a choice into the address; only if it changed, because every writing is a step that *back* takes."""
    if asked(key, default) != value:
        st.query_params[key] = value


def renew() -> None:
    """Write the whole address again: after a link within the same page the browser would go on showing, reloading and asking for the one before."""
    st.query_params.from_dict(st.query_params.to_dict())


def edition() -> Edition:
    """The edition that the address names."""
    identity, text = asked("edition"), words()
    try:
        return catalogue.edition(identity)
    except catalogue.UnknownQuestionnaire:
        near = nearest(identity, catalogue.survey().folders)
        stop(text("missing.edition"), text("missing.edition_near", asked=identity, near=near) if near else text("missing.edition_why"))
    except QuestionnaireError as error:
        stop(text("missing.edition"), "\n".join(map(str, error.problems)))


def result() -> shelf.Result:
    """The result that the address names."""
    text = words()
    if asked("result"):
        try:
            with st.spinner(text("working.scoring")):
                return stored.found(asked("result"), asked("subject"))
        except Refused:
            stop(text("missing.result"), text("published.not_here"))
    chosen = edition()
    try:
        with st.spinner(text("working.scoring")):
            found = shelf.find(chosen.questionnaire.id, asked("answers"), asked("cycle"))
    except DataError as error:
        stop(text("missing.result"), "\n".join(mistake.told(language()) for mistake in error.mistakes))
    except MethodError as error:
        stop(text("missing.result"), text("missing.method", reason=str(error)))
    if found is None:
        stop(text("missing.result"), text("missing.result_why"))
    return found


def place() -> dict[str, str]:
    """What in the address names the result, to be kept in links between its pages."""
    return {key: asked(key) for key in ("edition", "answers", "cycle", "result")}


def stop(title: str, detail: str) -> NoReturn:
    """Say that something is not here, why, and where to go from here; nothing follows."""
    st.title(title, anchor=False)
    st.info(frame.escape(detail))
    routes.link(routes.LIBRARY, words()("missing.home"))
    routes.link(routes.SCORE, words()("missing.score"), edition=asked("edition"))
    st.stop()
