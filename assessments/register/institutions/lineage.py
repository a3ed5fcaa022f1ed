"""How a series goes on through a reorganisation: the one rule, for whoever draws or computes over years.

- **Renamed** (with or without a new code): the same body, so the series goes on unbroken under the new name.
- **Merged**: the lines of the institutions that went into it end at the merger; the line of what came out of it begins there,
  after a break. Where one of them goes on under its own code, its line goes on too, after a break.
- **Split**: each institution that came out of it begins its own line, after a break; the line of the undivided one is its past.

Nothing is averaged across a break. A mean weighted by staff would be a figure that nobody measured: surveys weigh those who
were asked, not those who are employed, its margin of error is not known, and the number of staff on the day of the merger seldom is.
The rule is `assumed`: the methods that we know of publish each year for the institutions of that year and say nothing of reorganisations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from assessments.store import records

RENAMED, MERGED, SPLIT = KINDS = ("renamed", "merged", "split")
ITSELF = "itself"
PROVENANCE = "assumed"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """One step from an institution to another on a day; a reorganisation of several has a step for each, all of one day.

    The first day of `after` is `on`, the last day of `before` the one before it. They are the same code where a body keeps it.
    `old_names` are the names of `before` until then.
    """

    kind: str
    on: date
    before: str
    after: str
    old_names: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    id: int = 0


Lineage = Iterable[Event]


@dataclass(frozen=True)
class Span:
    """A stretch of a series under one institution, from its first to its last day (None: open).

    `how` says what it passes into: `renamed` (unbroken), `merged` or `split` (a break), or `itself`: nothing, it is the series' own end.
    `into` is the institution that goes on; `names` are those of that time, where they were kept.
    """

    institution: str
    since: date | None
    until: date | None
    how: str
    into: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def covers(self, year: int) -> bool:
        """Whether any day of a year belongs to it."""
        return (self.since is None or self.since.year <= year) and (self.until is None or year <= self.until.year)


def of_row(row: records.Row) -> Event:
    """A row of the store as a value."""
    return Event(**row)


def series(lineage: Lineage, institution: str) -> list[Span]:
    """All spans that lead to an institution, each before the one that it passes into; the institution as it is now is the last.

    >>> steps = [Event("renamed", date(2010, 1, 1), "post", "mail"),
    ...          Event("merged", date(2020, 7, 1), "mail", "calls"), Event("merged", date(2020, 7, 1), "phone", "calls")]
    >>> for span in series(steps, "calls"):
    ...     print(span.institution, span.since, span.until, span.how)
    post None 2009-12-31 renamed
    mail 2010-01-01 2020-06-30 merged
    phone None 2020-06-30 merged
    calls 2020-07-01 None itself

    An institution of which a part was split off, and which kept its code, has a break in its own line:

    >>> steps = [Event("split", date(2015, 1, 1), "city", "city"), Event("split", date(2015, 1, 1), "city", "port")]
    >>> [(span.institution, span.how) for span in series(steps, "city")]
    [('city', 'split'), ('city', 'itself')]
    """
    return _ending(tuple(lineage), Span(institution, None, None, ITSELF))


def lines(spans: Iterable[Span]) -> list[tuple[Span, ...]]:
    """The spans of a series as lines to be drawn through: only across a renaming does a line go on.

    >>> steps = [Event("renamed", date(2010, 1, 1), "post", "mail"), Event("merged", date(2020, 7, 1), "mail", "calls")]
    >>> [[span.institution for span in line] for line in lines(series(steps, "calls"))]
    [['post', 'mail'], ['calls']]
    """
    found: list[tuple[Span, ...]] = []
    for span in spans:
        before = found[-1][-1] if found else None
        if before and before.how == RENAMED and before.into == span.institution:
            found[-1] = (*found[-1], span)
        else:
            found.append((span,))
    return found


def predecessors(lineage: Lineage, institution: str, year: int) -> list[str]:
    """The institutions whose answers of a year are the past of an institution; itself where it was there. In a year of change both are.

    >>> steps = [Event("merged", date(2020, 7, 1), "mail", "calls"), Event("merged", date(2020, 7, 1), "phone", "calls")]
    >>> predecessors(steps, "calls", 2019), predecessors(steps, "calls", 2020), predecessors(steps, "calls", 2021)
    (['mail', 'phone'], ['mail', 'phone', 'calls'], ['calls'])
    """
    return list(dict.fromkeys(span.institution for span in series(lineage, institution) if span.covers(year)))


def successors(lineage: Lineage, institution: str) -> list[Event]:
    """The steps by which an institution passed into others.

    >>> [step.after for step in successors([Event("merged", date(2020, 7, 1), "mail", "calls")], "mail")]
    ['calls']
    """
    return sorted((step for step in lineage if step.before == institution), key=lambda step: (step.on, step.after))


def _ending(events: tuple[Event, ...], last: Span) -> list[Span]:
    """The spans that lead to a span, and that span from its first day on. A step is used once, so that codes that come back end the search."""
    own = [step for step in events if step.after == last.institution and (last.until is None or step.on <= last.until + DAY)]
    if not own:
        return [last]
    day = max(step.on for step in own)
    steps = [step for step in own if step.on == day]
    left = tuple(step for step in events if step not in steps)
    passed_through = last.until is not None and last.until < day
    past: list[Span] = []
    for step in sorted(steps, key=lambda step: step.before):
        how, into = (step.kind, last.institution)
        if passed_through:
            how, into = (last.how if how == RENAMED else how), last.into
        past += _ending(left, Span(step.before, None, day - DAY, how, into, step.old_names))
    return past if passed_through else [*past, replace(last, since=day)]
