"""Every mistake that an author can make in a questionnaire, with the exact words of its message.

A message says where (file, line, place), what stands there, and what to write instead.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import questionnaires
from questionnaires import QuestionnaireError, loader, narrow_yaml, wording

BROKEN = Path(__file__).parent / "broken"
GOOD = """\
id: my_country_2027
version: "1"
range: [0, 10]
respondents: [public, record]
sources:
  handbook: {title: "Handbook, p. 3"}
scales:
  agree: {choices: {"1": 0, "7": 10}, source: handbook}
  times: {linear: [9, 0]}
  share: {rate: {steps: [[0, 0], [0.5, 10]]}}
framework:
  code: integrity
  groups:
    - code: external
      items:
        - {code: openness, scale: agree, respondent: public, weight: 1}
        - {code: favours, scale: agree, respondent: public, weight: 2}
    - code: internal
      defaults: {scale: times}
      items:
        - {code: training}
        - {code: trained, scale: share}
variants:
  without_users: {external: 0, internal: 1}
peer_groups: {ministry: default, research: without_users}
grading: {method: cuts, cuts: [8, 6]}
"""


def messages(text: str) -> list[str]:
    return [str(problem) for problem in loader.read_text(text.encode())[1]]


def changed(old: str, new: str) -> str:
    """The good questionnaire with one thing wrong."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def test_a_good_questionnaire_has_no_problems() -> None:
    assert messages(GOOD) == []


def test_a_message_names_file_line_place_mistake_and_remedy() -> None:
    assert messages(changed("public, weight: 2", "public, weigth: 2")) == [
        "questionnaire.yaml:17: items.1: 'weigth' is not known; did you mean 'weight'?"
    ]


