"""Where the answers stand: every question of every subject with its cells, from forms and from tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.rounds.offline.reading.cells import EMPTY, Cell, Grid, Place
from assessments.rounds.offline.workbook import columns as table
from assessments.rounds.offline.workbook import form


@dataclass(frozen=True)
class Found:
    """The cells of one answer: its row, and the column of each of its parts that the sheet has a column for."""

    sheet: str
    row: int
    item: str
    columns: Mapping[str, int]
    cells: Grid

    def cell(self, part: str) -> Cell:
        return self.cells.get(self.place(part), EMPTY) if part in self.columns else EMPTY

    def place(self, part: str) -> Place:
        return self.row, self.columns[part]

    @property
    def blank(self) -> bool:
        return not any(self.cell(part).text or self.cell(part).wrong for part in self.columns)


def of_form(sheet: str, grid: Grid) -> Iterator[Found]:
    """A row a question, known by its code."""
    columns = {table.ANSWER: form.ANSWER + 1, table.REASON: form.REASON + 1, table.COMMENT: form.COMMENT + 1}
    for (row, column), cell in sorted(grid.items()):
        if column == form.CODE + 1 and row > form.HEADER + 1:
            yield Found(sheet, row, cell.text, columns, grid)


def of_table(sheet: str, grid: Grid) -> Iterator[Found]:
    """A row a subject; the codes above the columns tell questions and parts."""
    items: dict[str, dict[str, int]] = {}
    for (row, column), cell in sorted(grid.items()):
        if row == table.CODES + 1 and column > table.NAME + 1:
            item, _, part = cell.text.partition("/")
            items.setdefault(item, {})[part or table.ANSWER] = column
    for row in sorted({row for row, _ in grid if row > table.CODES + 1}):
        yield from (Found(sheet, row, item, columns, grid) for item, columns in items.items())


def subjects(grid: Grid) -> dict[int, tuple[str, str]]:
    """Row -> code and name of the subject that a row of a table is about; rows with neither are left out."""
    rows = sorted({row for row, _ in grid if row > table.CODES + 1})
    said = {row: tuple(grid.get((row, column + 1), EMPTY).text for column in (table.CODE, table.NAME)) for row in rows}
    return {row: (code, name) for row, (code, name) in said.items() if code or name}
