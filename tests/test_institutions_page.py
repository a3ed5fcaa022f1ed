"""The page of institutions: found, entered, reorganised and imported; whoever may only look sees no button."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessments import demonstration
from assessments.register.access import Actor
from assessments.register.institutions import institutions, reorganise
from assessments.register.institutions.institution import Institution
from assessments.store.engine import Store, open_store
from tests.pages import opened, words
from tests.stores import a_round, person

PORT = Institution("port", {"ko": "항만청", "en": "Port Authority"}, "central", staff=400)
CITY = Institution("city", {"ko": "새벽시", "en": "Dawn City"}, "basic_local")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One engine is enough for what is seen; the services are tried on both."""
    opened = open_store(tmp_path / "data", "")
    yield opened
    opened.close()


@pytest.fixture
def coordinator(store: Store) -> Actor:
    actor = person(store, "Ko", "coordinator")
    for one in (PORT, CITY):
        institutions.add(actor, one)
    return actor


def page(actor: Actor, **address: str) -> AppTest:
    return opened("institutions", actor, **{"lang": "en", **address})


def click(test: AppTest, key: str) -> AppTest:
    return test.button(key=key).click().run()


def names(test: AppTest) -> list[str]:
    return list(test.dataframe[0].value["Name"])


def buttons(test: AppTest) -> set[str]:
    return {button.key for button in test.button if button.key}


def table(test: AppTest, place: int) -> list[list[str]]:
    """The cells of a small table, without the marks that keep Markdown from reading them."""
    return [[cell.replace("\\", "") for cell in row] for row in test.table[place].value.values.tolist()]


# -- the list ---------------------------------------------------------------------------------------------------------


def test_an_empty_register_offers_the_import_the_form_and_the_demonstration(store: Store) -> None:
    test = page(person(store, "Ko", "coordinator"))
    assert "no institutions yet" in words(test)
    assert buttons(test) == {"import", "add"}
    assert [button.label for button in test.get("download_button")] == ["Form to fill in (.xlsx)", "Demonstration country (.csv)"]


def test_an_empty_register_tells_others_who_fills_it(store: Store) -> None:
    test = page(person(store, "Re", "reader"))
    assert "The coordinator enters them" in words(test) and buttons(test) == set()


def test_institutions_are_found_by_word_and_group_and_the_address_keeps_it(coordinator: Actor) -> None:
    test = page(coordinator)
    assert names(test) == ["Dawn City", "Port Authority"]
    test.text_input(key="search").input("항만").run()
    assert names(test) == ["Port Authority"] and test.query_params["search"] == "항만"
    assert names(page(coordinator, group="basic_local")) == ["Dawn City"]
    assert "No institution fits" in words(page(coordinator, search="nothing"))


def test_a_peer_group_is_told_in_words(coordinator: Actor) -> None:
    assert list(page(coordinator, lang="ko").dataframe[0].value["비교집단"]) == ["기초자치단체", "중앙행정기관"]


def test_closed_ones_are_shown_only_when_asked_for(coordinator: Actor) -> None:
    institutions.close(coordinator, "city", date(2020, 12, 31))
    assert names(page(coordinator)) == ["Port Authority"]
    assert names(page(coordinator, closed="1")) == ["Dawn City", "Port Authority"]


@pytest.mark.parametrize("role", ["administrator", "reviewer", "officer", "trainer", "reader"])
def test_whoever_may_only_look_sees_no_button(coordinator: Actor, role: str) -> None:
    actor = person(coordinator.store, "Lo", role, institution="port")
    assert buttons(page(actor)) == set()
    card = page(actor, institution="port")
    assert card.title[0].value == "Port Authority" and buttons(card) == set()
    for view in ("import", "add"):
        assert page(actor, view=view).title[0].value == "Institutions"
    for view in ("change", "reorganise", "take_back", "end"):
        assert page(actor, institution="port", view=view).title[0].value == "Port Authority"


# -- one institution --------------------------------------------------------------------------------------------------


