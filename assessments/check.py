"""Is a questionnaire fit for use? It loads, its texts are there, its examples come out, its method keeps the promises."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from assessments.assess import assess
from assessments.institutions import Institution
from assessments.problems import DataError
from assessments.reading import from_table
from questionnaires import catalogue, narrow_yaml, wording
from questionnaires.model import DEFAULT_VARIANT, RECORD, Questionnaire
from questionnaires.problems import Problem, QuestionnaireError, did_you_mean
from scoring import checks, methods

EXAMPLES = "examples.yaml"
KEYS = {"name", "note", "peer_group", "variant", "cycle", "answers", "responses", "expect", "decimals", "source"}
SUBJECT = "example"


@dataclass(frozen=True)
class Report:
    """What `check` found in one questionnaire."""

    identity: str
    folder: Path
    questionnaire: Questionnaire | None = None
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    examples: int = 0

    @property
    def passed(self) -> bool:
        return not self.errors


def check(identity: str) -> Report:
    """Check an id of the catalogue or a folder; everything that is wrong at once, never an exception for the author's mistakes."""
    folder = Path(identity)
    try:
        if not (folder / "questionnaire.yaml").is_file():
            folder = catalogue.find(identity)
        edition = catalogue.edition(folder.resolve())
    except QuestionnaireError as error:
        return Report(identity, folder, errors=[str(problem) for problem in error.problems])
    questionnaire = edition.questionnaire
    texts = list(wording.warnings(edition.folder, questionnaire))
    count, failures = run_examples(edition.folder, questionnaire)
    unsound = list(_method_problems(questionnaire, edition.folder))
    broken = [] if unsound else checks.broken_promises(questionnaire, edition.folder)
    return Report(
        identity=questionnaire.id,
        folder=edition.folder,
        questionnaire=questionnaire,
        errors=[*(str(problem) for problem in texts if not problem.warning), *unsound, *failures, *broken],
        warnings=[*(str(problem) for problem in texts if problem.warning), *_loose_ends(edition.folder)],
        assumed=list(assumed(questionnaire)),
        languages=sorted(edition.wordings),
        examples=count,
    )


def _loose_ends(folder: Path) -> Iterator[str]:
    from questionnaires.loader import FILE, read_text

    _, problems = read_text((folder / FILE).read_bytes(), str(folder / FILE))
    yield from (str(problem) for problem in problems if problem.warning)
    if not (folder / EXAMPLES).is_file():
        yield f"{folder / EXAMPLES}: is not there; examples are the tests of a questionnaire"
    if not (folder / "README.md").is_file():
        yield f"{folder / 'README.md'}: is not there; say where the method and every weight come from"


def _method_problems(questionnaire: Questionnaire, folder: Path) -> Iterator[str]:
    """Methods that do not exist, and parameters that a method does not take."""
    for scoring in [questionnaire.scoring, *(group.scoring for group in questionnaire.groups.values() if group.scoring)]:
        try:
            taken = methods.parameters(methods.find(scoring.method, folder))
        except methods.UnknownMethod as error:
            yield f"{folder / 'questionnaire.yaml'}: scoring: {error}"
            continue
        for name in sorted(set(scoring.parameters) - (taken or set())):
            yield f"{folder / 'questionnaire.yaml'}: scoring: '{name}' is no parameter of {scoring.method}{did_you_mean(name, taken or ())}"


def assumed(questionnaire: Questionnaire) -> Iterator[str]:
    """Every figure that is our own assumption or unverified, by name."""
    for code, node in questionnaire.nodes.items():
        if node.provenance in ("assumed", "unverified") and code != questionnaire.root and node.role == "part":
            yield f"weight of {code}: {node.weight:g} ({node.provenance})"
    labelled: dict[str, Any] = {f"scale {name}": scale for name, scale in questionnaire.scales.items()}
    labelled |= {f"variant {name}": variant for name, variant in questionnaire.variants.items()}
    labelled |= {f"scoring of {code}": group.scoring for code, group in questionnaire.groups.items() if group.scoring}
    labelled |= {"grading": questionnaire.grading} if questionnaire.grading else {}
    labelled |= {"scoring": questionnaire.scoring}
    labelled |= {"minimum group": questionnaire.disclosure}
    for name, value in labelled.items():
        if value.provenance in ("assumed", "unverified"):
            yield f"{name} ({value.provenance})"


