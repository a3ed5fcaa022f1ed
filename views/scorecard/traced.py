"""The trace in words: from the answer, over its points and its weight, to what it adds."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from assessments.charts.words import decimals, number
from assessments.results.assess import Scorecard
from questionnaires.model import RECORD, Item, Questionnaire
from questionnaires.wording import Wording
from scoring import explain
from views import frame, moments
from views.answer import inputs
from views.language import words
from views.scorecard.titles import full
from views.shelf import Result


def show(result: Result, card: Scorecard, names: Wording, code: str, found: list[explain.Influence]) -> None:
    """One sentence an answer that enters a part."""
    text = words()
    with st.expander(text("traced.title", number=len(found))):
        for one in found:
            st.markdown(sentence(result, card, names, code, one))


def sentence(result: Result, card: Scorecard, names: Wording, code: str, one: explain.Influence) -> str:
    """What was answered and when, how many points it counts, with which share of the part, and what it adds to it."""
    text, questionnaire = words(), result.edition.questionnaire
    places = decimals(questionnaire)
    item = questionnaire.items[one.item]
    low, high = sorted(explain.limits(questionnaire, item))
    said = [
        text("traced.question", question=full(questionnaire, names, one.item), code=one.item),
        _answered(result, card, names, item),
        text("traced.points", points=number(one.points, places + 1), low=f"{low:g}", high=f"{high:g}"),
    ]
    if result.comparison.averages:
        adds = {"part": names.node(code), "adds": number(one.part, places + 1)}
        share = 0 < one.slope <= 1 and _is_part(questionnaire, one.item)
        said.append(
            text("traced.adds", share=f"{100 * one.slope:.1f}", **adds)
            if share
            else text("traced.moves", slope=f"{one.slope:+.2f}", **adds)
        )
    return frame.escape(" ".join(part for part in said if part))


def _is_part(questionnaire: Questionnaire, code: str | None) -> bool:
    """Whether an item is part of a mean all the way up, so that what it moves is a share of weight."""
    while code:
        if questionnaire.nodes[code].role != "part":
            return False
        code = questionnaire.parents[code]
    return True


def _answered(result: Result, card: Scorecard, names: Wording, item: Item) -> str:
    """The answer in words where the reader may see it; of a survey, how many answered."""
    text, questionnaire = words(), result.edition.questionnaire
    if item.respondent != RECORD:
        return text("traced.survey", number=card.nodes[item.code].answers)
    given = result.stored.answers.get((card.subject, item.code)) if result.stored else None
    if given is None:
        return ""
    answer = inputs.told(questionnaire, names, item.code, given.text)
    return text(f"traced.{given.kind}", answer=answer, day=moments.day(datetime.fromisoformat(given.at)) if given.at else "")