KEYS = "known here: ask_if, calculation, code, content, content_source, direction, provenance, respondent, reverse, role, scale, source, weight"
CONDITION = "a condition is one of all, any, not, or an item with one of is, in, at_least"
MISTAKES = {
    "unknown key": ("public, weight: 2", "public, colour: red", f"17: items.1: 'colour' is not known; {KEYS}"),
    "decimal comma": (
        "public, weight: 2",
        "public, weight: 2,5",
        "17: items.1: '5' is not known; write decimals with a point, not a comma",
    ),
    "repeated key": (
        "version:",
        "id: other\nversion:",
        "2: 'id' stands here a second time (first in line 1); keep one",
    ),
    "repeated key below": (
        "favours, scale: agree,",
        "favours, scale: agree, scale: times,",
        "17: items.1: 'scale' stands here a second time (first in line 17); keep one",
    ),
    "missing key": ("code: favours, ", "", "17: items.1: 'code' is missing"),
    "no scale": ("code: favours, scale: agree,", "code: favours,", "17: items.1: 'scale' is missing"),
    "negative weight": (
        "weight: 2",
        "weight: -2",
        "17: items.1.weight: the weight -2 is negative; a weight is 0 or more (a score to be subtracted is `role: deduction`)",
    ),
    "word as weight": ("weight: 2", "weight: two", "17: items.1.weight: 'two' is not a number"),
    "text as weight": ("weight: 2", 'weight: "2"', "17: items.1.weight: '2' is not a number; write it without quotes"),
    "comma in a quoted weight": (
        "weight: 2",
        'weight: "0,5"',
        "17: items.1.weight: '0,5' is not a number; write decimals with a point, not a comma",
    ),
    "truth as weight": ("weight: 2", "weight: true", "17: items.1.weight: true is not a number"),
    "no weight": ("weight: 2", "weight:", "17: items.1.weight: has no value; write one, or take the key out"),
    "endless weight": ("weight: 2", "weight: 1e999", "17: items.1.weight: Infinity is not a finite number"),
    "negative default weight": (
        "{scale: times}\n",
        "{scale: times, weight: -1}\n",
        "19: groups.1.defaults.weight: the weight -1 is negative; a weight is 0 or more (a score to be subtracted is `role: deduction`)",
    ),
    "item twice": (
        "code: favours",
        "code: openness",
        "17: items.1.code: item 'openness' stands in two places (first in line 16); a code belongs to one place",
    ),
    "group like an item": (
        "code: training",
        "code: external",
        "21: items.0.code: item 'external' stands in two places (first in line 14); a code belongs to one place",
    ),
    "steps of nothing": (
        "{linear: [9, 0]}",
        "{steps: []}",
        "9: scales.times.steps: needs at least one step, like `[0, 10]` (from this number on, so many points)",
    ),
    "rate of nothing": (
        "steps: [[0, 0], [0.5, 10]]",
        "steps: []",
        "10: scales.share.rate.steps: needs at least one step, like `[0, 10]` (from this number on, so many points)",
    ),
    "no choices": (
        '{"1": 0, "7": 10}',
        "{}",
        '8: scales.agree.choices: a scale of choices needs at least one answer, like `"yes": 10`',
    ),
    "points that fall": ("{linear: [9, 0]}", "{points: [9, 0]}", "9: scales.times.points: the points go from a lower to a higher number"),
    "cap of a mean": (
        "code: internal\n",
        "code: internal\n      cap: 1\n",
        "19: groups.1.cap: only a bonus or a deduction has a cap; give it that `role`, or leave the cap out",
    ),
    "code that is a column": (
        "code: favours",
        "code: answer",
        "17: items.1.code: 'answer' is a column of every table of answers; choose another code",
    ),
    "reserved code": ("code: favours", "code: grades", "17: items.1.code: 'grades' is kept for the language files; choose another code"),
    "code with capitals": (
        "code: favours",
        "code: Favours",
        "17: items.1.code: 'Favours' is not a code: a small letter, then small letters, digits and _",
    ),
    "number as code": ("code: favours", "code: 7", "17: items.1.code: 7 must be text; put it in quotes"),
    "number as version": ('version: "1"', "version: 1", "2: version: 1 must be text; put it in quotes"),
    "unknown scale": (
        "favours, scale: agree",
        "favours, scale: agre",
        "17: items.1.scale: the scale 'agre' is not among the scales; did you mean 'agree'?",
    ),
    "unknown default scale": (
        "{scale: times}",
        "{scale: tmies}",
        "19: groups.1.defaults.scale: the scale 'tmies' is not among the scales; did you mean 'times'?",
    ),
    "misspelt default": (
        "{scale: times}",
        "{scale: times, wieght: 2}",
        "19: groups.1.defaults: 'wieght' is not known; did you mean 'weight'?",
    ),
    "unknown respondent": (
        "favours, scale: agree, respondent: public",
        "favours, scale: agree, respondent: publik",
        "17: items.1.respondent: 'publik' is not among the respondents; did you mean 'public'?",
    ),
    "truth in words": (
        "weight: 2",
        "reverse: yes",
        "17: items.1.reverse: 'yes' is neither true nor false",
    ),
    "unknown role": (
        "weight: 2",
        "role: boni",
        "17: items.1.role: 'boni' is not one of part, bonus, deduction, information; did you mean 'bonus'?",
    ),
    "wrong label": (
        "source: handbook",
        "provenance: source",
        "8: scales.agree.provenance: 'source' is not one of sourced, derived, assumed, unverified; did you mean 'sourced'?",
    ),
    "text for keys": (
        "{linear: [9, 0]}",
        "hello",
        "9: scales.times: must be keys with values (calculation, change, choices, clip, linear, points, provenance, rate, source, special, steps, unit); here is 'hello'",
    ),
    "item for a list": (
        "respondents: [public, record]",
        "respondents: public",
        "4: respondents: must be a list, like `[a, b]`; here is 'public'",
    ),
    "range reversed": ("range: [0, 10]", "range: [10, 0]", "3: range: the range [10, 0] must go from a lower to a higher number"),
    "range of one": ("range: [0, 10]", "range: [10]", "3: range: needs two numbers, like `[0, 10]`"),
    "range of three": ("range: [0, 10]", "range: [0, 5, 10]", "3: range: [0, 5, 10] has 3 entries; at most 2 are allowed"),
    "range as a number": ("range: [0, 10]", "range: 10", "3: range: must be a list of two numbers, like `[0, 10]`; here is 10"),
    "points outside": ('"7": 10', '"7": 70', "8: scales.agree.choices.7: 70 points lie outside the range [0, 10]"),
    "two kinds of scale": (
        "{linear: [9, 0]}",
        "{linear: [9, 0], points: [0, 1]}",
        "9: scales.times: a scale has exactly one of choices, linear, steps, points, rate, change; here: linear, points",
    ),
    "flat line": ("[9, 0]", "[9, 9]", "9: scales.times.linear: worst and best are the same number"),
    "steps that do not rise": (
        "[0.5, 10]",
        "[0, 10]",
        "10: scales.share.rate.steps: the steps must rise, each `from` above the one before",
    ),
    "variant of a stranger": (
        "{external: 0, internal: 1}",
        "{extrenal: 0, internal: 1}",
        "24: variants.without_users.extrenal: 'extrenal' is not a code of the framework; did you mean 'external'?",
    ),
    "variant below zero": (
        "{external: 0, internal: 1}",
        "{external: -1, internal: 1}",
        "24: variants.without_users.external: the weight -1 is negative; a weight is 0 or more",
    ),
    "variant of nothing": (
        "{external: 0, internal: 1}",
        "{external: 0, internal: 0}",
        "24: variants.without_users: all weights below 'integrity' are zero under this variant; at least one must be positive",
    ),
    "variant in words": (
        "{external: 0, internal: 1}",
        "{external: none, internal: 1}",
        "24: variants.without_users.external: 'none' is not a number",
    ),
    "variant of a peer group": (
        "research: without_users",
        "research: without_user",
        "25: peer_groups.research: 'without_user' is not a variant; did you mean 'without_users'?",
    ),
    "no variant of a peer group": (
        "research: without_users",
        "research: xyz",
        "25: peer_groups.research: 'xyz' is not a variant; write default for the weights of the framework",
    ),
    "cuts that rise": ("[8, 6]", "[6, 8]", "26: grading.cuts: the cuts must fall, best grade first"),
    "cut outside": ("[8, 6]", "[80, 6]", "26: cuts.0: the cut 80 lies outside the range [0, 10]"),
    "no cuts": ("[8, 6]", "[]", "26: grading.cuts: [] has 0 entries; at least 1 is needed"),
    "word as cut": ("[8, 6]", "[8, six]", "26: cuts.1: 'six' is not a number"),
    "grades do not fit cuts": ("cuts: [8, 6]", "cuts: [8, 6], grades: [A, B]", "26: grading.grades: 2 cuts make 3 grades; here are 2"),
    "graded stranger": (
        "cuts: [8, 6]",
        "cuts: [8, 6], nodes: [integritty]",
        "26: nodes.0: 'integritty' is not a code of the framework; did you mean 'integrity'?",
    ),
    "parameter of the engine": (
        "grading: {",
        "scoring: {weights: 3}\ngrading: {",
        "26: scoring.weights: 'weights' is handed to the method by the engine; a parameter needs another name",
    ),
    "condition on a stranger": (
        "public, weight: 2",
        'public, ask_if: {item: opennes, is: "1"}',
        "17: items.1.ask_if.item: 'opennes' is not an item; did you mean 'openness'?",
    ),
    "condition without a test": ("public, weight: 2", "public, ask_if: {item: openness}", f"17: items.1.ask_if: {CONDITION}"),
    "condition with two tests": (
        "public, weight: 2",
        'public, ask_if: {item: openness, is: "1", at_least: 2}',
        f"17: items.1.ask_if: {CONDITION}",
    ),
    "condition of nothing": (
        "public, weight: 2",
        "public, ask_if: {any: []}",
        "17: items.1.ask_if.any: `any` needs at least one condition",
    ),
    "condition as text": (
        "public, weight: 2",
        'public, ask_if: "openness = 1"',
        "17: items.1.ask_if: must be keys with values (all, any, at_least, in, is, item, not); here is 'openness = 1'",
    ),
    "condition on an answer that nobody can give": (
        "public, weight: 2",
        'public, ask_if: {item: openness, is: "2"}',
        "17: items.1.ask_if.is: '2' is no answer to 'openness'; expected one of 1, 7",
    ),
    "condition on a number instead of a code": (
        "public, weight: 2",
        "public, ask_if: {item: openness, in: [1]}",
        "17: in.0: 1 must be text like every answer code; put it in quotes",
    ),
    "condition on a list": (
        "public, weight: 2",
        "public, ask_if: {item: openness, is: [1]}",
        "17: items.1.ask_if.is: [1] is no answer; write it in quotes, or a number",
    ),
    "condition on a later question": (
        "public, weight: 1",
        'public, ask_if: {item: favours, is: "1"}',
        "16: items.0.ask_if.item: 'favours' is asked later; a condition can only look at questions that come before",
    ),
    "condition on another respondent": (
        "trained, scale: share",
        'trained, scale: share, ask_if: {item: favours, is: "1"}',
        "22: items.1.ask_if.item: 'favours' is asked of public, this of record; a condition looks at answers of the same respondent",
    ),
    "condition on a word for a number": (
        "trained, scale: share",
        "trained, scale: share, ask_if: {item: training, is: often}",
        "22: items.1.ask_if.is: 'often' is no answer to 'training'; expected a number",
    ),
    "anchor": (
        "{linear: [9, 0]}",
        "&line {linear: [9, 0]}",
        "9: the anchor &line is not allowed; take it out, and write the value again where it is used",
    ),
    "tag": ("{linear: [9, 0]}", "!!map {linear: [9, 0]}", "9: the tag !!map is not allowed; write the value without it"),
    "tag that would run": (
        '"Handbook, p. 3"',
        "!python/object/apply:os.system ls",
        "6: the tag !python/object/apply:os.system is not allowed; write the value without it",
    ),
    "tab": (
        "  code: integrity",
        "\tcode: integrity",
        "12: is not readable as YAML: found character '\\t' that cannot start any token; indent with spaces, not with tabs",
    ),
    "bracket left open": (
        "[0.5, 10]]}}",
        "[0.5, 10]]}",
        "11: is not readable as YAML: expected ',' or '}', but got '<scalar>' (while parsing a flow mapping, which begins in line 10)",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_has_one_message_with_its_line_and_a_remedy(mistake: str) -> None:
    old, new, expected = MISTAKES[mistake]
    assert messages(changed(old, new)) == [f"questionnaire.yaml:{expected}"]


def test_an_alias_is_refused_and_the_rest_is_still_read() -> None:
    found = messages(changed("{linear: [9, 0]}", "*line").replace("weight: 2", "weight: -2"))
    assert found[0] == "questionnaire.yaml:9: the alias *line is not allowed; write the value out"
    assert any("the weight -2 is negative" in message for message in found)


def test_weights_that_are_all_zero_leave_nothing_to_average() -> None:
    text = GOOD.replace("weight: 1}", "weight: 0}").replace("weight: 2}", "weight: 0}")
    assert messages(text) == ["questionnaire.yaml:14: groups.0: all weights below 'external' are zero; at least one must be positive"]


def test_default_weights_of_zero_count_too() -> None:
    text = changed("{scale: times}", "{scale: times, weight: 0}")
    assert messages(text) == ["questionnaire.yaml:18: groups.1: all weights below 'internal' are zero; at least one must be positive"]


def test_a_source_that_is_not_explained_is_a_warning() -> None:
    questionnaire, problems = loader.read_text(changed("source: handbook", "source: handbok").encode())
    assert questionnaire is not None
    assert [(str(problem), problem.warning) for problem in problems] == [
        ("questionnaire.yaml:8: scales.agree.source: 'handbok' is not among the sources; did you mean 'handbook'?", True)
    ]


def test_all_mistakes_of_a_file_are_reported_at_once_in_the_order_of_its_lines() -> None:
    with pytest.raises(QuestionnaireError) as raised:
        loader.read_folder(BROKEN / "many_mistakes")
    assert [re.sub(r"^.*questionnaire\.yaml:", "", str(problem)) for problem in raised.value.problems] == [
        "13: items.1: 'weigth' is not known; did you mean 'weight'?",
        "14: items.2.code: item 'openness' stands in two places (first in line 12); a code belongs to one place",
        "14: items.2.respondent: 'publik' is not among the respondents; did you mean 'public'?",
        "14: items.2.scale: the scale 'agre' is not among the scales; did you mean 'agree'?",
        "15: groups.1.weight: the weight -0.3 is negative; a weight is 0 or more (a score to be subtracted is `role: deduction`)",
        "17: variants.without_users.internl: 'internl' is not a code of the framework; did you mean 'internal'?",
        "18: peer_groups.ministry: 'defualt' is not a variant; write default for the weights of the framework",
        "19: grading.cuts: the cuts must fall, best grade first",
    ]


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("latin_1", ":4: is not UTF-8 text; save the file with the encoding UTF-8"),
        ("empty", ": is empty"),
        ("not_a_mapping", ":1: must be keys with values, like `id: my_country_2027`"),
        ("nowhere", ": is not there; a questionnaire folder has a questionnaire.yaml"),
    ],
)
def test_a_file_that_is_no_questionnaire_at_all(folder: str, expected: str) -> None:
    with pytest.raises(QuestionnaireError) as raised:
        loader.read_folder(BROKEN / folder)
    assert [str(problem) for problem in raised.value.problems] == [f"{BROKEN / folder / 'questionnaire.yaml'}{expected}"]


