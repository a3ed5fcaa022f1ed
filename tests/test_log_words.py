"""Every name that the code writes into the log has words, in both languages, and no words are left over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessments.texts import LANGUAGES, texts
from views.language import FOLDER

ASSESSMENTS = Path(__file__).parent.parent / "assessments"
FILES = [path for room in ("register", "rounds") for path in sorted((ASSESSMENTS / room).rglob("*.py")) if "offline" not in path.parts]
MODULES = {path.stem for path in FILES}
ASKING = ("reach", "may", "_within")  # functions that are told the name of a service to ask for leave, not to write it down
ENDINGS = (".csv", ".txt", ".parquet")


def written() -> set[str]:
    """`module.function` wherever it stands in a service, but for questions of access."""
    return {name for path in FILES for name in _names(ast.parse(path.read_text(encoding="utf-8")))}


def _names(tree: ast.AST) -> Iterator[str]:
    asked = {
        id(argument)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ASKING
        for argument in call.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in asked:
            module, mark, function = node.value.partition(".")
            if mark and module in MODULES and function.isidentifier() and not node.value.endswith(ENDINGS):
                yield node.value


def test_the_code_writes_what_we_think_it_writes() -> None:
    assert {"returns.save", "stages.go_on", "reorganise.merge", "sign_in.failed", "backups.make"} < written()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_in_the_log_has_words(language: str) -> None:
    said = texts(language, FOLDER).words["log"]["what"]
    assert {f"{module}.{function}" for module, several in said.items() for function in several} == written()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_things_in_one_area_are_called_the_same(language: str) -> None:
    for several in texts(language, FOLDER).words["log"]["what"].values():
        assert len(set(several.values())) == len(several)
