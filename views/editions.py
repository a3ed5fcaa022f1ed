"""The editions that pages offer, and each in one line."""

from __future__ import annotations

from questionnaires import catalogue
from questionnaires.catalogue import Edition
from questionnaires.problems import Problem, QuestionnaireError
from views.language import language, words


def usable() -> tuple[list[Edition], list[Problem]]:
    """All editions that load, and what is wrong with the others."""
    found = catalogue.survey()
    editions, problems = [], found.problems
    for folder in found.folders.values():
        try:
            editions.append(catalogue.edition(folder))
        except QuestionnaireError as error:
            problems += error.problems
    return editions, problems


def facts(edition: Edition) -> str:
    """The size of an edition in one line."""
    text, questionnaire, names = words(), edition.questionnaire, edition.wording(language())
    years = sorted(questionnaire.years)
    parts = [
        text("facts.years", first=years[0], last=years[-1]) if len(years) > 1 else text("facts.year", year=years[0]) if years else "",
        text("facts.items", number=len(questionnaire.items)),
        text("facts.respondents", names=", ".join(names.name("respondents", code) for code in questionnaire.respondents)),
        text("facts.range", bottom=f"{questionnaire.bottom:g}", top=f"{questionnaire.top:g}"),
        text(f"facts.{questionnaire.higher_is}"),
    ]
    return " · ".join(part for part in parts if part)
