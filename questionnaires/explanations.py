"""What the model says is wrong, as a letter to the author: the place, what stands there, and what to write instead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from questionnaires import model, narrow_yaml
from questionnaires.narrow_yaml import Document, Path, place
from questionnaires.problems import Problem, did_you_mean

NUMBERS = ("float_type", "float_parsing", "int_type", "int_parsing", "int_from_float")
UNION_MEMBERS = ("str", "float", "constrained-float", "bool", "constrained-bool")
SHOWN = 60


def explain(error: ValidationError, document: Document, file: str, root: Any = model.Questionnaire) -> Iterator[Problem]:
    """One Problem a mistake; a value inherited from `defaults` is explained where it is written, and only there.

    `root` is the model that the file was read into.
    """
    for detail in error.errors():
        path = _as_written(detail["loc"], document)
        written = path in document.lines or detail["type"] == "missing"
        if not written or (detail["type"] == "greater_than_equal" and _is_weight(path)):
            continue
        where, what = _words(detail["type"], path, detail.get("input"), detail.get("ctx", {}), root)
        yield Problem(file, document.line(path), place(where), what)


def _as_written(location: tuple[str | int, ...], document: Document) -> Path:
    """The path as the author wrote it: a variant's codes stand side by side, and an answer is one thing, text or number."""
    path = location
    if path[:1] == ("variants",) and path[2:3] == ("weights",) and path[:3] not in document.lines:
        path = (*path[:2], *path[3:])
    while len(path) > 1 and path[-1] in UNION_MEMBERS and path not in document.lines:
        path = path[:-1]
    return path


def _is_weight(path: Path) -> bool:
    """Negative weights are explained where references are checked."""
    return path[-1:] == ("weight",) or path[:1] == ("variants",)


def _words(kind: str, path: Path, value: Any, context: Mapping[str, Any], root: Any) -> tuple[Path, str]:
    """The place to name, and what is wrong with it and what to do."""
    if kind == "extra_forbidden":
        return path[:-1], _unknown(path, root)
    if kind == "missing" and not isinstance(path[-1], int):
        return path[:-1], f"'{path[-1]}' is missing"
    if kind == "missing":
        return path[:-1], "needs two numbers, like `[0, 10]`"
    if path[-1:] == ("is",) or path[-2:-1] in (("in",), ("answers",)):
        return path, f"{shown(value)} is no answer; write it in quotes, or a number"
    if value is None:
        return path, "has no value; write one, or take the key out"
    return path, _about_value(kind, path, value, context, root)


def _about_value(kind: str, path: Path, value: Any, context: Mapping[str, Any], root: Any) -> str:
    here = shown(value)
    if kind in NUMBERS:
        whole = "whole " if kind.startswith("int") else ""
        return f"{here} is not a {whole}number{_number_hint(value)}"
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", context["expected"])
        return f"{here} is not one of {', '.join(words)}{did_you_mean(str(value), words)}"
    if kind in ("too_long", "too_short"):
        return f"{here} has {context['actual_length']} entries; {_needed(kind, context)}"
    plain = {
        "finite_number": f"{here} is not a finite number",
        "bool_type": f"{here} is neither true nor false",
        "string_type": f"{here} must be text; put it in quotes",
        "string_pattern_mismatch": f"{here} is not a code: a small letter, then small letters, digits and _",
        "string_too_long": f"{here} is too long; at most {context.get('max_length')} letters",
        "greater_than_equal": f"{here} is too small; write {context.get('ge', 0):g} or more",
        "less_than_equal": f"{here} is too large; write {context.get('le', 0):g} or less",
        "list_type": f"must be a list, like `[a, b]`; here is {here}",
        "tuple_type": f"must be a list of two numbers, like `[0, 10]`; here is {here}",
    }
    if kind in plain:
        return plain[kind]
    known = ", ".join(sorted(known_keys(path, root)))
    return f"must be keys with values{f' ({known})' if known else ', like `key: value`'}; here is {here}"


def _needed(kind: str, context: Mapping[str, Any]) -> str:
    return f"at most {context['max_length']} are allowed" if kind == "too_long" else f"at least {context['min_length']} is needed"


def _unknown(path: Path, root: Any) -> str:
    key, known = str(path[-1]), known_keys(path[:-1], root)
    if key.isdigit():
        return f"'{key}' is not known; write decimals with a point, not a comma"
    others = f"; known here: {', '.join(sorted(known))}" if known else ""
    return f"'{key}' is not known{did_you_mean(key, known) or others}"


def _number_hint(value: Any) -> str:
    """
    >>> _number_hint("0,5"), _number_hint("2"), _number_hint("two")
    ('; write decimals with a point, not a comma', '; write it without quotes', '')
    """
    if not isinstance(value, str):
        return ""
    if narrow_yaml.NUMBER.fullmatch(value):
        return "; write it without quotes"
    return "; write decimals with a point, not a comma" if narrow_yaml.NUMBER.fullmatch(value.replace(",", ".", 1)) else ""


def shown(value: Any) -> str:
    """A value as the author may recognise it.

    >>> shown(True), shown("two"), shown(["a", 1])
    ('true', "'two'", '["a", 1]')
    """
    if isinstance(value, str):
        return f"'{value if len(value) <= SHOWN else value[:SHOWN] + '…'}'"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def known_keys(path: Path, root: Any) -> set[str]:
    """The keys that the model knows at a path; none where any key may stand."""
    current: Any = root
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
