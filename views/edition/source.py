"""Who states a figure of an edition, and how we got it from there."""

from __future__ import annotations

from questionnaires.model import Labelled, Questionnaire
from questionnaires.wording import Wording


def stated(questionnaire: Questionnaire, names: Wording, label: Labelled, where: str) -> str:
    """The title of a figure's source and our calculation, in a line; nothing if it has neither. `where` is the place of the calculation in the language files."""
    source = questionnaire.sources.get(label.source or "")
    title = names.source(label.source or "", default=source.title) if source else ""
    return ". ".join(part for part in (title, names.calculation(where, label.calculation)) if part)
