"""Responses of surveys in a round: read against its edition, kept without names, replaced and taken out until the close."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from assessments.register.access import Actor, Refused
from assessments.rounds import model
from assessments.rounds.returns import NotNow
from assessments.rounds.running import rounds, survey
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.tables.problems import DataError
from questionnaires import catalogue
from tests.stores import a_round, institution, person

EDITION = "mini_2026"
HEAD = "subject,respondent_group,respondent,open_handling,favours,fair_orders"
ROWS = ("port,public,Kim,4,2,", "port,public,Lee,5,1,", "city,staff,Kim,,,3")


@pytest.fixture(autouse=True)
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short edition that asks the public, the staff and the institution itself."""
    folder = tmp_path / "editions" / EDITION
    shutil.copytree(catalogue.HERE / "template", folder)
    for path in folder.glob("*"):
        path.write_text(path.read_text(encoding="utf-8").replace("template", EDITION), encoding="utf-8")
    monkeypatch.setenv(catalogue.VARIABLE, str(folder.parent))


@pytest.fixture
def desk(store: Store) -> Actor:
    for code in ("port", "city", "mint"):
        institution(store, code, "ministry")
    return person(store, "Co", "coordinator")


@pytest.fixture
def number(desk: Actor) -> int:
    return a_round(desk.store, EDITION, "port", "city", "mint")


def file(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "responses.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_what_is_in_the_file_is_counted_and_who_has_no_response_is_named(desk: Actor, number: int, tmp_path: Path) -> None:
    found = survey.attach(desk, number, file(tmp_path, *ROWS), "responses.csv")
    assert (found["groups"], found["institutions"], found["without"]) == ({"public": 2, "staff": 1}, 2, ["mint"])
    assert rounds.get(desk, number).survey_facts["file"] == "responses.csv"


def test_no_name_of_a_respondent_and_no_remark_is_kept(desk: Actor, number: int, tmp_path: Path) -> None:
    rows = [f"{row},called on Monday" for row in ROWS]
    survey.attach(desk, number, file(tmp_path, *rows, head=f"{HEAD},note"), "responses.csv")
    kept = pq.read_table(io.BytesIO(desk.store.files.read(rounds.get(desk, number).survey or "")))
    assert kept.column_names == HEAD.split(",") and kept["respondent"].to_pylist() == ["1", "2", "1"]


def test_every_mistake_is_told_and_the_file_before_stays(desk: Actor, number: int, tmp_path: Path) -> None:
    survey.attach(desk, number, file(tmp_path, *ROWS), "responses.csv")
    before = rounds.get(desk, number).survey
    with pytest.raises(DataError) as told:
        survey.attach(desk, number, file(tmp_path, "prot,public,Kim,4,2,", "port,public,Lee,9,1,"), "wrong.csv")
    assert [(mistake.column, mistake.rows) for mistake in told.value.mistakes] == [("subject", (2,)), ("open_handling", (3,))]
    assert rounds.get(desk, number).survey == before


def test_what_institutions_answer_themselves_is_not_in_a_survey(desk: Actor, number: int, tmp_path: Path) -> None:
    path = file(tmp_path, "port,plan_adopted,yes", "port,effort,70", head="subject,item,answer")
    with pytest.raises(DataError, match=r"(?s)belong in their returns.*scores of whole parts \(effort\)"):
        survey.attach(desk, number, path, "responses.csv")


def test_a_file_is_replaced_and_taken_out_until_the_round_is_closed(desk: Actor, store: Store, number: int, tmp_path: Path) -> None:
    survey.attach(desk, number, file(tmp_path, *ROWS), "responses.csv")
    survey.attach(desk, number, file(tmp_path, *ROWS[:2]), "again.csv")
    assert rounds.get(desk, number).survey_facts["without"] == ["city", "mint"]
    survey.detach(desk, number)
    assert rounds.get(desk, number).survey is None
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"id": number}, stage=model.CLOSED)
        found = [(row["what"], (row["before"] or {}).get("file")) for row in records.every(connection, tables.changes)]
    assert found == [("survey.attach", None), ("survey.attach", "responses.csv"), ("survey.detach", "again.csv")]
    with pytest.raises(NotNow, match="the round is closed"):
        survey.attach(desk, number, file(tmp_path, *ROWS), "responses.csv")
    with pytest.raises(NotNow):
        survey.detach(desk, number)


def test_only_the_coordinator_attaches(desk: Actor, store: Store, number: int, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        survey.attach(person(store, "Re", "reviewer"), number, file(tmp_path, *ROWS), "responses.csv")
