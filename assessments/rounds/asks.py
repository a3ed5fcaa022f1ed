"""What a return asks of an institution, and whether an answer fits: by the edition, through the same door as a table of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessments.tables import answers
from assessments.tables.answers import OutsideScale
from assessments.tables.messages import Message
from questionnaires import conditions
from questionnaires.model import RECORD, Group, Item, Questionnaire, walk

NOT_APPLICABLE = "not_applicable"
LARGEST = 12  # questions in a section: about two screens of a laptop


def nodes(questionnaire: Questionnaire, variant: str) -> tuple[str, ...]:
    """Codes that an institution answers for itself, in order: questions to its records, and groups that can only be given.

    What its variant takes out is not asked.
    """
    weights = questionnaire.weights(variant)
    out: set[str] = set()
    for code, parent in questionnaire.parents.items():
        if parent in out or (weights[code] == 0 and questionnaire.nodes[code].role == "part"):
            out.add(code)
    return tuple(code for code, node in questionnaire.nodes.items() if code not in out and _answered_by_record(node))


def asked(questionnaire: Questionnaire, variant: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """Of these the ones that are asked, given the answers so far (item -> as written)."""
    known = {code: text for code, text in given.items() if code in questionnaire.items}
    found = set(conditions.asked(questionnaire, known, RECORD))
    return tuple(code for code in nodes(questionnaire, variant) if code in questionnaire.groups or code in found)


def sections(questionnaire: Questionnaire, codes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Questions by section, in order: the largest groups that hold at most a dozen of them (or cannot be divided further)."""
    found: dict[str, tuple[str, ...]] = {}

    def divide(group: Group) -> None:
        below = {node.code for node, _, _ in walk(group)}
        mine = tuple(code for code in codes if code in below)
        inner = [child for child in group.groups if child.children]
        if not mine:
            return
        if inner and (len(mine) > LARGEST or group.code == questionnaire.root):
            own = tuple(code for code in mine if not any(code in {node.code for node, _, _ in walk(child)} for child in inner))
            found.update({group.code: own} if own else {})
            for child in inner:
                divide(child)
        else:
            found[group.code] = mine

    divide(questionnaire.framework)
    return found


def wrong(questionnaire: Questionnaire, code: str, answer: str, reason: str) -> Message | None:
    """Why an answer cannot stand, if it cannot. *Not applicable* wants a reason."""
    try:
        if code in questionnaire.items:
            answers.option(questionnaire, questionnaire.items[code], answer)
        elif answer:
            answers.given(questionnaire, code, answer)
    except OutsideScale as error:
        return error.what
    if answer == NOT_APPLICABLE and not reason.strip():
        return Message("'not applicable' needs a reason; write why this does not concern the institution")
    return None


def _answered_by_record(node: Item | Group) -> bool:
    return node.respondent == RECORD if isinstance(node, Item) else not node.children
