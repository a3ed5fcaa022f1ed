"""Who is assessed: names, peer groups and variants, by subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assessments.tables.files import read_table
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake, missing_column, spreadsheet_rows
from questionnaires.model import DEFAULT_VARIANT, Questionnaire

KNOWN = ("subject", "name", "institution", "peer_group", "variant")


@dataclass(frozen=True)
class Institution:
    """One row of the institutions table. `institution` is the body that a law, process, risk or post belongs to."""

    subject: str
    name: str = ""
    institution: str = ""
    peer_group: str = ""
    variant: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.name or self.subject

    def named(self, language: str) -> str:
        """The name in a language (column `name_ko`, `name_en` …), else the name."""
        return self.more.get(f"name_{language}") or self.label

    def owner(self, language: str) -> str:
        """The body that it belongs to, in a language (column `institution_ko`, `institution_en` …), else `institution`."""
        return self.more.get(f"institution_{language}") or self.institution


Institutions = Mapping[str, Institution]


def read_institutions(path: Path | str, questionnaire: Questionnaire, name: str | None = None) -> dict[str, Institution]:
    """Institutions by subject from csv, xlsx or parquet; columns `subject, name, peer_group, variant` and anything else.

    Raises DataError: no column `subject`, a subject that is blank or stands twice, an unknown variant.
    """
    table, _ = read_table(path, name)
    file = name or Path(path).name
    if "subject" not in table.column_names:
        raise DataError([Mistake(file, missing_column("subject", table.column_names))])
    rows = [{key: str(value if value is not None else "").strip() for key, value in row.items()} for row in table.to_pylist()]
    mistakes = [*_subjects(rows, file), *_variants(rows, questionnaire, file)]
    if mistakes:
        raise DataError(mistakes)
    return {row["subject"]: _institution(row) for row in rows}


def _institution(row: Mapping[str, str]) -> Institution:
    own = {key: value for key, value in row.items() if key in KNOWN}
    return Institution(**own, more={key: value for key, value in row.items() if key not in KNOWN})


def _subjects(rows: list[dict[str, str]], file: str) -> list[Mistake]:
    mistakes: list[Mistake] = []
    first: dict[str, int] = {}
    for position, row in enumerate(rows):
        subject = row["subject"]
        if not subject:
            mistakes.append(Mistake(file, Message("the subject is blank"), "subject", spreadsheet_rows([position])))
        elif subject in first:
            what = Message(
                "'{subject}' stands here a second time (first in row {row}); each subject has one row",
                subject=subject,
                row=first[subject] + 2,
            )
            mistakes.append(Mistake(file, what, "subject", spreadsheet_rows([position])))
        first.setdefault(subject, position)
    return mistakes


def _variants(rows: list[dict[str, str]], questionnaire: Questionnaire, file: str) -> list[Mistake]:
    known = [DEFAULT_VARIANT, *questionnaire.variants]

    def unknown(variant: str) -> Message:
        return Message("'{variant}' is not a variant; expected one of {known}", variant=variant, known=", ".join(known))

    return [
        Mistake(file, unknown(row["variant"]), "variant", spreadsheet_rows([position]))
        for position, row in enumerate(rows)
        if row.get("variant") and row["variant"] not in known
    ]


def variant(questionnaire: Questionnaire, institution: Institution) -> str:
    """The weights that an institution is scored under: its own variant, else its peer group's, else the default."""
    return institution.variant or questionnaire.variant_of(institution.peer_group)
