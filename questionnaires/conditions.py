"""Which questions are asked: small declared conditions (`ask_if`) over the answers given so far.

A question that is blank, or that was not asked itself, meets no test: `is`, `in` and `at_least` are then false.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Condition, Group, Item, Questionnaire

Answers = Mapping[str, NDArray[Any]]
Truths = NDArray[np.bool_]


def asked(questionnaire: Questionnaire, answers: Mapping[str, str], respondent: str | None = None) -> list[str]:
    """The items that are asked of one respondent, in order, given the answers so far (item → as written).

    >>> from questionnaires import edition
    >>> from questionnaires.catalogue import HERE
    >>> template = edition(HERE / "template").questionnaire
    >>> asked(template, {"plan_adopted": "yes"}, "record"), asked(template, {"plan_adopted": "no"}, "record")
    (['plan_adopted', 'plan_published'], ['plan_adopted'])
    """
    columns = {code: np.array([text], object) for code, text in answers.items()}
    found = asked_where(questionnaire, columns, 1)
    return [code for code, item in questionnaire.items.items() if found[code][0] and respondent in (None, item.respondent)]


def asked_where(questionnaire: Questionnaire, answers: Answers, size: int) -> dict[str, Truths]:
    """For each item in which responses it is asked; `answers` holds one text a response ("" is blank)."""
    found: dict[str, Truths] = {}
    counted: dict[str, NDArray[Any]] = {}

    def visit(node: Group | Item, above: Truths) -> None:
        here = above if node.ask_if is None else above & holds(questionnaire, node.ask_if, counted, size)
        if isinstance(node, Group):
            for child in node.children:
                visit(child, here)
            return
        found[node.code] = here
        if node.code in answers:
            counted[node.code] = answers[node.code] if here.all() else np.where(here, answers[node.code], "")

    visit(questionnaire.framework, np.full(size, True))
    return found


def holds(questionnaire: Questionnaire, condition: Condition, answers: Answers, size: int) -> Truths:
    """Where a condition holds, one truth a response."""
    if condition.all_of is not None:
        return np.asarray(np.all([holds(questionnaire, part, answers, size) for part in condition.all_of], axis=0))
    if condition.any_of is not None:
        return np.asarray(np.any([holds(questionnaire, part, answers, size) for part in condition.any_of], axis=0))
    if condition.negated is not None:
        return ~holds(questionnaire, condition.negated, answers, size)
    column = answers.get(condition.item or "")
    return np.full(size, False) if column is None else _test(questionnaire, condition, column)


def _test(questionnaire: Questionnaire, condition: Condition, column: NDArray[Any]) -> Truths:
    """One test of one question, tried once on each distinct answer."""
    choices = questionnaire.scales[questionnaire.items[condition.item or ""].scale].choices
    written, where = np.unique(column.astype(str), return_inverse=True)
    if condition.at_least is not None:
        numbers = [_number((choices or {}).get(text) if choices else text) for text in written]
        return np.asarray(np.array(numbers) >= condition.at_least)[where]
    wanted = condition.in_ if condition.in_ is not None else [condition.is_]
    return np.array([_is_one_of(text, wanted) for text in written], bool)[where]


def _is_one_of(text: str, wanted: list[Any]) -> bool:
    return any(text == one if isinstance(one, str) else _number(text) == one for one in wanted)


def _number(value: Any) -> float:
    """A number or the text of one; nan for all else, which compares as false."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")
