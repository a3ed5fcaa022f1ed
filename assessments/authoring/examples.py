"""Examples are a questionnaire's own tests: answers, and the scores that they must give."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import Field, TypeAdapter, ValidationError

from assessments.institutions import Institution
from assessments.reading import from_table
from assessments.results.assess import assess
from assessments.rounding import rounded
from assessments.tables.problems import DataError
from questionnaires import explanations, narrow_yaml
from questionnaires.model import DEFAULT_VARIANT, RECORD, Number, Questionnaire, Truth, Value, Whole
from questionnaires.problems import Problem, did_you_mean
from scoring.methods import MethodError

FILE = "examples.yaml"
SUBJECT = "example"
Answers = dict[str, str | Number | Truth | None]


class Response(Value):
    """One survey response, or `times` equal ones, with its place in the sampling design."""

    respondent_group: str = RECORD
    times: Whole = Field(default=1, ge=1, le=10_000)
    answers: Answers = Field(default_factory=dict)
    stratum: str | None = None
    stratum_size: Number | None = None
    weight: Number | None = None


class Example(Value):
    """Answers of one subject and what must come out: a number, or null for no score."""

    name: str
    note: str | None = None
    peer_group: str = ""
    variant: str = ""
    cycle: str | None = None
    responses: list[Response] = Field(default_factory=list)
    answers: Answers = Field(default_factory=dict)
    expect: dict[str, Number | None]
    decimals: Whole | None = Field(default=None, ge=0, le=9)
    source: str | None = None


def run_examples(folder: Path, questionnaire: Questionnaire) -> tuple[int, list[str]]:
    """How many examples there are, and what is wrong with them or does not come out as they say."""
    path = folder / FILE
    if not path.is_file():
        return 0, []
    document = narrow_yaml.read(path.read_bytes(), str(path))
    if document.problems or not isinstance(document.data, list):
        problems = document.problems or [Problem(str(path), 1, "", "must be a list of examples, each beginning with `- name:`")]
        return 0, [str(problem) for problem in problems]
    try:
        examples = TypeAdapter(list[Example]).validate_python(document.data)
    except ValidationError as error:
        return 0, [str(problem) for problem in sorted(set(explanations.explain(error, document, str(path), list[Example])))]
    failures: list[str] = []
    for position, example in enumerate(examples):
        where = f"{path}:{document.line((position,))}: {example.name}"
        failures += [f"{where}: {failure}" for failure in _failures(example, questionnaire, folder)]
    return len(examples), failures


def _failures(example: Example, questionnaire: Questionnaire, folder: Path) -> Iterator[str]:
    if example.variant and example.variant not in (DEFAULT_VARIANT, *questionnaire.variants):
        yield f"'{example.variant}' is not a variant{did_you_mean(example.variant, questionnaire.variants)}"
        return
    institution = Institution(SUBJECT, peer_group=example.peer_group, variant=example.variant)
    try:
        responses = from_table(example_table(example, questionnaire), questionnaire, institutions=[SUBJECT], name="answers")
        card = assess(questionnaire, responses, {SUBJECT: institution}, folder=folder)[0]
    except DataError as error:
        yield from (str(mistake) for mistake in error.mistakes)
        return
    except MethodError as error:
        yield str(error)
        return
    for code, expected in example.expect.items():
        if code not in card.nodes:
            yield f"'{code}' is no node{did_you_mean(code, card.nodes)}"
        elif not agrees(card.nodes[code].value, expected, example.decimals):
            yield f"{code} is {_shown(card.nodes[code].value)}, expected {_shown(expected)}"


def _shown(value: float | None) -> str:
    return "no score" if value is None else str(value)


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


def example_table(example: Example, questionnaire: Questionnaire) -> pd.DataFrame:
    """An example's answers as a long table."""
    rows: list[dict[str, str]] = []

    def add(group: str, respondent: str, answers: Mapping[str, Any], design: Response) -> None:
        for code, answer in answers.items():
            own = questionnaire.items[code].respondent if code in questionnaire.items else group
            row = {"subject": SUBJECT, "respondent_group": own, "respondent": respondent, "item": code, "answer": _written(answer)}
            rows.append({**row, **{key: _written(getattr(design, key)) for key in ("stratum", "stratum_size", "weight")}})

    add(RECORD, "", example.answers, Response())
    number = 0
    for response in example.responses:
        for _ in range(response.times):
            number += 1
            add(response.respondent_group, f"r{number}", response.answers, response)
    columns = ["subject", "respondent_group", "respondent", "stratum", "stratum_size", "weight", "item", "answer"]
    return pd.DataFrame(rows or [dict.fromkeys(columns, "") | {"subject": SUBJECT, "item": questionnaire.root}], columns=columns)


def _written(answer: Any) -> str:
    return "" if answer is None else str(answer).lower() if isinstance(answer, bool) else str(answer)
