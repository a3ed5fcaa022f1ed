"""What one part of a questionnaire says about another: codes, scales, respondents, weights, variants.

Works on the plain values as written, before they become a model, so that these mistakes are reported
together with misspelt keys. Whatever has the wrong shape is left to the model to complain about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeGuard

from questionnaires.model import DEFAULT_VARIANT, RECORD, SCALE_KINDS, Labelled
from questionnaires.narrow_yaml import Path
from questionnaires.problems import did_you_mean

Found = tuple[Path, str]
RESERVED = frozenset(["edition", "respondents", "scales", "units", "peer_groups", "variants", "grades", "specials", "sources"])
CONDITION_TESTS = ("is", "in", "at_least")


def mistakes(data: Mapping[str, Any], lines: Callable[[Path], int]) -> Iterator[Found]:
    """Every broken reference, as (path, what is wrong and what to do)."""
    nodes = list(_nodes(data.get("framework"), ("framework",), {}))
    codes = {node["code"]: path for path, node, _, _ in nodes if isinstance(node.get("code"), str)}
    yield from _codes(nodes, lines)
    yield from _items(data, nodes)
    yield from _weights(nodes)
    yield from _scales(data)
    yield from _variants(data, codes, nodes)
    yield from _graded(data, codes)
    for path, node, _, is_item in nodes:
        if is_item or "ask_if" in node:
            yield from _condition(node.get("ask_if"), (*path, "ask_if"), {n.get("code") for _, n, _, item in nodes if item})


def unknown_sources(data: Mapping[str, Any]) -> Iterator[Found]:
    """Source names that `sources` does not explain: a reader could not follow them."""
    known = _mapping(data.get("sources"))

    def look(value: Any, path: Path) -> Iterator[Found]:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                if key in ("source", "content_source") and isinstance(inner, str) and path and inner not in known:
                    yield (*path, key), f"'{inner}' is not among the sources{did_you_mean(inner, known)}; add it with a title"
                elif key != "sources":
                    yield from look(inner, (*path, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from look(inner, (*path, index))

    yield from look(data, ())


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _nodes(node: Any, path: Path, defaults: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any], Mapping[str, Any], bool]]:
    """(path, node, inherited defaults, is it an item) for the whole tree, parents first."""
    if not isinstance(node, Mapping):
        return
    yield path, node, defaults, "items" in path[-2:]
    inherited = {**defaults, **_mapping(node.get("defaults"))}
    for kind in ("groups", "items"):
        children = node.get(kind)
        for index, child in enumerate(children if isinstance(children, list) else []):
            yield from _nodes(child, (*path, kind, index), inherited)


def _codes(nodes: list[Any], lines: Callable[[Path], int]) -> Iterator[Found]:
    first: dict[str, Path] = {}
    for path, node, _, is_item in nodes:
        code = node.get("code")
        if not isinstance(code, str):
            continue
        if code in RESERVED:
            yield (*path, "code"), f"'{code}' is kept for the language files; choose another code"
        if code in first:
            kind = "item" if is_item else "group"
            yield (
                (*path, "code"),
                f"{kind} '{code}' stands in two places (first in line {lines((*first[code], 'code'))}); a code belongs to one place",
            )
        first.setdefault(code, path)


def _items(data: Mapping[str, Any], nodes: list[Any]) -> Iterator[Found]:
    scales, respondents = _mapping(data.get("scales")), data.get("respondents", [RECORD])
    for path, node, defaults, is_item in nodes:
        if not is_item:
            continue
        scale = node.get("scale", defaults.get("scale"))
        if isinstance(scale, str) and scale not in scales:
            yield (*path, "scale"), f"the scale '{scale}' is not among the scales{did_you_mean(scale, scales)}"
        respondent = node.get("respondent", defaults.get("respondent"))
        if isinstance(respondent, str) and isinstance(respondents, list) and respondent not in respondents:
            yield (*path, "respondent"), f"'{respondent}' is not among the respondents{did_you_mean(respondent, respondents)}"


def _number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _weights(nodes: list[Any]) -> Iterator[Found]:
    for path, node, defaults, is_item in nodes:
        weight = node.get("weight")
        if _number(weight) and (weight < 0 or not math.isfinite(weight)):
            yield (
                (*path, "weight"),
                f"the weight {weight} is negative; a weight is 0 or more (a score to be subtracted is `role: deduction`)",
            )
        if is_item:
            continue
        inner = {**defaults, **_mapping(node.get("defaults"))}
        parts = [
            child
            for kind in ("groups", "items")
            for child in (node.get(kind) if isinstance(node.get(kind), list) else [])
            if isinstance(child, Mapping) and child.get("role", "part") == "part"
        ]
        weights = [child.get("weight", inner.get("weight", 1)) for child in parts]
        if parts and all(_number(weight) for weight in weights) and not any(weight > 0 for weight in weights):
            yield path, f"all weights below '{node.get('code')}' are zero; at least one must be positive"


def _scales(data: Mapping[str, Any]) -> Iterator[Found]:
    bounds = data.get("range")
    numbers = [float(bound) for bound in bounds if _number(bound)] if isinstance(bounds, list) else []
    low, high = numbers if len(numbers) == 2 else (-math.inf, math.inf)
    if not low < high:
        yield ("range",), f"the range [{low:g}, {high:g}] must go from a lower to a higher number"
    for name, scale in _mapping(data.get("scales")).items():
        scale = _mapping(scale)
        kinds = [kind for kind in SCALE_KINDS if scale.get(kind) is not None]
        path: Path = ("scales", name)
        if len(kinds) != 1:
            yield path, f"a scale has exactly one of {', '.join(SCALE_KINDS)}; here: {', '.join(kinds) or 'none'}"
        choices = _mapping(scale.get("choices"))
        for code, points in choices.items():
            if _number(points) and not low <= points <= high:
                yield (*path, "choices", code), f"{points} points lie outside the range [{low:g}, {high:g}]"
        for kind, bands in [
            (None, scale),
            *((kind, _mapping(scale.get(kind))) for kind in ("rate", "change") if scale.get(kind) is not None),
        ]:
            yield from _bands(bands, path if kind is None else (*path, kind), (low, high), needed=kind is not None)


def _bands(bands: Mapping[str, Any], path: Path, limits: tuple[float, float], needed: bool) -> Iterator[Found]:
    linear, steps = bands.get("linear"), bands.get("steps")
    if needed and (linear is None) == (steps is None):
        yield path, "needs either `linear: [worst, best]` or `steps: [[from, points], ...]`"
    if isinstance(linear, list) and len(linear) == 2 and linear[0] == linear[1]:
        yield (*path, "linear"), "worst and best are the same number"
    if isinstance(steps, list) and all(isinstance(step, list) and len(step) == 2 and all(map(_number, step)) for step in steps):
        if [step[0] for step in steps] != sorted({step[0] for step in steps}):
            yield (*path, "steps"), "the steps must rise, each `from` above the one before"
        for index, (_, points) in enumerate(steps):
            if not limits[0] <= points <= limits[1]:
                yield (*path, "steps", index), f"{points} points lie outside the range [{limits[0]:g}, {limits[1]:g}]"


def _variants(data: Mapping[str, Any], codes: Mapping[str, Path], nodes: list[Any]) -> Iterator[Found]:
    variants = _mapping(data.get("variants"))
    for name, variant in variants.items():
        weights = _mapping(_mapping(variant).get("weights", variant))
        if name == DEFAULT_VARIANT:
            yield ("variants", name), f"'{DEFAULT_VARIANT}' is the name of the weights in the framework; choose another"
        changed = {code: weight for code, weight in weights.items() if code not in Labelled.model_fields}
        for code, weight in changed.items():
            if code not in codes:
                yield ("variants", name, code), f"'{code}' is not a code of the framework{did_you_mean(code, codes)}"
            elif _number(weight) and weight < 0:
                yield ("variants", name, code), f"the weight {weight} is negative; a weight is 0 or more"
        for _, node, defaults, is_item in nodes:
            inner = {**defaults, **_mapping(node.get("defaults"))}
            parts = [
                c for k in ("groups", "items") for c in (node.get(k) or []) if isinstance(c, Mapping) and c.get("role", "part") == "part"
            ]
            left: list[Any] = [changed.get(str(c.get("code")), c.get("weight", inner.get("weight", 1))) for c in parts]
            touched = any(c.get("code") in changed for c in parts)
            if not is_item and touched and all(map(_number, left)) and not any(weight > 0 for weight in left):
                yield ("variants", name), f"all weights below '{node.get('code')}' are zero under this variant"
    for group, variant in _mapping(data.get("peer_groups")).items():
        if isinstance(variant, str) and variant != DEFAULT_VARIANT and variant not in variants:
            yield (
                ("peer_groups", group),
                f"'{variant}' is not a variant{did_you_mean(variant, variants)}; write {DEFAULT_VARIANT} for the weights of the framework",
            )


def _graded(data: Mapping[str, Any], codes: Mapping[str, Path]) -> Iterator[Found]:
    grading = _mapping(data.get("grading"))
    cuts, grades, nodes = grading.get("cuts"), grading.get("grades"), grading.get("nodes")
    if isinstance(cuts, list) and all(map(_number, cuts)) and cuts != sorted(set(cuts), reverse=True):
        yield ("grading", "cuts"), "the cuts must fall, best grade first"
    if isinstance(cuts, list) and isinstance(grades, list) and len(grades) != len(cuts) + 1:
        yield ("grading", "grades"), f"{len(cuts)} cuts make {len(cuts) + 1} grades; here are {len(grades)}"
    for index, code in enumerate(nodes if isinstance(nodes, list) else []):
        if code not in codes:
            yield ("grading", "nodes", index), f"'{code}' is not a code of the framework{did_you_mean(str(code), codes)}"


def _condition(condition: Any, path: Path, items: set[Any]) -> Iterator[Found]:
    if not isinstance(condition, Mapping):
        return
    several = [key for key in ("all", "any", "not") if key in condition]
    tests = [key for key in CONDITION_TESTS if key in condition]
    if len(several) + ("item" in condition) != 1 or ("item" in condition) != (len(tests) == 1):
        yield path, "a condition is one of all, any, not, or an item with one of is, in, at_least"
    item = condition.get("item")
    if item is not None and item not in items:
        yield (*path, "item"), f"'{item}' is not an item{did_you_mean(str(item), (i for i in items if i))}"
    for key in ("all", "any"):
        for index, inner in enumerate(condition.get(key) or []):
            yield from _condition(inner, (*path, key, index), items)
    yield from _condition(condition.get("not"), (*path, "not"), items)