def run_examples(folder: Path, questionnaire: Questionnaire) -> tuple[int, list[str]]:
    """How many examples there are, and what does not come out as they say."""
    path = folder / EXAMPLES
    if not path.is_file():
        return 0, []
    document = narrow_yaml.read(path.read_bytes(), str(path))
    if document.problems or not isinstance(document.data, list):
        problems = document.problems or [Problem(str(path), 1, "", "must be a list of examples, each beginning with `- name:`")]
        return 0, [str(problem) for problem in problems]
    failures: list[str] = []
    for position, example in enumerate(document.data):
        where = f"{path}:{document.line((position,))}"
        failures += [f"{where}: {failure}" for failure in _run(example, questionnaire, folder)]
    return len(document.data), failures


def _run(example: Any, questionnaire: Questionnaire, folder: Path) -> Iterator[str]:
    if not isinstance(example, Mapping) or "expect" not in example:
        yield "an example needs `name`, answers and `expect`"
        return
    name = example.get("name", "example")
    strangers = set(example) - KEYS
    if strangers:
        yield f"{name}: " + "; ".join(f"'{key}' is not known{did_you_mean(key, KEYS)}" for key in sorted(strangers))
        return
    institution = Institution(SUBJECT, peer_group=str(example.get("peer_group") or ""), variant=str(example.get("variant") or ""))
    if institution.variant and institution.variant not in (DEFAULT_VARIANT, *questionnaire.variants):
        yield f"{name}: '{institution.variant}' is not a variant{did_you_mean(institution.variant, questionnaire.variants)}"
        return
    try:
        responses = from_table(example_table(example, questionnaire), questionnaire, institutions=[SUBJECT], name=str(name))
    except DataError as error:
        yield from (str(mistake) for mistake in error.mistakes)
        return
    card = assess(questionnaire, responses, {SUBJECT: institution}, folder=folder)[0]
    for code, expected in example["expect"].items():
        if code not in card.nodes:
            yield f"{name}: '{code}' is no node{did_you_mean(code, card.nodes)}"
        elif not agrees(card.nodes[code].value, expected, example.get("decimals")):
            yield f"{name}: {code} is {card.nodes[code].value}, expected {expected}"


def agrees(value: float | None, expected: float | None, decimals: int | None = None) -> bool:
    """Whether a score is what was printed: rounded half up to the printed decimals, else equal to nine digits.

    >>> agrees(89.325, 89.3, 1), agrees(8.235, 8.24, 2), agrees(None, None), agrees(0.0, None)
    (True, True, True, False)
    """
    if value is None or expected is None:
        return value is expected
    if decimals is None:
        return math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9)
    return rounded(value, decimals) == rounded(expected, decimals)


def rounded(value: float, decimals: int) -> Decimal:
    """Half up, as offices round, after the dust of binary fractions is gone."""
    return Decimal(f"{value:.9f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def example_table(example: Mapping[str, Any], questionnaire: Questionnaire) -> pd.DataFrame:
    """An example's answers as a long table."""
    rows: list[dict[str, str]] = []

    def add(group: str, respondent: str, answers: Mapping[str, Any], design: Mapping[str, Any]) -> None:
        for code, answer in answers.items():
            own = questionnaire.items[code].respondent if code in questionnaire.items else group
            row = {"subject": SUBJECT, "respondent_group": own, "respondent": respondent, "item": code, "answer": _written(answer)}
            rows.append({**row, **{key: _written(design.get(key)) for key in ("stratum", "stratum_size", "weight")}})

    add(RECORD, "", example.get("answers") or {}, {})
    number = 0
    for response in example.get("responses") or []:
        for _ in range(int(response.get("times", 1))):
            number += 1
            add(str(response.get("respondent_group", RECORD)), f"r{number}", response.get("answers") or {}, response)
    columns = ["subject", "respondent_group", "respondent", "stratum", "stratum_size", "weight", "item", "answer"]
    return pd.DataFrame(rows or [dict.fromkeys(columns, "") | {"subject": SUBJECT, "item": questionnaire.root}], columns=columns)


def _written(answer: Any) -> str:
    return "" if answer is None else str(answer).lower() if isinstance(answer, bool) else str(answer)
