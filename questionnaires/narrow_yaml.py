"""YAML, read narrowly: what one sees is what one gets, and every value knows its line.

YAML 1.1 turns `NO` into false, `012` into ten and `1:30` into ninety, and lets the last of two equal
keys win. Here only `true` and `false` are booleans, only plain decimal numbers are numbers, keys are
text, and repeated keys, anchors, aliases and tags are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from questionnaires.problems import Problem

Path = tuple[str | int, ...]
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
LIMIT = 4_000_000
DEEPEST = 50
LONGEST_NUMBER = 40
HINTS = {
    "mapping values are not allowed here": "; a text with ': ' in it needs quotes",
    "found character '\\t' that cannot start any token": "; indent with spaces, not with tabs",
}


@dataclass
class Document:
    """The plain values of a file, the line of each path, and what was wrong."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing that contains it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(content: bytes, file: str) -> Document:
    """Plain values with line numbers. Mistakes are collected in `problems`, never raised."""
    document = Document()
    if len(content) > LIMIT:
        document.problems.append(Problem(file, 0, "", f"is larger than {LIMIT // 1_000_000} MB; a questionnaire holds no answers"))
        return document
    loader = None
    try:
        loader = _Loader(content.decode("utf-8-sig"))
        node = loader.get_single_node()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        document.problems.append(Problem(file, line, "", "is not UTF-8 text; save the file with the encoding UTF-8"))
    except yaml.reader.ReaderError as error:
        line = content.decode("utf-8-sig")[: error.position].count("\n") + 1
        document.problems.append(Problem(file, line, "", "holds a character that is no text; save the file as plain text"))
    except yaml.MarkedYAMLError as error:
        document.problems.append(Problem(file, _line(error), "", f"is not readable as YAML: {_reason(error)}"))
    else:
        if node is None:
            document.problems.append(Problem(file, 0, "", "is empty"))
        else:
            document.data = _value(node, (), document, file)
    document.problems += [Problem(file, line, "", what) for line, what in loader.refused] if loader else []
    return document


def _line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 0


def _reason(error: yaml.MarkedYAMLError) -> str:
    """What the parser met and, where it says so, in which part of the file."""
    within = f" ({error.context}, which begins in line {error.context_mark.line + 1})" if error.context and error.context_mark else ""
    return f"{error.problem}{within}{HINTS.get(error.problem or '', '')}"


class _Loader(yaml.SafeLoader):
    """Composes nodes; notes in `refused` (line, what) whatever would make a value differ from what is written."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.refused: list[tuple[int, str]] = []
        self.depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        mark: Any = event.start_mark
        line = mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            self.refused.append((line, f"the alias *{event.anchor} is not allowed; write the value out"))
            self.get_event()  # type: ignore[no-untyped-call]
            return yaml.ScalarNode("", "", mark, mark)
        if event.anchor:
            self.refused.append(
                (line, f"the anchor &{event.anchor} is not allowed; take it out, and write the value again where it is used")
            )
            event.anchor = None
        if event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.refused.append((line, f"the tag {tag} is not allowed; write the value without it"))
        if self.depth == DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"is nested more than {DEEPEST} deep", problem_mark=event.start_mark)
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _value(node: yaml.Node, path: Path, document: Document, file: str) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document, file)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), document, file) for index, child in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path, document: Document, file: str) -> Mapping[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            document.problems.append(Problem(file, line, place(path), "a key must be a word"))
            continue
        key = key_node.value
        if key in result:
            first = document.lines[(*path, key)]
            document.problems.append(
                Problem(file, line, place(path), f"'{key}' stands here a second time (first in line {first}); keep one")
            )
            continue
        document.lines[(*path, key)] = line
        result[key] = _value(value_node, (*path, key), document, file)
    return result


def _scalar(node: yaml.ScalarNode) -> Any:
    text = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if len(text) > LONGEST_NUMBER:
        return text
    if WHOLE.fullmatch(text):
        return int(text)
    if NUMBER.fullmatch(text):
        return float(text)
    return text


def place(path: Path) -> str:
    """The tail of a path that a reader needs: the last list with its position, and what follows.

    >>> place(("framework", "groups", 0, "items", 1))
    'items.1'
    >>> place(("scales", "agree7", "choices"))
    'scales.agree7.choices'
    """
    numbers = [index for index, step in enumerate(path) if isinstance(step, int)]
    start = numbers[-1] - 1 if numbers else 0
    return ".".join(str(step) for step in path[max(start, 0) :])
