"""What a questionnaire is: frozen values, one class an idea, no reading and no arithmetic.

Everything that a scorecard shows comes with a *label* (`provenance`): who says so. The same classes
make the JSON Schema with which an editor completes and checks `questionnaire.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=63)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
Truth = Annotated[bool, Field(strict=True)]
Provenance = Literal["sourced", "derived", "assumed", "unverified"]
Special = Literal["dont_know", "refuse", "not_applicable"]
Role = Literal["part", "bonus", "deduction", "information"]
SPECIALS: tuple[Special, ...] = ("dont_know", "refuse", "not_applicable")
RECORD = "record"
DEFAULT_VARIANT = "default"


class Value(BaseModel):
    """A frozen value that refuses keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Labelled(Value):
    """A figure about the world, with its label and where it comes from.

    `provenance` is *sourced* (a source states it), *derived* (our arithmetic, shown in `calculation`),
    *assumed* (our editable default) or *unverified*. `source` names an entry of `sources`.
    """

    provenance: Provenance = "assumed"
    source: str | None = None
    calculation: str | None = None


class Source(Value):
    """Where a figure comes from, in words that a reader can follow."""

    title: str
    url: str | None = None
    note: str | None = None


class Bands(Value):
    """How a number becomes points: a line between two numbers, or steps.

    `linear: [worst, best]` maps `worst` to the bottom of the range and `best` to its top.
    `steps: [[from, points], ...]`: the points of the last step whose `from` the number reaches.
    `clip` lets numbers beyond `linear` count as its end instead of being refused.
    """

    linear: tuple[Number, Number] | None = None
    steps: list[tuple[Number, Number]] | None = None
    clip: Truth = False


class Change(Bands):
    """Change on the year before: the answer is `now/before`; compared as a difference or as a ratio."""

    measured_as: Literal["difference", "ratio"] = "ratio"


class Scale(Labelled):
    """How an answer becomes points. Exactly one of the six kinds.

    choices  answer code -> points on the instrument's range (`null`: a valid answer without points)
    linear   a number, on a line from worst to best          steps   a number, in bands
    points   a number within [lowest, highest], taken as it is (bonus, deduction, raw quantities)
    rate     a count over a base, written `12/340`, then `linear` or `steps`
    change   this year over last, written `120/100`, then `linear` or `steps`
    """

    choices: dict[str, Number | None] | None = None
    linear: tuple[Number, Number] | None = None
    steps: list[tuple[Number, Number]] | None = None
    points: tuple[Number, Number] | None = None
    rate: Bands | None = None
    change: Change | None = None
    clip: Truth = False
    special: list[Special] = Field(default_factory=list)
    unit: str | None = None

    @property
    def kind(self) -> str:
        return next(kind for kind in SCALE_KINDS if getattr(self, kind) is not None)


SCALE_KINDS = ("choices", "linear", "steps", "points", "rate", "change")


class Condition(Value):
    """A small declared condition over answers; never an expression that could run.

    One of `all`, `any` (lists of conditions), `not` (a condition), or a test of one `item`:
    `is` (this answer), `in` (one of these answers), `at_least` (a number, or the points of a choice).
    It looks only at questions that the same respondent was asked before.
    """

    all_of: list[Condition] | None = Field(default=None, alias="all")
    any_of: list[Condition] | None = Field(default=None, alias="any")
    negated: Condition | None = Field(default=None, alias="not")
    item: str | None = None
    is_: str | Number | None = Field(default=None, alias="is")
    in_: list[str | Number] | None = Field(default=None, alias="in")
    at_least: Number | None = None


class Scoring(Labelled):
    """Which method turns item points into nodes; every further key is a parameter of that method."""

    model_config = ConfigDict(frozen=True, extra="allow")

    method: str = "weighted_mean"
    minimum_answers: Whole = Field(default=1, ge=1)

    @property
    def parameters(self) -> dict[str, Any]:
        return dict(self.__pydantic_extra__ or {})


class Defaults(Value):
    """What the items below a group have in common, so that it is written once."""

    scale: str | None = None
    respondent: str | None = None
    weight: Number | None = Field(default=None, ge=0)
    provenance: Provenance | None = None
    source: str | None = None
    content: Provenance | None = None
    content_source: str | None = None


class Node(Labelled):
    """What item and group share: a permanent code, and a weight within the group, with its label.

    `direction` says whether a higher value raises (`up`) or lowers (`down`) the score it enters.
    """

    code: Code
    weight: Number = Field(default=1.0, ge=0)
    role: Role = "part"
    direction: Literal["up", "down"] = "up"
    ask_if: Condition | None = None


class Item(Node):
    """One question to one group of respondents.

    `content` labels the question itself (does a source say that it is asked?), `provenance` its weight.
    `reverse` turns the points round within the range before anything else happens.
    """

    scale: str
    respondent: str = RECORD
    reverse: Truth = False
    content: Provenance = "assumed"
    content_source: str | None = None


class Group(Node):
    """A node of the tree: further groups, or items, or nothing (then it can only be *given*).

    `cap` limits a bonus or deduction group; `scoring` lets another method score this branch.
    """

    groups: list[Group] = Field(default_factory=list)
    items: list[Item] = Field(default_factory=list)
    cap: Number | None = Field(default=None, ge=0)
    scoring: Scoring | None = None
    defaults: Defaults = Defaults()

    @property
    def children(self) -> list[Group | Item]:
        return [*self.groups, *self.items]


