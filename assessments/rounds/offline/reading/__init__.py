"""What a filled workbook says; or every mistake in it, with sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from assessments.rounds import asks
from assessments.rounds.offline.entries import Entry, entry
from assessments.rounds.offline.reading.cells import Grid, grids
from assessments.rounds.offline.reading.facts import Facts, check, facts
from assessments.rounds.offline.reading.rows import Found, of_form, of_table, subjects
from assessments.rounds.offline.reading.who import NAME, Who, who
from assessments.rounds.offline.sheet import NOTHING, AnswerSheet, Filled, Key
from assessments.rounds.offline.workbook.columns import ANSWER, COMMENT, REASON
from assessments.rounds.offline.workbook.rules import letters
from assessments.tables.answers import NUMBER
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake
from questionnaires.model import Item

__all__ = ["NAME", "Upload", "read"]


@dataclass(frozen=True)
class Upload:
    """A filled workbook: its answers, those that stood in it when it was downloaded, and subjects that are new.

    `new` are names by a key that stands for the code in `answers`; `left_out` names subjects of the workbook that were removed since.
    """

    answers: Mapping[Key, Filled]
    downloaded: Mapping[Key, Filled] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def read(content: bytes, name: str, sheet: AnswerSheet) -> Upload:
    """The answers of a workbook to a return as it stands now (`sheet`). `name` is what messages call the file.

    Raises DataError: no workbook of ours, another edition, another return; then, all at once, everything that cannot stand.
    """
    pages = grids(content, name)
    found = facts(pages, name)
    check(found, sheet, name)
    return _Reading(name, sheet, found, pages).upload()


class _Reading:
    """One workbook being read, and what was wrong so far: (sheet, what, column) -> rows."""

    def __init__(self, name: str, sheet: AnswerSheet, found: Facts, pages: Mapping[str, Grid]) -> None:
        self.name, self.sheet, self.found, self.pages = name, sheet, found, pages
        self.wrong: dict[tuple[str, Message, str], list[int]] = {}
        self.entries = {item: self._entry(item) for item in sheet.items}
        self.downloaded = self._downloaded()

    def upload(self) -> Upload:
        answers: dict[Key, Filled] = {}
        seen: set[str] = set()
        people = self._subjects()
        for subject, cells in self._found(people):
            if (subject, cells.item) in answers:
                self._note(cells.sheet, Message("'{code}' stands here a second time; keep one of the rows", code=cells.item), "", cells.row)
            answers[subject, cells.item] = self._filled(subject, cells)
            seen.add(cells.item)
        self._missing(seen)
        if self.wrong:
            raise DataError([self._mistake(*where, rows) for where, rows in self.wrong.items()])
        return Upload(answers, self.downloaded, people.new, tuple(people.left_out.values()))

    def _subjects(self) -> Who:
        if self.sheet.about_itself or not self.found.sheets:
            return Who()
        first = self.found.sheets[0]
        people = who(subjects(self.pages.get(first, {})), self.sheet, self.found)
        for what, column, row in people.wrong:
            self._note(first, what, column, row)
        return people

    def _found(self, people: Who) -> Iterator[tuple[str, Found]]:
        """Every answer that the workbook has cells for, with the subject that it is about."""
        for page in self.found.sheets:
            grid = self.pages.get(page, {})
            for cells in (of_form if self.sheet.about_itself else of_table)(page, grid):
                subject = self._own() if self.sheet.about_itself else people.rows.get(cells.row)
                if cells.item not in self.found.items:
                    self._note(
                        page, Message("'{code}' is no question of this sheet; leave the codes as they were", code=cells.item), "", cells.row
                    )
                elif subject is not None and cells.item in self.sheet.items:
                    yield subject, cells
                elif not cells.blank and cells.row not in people.left_out and not people.wrong:
                    what = Message(
                        "this row has answers but no name; write the name of the subject on sheet '{first}'", first=self.found.sheets[0]
                    )
                    self._note(page, what, NAME, cells.row)

    def _own(self) -> str:
        return self.sheet.subjects[0].code

    def _filled(self, subject: str, cells: Found) -> Filled:
        """An answer as it is stored; what is wrong with it is noted."""
        before, wanted = self.downloaded.get((subject, cells.item), NOTHING), self.entries[cells.item]
        cell = cells.cell(ANSWER)
        answer = wanted.meant(cell.text)
        reason = cells.cell(REASON).text if REASON in cells.columns and self.sheet.may_not_apply(cells.item) else before.reason
        if NUMBER.fullmatch(answer) and NUMBER.fullmatch(before.answer) and float(answer) == float(before.answer):
            answer = before.answer
        filled = Filled(answer, reason, cells.cell(COMMENT).text)
        if cell.wrong:
            self._note(cells.sheet, cell.wrong, letters(cells.columns[ANSWER]), cells.row)
        elif filled != before and (why := self._why(cells.item, wanted, filled)):  # what nobody touched is nobody's mistake
            part = REASON if filled.answer == asks.NOT_APPLICABLE and self.sheet.may_not_apply(cells.item) else ANSWER
            self._note(cells.sheet, why, letters(cells.columns[part]), cells.row)
        return filled

    def _why(self, item: str, wanted: Entry, filled: Filled) -> Message | None:
        if wanted.kind == "choices" and filled.answer and filled.answer not in wanted.labels.values():
            return Message("'{written}' is not one of the choices; choose one from the list of the cell", written=filled.answer)
        return asks.wrong(self.sheet.questionnaire, item, filled.answer, filled.reason)

    def _entry(self, item: str) -> Entry:
        """What a cell takes; the lists of the workbook count too, because its wording may be an older one."""
        wanted, node = entry(self.sheet, item), self.sheet.node(item)
        theirs = self.found.labels.get(node.scale, {}) if isinstance(node, Item) else {}
        allowed = set(wanted.labels.values())
        return replace(wanted, labels={**wanted.labels, **{label: answer for label, answer in theirs.items() if answer in allowed}})

    def _downloaded(self) -> Mapping[Key, Filled]:
        """What stood there at the download; the one subject of a form may have had another code."""
        if not self.sheet.about_itself:
            return self.found.downloaded
        return {(self._own(), item): filled for (_, item), filled in self.found.downloaded.items()}

    def _missing(self, seen: set[str]) -> None:
        for item, page in self.found.items.items():
            if item not in seen and item in self.sheet.items and (self.sheet.about_itself or page not in self.pages):
                what = Message("the question '{code}' is gone; download the workbook again and copy your answers", code=item)
                self._note(page, what, "", 0)

    def _note(self, page: str, what: Message, column: str, row: int) -> None:
        self.wrong.setdefault((page, what, column), []).extend([row] if row else [])

    def _mistake(self, page: str, what: Message, column: str, rows: list[int]) -> Mistake:
        return Mistake(Message("{file}, sheet '{sheet}'", file=self.name, sheet=page), what, column, tuple(rows))
