"""Every text of an edition, by language and code; a missing one falls back and is reported."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from questionnaires import narrow_yaml
from questionnaires.model import Labelled, Questionnaire
from questionnaires.narrow_yaml import Document, place
from questionnaires.problems import Problem, QuestionnaireError, did_you_mean
from questionnaires.references import RESERVED

NODE_TEXTS = ("title", "question", "help", "evidence")
EDITION_TEXTS = ("title", "short", "summary")
SOURCE_TEXTS = ("title", "note")
SECTIONS = ("respondents", "peer_groups", "variants", "grades", "specials", "units")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Wording:
    """The texts of one edition in one language, with the fallback language behind it."""

    language: str
    texts: Mapping[str, Any] = field(default_factory=dict)
    fallback: Wording | None = None

    def find(self, *path: str) -> str | None:
        """The text at a path, in this language or the fallback; none if there is none. A text by itself is a title.

        >>> Wording("en", {"favours": "Favours"}).find("favours", "title")
        'Favours'
        """
        value: Any = self.texts
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else value if step == "title" else None
        if isinstance(value, str):
            return value
        return self.fallback.find(*path) if self.fallback else None

    def node(self, code: str, part: str = "title") -> str:
        """A node's title (the code, if it has none), question, help or evidence hint (empty, if none)."""
        return self.find(code, part) or (code if part == "title" else "")

    def question(self, code: str) -> str:
        return self.node(code, "question") or self.node(code)

    def choice(self, scale: str, answer: str) -> str:
        return self.find("scales", scale, answer) or self.find("specials", answer) or answer

    def name(self, kind: str, code: str) -> str:
        """The name of a respondent group, peer group, variant, grade, unit …; its code, if it has none."""
        return self.find(kind, code) or code

    def edition(self, part: str = "title") -> str:
        return self.find("edition", part) or ""

    def source(self, key: str, part: str = "title", default: str | None = None) -> str:
        """A source's title or note; where no language file has one, as `questionnaire.yaml` states it (`default`)."""
        return self.find("sources", key, part) or default or ""

    def calculation(self, where: str, default: str | None = None) -> str:
        """How a figure was obtained, by its place (see `calculations`); else as `questionnaire.yaml` states it (`default`)."""
        return self.find("calculations", where) or default or ""


def calculations(questionnaire: Questionnaire) -> dict[str, str]:
    """Every calculation that `questionnaire.yaml` states, by its place.

    A place is a node's code, `scales.NAME`, `variants.NAME`, `grading`, `not_applicable`, `scoring`, or `scoring.CODE` for a group's own.
    """
    labelled: dict[str, Labelled | None] = {
        **{f"scales.{name}": scale for name, scale in questionnaire.scales.items()},
        **questionnaire.nodes,
        **{f"scoring.{code}": group.scoring for code, group in questionnaire.groups.items()},
        **{f"variants.{name}": variant for name, variant in questionnaire.variants.items()},
        "scoring": questionnaire.scoring,
        "grading": questionnaire.grading,
        "not_applicable": questionnaire.not_applicable,
    }
    return {where: label.calculation for where, label in labelled.items() if label and label.calculation}


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
    wanted, stated = sorted(set(_wanted(questionnaire))), sorted(_stated(questionnaire))
    for path in files:
        document = _read(path)
        yield from document.problems
        wording = Wording(path.stem, document.data if isinstance(document.data, Mapping) else {})
        own = path.stem == questionnaire.language
        yield from _missing(wording, wanted, "its code" if own else "the fallback language", str(path))
        yield from _missing(wording, [] if own else stated, "the text of questionnaire.yaml", str(path))
        yield from _strangers(document, questionnaire, str(path))


def _missing(wording: Wording, wanted: list[tuple[str, ...]], stand_in: str, file: str) -> Iterator[Problem]:
    for path in wanted:
        if wording.find(*path, "title") is None:
            yield Problem(file, 0, ".".join(path), f"has no text in this language; {stand_in} stands in", True)


def _wanted(questionnaire: Questionnaire) -> Iterator[tuple[str, ...]]:
    yield ("edition", "title")
    yield from ((code,) for code in questionnaire.nodes)
    for name, scale in questionnaire.scales.items():
        yield from (("scales", name, answer) for answer in scale.choices or {})
    yield from ((section, code) for section, codes in _sections(questionnaire).items() for code in codes)


def _stated(questionnaire: Questionnaire) -> Iterator[tuple[str, ...]]:
    """What `questionnaire.yaml` itself says in its own language: another language needs it too."""
    for key, source in questionnaire.sources.items():
        yield ("sources", key)
        if source.note:
            yield ("sources", key, "note")
    yield from (("calculations", where) for where in calculations(questionnaire))


def _sections(questionnaire: Questionnaire) -> dict[str, Collection[str]]:
    """What else has a name in every language, by section of the language file."""
    grading = questionnaire.grading
    grades = grading.names if grading and grading.grades else []
    scales = questionnaire.scales.values()
    specials = {special for scale in scales for special in scale.special}
    units = {scale.unit for scale in scales if scale.unit}
    found = (questionnaire.respondents, questionnaire.peer_groups, questionnaire.variants, grades, specials, units)
    return dict(zip(SECTIONS, found, strict=True))


def _strangers(document: Document, questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    texts = document.data if isinstance(document.data, Mapping) else {}
    parts: dict[str, Collection[str]] = {
        "edition": EDITION_TEXTS,
        "scales": questionnaire.scales,
        "sources": questionnaire.sources,
        "calculations": calculations(questionnaire),
    }
    for code, text in texts.items():
        if code not in questionnaire.nodes and code not in RESERVED:
            hint = did_you_mean(code, questionnaire.nodes)
            yield Problem(file, document.line((code,)), "", f"'{code}' is not a code of this questionnaire{hint}", True)
        yield from _unknown(document, (code,), text, NODE_TEXTS if code in questionnaire.nodes else parts.get(code), file)
    sources = texts.get("sources")
    for key, text in sources.items() if isinstance(sources, Mapping) else ():
        yield from _unknown(document, ("sources", key), text, SOURCE_TEXTS, file)


def _unknown(document: Document, path: tuple[str, ...], text: Any, known: Collection[str] | None, file: str) -> Iterator[Problem]:
    """Keys below a path that are not among the known ones; without a list of known ones every key is welcome."""
    for key in sorted(set(text) - set(known)) if known is not None and isinstance(text, Mapping) else ():
        yield Problem(file, document.line((*path, key)), place(path), f"'{key}' is not known{did_you_mean(key, known or ())}", True)
