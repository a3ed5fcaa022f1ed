"""From a folder to a Questionnaire, or to the list of everything that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from questionnaires import explanations, model, narrow_yaml, references
from questionnaires.narrow_yaml import place
from questionnaires.problems import Problem, QuestionnaireError

FILE = "questionnaire.yaml"
DEFINITION = (FILE, "scorer.py")


def read_folder(folder: Path) -> model.Questionnaire:
    """The questionnaire in a folder. Raises QuestionnaireError with every mistake in `questionnaire.yaml`."""
    path = folder / FILE
    if not path.is_file():
        raise QuestionnaireError([Problem(str(path), 0, "", "is not there; a questionnaire folder has a questionnaire.yaml")])
    questionnaire, problems = read_text(path.read_bytes(), str(path))
    errors = [problem for problem in problems if not problem.warning]
    if questionnaire is None or errors:
        raise QuestionnaireError(errors)
    return questionnaire.model_copy(update={"digest": digest(folder)})


def read_text(content: bytes, file: str = FILE) -> tuple[model.Questionnaire | None, list[Problem]]:
    """The questionnaire (none if it cannot be built) and every problem, warnings included."""
    document = narrow_yaml.read(content, file)
    if not isinstance(document.data, Mapping):
        if not document.problems:
            document.problems.append(Problem(file, 1, "", "must be keys with values, like `id: my_country_2027`"))
        return None, document.problems
    problems = list(document.problems)
    problems += [Problem(file, document.line(path), place(path), what) for path, what in references.mistakes(document.data, document.line)]
    problems += [Problem(file, document.line(path), place(path), what, True) for path, what in references.unknown_sources(document.data)]
    questionnaire = None
    try:
        questionnaire = model.Questionnaire.model_validate(_with_defaults(document.data))
    except ValidationError as error:
        problems += explanations.explain(error, document, file)
    return questionnaire, sorted(set(problems))


def digest(folder: Path) -> str:
    """A fingerprint (sha-256, hexadecimal) of everything in a folder that can change a score."""
    fingerprint = hashlib.sha256()
    for name in DEFINITION:
        path = folder / name
        if path.is_file():
            fingerprint.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return fingerprint.hexdigest()


def _with_defaults(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same data, with each group's `defaults` written into the items below it."""

    def fill(node: Any, inherited: Mapping[str, Any]) -> Any:
        if not isinstance(node, Mapping):
            return node
        below = {**inherited, **references.defaults(node)}
        filled = dict(node)
        if isinstance(node.get("groups"), list):
            filled["groups"] = [fill(child, below) for child in node["groups"]]
        if isinstance(node.get("items"), list):
            filled["items"] = [{**below, **child} if isinstance(child, Mapping) else child for child in node["items"]]
        return filled

    return {**data, "framework": fill(data.get("framework"), {})} if "framework" in data else dict(data)