def test_a_spreadsheet_saved_under_the_wrong_name_is_no_text() -> None:
    assert messages("PK\x03\x04\x00") == ["questionnaire.yaml:1: holds a character that is no text; save the file as plain text"]


def test_a_file_that_is_far_too_large_is_refused_with_the_limit() -> None:
    found = loader.read_text(b"#" * 4_000_001)[1]
    assert [str(problem) for problem in found] == ["questionnaire.yaml: is larger than 4 MB; a questionnaire holds no answers"]


@pytest.mark.parametrize("text", ["[" * 10_000, "{a: " * 10_000, "".join(" " * depth + "a:\n" for depth in range(500))])
def test_endless_nesting_is_refused(text: str) -> None:
    assert [message.partition(": ")[2] for message in messages(text)] == ["is not readable as YAML: is nested more than 50 deep"]


def test_the_folder_and_the_id_have_one_name(tmp_path: Path) -> None:
    folder = tmp_path / "other_name"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(QuestionnaireError, match=r"the id 'my_country_2027' and the folder 'other_name' differ; give both the same name"):
        questionnaires.edition(folder)


# Texts


def edition(tmp_path: Path, **texts: str) -> Path:
    folder = tmp_path / "my_country_2027"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(GOOD, encoding="utf-8")
    for language, text in texts.items():
        (folder / f"{language}.yaml").write_text(text, encoding="utf-8")
    return folder