def test_the_card_says_what_is_known_and_where_it_takes_part(coordinator: Actor) -> None:
    a_round(coordinator.store, "kr_initiative_2014", "port")
    test = page(coordinator, institution="port")
    facts = dict(table(test, 0))
    assert facts == {"Code": "port", "Peer group": "Central agencies (central)", "Staff": "400"}
    assert table(test, 1) == [["Round 2026", "2026", "Self-assessment"]]


def test_a_code_that_is_not_there_is_explained(coordinator: Actor) -> None:
    assert "no institution with the code prot" in words(page(coordinator, institution="prot"))


def test_an_institution_is_entered_and_what_is_wrong_is_said_beside_its_field(coordinator: Actor) -> None:
    test = page(coordinator, view="add")
    test.text_input(key="form__code").input("a b")
    click(test, "save")
    assert "Code: 'a b' cannot be a code" in words(test) and "Name (한국어): there is no name" in words(test)
    test.text_input(key="form__code").input("quay")
    test.text_input(key="form__name_en").input("Quay")
    test.number_input(key="form__staff").set_value(12)
    click(test, "save")
    assert institutions.get(coordinator, "quay") == Institution("quay", {"en": "Quay"}, staff=12)


def test_a_change_keeps_the_code(coordinator: Actor) -> None:
    test = page(coordinator, institution="port", view="change")
    assert test.text_input(key="form_port_code").disabled
    test.number_input(key="form_port_staff").set_value(410)
    click(test, "save")
    assert institutions.get(coordinator, "port").staff == 410


def test_closing_names_the_institution_and_the_day(coordinator: Actor) -> None:
    test = page(coordinator, institution="port", view="end")
    test.date_input(key="end_until").set_value(date(2026, 6, 30)).run()
    assert test.button(key="end_now").label == "Close Port Authority, last day 2026-06-30"
    click(test, "end_now")
    assert institutions.get(coordinator, "port").until == date(2026, 6, 30)


def test_what_is_in_use_cannot_be_removed_and_the_page_says_why(coordinator: Actor) -> None:
    a_round(coordinator.store, "kr_initiative_2014", "port")
    test = page(coordinator, institution="port", view="end")
    test.radio(key="end_way").set_value("remove").run()
    click(test, "end_now")
    assert "close it instead" in words(test)


# -- reorganisations --------------------------------------------------------------------------------------------------


def test_a_merger_is_named_before_it_is_recorded(coordinator: Actor) -> None:
    test = page(coordinator, institution="port", view="reorganise")
    test.radio(key="kind").set_value("merged").run()
    test.multiselect(key="others").set_value(["city"]).run()
    test.text_input(key="merge_code").input("bay")
    test.text_input(key="merge_name_en").input("Bay Region")
    test.date_input(key="on").set_value(date(2026, 7, 1)).run()
    said = words(test)
    assert "Bay Region: entered, with 2026-07-01 as the first day." in said
    assert "Port Authority, Dawn City: closed; the last day is the one before 2026-07-01." in said
    assert test.button(key="record").label == "Merge Port Authority, Dawn City into Bay Region"
    click(test, "record")
    assert institutions.get(coordinator, "port").until == date(2026, 6, 30)
    assert "The reorganisation was recorded." in words(test)
    card = page(coordinator, institution="bay")
    assert "2026-07-01: Merged: Port Authority, Dawn City → Bay Region" in words(card)
    assert table(card, 1) == [
        ["Dawn City", "the beginning", "2026-06-30", "break: merged"],
        ["Port Authority", "the beginning", "2026-06-30", "break: merged"],
        ["Bay Region", "2026-07-01", "today", "goes on"],
    ]
    assert "never averaged" in words(card) and "Assumed" in words(card).title()


def test_a_korean_day_is_not_read_as_a_numbered_list(coordinator: Actor) -> None:
    reorganise.rename(coordinator, "port", {"ko": "항만부"}, date(2026, 7, 1), note="Act *12*")
    said = page(coordinator, institution="port", lang="ko")
    assert "2026.\u00a07.\u00a01.: 명칭 변경: 항만청 → 항만부 (Act *12*)" in words(said)


