"""Every text of the interface is there in both languages, with the same places to fill, and none is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from assessments.texts import HERE, LANGUAGES, texts
from questionnaires import narrow_yaml
from views.language import FOLDER

ROOT = Path(__file__).parent.parent
PLACE = re.compile(r"\{(\w+)\}")


def flat(words: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{before}{key}.")
        else:
            yield before + key, value


def read(folder: Path, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in [folder / f"{language}.yaml", *folder.glob(f"*.{language}.yaml")] if folder == FOLDER else [folder / f"{language}.yaml"]:
        document = narrow_yaml.read(path.read_bytes(), path.name)
        assert not document.problems
        words = dict(flat(document.data))
        assert not found.keys() & words.keys(), f"{path.name} has keys that another file has"
        found |= words
    return found


@pytest.mark.parametrize("folder", [HERE, FOLDER], ids=["results", "pages"])
def test_both_languages_have_the_same_keys_and_places(folder: Path) -> None:
    korean, english = (read(folder, language) for language in LANGUAGES)
    assert korean.keys() == english.keys()
    for key, text in english.items():
        assert sorted(set(PLACE.findall(korean[key]))) == sorted(set(PLACE.findall(text))), key


@pytest.mark.parametrize("folder", [HERE, FOLDER], ids=["results", "pages"])
def test_korean_texts_are_korean(folder: Path) -> None:
    plain = {key: PLACE.sub("", text) for key, text in read(folder, "ko").items()}
    untranslated = [key for key, text in plain.items() if re.search("[A-Za-z]{3}", text) and not re.search("[가-힣]", text)]
    assert untranslated == []


def files(place: Path) -> Iterator[Path]:
    """Code and templates."""
    yield from place.rglob("*.py")
    yield from place.rglob("*.html")


@pytest.mark.parametrize("folder", [HERE, FOLDER], ids=["results", "pages"])
def test_no_text_is_left_over(folder: Path) -> None:
    """Each key stands in the code, whole or up to a part that is filled in."""
    code = "\n".join(path.read_text(encoding="utf-8") for place in ("views", "assessments") for path in files(ROOT / place))
    wholes = set(re.findall(r'["\']([a-z_]+(?:\.[a-z_]+)*)["\']', code))
    stems = set(re.findall(r'f["\']([a-z_]+(?:\.[a-z_]+)*[._]?)\{', code))
    stems |= {f"{kind}." for kind in re.findall(r'\.name\("([a-z_]+)"', code)}
    left = [key for key in read(folder, "en") if key not in wholes and not any(key.startswith(stem) for stem in stems)]
    assert left == []


def test_no_exclamation_marks() -> None:
    for folder in (HERE, FOLDER):
        for language in LANGUAGES:
            assert [key for key, text in read(folder, language).items() if "!" in text] == []


def test_a_text_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(KeyError, match="en: no\\.such"):
        texts("en")("no.such")


def test_another_language_falls_back_to_english() -> None:
    assert texts("th")("no_score") == texts("en")("no_score")


def test_pages_and_charts_hold_no_hangul_of_their_own() -> None:
    hangul = re.compile("[가-힣]")
    places = [*(ROOT / "views").rglob("*.py"), *(ROOT / "assessments" / "charts").rglob("*.py")]
    found = {path.name for path in places if hangul.search(path.read_text(encoding="utf-8"))}
    assert found <= {"language.py"}, "the name of a language is the only Korean in the code"
