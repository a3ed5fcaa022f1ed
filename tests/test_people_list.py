"""Accounts from a list: a coordinator brings in two dozen officers at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments.register.access import Actor
from assessments.register.institutions.wrong import Wrong
from assessments.register.people import people, people_list, sign_in
from assessments.store.engine import Store
from assessments.tables.problems import DataError
from tests.stores import NOW, institution, person


@pytest.fixture
def admin(store: Store) -> Actor:
    institution(store, "port")
    institution(store, "city")
    return person(store, "Ada", "administrator")


def previewed(admin: Actor, folder: Path, text: str) -> tuple[people_list.New, ...]:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return people_list.preview(admin, path, "people.csv")


GOOD = "login,name,role,institution,email,language\nOk@port,Ok,officer,port,ok@port.example,ko\nok@port,Ok,officer,city,ok@port.example,ko\nre,Re,reviewer,,,\n"


def test_a_row_is_a_role_and_a_login_is_a_person(admin: Actor, tmp_path: Path) -> None:
    shown = previewed(admin, tmp_path, GOOD)
    assert [(one.login, one.name, one.roles) for one in shown] == [
        ("ok@port", "Ok", (("officer", "port"), ("officer", "city"))),
        ("re", "Re", (("reviewer", ""),)),
    ]
    assert len(people.list_people(admin)) == 1  # nothing is written yet


def test_everybody_on_the_list_has_an_account_and_a_link_of_their_own(admin: Actor, tmp_path: Path) -> None:
    made = people_list.open_all(admin, previewed(admin, tmp_path, GOOD))
    assert [sign_in.whose_link(admin.store, code, NOW).login for _, code in made] == ["ok@port", "re"]
    held = next(one.person.roles for one in people.list_people(admin) if one.person.login == "ok@port")
    assert held == {("officer", "port"), ("officer", "city")}


def test_every_mistake_is_told_by_row_and_column(admin: Actor, tmp_path: Path) -> None:
    with pytest.raises(DataError) as told:
        previewed(
            admin,
            tmp_path,
            "login,name,role,institution,email,language\nada,Ada,reader,,,\ntwo words,,king,,no address,xx\nok,Ok,officer,nowhere,,\nok,Other,reader,,,\n",
        )
    assert [(mistake.rows[0], mistake.column) for mistake in told.value.mistakes] == [
        (2, "login"),
        (3, "login"),
        (3, "name"),
        (3, "email"),
        (3, "language"),
        (3, "role"),
        (4, "role"),
        (5, "name"),
    ]


def test_a_list_without_its_columns_says_which(admin: Actor, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the column 'role' is missing"):
        previewed(admin, tmp_path, "login,name\nok,Ok\n")


def test_all_or_none(admin: Actor, tmp_path: Path) -> None:
    shown = previewed(admin, tmp_path, GOOD)
    people.add_person(admin, "re", "Somebody else", "", "", [("reader", "")])
    with pytest.raises(Wrong, match="has the name 're'"):
        people_list.open_all(admin, shown)
    assert {one.person.login for one in people.list_people(admin)} == {"ada", "re"}
