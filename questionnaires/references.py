"""What one part of a questionnaire says about another: codes, scales, respondents, weights, variants.

Works on the plain values as written, before they become a model, so that these mistakes are reported
together with misspelt keys. Whatever has the wrong shape is left to the model to complain about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeGuard

from questionnaires import condition_references
from questionnaires.model import DEFAULT_VARIANT, RECORD, SCALE_KINDS, Defaults, Labelled
from questionnaires.narrow_yaml import Path
from questionnaires.problems import did_you_mean

Found = tuple[Path, str]
Child = tuple[Path, Mapping[str, Any], Mapping[str, Any], bool]
RESERVED = frozenset(
    ["edition", "respondents", "scales", "units", "peer_groups", "variants", "grades", "specials", "sources", "calculations"]
)
PLACES = frozenset(["scoring", "grading", "not_applicable"])
COLUMNS = frozenset(
    ["subject", "cycle", "respondent_group", "respondent", "stratum", "stratum_size", "weight", "item", "answer", "source", "note"]
)
NO_LIMITS = (-math.inf, math.inf)
HANDED_OVER = ("questionnaire", "points", "weights", "reference")


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
    yield from _parameters(data, nodes)
    yield from condition_references.mistakes(nodes, _mapping(data.get("scales")))


def unknown_sources(data: Mapping[str, Any]) -> Iterator[Found]:
    """Source names that `sources` does not explain: a reader could not follow them."""
    known = _mapping(data.get("sources"))

    def look(value: Any, path: Path) -> Iterator[Found]:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                if key in ("source", "content_source") and isinstance(inner, str) and path and inner not in known:
                    yield (*path, key), f"'{inner}' is not among the sources{did_you_mean(inner, known) or '; add it with a title'}"
                elif key != "sources":
                    yield from look(inner, (*path, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from look(inner, (*path, index))

    yield from look(data, ())


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def defaults(node: Mapping[str, Any]) -> dict[str, Any]:
    """What a group writes down for the items below it."""
    return {key: value for key, value in _mapping(node.get("defaults")).items() if key in Defaults.model_fields and value is not None}


def _nodes(node: Any, path: Path, inherited: Mapping[str, Any]) -> Iterator[Child]:
    """(path, node, inherited defaults, is it an item) for the whole tree, parents first."""
    if not isinstance(node, Mapping):
        return
    is_item = "items" in path[-2:]
    yield path, node, inherited, is_item
    for kind, index, child in [] if is_item else _children(node):
        yield from _nodes(child, (*path, kind, index), {**inherited, **defaults(node)})


def _children(node: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for kind in ("groups", "items"):
        children = node.get(kind)
        for index, child in enumerate(children if isinstance(children, list) else []):
            if isinstance(child, Mapping):
                yield kind, index, child


def _parts(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The children that enter a group's weighted mean."""
    return [child for _, _, child in _children(node) if child.get("role", "part") == "part"]


def _shares(node: Mapping[str, Any], inherited: Mapping[str, Any], changed: Mapping[str, Any]) -> list[Any]:
    """The weights, as written, of the parts of a group: a variant's, else their own, else (items) inherited."""
    below = {**inherited, **defaults(node)}
    shares = []
    for kind, _, child in _children(node):
        if child.get("role", "part") == "part":
            own = child.get("weight", below.get("weight", 1) if kind == "items" else 1)
            code = child.get("code")
            shares.append(changed.get(code, own) if isinstance(code, str) else own)
    return shares


def _all_zero(shares: list[Any]) -> bool:
    return bool(shares) and all(_number(share) and share == 0 for share in shares)


def _codes(nodes: list[Any], lines: Callable[[Path], int]) -> Iterator[Found]:
    first: dict[str, Path] = {}
    for path, node, _, is_item in nodes:
        code = node.get("code")
        if not isinstance(code, str):
            continue
        if code in RESERVED | PLACES:
            yield (*path, "code"), f"'{code}' is kept for the language files; choose another code"
        if code in COLUMNS:
            yield (*path, "code"), f"'{code}' is a column of every table of answers; choose another code"
        if code in first:
            kind = "item" if is_item else "group"
            yield (
                (*path, "code"),
                f"{kind} '{code}' stands in two places (first in line {lines((*first[code], 'code'))}); a code belongs to one place",
            )
        first.setdefault(code, path)


def _items(data: Mapping[str, Any], nodes: list[Child]) -> Iterator[Found]:
    """Scales and respondents that are not there, reported where they are written: at the item, or in `defaults`."""
    known = {"scale": ("the scale '{}' is not among the scales", _mapping(data.get("scales")))}
    respondents = data.get("respondents", [RECORD])
    if isinstance(respondents, list):
        known["respondent"] = ("'{}' is not among the respondents", dict.fromkeys(filter(_text, respondents)))
    for path, node, _, is_item in nodes:
        for place, values in [(path, node)] if is_item else [((*path, "defaults"), defaults(node))]:
            for key, (what, names) in known.items():
                value = values.get(key)
                if isinstance(value, str) and value not in names:
                    yield (*place, key), what.format(value) + did_you_mean(value, names)


def _text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str)


def _number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _weights(nodes: list[Child]) -> Iterator[Found]:
    for path, node, inherited, is_item in nodes:
        for place, weight in ((path, node.get("weight")), ((*path, "defaults"), defaults(node).get("weight"))):
            if _number(weight) and weight < 0:
                what = f"the weight {weight:g} is negative; a weight is 0 or more (a score to be subtracted is `role: deduction`)"
                yield (*place, "weight"), what
        if not is_item and _all_zero(_shares(node, inherited, {})):
            yield path, f"all weights below '{node.get('code')}' are zero; at least one must be positive"
        if node.get("cap") is not None and node.get("role", "part") not in ("bonus", "deduction"):
            yield (*path, "cap"), "only a bonus or a deduction has a cap; give it that `role`, or leave the cap out"


