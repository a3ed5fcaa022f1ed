"""All questionnaires through one door: shipped ones, folders on QUESTIONNAIRE_PATH, installed packages."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from questionnaires import loader, wording
from questionnaires.model import Questionnaire
from questionnaires.problems import Problem, QuestionnaireError, did_you_mean
from questionnaires.wording import Wording

HERE = Path(__file__).parent
VARIABLE = "QUESTIONNAIRE_PATH"
ENTRY_POINTS = "haechi.questionnaires"


@dataclass(frozen=True)
class Edition:
    """A questionnaire with its folder and its texts."""

    questionnaire: Questionnaire
    folder: Path
    wordings: dict[str, Wording]

    def wording(self, language: str) -> Wording:
        """The texts in a language, or in the edition's own language if it lacks that one."""
        return self.wordings.get(language, self.wordings[self.questionnaire.language])


@dataclass(frozen=True)
class Survey:
    """The questionnaire folders that can be told apart, by id, built-ins first; and what is wrong with the others.

    `clashes` names both folders of an id that stands twice; neither is among the folders.
    """

    folders: dict[str, Path]
    clashes: dict[str, list[Problem]]
    broken: list[Problem]

    @property
    def problems(self) -> list[Problem]:
        return [*self.broken, *(problem for clash in self.clashes.values() for problem in clash)]


class UnknownQuestionnaire(QuestionnaireError):
    """There is no questionnaire of this id."""


def survey() -> Survey:
    """Everything that the three places hold; problems are collected, never raised."""
    found: dict[str, Path] = {}
    clashes: dict[str, list[Problem]] = {}
    broken: list[Problem] = []
    for folder in _candidates(broken):
        name = folder.name
        if name in found and found[name].resolve() != folder.resolve():
            what = f"has the id '{name}' like {found[name]}; rename one of them"
            clashes.setdefault(name, []).append(Problem(str(folder), 0, "", what))
        found.setdefault(name, folder)
    return Survey({name: folder for name, folder in found.items() if name not in clashes}, clashes, broken)


def folders() -> dict[str, Path]:
    """Every questionnaire folder by id. Raises QuestionnaireError if `survey` finds a problem."""
    found = survey()
    if found.problems:
        raise QuestionnaireError(found.problems)
    return found.folders


def find(identity: str) -> Path:
    """The folder of an id. Raises UnknownQuestionnaire if there is none, QuestionnaireError if there are two."""
    found = survey()
    if identity in found.clashes:
        raise QuestionnaireError(found.clashes[identity])
    if identity not in found.folders:
        lost = "".join(f"; {VARIABLE} names {entry}, which is no folder" for entry in _path() if not entry.is_dir())
        what = f"there is no questionnaire '{identity}'{did_you_mean(identity, found.folders)}; `list` shows all{lost}"
        raise UnknownQuestionnaire([Problem(identity, 0, "", what)])
    return found.folders[identity]


def load(identity: str) -> Questionnaire:
    """The questionnaire with this id, wherever it lives.

    >>> load("kr_integrity_2012").range
    (0.0, 10.0)
    """
    return edition(identity).questionnaire


def edition(identity: str | Path) -> Edition:
    """A questionnaire with its texts, by id or by folder."""
    folder = identity.resolve() if isinstance(identity, Path) else find(identity)
    return _read(folder, _stamp(folder))


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """Changes when a file of the folder changes, so that one may edit and look again."""
    return tuple(sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*") if path.is_file()))


@lru_cache(maxsize=64)
def _read(folder: Path, _: tuple[tuple[str, int], ...]) -> Edition:
    questionnaire = loader.read_folder(folder)
    if questionnaire.id != folder.name:
        what = f"the id '{questionnaire.id}' and the folder '{folder.name}' differ; give both the same name"
        raise QuestionnaireError([Problem(str(folder / loader.FILE), 1, "id", what)])
    return Edition(questionnaire, folder, wording.read_wordings(folder, questionnaire))


def _candidates(problems: list[Problem]) -> Iterator[Path]:
    yield from _inside(HERE)
    for entry in _path():
        yield from _inside(entry)
    for point in importlib.metadata.entry_points(group=ENTRY_POINTS):
        places = _places(point.value)
        for location in places:
            yield from _inside(location)
        if not any(True for location in places for _ in _inside(location)):
            what = f"is installed as a questionnaire, but its package '{point.value}' holds none; install it again or remove it"
            problems.append(Problem(point.dist.name if point.dist else point.name, 0, "", what))


def _path() -> list[Path]:
    """The entries of QUESTIONNAIRE_PATH."""
    return [Path(entry) for entry in os.environ.get(VARIABLE, "").split(os.pathsep) if entry]


def _places(package: str) -> list[Path]:
    """The folders of an installed package; none if it is not there."""
    try:
        specification = importlib.util.find_spec(package)
    except ImportError:
        return []
    return [Path(place) for place in (specification.submodule_search_locations or [])] if specification else []


def _inside(folder: Path) -> Iterator[Path]:
    """The folder itself if it is a questionnaire, else the questionnaires in it, by name."""
    if (folder / loader.FILE).is_file():
        yield folder
    elif folder.is_dir():
        yield from sorted(inner for inner in folder.iterdir() if (inner / loader.FILE).is_file() and inner.name != "template")
