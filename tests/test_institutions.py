"""The register: who may keep it, what is refused, how a file is compared with it and taken in, and reorganisations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assessments import demonstration
from assessments.register.access import Actor, Refused
from assessments.register.institutions import institutions, intake, list_files, reorganise
from assessments.register.institutions.institution import Institution, NotPossible, cells
from assessments.register.institutions.lineage import series
from assessments.rounds.running import participation
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.tables.problems import DataError
from tests.stores import a_round, institution, person

PORT = Institution("port", {"ko": "항만청", "en": "Port Authority"}, "central", staff=400, since=date(1990, 1, 1))
MID_2026 = date(2026, 7, 1)


@pytest.fixture
def coordinator(store: Store) -> Actor:
    return person(store, "Ko", "coordinator")


def codes(actor: Actor, **filters: object) -> list[str]:
    return [one.code for one in institutions.list_institutions(actor, **filters)]


def log_of(actor: Actor) -> list[tuple[object, ...]]:
    with actor.store.reading() as connection:
        return [(row["what"], row["about"], row["before"], row["after"]) for row in records.every(connection, tables.changes)]


def wrong(told: pytest.ExceptionInfo[DataError]) -> list[tuple[str, tuple[int, ...]]]:
    return [(mistake.column, mistake.rows) for mistake in told.value.mistakes]


# -- one by one -------------------------------------------------------------------------------------------------------


def test_what_is_entered_is_found_by_words_of_any_name_by_group_and_by_day(coordinator: Actor) -> None:
    institutions.add(coordinator, PORT)
    institutions.add(coordinator, Institution("city", {"ko": "새벽시"}, "basic_local", until=date(2020, 12, 31)))
    assert institutions.get(coordinator, "port") == PORT
    assert codes(coordinator, search="항만") == codes(coordinator, search="authority PORT") == ["port"]
    assert codes(coordinator, peer_group="basic_local") == ["city"]
    assert codes(coordinator, on=date(2026, 1, 1)) == ["port"]


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_written(coordinator: Actor) -> None:
    with pytest.raises(DataError) as told:
        institutions.add(coordinator, Institution("a b", {}, staff=-1, parent="nowhere", since=MID_2026, until=date(2020, 1, 1)))
    assert [column for column, _ in wrong(told)] == ["code", "name_ko", "staff", "until", "parent"]
    assert codes(coordinator) == []


def test_a_code_is_given_once(coordinator: Actor) -> None:
    institutions.add(coordinator, PORT)
    with pytest.raises(DataError, match="already"):
        institutions.add(coordinator, PORT)


def test_nobody_stands_above_itself(coordinator: Actor) -> None:
    institutions.add(coordinator, PORT)
    institutions.add(coordinator, Institution("quay", {"en": "Quay"}, parent="port"))
    with pytest.raises(DataError, match="port → quay → port"):
        institutions.change(coordinator, "port", replace(PORT, parent="quay"))


def test_a_change_is_logged_cell_by_cell_and_the_code_stays(coordinator: Actor) -> None:
    institutions.add(coordinator, PORT)
    institutions.change(coordinator, "port", replace(PORT, code="other", staff=410))
    assert codes(coordinator) == ["port"]
    assert log_of(coordinator)[-1] == ("institutions.change", "port", {"staff": "400"}, {"staff": "410"})
    institutions.change(coordinator, "port", replace(PORT, staff=410))
    assert len(log_of(coordinator)) == 2, "nothing changed, nothing logged"


def test_what_was_used_is_closed_and_never_deleted(coordinator: Actor) -> None:
    institutions.add(coordinator, PORT)
    institutions.add(coordinator, replace(PORT, code="mistake"))
    a_round(coordinator.store, "kr_initiative_2014", "port")
    with pytest.raises(NotPossible, match="close it instead"):
        institutions.remove(coordinator, "port")
    institutions.close(coordinator, "port", date(2026, 6, 30))
    assert institutions.get(coordinator, "port").until == date(2026, 6, 30)
    institutions.remove(coordinator, "mistake")
    assert codes(coordinator) == ["port"]


def test_everybody_finds_names_but_further_columns_are_for_those_concerned(coordinator: Actor, store: Store) -> None:
    institutions.add(coordinator, replace(PORT, more={"contact": "desk 4"}))
    institutions.add(coordinator, Institution("city", {"en": "City"}, more={"contact": "desk 5"}))
    reader, officer = person(store, "Re", "reader"), person(store, "Of", "officer", institution="city")
    assert [one.more for one in institutions.list_institutions(reader)] == [{}, {}]
    assert [dict(one.more) for one in institutions.list_institutions(officer)] == [{"contact": "desk 5"}, {}]
    assert institutions.further(coordinator, "port") == {"contact": "desk 4"}
    for somebody in (reader, officer):
        with pytest.raises(Refused):
            institutions.further(somebody, "port")


def test_only_the_coordinator_keeps_the_register(coordinator: Actor, store: Store, tmp_path: Path) -> None:
    institutions.add(coordinator, PORT)
    for role in ("administrator", "reviewer", "officer", "trainer", "reader"):
        other = person(store, role, role, institution="port")
        for attempt in (
            lambda who: institutions.add(who, replace(PORT, code="new")),
            lambda who: institutions.change(who, "port", PORT),
            lambda who: institutions.close(who, "port", MID_2026),
            lambda who: institutions.remove(who, "port"),
            lambda who: reorganise.rename(who, "port", {"en": "Other"}, MID_2026),
            lambda who: reorganise.merge(who, "port", ["port"], "port", MID_2026),
            lambda who: reorganise.split(who, "port", [], True, MID_2026),
            lambda who: reorganise.take_back(who, 1),
            lambda who: intake.preview(who, tmp_path, "x.csv"),
            lambda who: intake.apply(who, intake.Preview((), (), (), "")),
        ):
            with pytest.raises(Refused):
                attempt(other)


def test_what_is_not_there_is_refused(coordinator: Actor) -> None:
    for attempt in (institutions.get, institutions.further, institutions.remove):
        with pytest.raises(Refused):
            attempt(coordinator, "nowhere")


def test_the_rounds_of_an_institution_are_shown_as_far_as_they_are_for_the_reader(coordinator: Actor, store: Store) -> None:
    for code in ("port", "city"):
        institution(store, code)
    number = a_round(store, "kr_initiative_2014", "port")
    assert [one.id for one in participation.list_rounds(coordinator, "port")] == [number]
    assert participation.list_rounds(coordinator, "city") == []
    reader, reviewer = person(store, "Re", "reader"), person(store, "Rv", "reviewer")
    assert participation.list_rounds(reader, "port") == participation.list_rounds(reviewer, "port") == []
    with pytest.raises(Refused):
        participation.list_rounds(person(store, "Of", "officer", institution="city"), "port")
    with store.writing() as connection:
        records.add(connection, tables.assignments, return_id=1, person_id=reviewer.person.id)
    assert [one.id for one in participation.list_rounds(reviewer, "port")] == [number]


# -- files ------------------------------------------------------------------------------------------------------------


def compared(actor: Actor, folder: Path, content: str | bytes, name: str = "list.csv") -> intake.Preview:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return intake.preview(actor, path, name)


def test_a_file_is_compared_with_the_register_before_anything_is_written(coordinator: Actor, tmp_path: Path) -> None:
    institutions.add(coordinator, PORT)
    institutions.add(coordinator, Institution("city", {"en": "City"}))
    institutions.add(coordinator, Institution("left", {"en": "Left Alone"}))
    shown = compared(coordinator, tmp_path, "code,name_en,staff,town\nport,Port Authority,410,Bay\ncity,City,,\nquay,Quay,12,\n")
    assert [(row.number, row.kind, row.institution.code) for row in shown.rows] == [
        (2, "changed", "port"),
        (3, "same", "city"),
        (4, "new", "quay"),
    ]
    assert [(one.column, one.before, one.after) for one in shown.rows[0].differences] == [("staff", "400", "410"), ("town", "", "Bay")]
    assert ([one.code for one in shown.absent], shown.further) == (["left"], ("town",))
    assert codes(coordinator) == ["city", "left", "port"], "nothing is written yet"
    intake.apply(coordinator, shown)
    assert institutions.get(coordinator, "port") == replace(PORT, staff=410, more={"town": "Bay"})
    assert codes(coordinator) == ["city", "left", "port", "quay"]
    assert log_of(coordinator)[-1] == ("institutions.change", "port", {"staff": "400"}, {"staff": "410", "town": "Bay"})


def test_a_blank_cell_empties_and_a_missing_column_leaves(coordinator: Actor, tmp_path: Path) -> None:
    institutions.add(coordinator, PORT)
    intake.apply(coordinator, compared(coordinator, tmp_path, "code,name_en\nport,\n"))
    assert institutions.get(coordinator, "port") == replace(PORT, names={"ko": "항만청"})


def test_every_mistake_is_named_with_row_and_column(coordinator: Actor, tmp_path: Path) -> None:
    institutions.add(coordinator, PORT)
    table = [
        "code,name_en,staff,parent,since",
        "quay,Quay,many,,",
        "quay,Quay,,,",
        "b/d,Bad,-3,,30.11.2026",
        "up,Up,,down,",
        "down,Down,,up,",
        "lost,Lost,,prot,",
        ",,,,",
        "ok,Fine,1,quay,2026-11-30",
    ]
    with pytest.raises(DataError) as told:
        compared(coordinator, tmp_path, "\n".join(table))
    assert wrong(told) == [
        ("staff", (2,)),
        ("code", (3,)),
        ("since", (4,)),
        ("code", (4,)),
        ("staff", (4,)),
        ("parent", (5,)),
        ("parent", (6,)),
        ("parent", (7,)),
        ("code", (8,)),
        ("name_ko", (8,)),
    ]
    said = str(told.value)
    for words in (
        "'many' is not a whole number",
        "first in row 2",
        "'30.11.2026' is not a day",
        "down → up → down",
        "did you mean 'port'?",
    ):
        assert words in said


def test_a_column_that_is_hardly_meant_as_a_further_one_is_asked_about(coordinator: Actor, tmp_path: Path) -> None:
    with pytest.raises(DataError) as told:
        compared(coordinator, tmp_path, "code,name,name_en,peer_gruop\nport,Port,Port,central\n")
    assert wrong(told) == [("name", (1,)), ("peer_gruop", (1,))]
    with pytest.raises(DataError, match="the column 'code' is missing"):
        compared(coordinator, tmp_path, "kode,name_en\nport,Port\n")


def test_a_register_that_changed_since_is_left_as_it_is(coordinator: Actor, tmp_path: Path) -> None:
    shown = compared(coordinator, tmp_path, "code,name_en\nport,Port\n")
    institutions.add(coordinator, Institution("city", {"en": "City"}))
    with pytest.raises(NotPossible, match="compare it again"):
        intake.apply(coordinator, shown)
    assert codes(coordinator) == ["city"]


def test_a_parent_may_come_after_its_child_in_the_file(coordinator: Actor, tmp_path: Path) -> None:
    intake.apply(coordinator, compared(coordinator, tmp_path, "code,name_en,parent\nquay,Quay,port\nport,Port,\n"))
    assert institutions.get(coordinator, "quay").parent == "port"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_comes_back_as_the_same(coordinator: Actor, tmp_path: Path, ending: str) -> None:
    institutions.add(coordinator, replace(PORT, code="0042", names={"ko": "항만청", "en": "=Port", "th": "ท่าเรือ"}, more={"town": "-Bay"}))
    institutions.add(coordinator, Institution("quay", {"en": "Quay"}, parent="0042", until=date(2025, 12, 31)))
    write = {"csv": list_files.csv, "xlsx": list_files.xlsx}[ending]
    shown = compared(coordinator, tmp_path, write(institutions.list_institutions(coordinator)), f"list.{ending}")
    assert [row.kind for row in shown.rows] == ["same", "same"]


def test_no_text_of_an_exported_file_runs_as_a_formula() -> None:
    bad = Institution("port", {"en": '=HYPERLINK("http://x","y")'}, more={"=1+1": "@SUM(A1)"})
    assert b"'=HYPERLINK" in list_files.csv([bad]) and b",'@SUM" in list_files.csv([bad])


def test_days_that_a_spreadsheet_made_dates_are_read_as_days(coordinator: Actor, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["code", "name_en", "staff", "since"])
    book.active.append(["port", "Port", 400, date(1990, 1, 1)])
    book.save(tmp_path / "list.xlsx")
    shown = intake.preview(coordinator, tmp_path / "list.xlsx", "list.xlsx")
    assert shown.rows[0].institution == Institution("port", {"en": "Port"}, staff=400, since=date(1990, 1, 1))


def test_the_form_to_fill_in_has_every_column_and_its_meaning(tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_bytes(list_files.xlsx([], {"code": "A permanent code."}))
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    header = [cell.value for cell in book["institutions"][1]]
    assert header == ["code", "name_ko", "name_en", "peer_group", "variant", "staff", "parent", "since", "until"]
    assert book["columns"]["B1"].value == "A permanent code."


def test_the_demonstration_country_can_be_taken_in(coordinator: Actor, tmp_path: Path) -> None:
    shown = compared(coordinator, tmp_path, demonstration.register_file())
    assert len(shown.of("new")) == 24
    intake.apply(coordinator, shown)
    assert institutions.list_institutions(coordinator) == demonstration.registered()


# -- reorganisations --------------------------------------------------------------------------------------------------


@pytest.fixture
def three(coordinator: Actor) -> Actor:
    for code in ("mail", "phone", "post"):
        institutions.add(coordinator, Institution(code, {"en": code.title()}, "central", staff=100))
    return coordinator


def life(actor: Actor, code: str) -> tuple[date | None, date | None]:
    one = institutions.get(actor, code)
    return one.since, one.until


def spans(actor: Actor, code: str) -> list[tuple[str, str]]:
    return [(span.institution, span.how) for span in series(reorganise.list_lineage(actor), code)]


def test_a_new_name_keeps_code_and_old_name(three: Actor) -> None:
    reorganise.rename(three, "mail", {"en": "Letters"}, MID_2026)
    assert institutions.get(three, "mail").names == {"en": "Letters"}
    assert reorganise.list_lineage(three)[0].old_names == {"en": "Mail"}
    assert life(three, "mail") == (None, None)
    assert log_of(three)[-1] == ("reorganise.rename", "mail", None, {"on": "2026-07-01", "into": "mail"})


def test_a_new_name_with_a_new_code_closes_the_old_one_the_day_before(three: Actor) -> None:
    reorganise.rename(three, "mail", {"en": "Letters"}, MID_2026, code="letters")
    assert life(three, "mail") == (None, date(2026, 6, 30)) and life(three, "letters") == (MID_2026, None)
    assert institutions.get(three, "letters").staff == 100
    assert spans(three, "letters") == [("mail", "renamed"), ("letters", "itself")]


def test_two_become_a_new_one(three: Actor) -> None:
    reorganise.merge(three, "mail", ["phone"], Institution("calls", {"en": "Calls"}, "central", staff=190), MID_2026)
    assert life(three, "mail") == life(three, "phone") == (None, date(2026, 6, 30))
    assert life(three, "calls") == (MID_2026, None)
    assert spans(three, "calls") == [("mail", "merged"), ("phone", "merged"), ("calls", "itself")]


def test_one_takes_another_in(three: Actor) -> None:
    reorganise.merge(three, "mail", ["phone"], "mail", MID_2026)
    assert life(three, "mail") == (None, None) and life(three, "phone") == (None, date(2026, 6, 30))
    assert spans(three, "mail") == [("mail", "merged"), ("phone", "merged"), ("mail", "itself")]


def test_a_part_leaves_and_the_rest_goes_on(three: Actor) -> None:
    reorganise.split(three, "post", [Institution("parcels", {"en": "Parcels"})], True, MID_2026)
    assert life(three, "post") == (None, None) and life(three, "parcels") == (MID_2026, None)
    assert spans(three, "parcels") == [("post", "split"), ("parcels", "itself")]
    assert spans(three, "post") == [("post", "split"), ("post", "itself")]


@pytest.mark.parametrize(
    ("attempt", "why"),
    [
        (lambda who: reorganise.rename(who, "mail", {"en": "Mail"}, MID_2026), "the same as before"),
        (lambda who: reorganise.rename(who, "mail", {"en": "L"}, date(2027, 1, 1)), "lies ahead"),
        (lambda who: reorganise.merge(who, "mail", ["mail"], "mail", MID_2026), "at least two"),
        (lambda who: reorganise.merge(who, "mail", ["phone"], "post", MID_2026), "in the register already"),
        (lambda who: reorganise.split(who, "mail", [], True, MID_2026), "at least two"),
    ],
)
def test_what_cannot_have_happened_is_refused_with_a_reason(three: Actor, attempt: object, why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        attempt(three)  # type: ignore[operator]
    assert reorganise.list_lineage(three) == [] and codes(three) == ["mail", "phone", "post"]


def test_a_part_with_a_code_that_is_taken_is_refused(three: Actor) -> None:
    with pytest.raises(DataError, match="'phone' already"):
        reorganise.split(three, "post", [Institution("phone", {"en": "P"}), Institution("new", {"en": "N"})], False, MID_2026)
    assert codes(three) == ["mail", "phone", "post"]


def test_what_has_ended_or_was_reorganised_later_cannot_be_reorganised_before(three: Actor) -> None:
    reorganise.merge(three, "mail", ["phone"], "mail", MID_2026)
    with pytest.raises(NotPossible, match="'mail' was reorganised on 2026-07-01"):
        reorganise.rename(three, "mail", {"en": "L"}, date(2020, 1, 1))
    with pytest.raises(NotPossible, match="'phone' was not there"):
        reorganise.rename(three, "phone", {"en": "L"}, date(2026, 8, 1))


def test_a_merger_recorded_by_mistake_is_taken_back_whole(three: Actor) -> None:
    reorganise.merge(three, "mail", ["phone"], Institution("calls", {"en": "Calls"}), MID_2026)
    reorganise.take_back(three, reorganise.list_lineage(three)[1].id)
    assert reorganise.list_lineage(three) == []
    assert life(three, "mail") == life(three, "phone") == (None, None)
    institutions.remove(three, "calls")


def test_a_rename_is_taken_back_with_its_name_but_not_under_a_later_step(three: Actor) -> None:
    reorganise.rename(three, "mail", {"en": "Letters"}, date(2020, 1, 1))
    reorganise.merge(three, "mail", ["phone"], "mail", MID_2026)
    first, *later = reorganise.list_lineage(three)
    with pytest.raises(NotPossible, match="take that back first"):
        reorganise.take_back(three, first.id)
    reorganise.take_back(three, later[0].id)
    reorganise.take_back(three, first.id)
    assert institutions.get(three, "mail").names == {"en": "Mail"}


def test_cells_are_what_a_reader_of_a_table_would_write() -> None:
    assert cells(PORT)["staff"] == "400" and cells(PORT)["since"] == "1990-01-01" and cells(PORT)["until"] == ""
