"""How figures are written: names in a language, decimals that fit the range, value and margin together."""

from __future__ import annotations

import math
from pathlib import Path

from assessments.rounding import rounded
from assessments.texts import Texts
from questionnaires import catalogue
from questionnaires.model import Questionnaire
from questionnaires.problems import QuestionnaireError
from questionnaires.wording import Wording


def wording(questionnaire: Questionnaire, language: str, folder: Path | None = None) -> Wording:
    """The texts in a language, from the folder that the edition was read from, else from the catalogue; codes stand in where there are none."""
    try:
        return catalogue.edition(folder or questionnaire.id).wording(language)
    except QuestionnaireError:
        return Wording(language)


def decimals(questionnaire: Questionnaire) -> int:
    """Two on a range below 100, else one."""
    return 2 if questionnaire.width < 100 else 1


def number(value: float | None, places: int) -> str:
    """Fixed decimals, halves up, and nothing for nothing.

    >>> number(8.735, 2), number(7.0, 2), number(None, 2)
    ('8.74', '7.00', '')
    """
    return "" if value is None or math.isnan(value) else str(rounded(value, places))


def value_margin(words: Texts, value: float | None, margin: float | None, places: int) -> str:
    """`7.83 ± 0.12`; a score without sampling error stands alone, one with an unknown margin says so."""
    if value is None or math.isnan(value):
        return words("no_score")
    if margin is None or math.isnan(margin):
        return f"{number(value, places)} ({words('no_margin')})"
    return words("value_margin", value=number(value, places), margin=number(margin, places)) if margin > 0 else number(value, places)


def rank_words(words: Texts, low: float | None, high: float | None) -> str:
    """The places from which a subject cannot be told apart, as one or as a span."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return ""
    return words("places.one" if low == high else "places.several", low=int(low), high=int(high))
