"""Results that pages show, by the name in the address: samples are made again when asked for, uploads are kept while the process runs."""

from __future__ import annotations

import secrets
import tempfile
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import numpy as np
import pandas as pd
import streamlit as st

from assessments import samples
from assessments.institutions import Institution, read_institutions
from assessments.reading import read_responses
from assessments.results import roll_up
from assessments.results.assess import Scorecards, assess
from assessments.results.compare import Comparison, compare
from assessments.results.medians import Medians, medians
from assessments.rounds.results.opened import Opened
from questionnaires import catalogue
from questionnaires.catalogue import Edition
from scoring.responses import Responses

KEPT = 20
UPLOAD, ROUND = "upload", "round"


@dataclass(frozen=True)
class Result:
    """Scorecards of one edition with what they were made from.

    `kind` is upload, published, illustration, demonstration or round; `by_institution` counts risks, where there are any to count;
    `printed` is what was published; `stored` is the result of a round in the store.
    """

    edition: Edition
    kind: str
    scorecards: Scorecards
    comparison: Comparison
    by_institution: pd.DataFrame | None
    medians: Medians
    printed: tuple[samples.Printed, ...] = ()
    stored: Opened | None = None

    @property
    def scored(self) -> bool:
        """Whether anybody has an overall score."""
        return not bool(np.isnan(self.scorecards.scores.values[self.edition.questionnaire.root]).all())

    @property
    def names(self) -> dict[str, Institution]:
        return {institution.subject: institution for institution in self.scorecards.institutions}


@dataclass(frozen=True)
class File:
    """An uploaded file."""

    name: str
    content: bytes


class Shelf:
    """The last uploads, oldest out first; their names cannot be guessed."""

    def __init__(self) -> None:
        self._results: OrderedDict[str, Result] = OrderedDict()
        self._lock = Lock()

    def put(self, result: Result) -> str:
        name = secrets.token_urlsafe(12)
        with self._lock:
            self._results[name] = result
            while len(self._results) > KEPT:
                self._results.popitem(last=False)
        return name

    def get(self, name: str) -> Result | None:
        with self._lock:
            return self._results.get(name)


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """The one shelf of this process."""
    return Shelf()


def find(identity: str, answers: str, cycle: str) -> Result | None:
    """The result that an address names; none if it is gone. Raises QuestionnaireError or DataError."""
    edition = catalogue.edition(identity)
    if answers in samples.names(edition):
        return _sample(identity, edition.questionnaire.digest, answers, cycle)
    found = shelf().get(answers)
    return found if found and found.edition.questionnaire.id == identity else None


@st.cache_resource(max_entries=40, show_spinner=False)
def _sample(identity: str, digest: str, name: str, cycle: str) -> Result:
    """A cycle of a sample; by default the last one in which somebody has an overall score, else the last."""
    edition = catalogue.edition(identity)
    wanted = [cycle] if cycle else samples.cycles(edition, name)[::-1] or [""]
    made = [_result(edition, samples.kind(name), *samples.load(edition, name, wanted[0]))]
    while not made[-1].scored and len(made) < len(wanted):
        made.append(_result(edition, samples.kind(name), *samples.load(edition, name, wanted[len(made)])))
    chosen = made[-1] if made[-1].scored else made[0]
    return replace(chosen, printed=tuple(samples.printed(edition, name, chosen.scorecards.cycle)))


def score(identity: str, responses: File, institutions: File | None, cycle: str) -> str:
    """Score uploaded answers and keep the result; returns its name. Raises DataError, and then nothing has changed."""
    edition = catalogue.edition(identity)
    questionnaire = edition.questionnaire
    with tempfile.TemporaryDirectory() as folder:
        known = read_institutions(_written(folder, "i", institutions), questionnaire, institutions.name) if institutions else None
        answers = read_responses(_written(folder, "r", responses), questionnaire, cycle, known, responses.name)
        return shelf().put(_result(edition, UPLOAD, answers, known))


def _written(folder: str, stem: str, file: File) -> Path:
    path = Path(folder) / (stem + Path(file.name).suffix.lower())
    path.write_bytes(file.content)
    return path


def _result(edition: Edition, kind: str, responses: Responses, institutions: Mapping[str, Institution] | None) -> Result:
    scorecards = assess(edition.questionnaire, responses, institutions, folder=edition.folder)
    counted = roll_up.roll_up(scorecards) if roll_up.fits(edition.questionnaire) else None
    comparison = compare(scorecards)
    return Result(edition, kind, scorecards, comparison, counted, medians(comparison))


def of_round(opened: Opened) -> Result:
    """A result of a round, as far as it is for whoever opened it."""
    return Result(opened.edition, ROUND, opened.scorecards, opened.comparison, opened.by_institution, opened.medians, stored=opened)
