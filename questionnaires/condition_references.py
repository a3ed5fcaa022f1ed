"""What is wrong with `ask_if`: its shape, the question it looks at, and the answer it waits for.

Works on the plain values as written, like `references`; what has the wrong type is left to the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires.explanations import shown
from questionnaires.model import RECORD, SPECIALS
from questionnaires.narrow_yaml import Path
from questionnaires.problems import did_you_mean

Found = tuple[Path, str]
TESTS = ("is", "in", "at_least")
SHAPE = "a condition is one of all, any, not, or an item with one of is, in, at_least"


@dataclass(frozen=True)
class Question:
    """An item as a condition sees it: where it stands in the order of asking, who is asked, on which scale."""

    position: int
    respondent: str
    scale: Mapping[str, Any] | None


def mistakes(nodes: list[tuple[Path, Mapping[str, Any], Mapping[str, Any], bool]], scales: Mapping[str, Any]) -> Iterator[Found]:
    """Every mistake in a condition, as (path, what is wrong and what to do)."""
    questions: dict[str, Question] = {}
    below: dict[Path, set[str]] = {}
    for position, (path, node, inherited, is_item) in enumerate(nodes):
        if is_item:
            respondent = str(node.get("respondent", inherited.get("respondent", RECORD)))
            scale = node.get("scale", inherited.get("scale"))
            there = scales.get(scale) if isinstance(scale, str) else None
            questions.setdefault(str(node.get("code")), Question(position, respondent, there if isinstance(there, Mapping) else None))
            for length in range(len(path) + 1):
                below.setdefault(path[:length], set()).add(respondent)
    for position, (path, node, _, _) in enumerate(nodes):
        if node.get("ask_if") is not None:
            yield from _condition(node["ask_if"], (*path, "ask_if"), position, below.get(path, set()), questions)


def _condition(condition: Any, path: Path, position: int, asked: set[str], questions: Mapping[str, Question]) -> Iterator[Found]:
    if not isinstance(condition, Mapping):
        return
    there = {key for key, value in condition.items() if value is not None}
    tests = [key for key in TESTS if key in there]
    if len(there & {"all", "any", "not", "item"}) != 1 or len(tests) != ("item" in there):
        yield path, SHAPE
        return
    for key in there & {"all", "any"}:
        parts = condition[key] if isinstance(condition[key], list) else [None]
        if not parts:
            yield (*path, key), f"`{key}` needs at least one condition"
        for index, part in enumerate(parts):
            yield from _condition(part, (*path, key, index), position, asked, questions)
    if "not" in there:
        yield from _condition(condition["not"], (*path, "not"), position, asked, questions)
    item = condition.get("item")
    if not isinstance(item, str):
        return
    if item not in questions:
        yield (*path, "item"), f"'{item}' is not an item{did_you_mean(item, questions)}"
        return
    question = questions[item]
    if question.position >= position:
        yield (*path, "item"), f"'{item}' is asked later; a condition can only look at questions that come before"
    for other in sorted(asked - {question.respondent}):
        yield (
            (*path, "item"),
            f"'{item}' is asked of {question.respondent}, this of {other}; a condition looks at answers of the same respondent",
        )
    if question.scale:
        yield from _test(tests[0], condition[tests[0]], (*path, tests[0]), item, question.scale)


def _test(test: str, value: Any, path: Path, item: str, scale: Mapping[str, Any]) -> Iterator[Found]:
    """Whether an answer that a condition waits for can be given at all."""
    choices, special = scale.get("choices"), scale.get("special")
    words = [word for word in (special if isinstance(special, list) else []) if word in SPECIALS]
    compared = "rate" in scale or "change" in scale
    if test == "at_least":
        if compared:
            yield path, f"'{item}' is a count over a base; at_least looks at a number, or at the points of a choice"
        return
    listed = test == "in" and isinstance(value, list)
    for place, answer in [((*path, index), one) for index, one in enumerate(value)] if listed else [(path, value)]:
        if isinstance(choices, Mapping) and isinstance(answer, str | int | float):
            known = [*choices, *words]
            if isinstance(answer, str) and answer not in known:
                yield place, f"'{answer}' is no answer to '{item}'{did_you_mean(answer, known)}; expected one of {', '.join(known)}"
            elif not isinstance(answer, str):
                yield place, f"{shown(answer)} must be text like every answer code; put it in quotes"
        elif isinstance(answer, str) and not isinstance(choices, Mapping) and answer not in words:
            yield place, f"'{answer}' is no answer to '{item}'; expected {', '.join(['a number', *words])}"