ENGLISH = """\
edition: {title: My country}
respondents: {public: Citizens, record: Records}
peer_groups: {ministry: Ministries, research: Research}
variants: {without_users: Without users}
scales: {agree: {"1": Disagree, "7": Agree}}
integrity: Integrity
external: Users
internal: Staff
openness: {title: Openness, question: "Was it open?"}
favours: Favours
training: Training
trained: Trained
sources: {handbook: Handbook}
"""


def text_warnings(folder: Path) -> list[str]:
    questionnaire = loader.read_folder(folder)
    problems = list(wording.warnings(folder, questionnaire))
    assert all(problem.warning for problem in problems)
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def test_complete_texts_give_no_warning(tmp_path: Path) -> None:
    assert text_warnings(edition(tmp_path, en=ENGLISH)) == []


def test_a_missing_translation_is_a_warning_and_the_fallback_language_stands_in(tmp_path: Path) -> None:
    korean = ENGLISH.replace("favours: Favours\n", "").replace('"1": Disagree, ', "").replace("public: Citizens, ", "")
    folder = edition(tmp_path, en=ENGLISH, ko=korean)
    assert text_warnings(folder) == [
        "ko.yaml: favours: has no text in this language; the fallback language stands in",
        "ko.yaml: respondents.public: has no text in this language; the fallback language stands in",
        "ko.yaml: scales.agree.1: has no text in this language; the fallback language stands in",
    ]
    assert questionnaires.edition(folder).wording("ko").node("favours") == "Favours"
    assert questionnaires.edition(folder).wording("ko").choice("agree", "1") == "Disagree"