def _range(data: Mapping[str, Any]) -> tuple[float, float]:
    """The lowest and highest score as written; no limits where they are not two numbers."""
    bounds = data.get("range")
    numbers = [float(bound) for bound in bounds if _number(bound)] if isinstance(bounds, list) else []
    return (numbers[0], numbers[1]) if len(numbers) == 2 else NO_LIMITS


def _scales(data: Mapping[str, Any]) -> Iterator[Found]:
    low, high = _range(data)
    if not low < high:
        yield ("range",), f"the range [{low:g}, {high:g}] must go from a lower to a higher number"
        low, high = NO_LIMITS
    for name, scale in _mapping(data.get("scales")).items():
        if not isinstance(scale, Mapping):
            continue
        kinds = [kind for kind in SCALE_KINDS if scale.get(kind) is not None]
        path: Path = ("scales", name)
        if len(kinds) != 1:
            yield path, f"a scale has exactly one of {', '.join(SCALE_KINDS)}; here: {', '.join(kinds) or 'none'}"
        if scale.get("choices") == {}:
            yield (*path, "choices"), 'a scale of choices needs at least one answer, like `"yes": 10`'
        limits = scale.get("points")
        if isinstance(limits, list) and len(limits) == 2 and all(map(_number, limits)) and not limits[0] < limits[1]:
            yield (*path, "points"), "the points go from a lower to a higher number"
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
    if isinstance(linear, list) and len(linear) == 2 and linear[0] == linear[1] and _number(linear[0]):
        yield (*path, "linear"), "worst and best are the same number"
    if steps == []:
        yield (*path, "steps"), "needs at least one step, like `[0, 10]` (from this number on, so many points)"
    if isinstance(steps, list) and all(isinstance(step, list) and len(step) == 2 and all(map(_number, step)) for step in steps):
        if [step[0] for step in steps] != sorted({step[0] for step in steps}):
            yield (*path, "steps"), "the steps must rise, each `from` above the one before"
        for index, (_, points) in enumerate(steps):
            if not limits[0] <= points <= limits[1]:
                yield (*path, "steps", index), f"{points} points lie outside the range [{limits[0]:g}, {limits[1]:g}]"


def _variants(data: Mapping[str, Any], codes: Mapping[str, Path], nodes: list[Child]) -> Iterator[Found]:
    variants = _mapping(data.get("variants"))
    for name, variant in variants.items():
        changed = {code: weight for code, weight in _mapping(variant).items() if code not in Labelled.model_fields}
        path: Path = ("variants", name)
        if isinstance(changed.get("weights"), Mapping):
            path, changed = (*path, "weights"), dict(changed["weights"])
        if name == DEFAULT_VARIANT:
            yield ("variants", name), f"'{DEFAULT_VARIANT}' is the name of the weights in the framework; choose another"
        for code, weight in changed.items():
            if code not in codes:
                yield (*path, code), f"'{code}' is not a code of the framework{did_you_mean(code, codes)}"
            elif _number(weight) and weight < 0:
                yield (*path, code), f"the weight {weight:g} is negative; a weight is 0 or more"
        for _, node, inherited, is_item in nodes:
            touched = any(child.get("code") == code for child in _parts(node) for code in changed)
            if not is_item and touched and codes.keys() >= changed.keys() and _all_zero(_shares(node, inherited, changed)):
                yield (
                    ("variants", name),
                    f"all weights below '{node.get('code')}' are zero under this variant; at least one must be positive",
                )
    for group, variant in _mapping(data.get("peer_groups")).items():
        if isinstance(variant, str) and variant != DEFAULT_VARIANT and variant not in variants:
            hint = did_you_mean(variant, variants) or f"; write {DEFAULT_VARIANT} for the weights of the framework"
            yield ("peer_groups", group), f"'{variant}' is not a variant{hint}"


def _graded(data: Mapping[str, Any], codes: Mapping[str, Path]) -> Iterator[Found]:
    grading = _mapping(data.get("grading"))
    cuts, grades, nodes = grading.get("cuts"), grading.get("grades"), grading.get("nodes")
    if isinstance(cuts, list) and all(map(_number, cuts)):
        if cuts != sorted(set(cuts), reverse=True):
            yield ("grading", "cuts"), "the cuts must fall, best grade first"
        low, high = _range(data)
        for index, cut in enumerate(cuts if grading.get("method") == "cuts" else []):
            if low < high and not low <= cut <= high:
                yield ("grading", "cuts", index), f"the cut {cut:g} lies outside the range [{low:g}, {high:g}]"
    if isinstance(cuts, list) and isinstance(grades, list) and len(grades) != len(cuts) + 1:
        yield ("grading", "grades"), f"{len(cuts)} cuts make {len(cuts) + 1} grades; here are {len(grades)}"
    for index, code in enumerate(nodes if isinstance(nodes, list) else []):
        if isinstance(code, str) and code not in codes:
            yield ("grading", "nodes", index), f"'{code}' is not a code of the framework{did_you_mean(code, codes)}"


def _parameters(data: Mapping[str, Any], nodes: list[Child]) -> Iterator[Found]:
    """A method's parameters must not be called like what the engine hands it."""
    for path, values in [((), data), *((path, node) for path, node, _, is_item in nodes if not is_item)]:
        for name in HANDED_OVER:
            if name in _mapping(values.get("scoring")):
                yield (*path, "scoring", name), f"'{name}' is handed to the method by the engine; a parameter needs another name"
