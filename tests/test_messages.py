"""Whoever reads the pages in Korean is told in Korean what is wrong with a table, and what to do about it."""

from __future__ import annotations

import ast
import copy
import pickle
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assessments import DataError, Mistake, assess, compare, from_table, read_institutions, read_responses
from assessments.institutions import Institution
from assessments.register.access import Actor
from assessments.store.engine import Store
from assessments.tables.messages import Message, told, translations
from questionnaires import load
from tests.pages import opened, words
from tests.stores import person
from tests.test_bad_tables import INSTITUTIONS, SURVEY, TABLES

ROOT = Path(__file__).parent.parent
CODE = [path for room in ("assessments", "views") for path in sorted((ROOT / room).rglob("*.py"))]
KOREAN = translations("ko")
CALLS = [
    (path, call)
    for path in CODE
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "Message"
]


def places(template: str) -> set[tuple[str, str]]:
    """What a template leaves to be filled, and how numbers are written there."""
    return {(name, form or "") for _, name, form, _ in string.Formatter().parse(template) if name is not None}


def templates() -> Iterator[str]:
    for path, call in CALLS:
        assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}: a template stands in the code as it is"
        yield call.args[0].value


def test_every_message_of_the_code_is_translated_and_no_translation_is_left_over() -> None:
    assert set(templates()) == set(KOREAN)


@pytest.mark.parametrize("english", KOREAN)
def test_a_translation_has_the_same_places(english: str) -> None:
    assert places(KOREAN[english]) == places(english)


def test_every_place_is_filled_where_the_message_is_made() -> None:
    for (path, call), template in zip(CALLS, templates(), strict=True):
        assert {word.arg for word in call.keywords} == {name for name, _ in places(template)}, f"{path}:{call.lineno}"


def plain(template: str) -> str:
    """The words of a template without what fills it."""
    return re.sub(r"\{.*?\}", "", template)


def test_translations_are_korean_in_the_polite_form_and_without_exclamation_marks() -> None:
    for english, korean in KOREAN.items():
        if re.search("[A-Za-z]{2}", plain(english)):
            assert re.search("[가-힣]", korean), english
        for sentence in re.findall(r"[^.]*[가-힣]\.(?= |$|\{)", korean):
            assert re.search(r"(니다|십시오)(\(.*\))?\.$", sentence), sentence
        assert "!" not in korean


def test_no_particle_depends_on_what_fills_a_place() -> None:
    particle = re.compile(r"\}['’]?(은|는|이|가|을|를|과|와|으로|로)(?![가-힣])")
    assert [korean for korean in KOREAN.values() if particle.search(korean)] == []


def test_a_message_is_its_english_text() -> None:
    message = Message("'{written}' is too large", written="{1e999}")
    assert message == "'{1e999}' is too large" and message.told("en") == str(message)
    assert copy.deepcopy(message).told("ko") == pickle.loads(pickle.dumps(message)).told("ko") == message.told("ko")


def test_a_message_within_a_message_is_told_in_the_same_language() -> None:
    inner = Message("expected one of {words}", words="1, 2, dont_know")
    outer = Message("'{written}' is not on the scale; {expected}", written="9", expected=inner)
    assert outer == "'9' is not on the scale; expected one of 1, 2, dont_know"
    assert outer.told("ko") == "응답 척도에 없는 값('9')입니다. 다음 중 하나를 적으십시오: 1, 2, dont_know"


def test_what_has_no_translation_is_told_in_english() -> None:
    message = Message("{number} {things}", number=3, things=Message("things"))
    assert message.told("ko") == message.told("th") == "3 things"
    assert told("서울특별시", "en") == "서울특별시"


def test_a_mistake_is_told_with_its_place() -> None:
    blank = Message("the subject is blank")
    assert Mistake("a.csv", blank, "subject", (3,)).told("ko").startswith("a.csv: 행 3, 열 subject: 평가 대상(subject)이 비어 있습니다.")
    assert Mistake("a.csv", blank, "", (2, 3, 4, 5, 6, 7, 8)).told("ko").startswith("a.csv: 행 2, 3, 4, 5, 6 외 2개 행: 평가")
    assert Mistake("a.csv", blank, "", (2, 3)).told("en") == "a.csv: rows 2, 3: the subject is blank"
    assert Mistake("a.csv", blank).told("ko").startswith("a.csv: 평가 대상")


