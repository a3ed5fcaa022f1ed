"""A folder to start a questionnaire from: a copy of the template that passes `check`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from questionnaires import catalogue, schema
from questionnaires.problems import Problem, QuestionnaireError

TEMPLATE = catalogue.HERE / "template"
SCHEMA = schema.PATH
CODE = re.compile(r"[a-z][a-z0-9_]{0,62}")


def new(identity: str, place: Path) -> Path:
    """Make `place/identity`. Raises QuestionnaireError for a name that is no code, or a folder that is there already."""
    folder = place / identity
    if not CODE.fullmatch(identity):
        raise QuestionnaireError([Problem(identity, 0, "", "is not an id: a small letter, then small letters, digits and _")])
    if identity in catalogue.survey().folders:
        what = f"is the id of a questionnaire that is there already ({catalogue.find(identity)}); choose another"
        raise QuestionnaireError([Problem(identity, 0, "", what)])
    if folder.exists():
        raise QuestionnaireError([Problem(str(folder), 0, "", "is there already; choose another id, or change that folder")])
    if not place.is_dir():
        raise QuestionnaireError([Problem(str(place), 0, "", "is not a folder; make it first")])
    shutil.copytree(TEMPLATE, folder)
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("template", identity), encoding="utf-8")
    (folder / SCHEMA.name).write_text(SCHEMA.read_text(encoding="utf-8"), encoding="utf-8")
    return folder
