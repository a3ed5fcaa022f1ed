"""From a folder to a Questionnaire, or to the list of everything that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from questionnaires import model, narrow_yaml, references
from questionnaires.narrow_yaml import Document, place
from questionnaires.problems import Problem, QuestionnaireError, did_you_mean

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
        problems += _explain(error, document, file)
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
        own = node.get("defaults")
        below = {**inherited, **(own if isinstance(own, Mapping) else {})}
        filled = dict(node)
        if isinstance(node.get("groups"), list):
            filled["groups"] = [fill(child, below) for child in node["groups"]]
        if isinstance(node.get("items"), list):
            filled["items"] = [{**below, **child} if isinstance(child, Mapping) else child for child in node["items"]]
        return filled

    return {**data, "framework": fill(data.get("framework"), {})} if "framework" in data else dict(data)


def _explain(error: ValidationError, document: Document, file: str) -> Iterator[Problem]:
    for detail in error.errors():
        path = tuple(step for step in detail["loc"] if not (isinstance(step, str) and step.startswith("function-")))
        kind, value, context = detail["type"], detail.get("input"), detail.get("ctx", {})
        if kind == "extra_forbidden":
            known = _known_keys(path[:-1])
            hint = did_you_mean(str(path[-1]), known) or (f"; known here: {', '.join(sorted(known))}" if known else "")
            yield Problem(file, document.line(path), place(path[:-1]), f"'{path[-1]}' is not known{hint}")
        elif kind == "missing":
            yield Problem(file, document.line(path[:-1]), place(path[:-1]), f"'{path[-1]}' is missing")
        elif kind in ("float_type", "float_parsing", "int_type", "int_parsing"):
            yield Problem(file, document.line(path), place(path), f"{value!r} is not a number")
        elif kind == "string_type":
            yield Problem(file, document.line(path), place(path), f"{value!r} must be text; put it in quotes")
        elif kind == "literal_error":
            yield Problem(file, document.line(path), place(path), f"{value!r} is not one of {context['expected']}")
        elif kind == "string_pattern_mismatch":
            yield Problem(
                file, document.line(path), place(path), f"{value!r} is not a code: a small letter, then small letters, digits and _"
            )
        elif kind == "greater_than_equal" and path[-1:] == ("weight",):
            continue
        else:
            yield Problem(file, document.line(path), place(path), f"{detail['msg']} (here: {value!r})")


def _known_keys(path: tuple[str | int, ...]) -> set[str]:
    """The keys that the model knows at a path."""
    current: Any = model.Questionnaire
    for step in path:
        current = _inner(current, step)
        if current is None:
            return set()
    if not (isinstance(current, type) and issubclass(current, BaseModel)):
        return set()
    return {field.alias or name for name, field in current.model_fields.items()} - {"digest"}


def _inner(current: Any, step: str | int) -> Any:
    if isinstance(current, type) and issubclass(current, BaseModel):
        for name, field in current.model_fields.items():
            if step in (name, field.alias):
                return _plain(field.annotation)
        return None
    arguments = [argument for argument in get_args(current) if argument is not type(None)]
    return _plain(arguments[-1]) if arguments else None


def _plain(annotation: Any) -> Any:
    """`X | None` is X."""
    arguments = [argument for argument in get_args(annotation) if argument is not type(None)]
    return arguments[0] if type(None) in get_args(annotation) and len(arguments) == 1 else annotation
