"""A skip condition in words."""

from __future__ import annotations

from assessments.texts import Texts
from questionnaires.model import Condition, Questionnaire
from questionnaires.wording import Wording


def told(condition: Condition, questionnaire: Questionnaire, names: Wording, text: Texts) -> str:
    """When a question is asked, such as *"Favours" is "yes"*."""

    def inner(one: Condition) -> str:
        return told(one, questionnaire, names, text)

    if condition.all_of is not None:
        return text("conditions.and").join(inner(one) for one in condition.all_of)
    if condition.any_of is not None:
        return text("conditions.or").join(inner(one) for one in condition.any_of)
    if condition.negated is not None:
        return text("conditions.not", condition=inner(condition.negated))
    code = condition.item or ""
    title = names.node(code)
    if condition.at_least is not None:
        return text("conditions.at_least", item=title, number=f"{condition.at_least:g}")
    scale = questionnaire.items[code].scale
    answers = condition.in_ if condition.in_ is not None else [condition.is_]
    return text("conditions.is", item=title, answer=" / ".join(names.choice(scale, _written(answer)) for answer in answers))


def _written(answer: object) -> str:
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
