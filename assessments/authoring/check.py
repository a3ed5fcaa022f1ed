"""Is a questionnaire fit for use? It loads, its texts are there, its examples come out, its method keeps the promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assessments.authoring import examples
from questionnaires import catalogue, wording
from questionnaires.model import Questionnaire
from questionnaires.problems import QuestionnaireError, did_you_mean
from scoring import checks, methods, not_applicable


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
    unsound = list(_method_problems(questionnaire, edition.folder))
    count, failures = (0, []) if unsound else examples.run_examples(edition.folder, questionnaire)
    broken = [] if unsound else checks.broken_promises(questionnaire, edition.folder)
    return Report(
        identity=questionnaire.id,
        folder=edition.folder,
        questionnaire=questionnaire,
        errors=[*(str(problem) for problem in texts if not problem.warning), *unsound, *failures, *broken],
        warnings=[*(str(problem) for problem in texts if problem.warning), *_loose_ends(edition.folder)],
        assumed=[] if unsound else list(assumed(questionnaire, edition.folder)),
        languages=sorted(edition.wordings),
        examples=count,
    )


def _loose_ends(folder: Path) -> Iterator[str]:
    from questionnaires.loader import FILE, read_text

    _, problems = read_text((folder / FILE).read_bytes(), str(folder / FILE))
    yield from (str(problem) for problem in problems if problem.warning)
    if not (folder / examples.FILE).is_file():
        yield f"{folder / examples.FILE}: is not there; examples are the tests of a questionnaire"
    if not (folder / "README.md").is_file():
        yield f"{folder / 'README.md'}: is not there; say where the method and every weight come from"


def _method_problems(questionnaire: Questionnaire, folder: Path) -> Iterator[str]:
    """Methods that do not exist, and parameters that a method does not take."""
    for scoring in [questionnaire.scoring, *(group.scoring for group in questionnaire.groups.values() if group.scoring)]:
        try:
            taken = methods.parameters(methods.find(scoring.method, folder))
        except methods.MethodError as error:
            yield f"{folder / 'questionnaire.yaml'}: scoring: {error}"
            continue
        for name in sorted(set(scoring.parameters) - (taken or set())):
            yield f"{folder / 'questionnaire.yaml'}: scoring: '{name}' is no parameter of {scoring.method}{did_you_mean(name, taken or ())}"


def assumed(questionnaire: Questionnaire, folder: Path) -> Iterator[str]:
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
    labelled |= {"ceiling for not applicable": questionnaire.not_applicable} if not_applicable.possible(questionnaire, folder) else {}
    for name, value in labelled.items():
        if value.provenance in ("assumed", "unverified"):
            yield f"{name} ({value.provenance})"
