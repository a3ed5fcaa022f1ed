"""One institution of the register as a value, as the cells of a row, and what would be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from assessments.store import records
from assessments.tables.messages import Message
from assessments.tables.problems import hint
from assessments.texts import LANGUAGES

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
NAME = "name_"
FACTS = ("peer_group", "variant", "staff", "parent", "since", "until")
LONGEST_CODE, LONGEST_NAME, LARGEST = 63, 200, 10_000_000

Wrong = tuple[str, Message]  # the column, and what is wrong there


class NotPossible(Exception):
    """The register does not allow this now; `why` says so in words. Nothing was changed."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Institution:
    """A body with a permanent code. `since` and `until` are the first and the last day of its existence; None: not known, and still there.

    `more` holds whatever further columns the register has.
    """

    code: str
    names: Mapping[str, str]
    peer_group: str = ""
    variant: str = ""
    staff: int | None = None
    parent: str = ""
    since: date | None = None
    until: date | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    def named(self, language: str) -> str:
        """The name in a language, else in the first one it has, else the code."""
        return self.names.get(language) or next(iter(self.names.values()), self.code)

    def there_on(self, day: date) -> bool:
        """Whether it existed on a day, as far as is known."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


Register = Mapping[str, Institution]


def of_row(row: records.Row) -> Institution:
    """A row of the store as a value."""
    return Institution(**{**row, "parent": row["parent"] or ""})


def values(one: Institution) -> dict[str, object]:
    """The value as a row of the store."""
    own = {name: getattr(one, name) for name in ("code", "peer_group", "variant", "staff", "since", "until")}
    return {**own, "names": dict(one.names), "parent": one.parent or None, "more": dict(one.more)}


def cells(one: Institution) -> dict[str, str]:
    """The value as a row of a table, column → text; what is not known is blank.

    >>> cells(Institution("port", {"en": "Port"}, staff=40, since=date(2026, 7, 1), more={"town": "Bay"}))["since"]
    '2026-07-01'
    """
    names = {f"{NAME}{language}": name for language, name in one.names.items()}
    days = {name: day.isoformat() if day else "" for name, day in (("since", one.since), ("until", one.until))}
    own = {"peer_group": one.peer_group, "variant": one.variant, "staff": "" if one.staff is None else str(one.staff), "parent": one.parent}
    return {"code": one.code, **names, **own, **days, **one.more}


@dataclass(frozen=True)
class Difference:
    """A cell that is other than before; blank is blank."""

    column: str
    before: str
    after: str


def differences(before: Institution | None, after: Institution | None) -> tuple[Difference, ...]:
    """The cells that differ; None: not there.

    >>> differences(Institution("a", {"en": "A"}), Institution("a", {"en": "A"}, staff=3))
    (Difference(column='staff', before='', after='3'),)
    """
    old, new = (cells(one) if one else {} for one in (before, after))
    found = (Difference(column, old.get(column, ""), new.get(column, "")) for column in dict.fromkeys([*old, *new]))
    return tuple(one for one in found if one.before != one.after)


def wrong(one: Institution, register: Register) -> list[Wrong]:
    """Everything that is wrong with an institution in a register that holds it already, as it would be.

    >>> [column for column, _ in wrong(Institution("a b", {}, staff=-1), {})]
    ['code', 'name_ko', 'staff']
    """
    return [*_code(one), *_names(one), *_groups(one), *_numbers(one), *_parent(one, register)]


def _code(one: Institution) -> Iterator[Wrong]:
    if not one.code:
        yield "code", Message("the code is blank")
    elif not CODE.fullmatch(one.code) or len(one.code) > LONGEST_CODE:
        what = Message(
            "'{code}' cannot be a code; use at most {longest} letters a to z, digits, '_', '-' and '.', and begin with a letter or digit",
            code=one.code,
            longest=LONGEST_CODE,
        )
        yield "code", what


def _names(one: Institution) -> Iterator[Wrong]:
    if not any(one.names.values()):
        yield f"{NAME}{LANGUAGES[0]}", Message("there is no name; give one in at least one language")
    for language, name in one.names.items():
        if len(name) > LONGEST_NAME:
            yield f"{NAME}{language}", Message("has {length} characters; the limit is {limit}", length=len(name), limit=LONGEST_NAME)


def _groups(one: Institution) -> Iterator[Wrong]:
    for column, word in (("peer_group", one.peer_group), ("variant", one.variant)):
        if len(word) > LONGEST_CODE:
            yield column, Message("has {length} characters; the limit is {limit}", length=len(word), limit=LONGEST_CODE)


def _numbers(one: Institution) -> Iterator[Wrong]:
    if one.staff is not None and not 0 <= one.staff <= LARGEST:
        yield "staff", Message("{staff} cannot be a number of staff; expected 0 to {largest:,}", staff=one.staff, largest=LARGEST)
    if one.since and one.until and one.until < one.since:
        yield "until", Message("{until} is before the first day, {since}", until=one.until, since=one.since)


def _parent(one: Institution, register: Register) -> Iterator[Wrong]:
    if not one.parent:
        return
    if one.parent != one.code and one.parent not in register:
        what = Message("'{parent}' is neither in the register nor in this file{hint}", parent=one.parent, hint=hint(one.parent, register))
        yield "parent", what
    elif circle := _circle(one, register):
        yield "parent", Message("the institution would stand above itself: {circle}", circle=" → ".join(circle))


def _circle(one: Institution, register: Register) -> list[str]:
    """The way up from an institution to itself; empty if the way up ends."""
    path = [one.code]
    above = one.parent
    while above and above not in path:
        path.append(above)
        above = register[above].parent if above in register else ""
    return [*path, above] if above == one.code else []
