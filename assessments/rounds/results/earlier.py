"""The cycle before: what the same institution, or what it came from, had in the round that this one follows.

An institution that answered then under its code is compared with itself, unless it was merged or divided since: then what it was
under the same code is its past, after a break. What counts as since: a day after the earlier result or the year of its cycle,
and not after this result or the beginning of its cycle. If it did not answer then, the register's lineage leads to the nearest
predecessors that did answer; after a merger each of them is told apart, because nothing is averaged across a break.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.register.institutions import lineage
from assessments.register.institutions.lineage import Event, Span
from assessments.results.assess import Scorecard
from assessments.rounds import model
from assessments.rounds.model import Round
from assessments.rounds.results import opened
from assessments.rounds.results.answered import owner
from assessments.rounds.results.opened import Opened, Stored
from assessments.store import records, tables
from assessments.store import results as statements
from assessments.store.engine import Connection, Store
from questionnaires.model import Questionnaire

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """An institution in an earlier round: itself, or a predecessor (`kind`: renamed, merged or split, since `on`)."""

    institution: str
    kind: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Earlier:
    """The scorecards of the cycle before by this round's subjects; `nodes` are the parts that both editions have on one range."""

    line: Line
    stored: Stored
    nodes: frozenset[str]
    cards: Mapping[str, Scorecard]


def earlier(store: Store, connection: Connection, now: Opened, institution: str, published_only: bool) -> list[Earlier]:
    """What an institution had in the round before, one entry a predecessor; nothing where there is none to be seen."""
    if now.stored.round.before is None:
        return []
    round = model.read_round(connection, now.stored.round.before)
    row = _result(statements.listed(connection, round.id), round, published_only)
    if row is None:
        return []
    before = opened.open_row(store, row, round)
    present = {owner(one) for one in before.scorecards.institutions}
    nodes = common(before.edition.questionnaire, now.edition.questionnaire)
    subjects = [one.subject for one in now.scorecards.institutions if owner(one) == institution]
    steps = [lineage.of_row(one) for one in records.every(connection, tables.lineage)]
    lines = _broken([step for step in steps if _between(step.on, before.stored, now.stored)], institution, present)
    lines = lines or _lines(steps, institution, present)
    return [Earlier(line, before.stored, nodes, _cards(before, subjects, institution, line.institution)) for line in lines]


def common(before: Questionnaire, now: Questionnaire) -> frozenset[str]:
    """Parts that can be compared: of one code, if both editions publish on one range and mean the same by *high*."""
    alike = (before.range, before.higher_is) == (now.range, now.higher_is)
    return frozenset(before.nodes.keys() & now.nodes.keys()) if alike else frozenset()


def _result(rows: list[records.Row], round: Round, published_only: bool) -> records.Row | None:
    """The one that stands for a round: what was published, else the newest verified one by the edition's own weights."""
    for row in rows:
        if row["published_at"]:
            return row
    if published_only or round.stage != model.CLOSED:
        return None
    return next((row for row in rows if row["basis"] == "verified" and not row["rules"]), None)


def _between(day: date, before: Stored, now: Stored) -> bool:
    """Whether a day lies between two results."""
    since = day > before.made_at.date() or _year(before.round, day.year) < day.year
    return since and (day <= now.made_at.date() or day.year < _year(now.round, day.year))


def _year(round: Round, otherwise: int) -> int:
    """The year that the name of a cycle begins with."""
    return int(round.cycle[:4]) if round.cycle[:4].isdecimal() else otherwise


def _broken(steps: Collection[Event], institution: str, present: Collection[str]) -> list[Line]:
    """The past of an institution that kept its code through its last merger or split, itself first; nothing if there was none."""
    own = [step for step in steps if step.after == institution and step.kind != lineage.RENAMED]
    if institution not in present or not own:
        return []
    last = max(own, key=lambda step: step.on)
    names = [institution, *sorted({step.before for step in own if step.on == last.on} - {institution})]
    return [Line(name, last.kind, last.on) for name in names if name in present]


def _lines(steps: Collection[Event], institution: str, present: Collection[str]) -> list[Line]:
    """The institution itself if it is in the earlier result, else the nearest of its predecessors that are."""
    if institution in present:
        return [Line(institution)]
    spans = lineage.series(steps, institution)
    by_name = {span.institution: span for span in spans}
    found = []
    for span in by_name.values():
        way = _way(by_name, span)
        if span.institution in present and not any(step.institution in present for step in way[1:]):
            kind = next((step.how for step in way if step.how not in (lineage.RENAMED, lineage.ITSELF)), span.how)
            found.append(Line(span.institution, kind, span.until + DAY if span.until else None))
    return found


def _way(spans: Mapping[str, Span], span: Span) -> list[Span]:
    """A span, the one that it passed into, and so on to the institution as it is now."""
    way = [span]
    while way[-1].into in spans and spans[way[-1].into] not in way:
        way.append(spans[way[-1].into])
    return way


def _cards(before: Opened, subjects: list[str], institution: str, predecessor: str) -> dict[str, Scorecard]:
    """The earlier scorecard of each subject; a law, process, risk or post is the same one if its code is."""
    known = {one.subject: position for position, one in enumerate(before.scorecards.institutions)}
    then = {subject: predecessor + subject.removeprefix(institution) for subject in subjects}
    return {subject: before.scorecards[known[name]] for subject, name in then.items() if name in known}
