"""Which subject a row of a table is about: a known one by its code, else by its name, else a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.rounds.offline.reading.facts import Facts
from assessments.rounds.offline.sheet import AnswerSheet
from assessments.tables.messages import Message

CODE, NAME = "B", "C"  # columns, as a spreadsheet calls them


@dataclass
class Who:
    """Row -> subject. `new` are names of subjects made offline, under keys that no code can have; `left_out` were removed since."""

    rows: dict[int, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    wrong: list[tuple[Message, str, int]] = field(default_factory=list)


def who(said: Mapping[int, tuple[str, str]], sheet: AnswerSheet, found: Facts) -> Who:
    """The subjects of the first table's rows (code and name of each)."""
    known = {subject.code: subject.name for subject in sheet.subjects}
    by_name = {" ".join(name.split()): code for code, name in known.items()}
    answer = Who()
    taken: dict[str, int] = {}
    for row, (code, name) in said.items():
        if code and code not in known and code in found.subjects:
            answer.left_out[row] = name or found.subjects[code]
            continue
        if code and code not in known:
            answer.wrong.append((Message("'{code}' is no subject of this return; leave the codes as they were", code=code), CODE, row))
            continue
        plain = " ".join(name.split())
        key = code or by_name.get(plain) or next((key for key, other in answer.new.items() if other == plain), f"+{row}")
        if key in taken:
            what = Message("'{name}' stands in row {row} already; each subject has one row", name=name or code, row=taken[key])
            answer.wrong.append((what, NAME, row))
            continue
        if key.startswith("+"):
            answer.new[key] = plain
        taken[key] = row
        answer.rows[row] = key
    return answer