def assert_korean(mistakes: list[Mistake]) -> None:
    for mistake in mistakes:
        said = mistake.told("ko")
        assert re.search("(니다|십시오)", said), said
        assert not re.search("[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", said), f"three English words in a row: {said}"


@pytest.mark.parametrize("case", TABLES)
def test_every_mistake_in_a_table_of_answers_is_told_in_korean(case: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(TABLES[case][0], encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_responses(path, SURVEY)
    assert_korean(caught.value.mistakes)


@pytest.mark.parametrize("case", INSTITUTIONS)
def test_every_mistake_in_a_table_of_institutions_is_told_in_korean(case: str, tmp_path: Path) -> None:
    path = tmp_path / "institutions.csv"
    path.write_text(INSTITUTIONS[case][0], encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_institutions(path, load("kr_integrity_2012"))
    assert_korean(caught.value.mistakes)


def test_warnings_about_a_table_and_its_institutions_are_told_in_korean() -> None:
    edition = load("kr_integrity_2012")
    item = next(code for code, item in edition.items.items() if item.respondent == "public")
    table = pd.DataFrame([{"subject": "port", "item": item, "answer": "3", "colour": "red"}])
    known = {"port": Institution("port", peer_group="harbours")}
    warnings = compare(assess(edition, from_table(table, edition, institutions=known), known)).warnings
    assert [told(warning, "ko") for warning in warnings] == [
        "answers: 사용하지 않는 열('colour')이 있습니다. 이 열은 점수에 반영하지 않았습니다.",
        "answers: respondent 열이 없어, 한 사람의 여러 문항 응답을 서로 다른 사람의 응답으로 보았습니다(응답자 집단: public). 따라서 오차 범위는 근삿값입니다.",
        "설문 kr_integrity_2012에 없는 비교집단('harbours')입니다. 별도의 비교집단으로 두고 기본 가중치를 적용하였습니다.",
    ]


@pytest.fixture
def trainer(page_store: Store) -> Actor:
    return person(page_store, "Teo", "trainer")


def uploaded(content: str, by: Actor) -> AppTest:
    """The page that answers a table sent to it; the browser says which language."""
    test = opened("score", by, edition="kr_integrity_2012")
    test.file_uploader[0].upload("answers.csv", content.encode(), "text/csv")
    test.button[0].click().run()
    assert not test.exception
    return test


WRONG = "subject,item,answer\nport,external,17.87\nport,extrenal,7\n"


def test_a_wrong_upload_from_a_korean_browser_is_explained_in_korean(trainer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "context", SimpleNamespace(locale="ko-KR", theme=SimpleNamespace(type="light"), url="http://localhost/"))
    assert uploaded(WRONG, trainer).table[0].value.to_dict("records") == [
        {
            "파일": "answers.csv",
            "행": "2",
            "열": "answer",
            "오류와 고치는 방법": "external: 입력한 점수(17.87)가 정해진 범위(0~10)를 벗어났습니다. 범위 안의 숫자를 적으십시오.",
        },
        {
            "파일": "answers.csv",
            "행": "3",
            "열": "item",
            "오류와 고치는 방법": "설문 kr_integrity_2012에 없는 문항 또는 구성 요소('extrenal')입니다. 코드를 확인하십시오. 이름이 비슷한 'external'인지 확인하십시오.",
        },
    ]


def test_the_same_upload_from_another_browser_is_explained_in_english(trainer: Actor) -> None:
    assert list(uploaded(WRONG, trainer).table[0].value.iloc[:, -1]) == [
        "external: 17.87 lies outside the range 0 to 10",
        "'extrenal' is no item or group of kr_integrity_2012; did you mean 'external'?",
    ]


def test_a_warning_beside_the_results_of_a_korean_browser_is_korean(trainer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "context", SimpleNamespace(locale="ko-KR", theme=SimpleNamespace(type="light"), url="http://localhost/"))
    page = uploaded("subject,item,answer,colour\nport,external,7,red\n", trainer)
    assert page.title[0].value == "결과: 기관 1곳"
    assert "이 열은 점수에 반영하지 않았습니다" in page.warning[0].value


def test_a_cycle_that_an_address_asks_for_in_vain_is_explained_in_korean() -> None:
    said = words(opened("results", edition="kr_integrity_2012", answers="published", cycle="1900", lang="ko"))
    assert "요청한 회차('1900')의 행이 없습니다" in said


def test_a_line_break_in_a_cell_does_not_break_the_line_of_its_mistake() -> None:
    assert Message("'{written}' is not a number{hint}", written="8\n5", hint="") == "'8 5' is not a number"
