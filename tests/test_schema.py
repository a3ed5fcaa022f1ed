"""The JSON Schema with which an editor completes and checks `questionnaire.yaml`, and the folder that `new` makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import questionnaires
from assessments.__main__ import main
from questionnaires import catalogue, loader, narrow_yaml, schema

VALIDATOR = Draft202012Validator(schema.schema())
TEMPLATE = catalogue.HERE / "template"


def plain(folder: Path) -> Any:
    """What an editor sees: the values as written."""
    path = folder / "questionnaire.yaml"
    return narrow_yaml.read(path.read_bytes(), path.name).data


def complaints(old: str = "", new: str = "") -> list[str]:
    """What an editor would underline in the template with one thing changed."""
    text = (TEMPLATE / "questionnaire.yaml").read_text(encoding="utf-8")
    assert old in text
    data = narrow_yaml.read(text.replace(old, new, 1).encode(), "questionnaire.yaml").data
    return [error.message for error in VALIDATOR.iter_errors(data)]


def test_the_shipped_schema_is_what_the_model_makes() -> None:
    """If not: python -m questionnaires.schema"""
    assert schema.PATH.read_text(encoding="utf-8") == schema.text()


def test_the_schema_itself_is_valid() -> None:
    assert Draft202012Validator.check_schema(schema.schema()) is None, "it raises where the schema is none"


@pytest.mark.parametrize("edition", [*questionnaires.folders(), "template"])
def test_every_shipped_questionnaire_fits_the_schema(edition: str) -> None:
    folder = TEMPLATE if edition == "template" else catalogue.find(edition)
    assert [error.message for error in VALIDATOR.iter_errors(plain(folder))] == []


def test_a_misspelt_key_is_underlined() -> None:
    assert complaints("weight: 0.6", "weigth: 0.6") == ["Additional properties are not allowed ('weigth' was unexpected)"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("weight: 0.6", "weight: -1", "-1 is less than the minimum of 0"),
        ("weight: 0.6", "weight: two", "'two' is not of type 'number'"),
        ('version: "1"\n', "", "'version' is a required property"),
        ("provenance: assumed", "provenance: guessed", "'guessed' is not one of ['sourced', 'derived', 'assumed', 'unverified']"),
        ("code: perception", "code: Perception", "'Perception' does not match '^[a-z][a-z0-9_]*$'"),
    ],
)
def test_other_mistakes_are_underlined_too(old: str, new: str, expected: str) -> None:
    assert complaints(old, new) == [expected]


def test_the_scale_of_an_item_may_come_from_the_defaults_above_it() -> None:
    assert complaints() == []


def test_every_key_of_the_schema_is_explained_by_its_class_and_known_to_the_loader() -> None:
    described = {name for name, part in schema.schema()["$defs"].items() if part.get("description")}
    assert {"Group", "Item", "Scale", "Condition", "Grading", "Scoring", "Variant"} <= described


def test_the_digest_is_not_for_authors() -> None:
    assert "digest" not in schema.schema()["properties"]


# A folder to start from


def test_new_makes_a_folder_that_passes_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "my_country_2027", "--in", str(tmp_path)]) == 0
    folder = tmp_path / "my_country_2027"
    assert f"python -m assessments check {folder}" in capsys.readouterr().out
    assert main(["check", str(folder)]) == 0
    assert "my_country_2027: passes; 2 examples; en, ko;" in capsys.readouterr().out


def test_the_new_folder_brings_its_schema_for_the_editor(tmp_path: Path) -> None:
    main(["new", "my_country_2027", "--in", str(tmp_path)])
    folder = tmp_path / "my_country_2027"
    first = (folder / "questionnaire.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=questionnaire.schema.json"
    assert (folder / "questionnaire.schema.json").read_text(encoding="utf-8") == schema.text()
    assert loader.read_folder(folder).id == "my_country_2027"


def test_the_template_itself_is_no_edition() -> None:
    assert "template" not in questionnaires.folders()


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        ("My-Country", "My-Country: is not an id: a small letter, then small letters, digits and _"),
        ("../outside", "../outside: is not an id: a small letter, then small letters, digits and _"),
        ("there_already", "there_already: is there already; choose another id, or change that folder"),
    ],
)
def test_new_refuses_what_is_no_id_or_is_there_already(
    identity: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there_already").mkdir()
    assert main(["new", identity, "--in", str(tmp_path)]) == 2
    assert capsys.readouterr().err.strip().removeprefix(f"{tmp_path}/") == expected
    assert [path.name for path in tmp_path.iterdir()] == ["there_already"]


def test_new_needs_a_place_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "my_country_2027", "--in", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.strip() == f"{tmp_path / 'nowhere'}: is not a folder; make it first"
