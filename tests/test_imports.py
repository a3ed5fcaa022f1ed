"""Imports run one way: app.py → views → assessments → scoring → questionnaires; only app.py and views know a browser."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ("questionnaires", "scoring", "assessments", "views", "app")
BROWSER = ("streamlit", "starlette", "jinja2")
KNOW_A_BROWSER = ("views", "app")


def modules() -> list[Path]:
    rooms = [path for room in HOUSE[:-1] for path in sorted((ROOT / room).rglob("*.py")) if path.name != "scorer.py"]
    return [*rooms, *([ROOT / "app.py"] if (ROOT / "app.py").is_file() else [])]


def imported(text: str) -> set[str]:
    """The first part of every module that a text imports, at the top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("importlib.import_module", "import_module", "__import__"):
            found |= {str(word.value).partition(".")[0] for word in node.args if isinstance(word, ast.Constant)}
    return found


def against_the_flow(room: str, text: str) -> list[str]:
    """What a module of a room imports although it must not."""
    later = set(HOUSE[HOUSE.index(room) + 1 :])
    forbidden = later | {"tests"} | (set() if room in KNOW_A_BROWSER else set(BROWSER))
    return sorted(imported(text) & forbidden)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert against_the_flow(room, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_store_speaks_sql(path: Path) -> None:
    if not path.is_relative_to(ROOT / "assessments" / "store"):
        assert imported(path.read_text(encoding="utf-8")).isdisjoint({"sqlalchemy", "alembic", "psycopg", "sqlite3"})


def test_all_rooms_of_the_house_are_looked_at() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in modules()} >= {"questionnaires", "scoring", "assessments"}
    assert len(modules()) > 20


@pytest.mark.parametrize(
    ("room", "text", "wrong"),
    [
        ("scoring", "from assessments.reading import read_responses", ["assessments"]),
        ("scoring", "import assessments.results.assess as made", ["assessments"]),
        ("questionnaires", "def load():\n    from scoring import methods", ["scoring"]),
        ("questionnaires", "import scoring, app", ["app", "scoring"]),
        ("assessments", "import streamlit as st", ["streamlit"]),
        ("assessments", "from starlette.responses import Response", ["starlette"]),
        ("scoring", "import importlib\nimportlib.import_module('views.pages')", ["views"]),
        ("views", "from app import main", ["app"]),
        ("assessments", "from tests.bench import country", ["tests"]),
    ],
)
def test_a_module_that_looks_back_is_caught(room: str, text: str, wrong: list[str]) -> None:
    assert against_the_flow(room, text) == wrong


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("views", "import streamlit\nfrom assessments import assess\nfrom questionnaires import load"),
        ("app", "from starlette.routing import Route\nfrom views.forms import survey"),
        ("assessments", "from scoring.engine import score\nimport pandas"),
        ("scoring", "from questionnaires.model import Questionnaire\nfrom .tree import roll_up"),
        ("questionnaires", "import yaml\nviews = 'a word, no import'"),
    ],
)
def test_a_module_that_looks_forward_is_not(room: str, text: str) -> None:
    assert against_the_flow(room, text) == []


def test_a_scorer_that_comes_with_a_questionnaire_knows_only_questionnaires_and_scoring() -> None:
    """Such a file lies among the questionnaires, but belongs to the room of scoring."""
    scorers = [*ROOT.glob("questionnaires/*/scorer.py"), *ROOT.glob("tests/guest_package/*/scorer.py")]
    assert scorers
    for scorer in scorers:
        assert against_the_flow("scoring", scorer.read_text(encoding="utf-8")) == []
