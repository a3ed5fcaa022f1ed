"""From a register of risks to one line an institution and level: how many, how grave, which is worst; never a mean."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assessments.institutions import Institution
from assessments.results.assess import Scorecards
from assessments.results.compare import graded_nodes
from assessments.results.outputs import spreadsheet
from assessments.tables import answers
from assessments.tables.answers import OutsideScale
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake
from questionnaires.model import Questionnaire
from scoring.responses import Array
from scoring.roll_up_risks import roll_up_risks

TOLERANCE = "tolerance"
ABOVE = ["above_tolerance", "share_above_tolerance"]


def check_subject(questionnaire: Questionnaire) -> None:
    """Before any work: are there risks to count? Raises DataError."""
    if why := _why_not(questionnaire):
        raise DataError([Mistake(questionnaire.id, why)])


def fits(questionnaire: Questionnaire) -> bool:
    """Whether there are risks to count, in bands."""
    return _why_not(questionnaire) is None


def _why_not(questionnaire: Questionnaire) -> Message | None:
    if questionnaire.subject != "risk":
        return Message("there are no risks to roll up: one scorecard is about one {subject}", subject=questionnaire.subject)
    if questionnaire.grading is None or questionnaire.grading.method != "cuts":
        return Message("the roll-up needs `grading` by `cuts`")
    return None


def roll_up(scorecards: Scorecards) -> pd.DataFrame:
    """One row an institution and graded level (`code`: inherent, residual …), institutions by name.

    Columns `code, institution, risks, rated`, one count for each grade of the edition, `above_tolerance` and its share of the rated
    risks, the `worst` level and `worst_risks`, all subjects that reach it. What is tolerated is the edition's scoring parameter
    `tolerance`, or a risk's own in a column `tolerance` of the institutions; where there is neither, nothing is said about it.
    Raises DataError if the edition is not about risks, or a tolerance is no number.
    """
    questionnaire = scorecards.questionnaire
    check_subject(questionnaire)
    grading = questionnaire.grading
    assert grading is not None
    owners = [one.institution for one in scorecards.institutions]
    risks = [one.subject for one in scorecards.institutions]
    tolerated = _tolerance(questionnaire, scorecards.institutions)
    unknown = {owner for owner, level in zip(owners, tolerated, strict=True) if np.isnan(level)}
    tables = []
    for code in graded_nodes(questionnaire):
        levels = scorecards.scores.values[code]
        table = roll_up_risks(owners, risks, levels, cuts=grading.cuts, grades=grading.names, tolerance=tolerated)
        table[ABOVE] = table[ABOVE].astype(float).mask(table["institution"].isin(unknown))
        table["above_tolerance"] = table["above_tolerance"].astype("Int64")
        tables.append(table.assign(code=code))
    columns = ["code", *(column for column in tables[0].columns if column != "code")]
    return pd.concat(tables, ignore_index=True)[columns]


def csv(scorecards: Scorecards) -> bytes:
    """The roll-up as text; several worst risks are parted by a blank."""
    table = roll_up(scorecards)
    table["worst_risks"] = table["worst_risks"].map(" ".join)
    return spreadsheet(table)


def _tolerance(questionnaire: Questionnaire, institutions: tuple[Institution, ...]) -> Array:
    """The highest level that is accepted, one a risk; nan where nobody said."""
    common = questionnaire.scoring.parameters.get(TOLERANCE)
    found, mistakes = np.full(len(institutions), np.nan if common is None else float(common)), []
    for position, one in enumerate(institutions):
        own = one.more.get(TOLERANCE, "")
        if own:
            try:
                found[position] = answers.number(own)
            except OutsideScale as error:
                what = Message("{about}: {what}", about=one.subject, what=error.what)
                mistakes.append(Mistake(Message("institutions"), what, TOLERANCE))
    if mistakes:
        raise DataError(mistakes)
    return found
