"""YAML, read narrowly: what one sees is what one gets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import narrow_yaml
from questionnaires.narrow_yaml import place


def value(text: str) -> Any:
    document = narrow_yaml.read(f"key: {text}\n".encode(), "file.yaml")
    assert document.problems == []
    return document.data["key"]


@pytest.mark.parametrize("word", ["no", "NO", "No", "yes", "YES", "on", "off", "y", "n", "True", "TRUE", "False"])
def test_only_true_and_false_are_booleans(word: str) -> None:
    assert value(word) == word
    assert (value("true"), value("false")) == (True, False)


@pytest.mark.parametrize("word", ["012", "1:30", "1_000", "0x1F", "0o17", ".5", "5.", "+.inf", ".nan", "1e", "2027-01-01", "0,5", "1.2.3"])
def test_what_is_no_plain_number_is_a_word(word: str) -> None:
    assert value(word) == word


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("12", 12), ("-3", -3), ("+3", 3), ("0.601", 0.601), ("-0.5", -0.5), ("1e3", 1000.0), ("2.5E-1", 0.25)]
)
def test_plain_numbers_are_numbers(text: str, number: float) -> None:
    assert value(text) == number and type(value(text)) is type(number)


def test_a_number_longer_than_any_measure_is_a_word() -> None:
    assert value("9" * 5000) == "9" * 5000


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_nothing_is_nothing(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize("text", ['"1"', "'1'", '"true"', "'null'", '""'])
def test_what_stands_in_quotes_is_text(text: str) -> None:
    assert value(text) == text[1:-1]


def test_keys_are_text_even_when_they_look_like_numbers_or_booleans() -> None:
    assert list(value("{1: a, true: b, no: c, 012: d}")) == ["1", "true", "no", "012"]


def test_every_value_knows_its_line() -> None:
    document = narrow_yaml.read(b"id: x\nframework:\n  groups:\n    - code: a\n    - code: b\n      weight: 2\n", "file.yaml")
    assert document.line(("framework", "groups", 1, "weight")) == 6
    assert document.line(("framework", "groups", 1)) == 5
    assert document.line(("framework", "groups", 1, "scale")) == 5  # the nearest thing that contains it
    assert document.line(("nowhere",)) == 1


def test_repeated_keys_are_refused_wherever_they_stand_and_the_first_stays() -> None:
    document = narrow_yaml.read(b"a: 1\nb: {c: 1, c: 2}\na: 3\n", "file.yaml")
    assert [str(problem) for problem in document.problems] == [
        "file.yaml:2: b: 'c' stands here a second time (first in line 2); keep one",
        "file.yaml:3: 'a' stands here a second time (first in line 1); keep one",
    ]
    assert document.data == {"a": 1, "b": {"c": 1}}


def test_anchors_aliases_and_tags_are_all_refused_at_once() -> None:
    document = narrow_yaml.read(b"a: &x {b: 1}\nc: *x\nd: !!str 5\ne: !mine 6\n", "file.yaml")
    assert [str(problem) for problem in document.problems] == [
        "file.yaml:1: the anchor &x is not allowed; take it out, and write the value again where it is used",
        "file.yaml:2: the alias *x is not allowed; write the value out",
        "file.yaml:3: the tag !!str is not allowed; write the value without it",
        "file.yaml:4: the tag !mine is not allowed; write the value without it",
    ]


def test_a_merge_key_is_a_word_like_any_other() -> None:
    assert narrow_yaml.read(b"<<: {a: 1}\n", "file.yaml").data == {"<<": {"a": 1}}


def test_a_list_is_no_key() -> None:
    document = narrow_yaml.read(b"? [a, b]\n: 1\nc: 2\n", "file.yaml")
    assert [str(problem) for problem in document.problems] == ["file.yaml:1: a key must be a word"]
    assert document.data == {"c": 2}


def test_the_mark_that_some_editors_put_in_front_is_not_seen() -> None:
    assert narrow_yaml.read(b"\xef\xbb\xbfid: x\n", "file.yaml").data == {"id": "x"}


def test_korean_is_read_as_it_is_written() -> None:
    assert value("종합 청렴도") == "종합 청렴도"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "file.yaml: is empty"),
        (b"a: \xb0\xa1\n", "file.yaml:1: is not UTF-8 text; save the file with the encoding UTF-8"),
        ("id: x\n".encode("utf-16"), "file.yaml:1: is not UTF-8 text; save the file with the encoding UTF-8"),
        (
            b"title: Part 1: the beginning\n",
            "file.yaml:1: is not readable as YAML: mapping values are not allowed here; a text with ': ' in it needs quotes",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content: bytes, expected: str) -> None:
    assert [str(problem) for problem in narrow_yaml.read(content, "file.yaml").problems] == [expected]


@given(st.binary(max_size=60))
def test_any_bytes_are_values_or_problems(content: bytes) -> None:
    document = narrow_yaml.read(content, "file.yaml")
    assert document.problems or document.lines


def test_a_place_is_the_tail_of_the_path_that_a_reader_needs() -> None:
    assert place(("framework", "groups", 0, "items", 1, "weight")) == "items.1.weight"
    assert place(("scales", "agree")) == "scales.agree"
    assert place(()) == ""