def test_without_any_text_the_code_stands_in(tmp_path: Path) -> None:
    folder = edition(tmp_path, en=ENGLISH.replace("favours: Favours\n", ""))
    assert text_warnings(folder) == ["en.yaml: favours: has no text in this language; its code stands in"]
    words = questionnaires.edition(folder).wording("en")
    assert (words.node("favours"), words.question("favours"), words.node("favours", "help")) == ("favours", "favours", "")


def test_a_language_that_is_not_there_falls_back_to_the_questionnaires_own(tmp_path: Path) -> None:
    assert questionnaires.edition(edition(tmp_path, en=ENGLISH)).wording("th").question("openness") == "Was it open?"


def test_the_questionnaires_own_language_has_a_file(tmp_path: Path) -> None:
    folder = edition(tmp_path, ko=ENGLISH)
    assert text_warnings(folder) == ["en.yaml: is not there; it holds the texts in the questionnaire's own language, 'en'"]
    assert questionnaires.edition(folder).wording("en").node("favours") == "favours"


def test_texts_for_what_does_not_exist_are_warnings(tmp_path: Path) -> None:
    strange = (
        ENGLISH.replace("favours: Favours", "favuors: {title: Favours}").replace("question:", "qestion:").replace("agree: {", "agre: {")
    )
    assert text_warnings(edition(tmp_path, en=strange)) == [
        "en.yaml: favours: has no text in this language; its code stands in",
        "en.yaml: scales.agree.1: has no text in this language; its code stands in",
        "en.yaml: scales.agree.7: has no text in this language; its code stands in",
        "en.yaml:5: scales: 'agre' is not known; did you mean 'agree'?",
        "en.yaml:9: openness: 'qestion' is not known; did you mean 'question'?",
        "en.yaml:10: 'favuors' is not a code of this questionnaire; did you mean 'favours'?",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ": is empty"),
        ("- a\n", ":1: must be codes with texts, like `integrity: Overall integrity`"),
        ("a: 1\na: 2\n", ":2: 'a' stands here"),
    ],
)
def test_a_language_file_that_cannot_be_read_is_an_error(tmp_path: Path, text: str, expected: str) -> None:
    folder = edition(tmp_path, en=text)
    with pytest.raises(QuestionnaireError) as raised:
        questionnaires.edition(folder)
    assert str(raised.value).startswith(f"{folder / 'en.yaml'}{expected}")


