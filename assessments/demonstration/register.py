"""The demonstration country as a register of institutions: to look at, to try the import with, to begin with."""

from __future__ import annotations

from assessments.demonstration.country import CALLED, FICTIONAL, rows
from assessments.register.institutions import list_files
from assessments.register.institutions.institution import Institution


def registered() -> list[Institution]:
    """The 24 institutions, in the peer groups of the Korean editions; each name says that it is fictional.

    >>> registered()[10].names["ko"], registered()[10].peer_group, registered()[10].staff
    ('새벽시 (가상)', 'basic_local', 2700)
    """
    return [
        Institution(
            row["subject"],
            {language: f"{row[language]} ({word})" for language, word in sorted(FICTIONAL.items(), reverse=True)},
            peer_group=CALLED[row["kind"]][0],
            staff=int(row["staff"]),
        )
        for row in rows()
    ]


def register_file() -> bytes:
    """The register as csv, as an import reads it."""
    return list_files.csv(registered())