def test_what_cannot_be_recorded_is_explained_and_nothing_happens(coordinator: Actor) -> None:
    test = page(coordinator, institution="port", view="reorganise")
    click(test, "record")
    assert "the names are the same as before" in words(test)
    test.radio(key="kind").set_value("split").run()
    click(test, "record")
    assert "Code: the code is blank" in words(test)
    assert reorganise.list_lineage(coordinator) == []


def test_a_split_asks_for_each_part(coordinator: Actor) -> None:
    test = page(coordinator, institution="port", view="reorganise")
    test.radio(key="kind").set_value("split").run()
    test.checkbox(key="goes_on").uncheck().run()
    for number, code in ((1, "quay"), (2, "pier")):
        test.text_input(key=f"part_{number}_code").input(code)
        test.text_input(key=f"part_{number}_name_en").input(code.title())
    test.date_input(key="on").set_value(date(2026, 7, 1)).run()
    click(test, "record")
    assert {step.after for step in reorganise.list_lineage(coordinator)} == {"quay", "pier"}
    assert institutions.get(coordinator, "quay").peer_group == "central"


def test_a_reorganisation_recorded_by_mistake_is_taken_back_here(coordinator: Actor) -> None:
    reorganise.rename(coordinator, "port", {"en": "Harbour"}, date(2026, 7, 1))
    test = page(coordinator, institution="port", view="take_back")
    assert "The old name returns" in words(test)
    click(test, "take_back_now")
    assert institutions.get(coordinator, "port") == PORT


# -- files ------------------------------------------------------------------------------------------------------------


def uploaded(test: AppTest, content: bytes, name: str = "list.csv") -> AppTest:
    return test.file_uploader(key="file").upload(name, content, "text/csv").run()


def test_the_import_shows_what_would_change_and_the_button_names_it(store: Store) -> None:
    actor = person(store, "Ko", "coordinator")
    test = uploaded(page(actor, view="import"), demonstration.register_file())
    assert "New: 24. Changed: 0. The same: 0." in words(test)
    assert test.button(key="apply").label == "Add 24 institutions"
    assert institutions.list_institutions(actor) == [], "nothing is written before the button"
    click(test, "apply")
    assert len(institutions.list_institutions(actor)) == 24


def test_changes_are_shown_cell_by_cell_and_who_is_absent_is_named(coordinator: Actor) -> None:
    test = uploaded(page(coordinator, view="import"), b"code,staff\nport,410\n")
    assert test.button(key="apply").label == "Change 1 institution"
    assert list(test.dataframe[0].value["What changes"]) == ["Staff: 400 → 410"]
    assert "Dawn City (city)" in words(test)


def test_a_file_with_mistakes_writes_nothing_and_names_them_all_in_korean(coordinator: Actor) -> None:
    test = uploaded(page(coordinator, view="import", lang="ko"), b"code,name_en,staff\nport,Port,many\na b,B,\n")
    assert "오류 2가지" in words(test) and "apply" not in buttons(test)
    assert table(test, 0) == [
        ["2", "staff", "정수가 아닌 값('many')입니다. 숫자만 적으십시오."],
        [
            "3",
            "code",
            "코드로 쓸 수 없는 값('a b')입니다. 영문자, 숫자, '_', '-', '.'만 사용하여 63자 이내로 적고, 첫 글자는 영문자나 숫자로 하십시오.",
        ],
    ]


def test_a_register_that_changed_meanwhile_is_compared_again(coordinator: Actor) -> None:
    test = uploaded(page(coordinator, view="import"), b"code,staff\nport,410\n")
    institutions.change(coordinator, "port", PORT.__class__("port", PORT.names, "central", staff=405))
    click(test, "apply")
    assert "compare it again" in words(test) and institutions.get(coordinator, "port").staff == 405
    click(test, "again")
    assert list(test.dataframe[0].value["What changes"]) == ["Staff: 405 → 410"]
    click(test, "apply")
    assert institutions.get(coordinator, "port").staff == 410
