"""A round that is being prepared: all of it stands in the address, so that reloading and going back lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NoReturn

from assessments.register.institutions.institution import Institution
from assessments.rounds import model
from assessments.rounds.model import Rules
from questionnaires import catalogue
from questionnaires.catalogue import Edition
from questionnaires.problems import QuestionnaireError
from views import address, routes

STEPS = ("edition", "names", "institutions", "dates", "rules", "confirm")
BETWEEN, NONE = "|", "*"


@dataclass(frozen=True)
class Draft:
    """What was chosen so far, as it stands in the address: `groups` are peer groups that take part, `without` codes that do not."""

    edition: str = ""
    cycle: str = ""
    ko: str = ""
    en: str = ""
    groups: str = ""
    without: str = ""
    own_until: str = ""
    review_until: str = ""
    shown: str = "1"
    reviewers: str = "2"
    ceiling: str = ""

    @property
    def names(self) -> dict[str, str]:
        return {"ko": self.ko, "en": self.en}

    @property
    def deadlines(self) -> Mapping[str, date]:
        found = {model.SELF: _day(self.own_until), model.REVIEW: _day(self.review_until)}
        return {stage: day for stage, day in found.items() if day}

    @property
    def rules(self) -> Rules:
        """The rules; what the address holds that is no number counts as the usual."""
        reviewers = int(self.reviewers) if self.reviewers.isdigit() else 2
        return Rules(self.shown == "1", reviewers, int(self.ceiling) / 100 if self.ceiling.isdigit() else None)

    @property
    def chosen_groups(self) -> list[str]:
        return ["" if group == NONE else group for group in self.groups.split(BETWEEN) if group]

    @property
    def left_out(self) -> list[str]:
        return [code for code in self.without.split(BETWEEN) if code]

    def taking_part(self, known: list[Institution]) -> list[Institution]:
        """The institutions of the chosen peer groups but those that were left out."""
        return [one for one in known if one.peer_group in self.chosen_groups and one.code not in self.left_out]

    def found(self) -> Edition | None:
        """The edition that was chosen, if it is there."""
        try:
            return catalogue.edition(self.edition) if self.edition else None
        except QuestionnaireError:
            return None


def read() -> Draft:
    """The draft of the address."""
    return Draft(**{name: address.asked(name, usual) for name, usual in vars(Draft()).items()})


def go(draft: Draft, step: str) -> NoReturn:
    """To a step, the draft in the address."""
    routes.go("rounds", view="open", step=step, **vars(draft))


def with_groups(draft: Draft, groups: list[str], without: list[str]) -> Draft:
    return replace(draft, groups=BETWEEN.join(group or NONE for group in groups), without=BETWEEN.join(without))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