class Variant(Labelled):
    """Weights that differ for a type of institution; weight 0 takes a node out."""

    weights: dict[str, Annotated[Number, Field(ge=0)]]

    @model_validator(mode="before")
    @classmethod
    def from_flat(cls, data: Any) -> Any:
        """`{external: 0.7, policy: 0, source: x}` is how one writes it: codes and labels side by side."""
        if not isinstance(data, Mapping) or "weights" in data:
            return data
        labels = set(Labelled.model_fields)
        return {
            "weights": {code: weight for code, weight in data.items() if code not in labels},
            **{key: value for key, value in data.items() if key in labels},
        }


class Grading(Labelled):
    """How a score becomes a grade; grade 1 (or the first name) is the best.

    cuts       `value >= cuts[0]` is the first grade, and so on (half-open bands)
    deviation  cuts in standard deviations from the mean of the peer group; refused below `minimum_peers`
    """

    method: Literal["cuts", "deviation"]
    cuts: list[Number] = Field(min_length=1)
    grades: list[str] | None = None
    within: Literal["peer_group", "all"] = "peer_group"
    minimum_peers: Whole = Field(default=8, ge=2)
    nodes: list[str] | None = None

    @property
    def names(self) -> list[str]:
        return self.grades or [str(number + 1) for number in range(len(self.cuts) + 1)]


class Disclosure(Labelled):
    """The smallest number of respondents for which a result may be shown: declared with the edition; results do not withhold by it yet."""

    minimum_group: Whole = Field(default=5, ge=1)


class NotApplicable(Labelled):
    """How much of itself an institution may declare not applicable: `ceiling` is the largest share of the overall weight, 0 to 1 (1: no ceiling)."""

    ceiling: Number = Field(default=0.3, ge=0, le=1)


class Questionnaire(Value):
    """One edition of one instrument: what is asked, of whom, and how answers become scores."""

    id: Code
    version: str
    range: tuple[Number, Number]
    subject: Literal["institution", "law", "process", "post", "risk"] = "institution"
    family: Literal["integrity", "initiative", "corruption_risk", "other"] = "other"
    higher_is: Literal["better", "worse"] = "better"
    years: list[Whole] = Field(default_factory=list)
    language: str = "en"
    respondents: list[Code] = Field(default_factory=lambda: [RECORD])
    source: str | None = None
    sources: dict[str, Source] = Field(default_factory=dict)
    scales: dict[str, Scale] = Field(default_factory=dict)
    framework: Group
    variants: dict[str, Variant] = Field(default_factory=dict)
    peer_groups: dict[str, str] = Field(default_factory=dict)
    scoring: Scoring = Scoring()
    grading: Grading | None = None
    disclosure: Disclosure = Disclosure()
    not_applicable: NotApplicable = NotApplicable()
    digest: str = Field(default="", exclude=True, json_schema_extra={"readOnly": True})

    @cached_property
    def nodes(self) -> dict[str, Group | Item]:
        """Every node by code, parents before children, in the order of the file."""
        return {node.code: node for node, _, _ in walk(self.framework)}

    @cached_property
    def levels(self) -> dict[str, int]:
        """How deep each node lies; the root is 0."""
        return {node.code: level for node, _, level in walk(self.framework)}

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """The code of each node's parent; the root has none."""
        return {node.code: parent.code if parent else None for node, parent, _ in walk(self.framework)}

    @cached_property
    def items(self) -> dict[str, Item]:
        return {code: node for code, node in self.nodes.items() if isinstance(node, Item)}

    @cached_property
    def groups(self) -> dict[str, Group]:
        return {code: node for code, node in self.nodes.items() if isinstance(node, Group)}

    @property
    def root(self) -> str:
        return self.framework.code

    @property
    def bottom(self) -> float:
        return self.range[0]

    @property
    def top(self) -> float:
        return self.range[1]

    @property
    def width(self) -> float:
        return self.top - self.bottom

    def variant_of(self, peer_group: str) -> str:
        """The variant that a peer group is scored under; a peer group that is not listed has the default."""
        return self.peer_groups.get(peer_group, DEFAULT_VARIANT)

    def label(self, code: str, variant: str = DEFAULT_VARIANT) -> Labelled:
        """Who says the weight of a node under one variant: the variant where it changes the weight, else the node."""
        changed = self.variants.get(variant)
        return changed if changed and code in changed.weights else self.nodes[code]

    def branch(self, code: str) -> Questionnaire:
        """The same questionnaire with one group as its root."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Questionnaire.model_construct(**{**fields, "framework": self.groups[code]})

    def weights(self, variant: str = DEFAULT_VARIANT) -> dict[str, float]:
        """The weight of each node within its group, under one variant."""
        changed = self.variants[variant].weights if variant != DEFAULT_VARIANT else {}
        return {code: changed.get(code, node.weight) for code, node in self.nodes.items()}


def walk(node: Group | Item, parent: Group | None = None, level: int = 0) -> Iterator[tuple[Group | Item, Group | None, int]]:
    """Every node below and including this one, with its parent and depth, parents first."""
    yield node, parent, level
    if isinstance(node, Group):
        for child in node.children:
            yield from walk(child, node, level + 1)
