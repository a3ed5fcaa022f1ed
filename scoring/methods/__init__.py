"""Scoring methods, found by name: built-in files here, a folder's own `scorer.py`, installed packages.

A method is a module with `score(questionnaire, points, *, weights, **parameters)`: from one array
element per subject and item (and *given* group) to one per subject and node. It may also have
`reference(questionnaire, summary)` when it needs its peers; the result comes back as `reference=`.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import inspect
import pkgutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from questionnaires.model import Questionnaire
from questionnaires.problems import did_you_mean

ENTRY_POINTS = "haechi.methods"
GUEST = "scorer"


class MethodError(Exception):
    """A questionnaire cannot be scored as it says; the message says why."""


class UnknownMethod(MethodError, LookupError):
    """There is no method of this name, built in or installed."""


class MethodFailed(MethodError):
    """A method broke off: its parameters do not fit, or a guest's code has a mistake (which is the cause)."""

    def __init__(self, name: str, error: BaseException) -> None:
        super().__init__(f"the method '{name}' fails: {type(error).__name__}: {error}")


class TreeNotFollowed(MethodError):
    """A method did not give one finite number (or nan) a subject for every node."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"tree follows framework: '{code}' {why}")


def names() -> list[str]:
    """The built-in methods and those of installed packages."""
    built_in = [module.name for module in pkgutil.iter_modules(__path__)]
    return sorted({*built_in, *(point.name for point in importlib.metadata.entry_points(group=ENTRY_POINTS))})


def find(name: str, folder: Path | None = None) -> ModuleType:
    """The module of a method. `scorer` is the questionnaire folder's own file. Raises MethodError."""
    if name == GUEST:
        if folder is None or not (folder / "scorer.py").is_file():
            raise UnknownMethod("the method 'scorer' needs a scorer.py in the questionnaire's folder")
        scorer = folder / "scorer.py"
        return _whole(str(scorer), lambda: _guest(scorer, scorer.stat().st_mtime_ns))
    if name in {module.name for module in pkgutil.iter_modules(__path__)}:
        return importlib.import_module(f"{__name__}.{name}")
    for point in importlib.metadata.entry_points(group=ENTRY_POINTS, name=name):
        return _whole(name, point.load)
    raise UnknownMethod(f"there is no scoring method '{name}'{did_you_mean(name, names())}; known: {', '.join(names())}")


def _whole(name: str, load: Callable[[], ModuleType]) -> ModuleType:
    """A guest's module, if it runs and has a `score`. Raises MethodError."""
    try:
        module = load()
    except (Exception, SystemExit) as error:  # a guest's code may fail in any way
        raise MethodFailed(name, error) from error
    if not callable(getattr(module, "score", None)):
        raise UnknownMethod(f"the method '{name}' has no function `score`")
    return module


@lru_cache(maxsize=32)
def _guest(path: Path, _: int) -> ModuleType:
    specification = importlib.util.spec_from_file_location(f"haechi_scorer_{path.parent.name}", path)
    if specification is None or specification.loader is None:
        raise UnknownMethod(f"{path} cannot be read as Python")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def parameters(method: ModuleType) -> set[str] | None:
    """The parameters that a method takes, or none if it takes any."""
    signature = inspect.signature(method.score).parameters.values()
    named = {parameter.name for parameter in signature if parameter.kind is parameter.KEYWORD_ONLY}
    return named - {"weights", "reference"}


def averages(questionnaire: Questionnaire, folder: Path | None) -> bool:
    """Whether the whole is a mean of its parts, so that weights are shares and means of scores have a meaning."""
    return bool(getattr(find(questionnaire.scoring.method, folder), "AVERAGES", True))