# Whatever nonsense is in the file

NONSENSE: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 200)
    | st.sampled_from([1e300, -0.5, 1e999])
    | st.sampled_from(["", "x", "record", "integrity", "12"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["code", "weight", "items", "all", "item", "is", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [path, *(place for key, child in inner for place in _places(child, (*path, key)))]


def _spoilt(value: Any, path: tuple[Any, ...], new: Any, drop: bool) -> Any:
    """The same data with something else at one place, or without it."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    if drop and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _spoilt(copy[path[0]], path[1:], new, drop)
    return copy


CONDITIONAL = GOOD.replace("{code: trained, scale: share}", "{code: trained, scale: share, ask_if: {all: [{item: training, is: 3}]}}")
PLAIN = narrow_yaml.read(CONDITIONAL.encode(), "questionnaire.yaml").data


def _assert_it_complains_or_loads(content: bytes) -> None:
    questionnaire, problems = loader.read_text(content)
    errors = [problem for problem in problems if not problem.warning]
    assert questionnaire is not None or errors
    if questionnaire is not None and not errors:
        assert questionnaire.weights()[questionnaire.root] >= 0 and questionnaire.levels[questionnaire.root] == 0
    assert all("Input should" not in problem.what for problem in problems), problems


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_stands_anywhere_in_the_file_the_answer_is_problems_and_never_a_traceback(data: st.DataObject) -> None:
    spoilt = PLAIN
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(_places(spoilt)))
        spoilt = _spoilt(spoilt, path, data.draw(NONSENSE), data.draw(st.booleans()))
    text = json.dumps(spoilt, indent=1).replace("Infinity", "1e999")
    _assert_it_complains_or_loads(text.encode())


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_happens_to_the_letters_of_the_file_the_answer_is_problems_and_never_a_traceback(data: st.DataObject) -> None:
    content = CONDITIONAL.encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    _assert_it_complains_or_loads(
        content[:start] + data.draw(st.binary(max_size=8) | st.sampled_from([b"&a ", b"*a", b"!!x ", b"{", b"\t", b": "])) + content[end:]
    )
