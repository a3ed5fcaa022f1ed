"""Every text of an edition, by language and code; a missing one falls back and is reported."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from questionnaires import narrow_yaml
from questionnaires.model import Questionnaire
from questionnaires.narrow_yaml import Document, place
from questionnaires.problems import Problem, QuestionnaireError, did_you_mean
from questionnaires.references import RESERVED

NODE_TEXTS = ("title", "question", "help", "evidence")
EDITION_TEXTS = ("title", "short", "summary")
SECTIONS = ("respondents", "peer_groups", "variants", "grades")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Wording:
    """The texts of one edition in one language, with the fallback language behind it."""

    language: str
    texts: Mapping[str, Any] = field(default_factory=dict)
    fallback: Wording | None = None

    def find(self, *path: str) -> str | None:
        """The text at a path, in this language or the fallback; none if there is none."""
        value: Any = self.texts
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        if isinstance(value, str):
            return value
        return self.fallback.find(*path) if self.fallback else None

    def node(self, code: str, part: str = "title") -> str:
        """A node's title (the code, if it has none), question, help or evidence hint (empty, if none)."""
        text = self.find(code, part) or (self.find(code) if part == "title" else None)
        return text or (code if part == "title" else "")

    def question(self, code: str) -> str:
        return self.node(code, "question") or self.node(code)

    def choice(self, scale: str, answer: str) -> str:
        return self.find("scales", scale, answer) or self.find("specials", answer) or answer

    def name(self, kind: str, code: str) -> str:
        """The name of a respondent group, peer group, variant, grade, unit …; its code, if it has none."""
        return self.find(kind, code) or code

    def edition(self, part: str = "title") -> str:
        return self.find("edition", part) or ""


def read_wordings(folder: Path, questionnaire: Questionnaire) -> dict[str, Wording]:
    """One Wording a language file of the folder. Raises QuestionnaireError if a file cannot be read."""
    documents = {path.stem: _read(path) for path in language_files(folder)}
    problems = [problem for document in documents.values() for problem in document.problems]
    if problems:
        raise QuestionnaireError(problems)
    fallback = Wording(questionnaire.language, documents.get(questionnaire.language, Document(data={})).data)
    wordings = {language: Wording(language, document.data, fallback) for language, document in documents.items()}
    return {**wordings, questionnaire.language: fallback}


def language_files(folder: Path) -> list[Path]:
    """The files named after a language (`en.yaml`, `ko.yaml`, `zh-Hant.yaml`)."""
    return sorted(path for path in folder.glob("*.yaml") if LANGUAGE.fullmatch(path.stem))


def _read(path: Path) -> Document:
    document = narrow_yaml.read(path.read_bytes(), str(path))
    if not document.problems and not isinstance(document.data, Mapping):
        document.problems.append(Problem(str(path), 1, "", "must be codes with texts, like `integrity: Overall integrity`"))
    return document


def warnings(folder: Path, questionnaire: Questionnaire) -> Iterator[Problem]:
    """Texts that are missing in a language, and texts for codes that do not exist."""
    files = language_files(folder)
    if questionnaire.language not in {path.stem for path in files}:
        what = f"is not there; it holds the texts in the questionnaire's own language, '{questionnaire.language}'"
        yield Problem(str(folder / f"{questionnaire.language}.yaml"), 0, "", what, True)
    wanted = sorted(set(_wanted(questionnaire)))
    for path in files:
        document = _read(path)
        yield from document.problems
        wording = Wording(path.stem, document.data if isinstance(document.data, Mapping) else {})
        stand_in = "its code" if path.stem == questionnaire.language else "the fallback language"
        for missing in wanted:
            if wording.find(*missing) is None and wording.find(*missing, "title") is None:
                yield Problem(str(path), 0, ".".join(missing), f"has no text in this language; {stand_in} stands in", True)
        yield from _strangers(document, questionnaire, str(path))


def _wanted(questionnaire: Questionnaire) -> Iterator[tuple[str, ...]]:
    yield ("edition", "title")
    yield from ((code,) for code in questionnaire.nodes)
    for name, scale in questionnaire.scales.items():
        yield from (("scales", name, answer) for answer in scale.choices or {})
    yield from ((section, code) for section, codes in _sections(questionnaire).items() for code in codes)


def _sections(questionnaire: Questionnaire) -> dict[str, Collection[str]]:
    """What else has a name in every language, by section of the language file."""
    grading = questionnaire.grading
    grades = grading.names if grading and grading.grades else []
    found = (questionnaire.respondents, questionnaire.peer_groups, questionnaire.variants, grades)
    return dict(zip(SECTIONS, found, strict=True))


def _strangers(document: Document, questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    texts = document.data if isinstance(document.data, Mapping) else {}
    for code, text in texts.items():
        if code not in questionnaire.nodes and code not in RESERVED:
            hint = did_you_mean(code, questionnaire.nodes)
            yield Problem(file, document.line((code,)), "", f"'{code}' is not a code of this questionnaire{hint}", True)
        parts = {"edition": EDITION_TEXTS, "scales": tuple(questionnaire.scales)}
        known = NODE_TEXTS if code in questionnaire.nodes else parts.get(code)
        if known and isinstance(text, Mapping):
            for part in sorted(set(text) - set(known)):
                yield Problem(file, document.line((code, part)), place((code,)), f"'{part}' is not known{did_you_mean(part, known)}", True)
