"""A return as it goes out in a workbook or on paper, and comes back: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assessments.rounds import asks
from questionnaires.catalogue import Edition
from questionnaires.model import DEFAULT_VARIANT, Group, Item, Questionnaire, Scale
from questionnaires.wording import Wording

Key = tuple[str, str]  # a subject's code and an item


@dataclass(frozen=True)
class Filled:
    """One answer: as in a column `answer` of a table of responses, with its reason and its comment; blank is blank."""

    answer: str = ""
    reason: str = ""
    comment: str = ""


NOTHING = Filled()


@dataclass(frozen=True)
class SheetSubject:
    """What one row or one form is about; a new one, made offline, has no code yet (see `reading`)."""

    code: str
    name: str


@dataclass(frozen=True)
class AnswerSheet:
    """What is asked of whom in one language, and what was answered so far; `carried_over` are answers of last year that nobody has confirmed.

    Without `return_id` it is a blank for anybody.
    """

    edition: Edition
    language: str
    items: tuple[str, ...]
    subjects: tuple[SheetSubject, ...] = ()
    answers: Mapping[Key, Filled] = field(default_factory=dict)
    round_title: str = ""
    cycle: str = ""
    institution_name: str = ""
    return_id: int | None = None
    made_on: date | None = None
    carried_over: frozenset[Key] = frozenset()

    @property
    def questionnaire(self) -> Questionnaire:
        return self.edition.questionnaire

    @property
    def names(self) -> Wording:
        return self.edition.wording(self.language)

    @property
    def title(self) -> str:
        return self.names.edition() or self.questionnaire.id

    @property
    def about_itself(self) -> bool:
        """Whether there is one subject, the institution itself."""
        return self.questionnaire.subject == "institution"

    @cached_property
    def sections(self) -> Mapping[str, tuple[str, ...]]:
        """Questions by the part of the framework below its root that they lie in, in order."""
        found: dict[str, list[str]] = {}
        for code in self.items:
            found.setdefault(_part(self.questionnaire, code), []).append(code)
        return {section: tuple(members) for section, members in found.items()}

    def node(self, code: str) -> Item | Group:
        return self.questionnaire.nodes[code]

    def scale(self, code: str) -> Scale | None:
        """The scale of a question; none for a group, which takes a score."""
        node = self.node(code)
        return self.questionnaire.scales[node.scale] if isinstance(node, Item) else None

    def may_not_apply(self, code: str) -> bool:
        scale = self.scale(code)
        return scale is not None and asks.NOT_APPLICABLE in scale.special

    def filled(self, subject: str, item: str) -> Filled:
        return self.answers.get((subject, item), NOTHING)


def blank(edition: Edition, language: str) -> AnswerSheet:
    """What an edition asks an institution for, under its default weights, with nothing filled in."""
    questionnaire = edition.questionnaire
    subjects = (SheetSubject(questionnaire.root, ""),) if questionnaire.subject == "institution" else ()
    return AnswerSheet(edition, language, asks.nodes(questionnaire, DEFAULT_VARIANT), subjects)


def _part(questionnaire: Questionnaire, code: str) -> str:
    """The group below the root that a question lies in; the root for what stands directly under it."""
    above = questionnaire.parents[code]
    while above is not None and questionnaire.parents[above] not in (None, questionnaire.root):
        above = questionnaire.parents[above]
    return above or questionnaire.root
