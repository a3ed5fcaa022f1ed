"""An institution's own list of laws, processes, risks or posts: added, named, ordered, removed and put back, copied, taken in from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assessments.register.access import Actor, Refused
from assessments.rounds import model, returns
from assessments.rounds.returns import NotNow
from assessments.rounds.running.opening import Impossible
from assessments.rounds.subjects import subject_copies, subject_files, subjects
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.tables.problems import DataError
from tests.stores import NOW, a_round, institution, person

EDITION = "kr_corruption_risk_2024"
ACT = {"ko": "항만법", "en": "Harbour Act"}


@pytest.fixture
def officer(store: Store) -> Actor:
    institution(store, "port", "central")
    institution(store, "city", "basic_local")
    a_round(store, EDITION, "port", "city")
    return person(store, "Ok", "officer", institution="port")


def own(actor: Actor) -> returns.Return:
    return returns.list_returns(actor)[0]


def listed(actor: Actor) -> list[str]:
    return [one.code for one in own(actor).subjects]


def put(actor: Actor, *names: str) -> list[int]:
    return [subjects.add(actor, own(actor).id, {"en": name}) for name in names]


def test_subjects_stand_in_the_order_in_which_they_were_added_each_with_a_code(officer: Actor) -> None:
    subjects.add(officer, own(officer).id, ACT, "harbour_act")
    put(officer, "Fishery Act", "Customs Act")
    assert listed(officer) == ["harbour_act", "law_1", "law_2"]
    assert own(officer).subjects[0].named("ko") == "항만법"


def test_all_that_is_wrong_with_a_new_subject_is_said_at_once(officer: Actor) -> None:
    with pytest.raises(Impossible) as told:
        subjects.add(officer, own(officer).id, {"en": " "}, "harbour act")
    assert [str(why) for why in told.value.whys] == [
        "'harbour act' cannot be a code; use at most 63 letters, digits, '_', '-' and '.', without spaces",
        "there is no name; give one in at least one language",
    ]
    put(officer, "Fishery Act")
    with pytest.raises(Impossible, match="there is a subject 'law_1' already"):
        subjects.add(officer, own(officer).id, ACT, "law_1")
    assert listed(officer) == ["law_1"]


def test_a_subject_is_renamed_and_moved_and_its_code_stays(officer: Actor) -> None:
    first, second, third = put(officer, "A", "B", "C")
    subjects.rename(officer, second, {"en": "Bees", "ko": ""})
    subjects.order(officer, own(officer).id, [third, first])
    assert [(one.id, one.named("en")) for one in own(officer).subjects] == [(third, "C"), (first, "A"), (second, "Bees")]


def test_what_was_removed_comes_back_with_its_answers_at_its_place(officer: Actor) -> None:
    first, second = put(officer, "A", "B")
    kept = own(officer)
    item = kept.asked(first)[0]
    scale = kept.edition.questionnaire.scales[kept.edition.questionnaire.items[item].scale]
    returns.save(officer, kept.id, first, item, next(iter(scale.choices)), 0)
    subjects.remove(officer, first)
    assert (listed(officer), [one.id for one in subjects.removed(officer, kept.id)]) == (["law_2"], [first])
    with pytest.raises(Refused):
        returns.save(officer, kept.id, first, item, "", 1)
    subjects.restore(officer, first)
    assert listed(officer) == ["law_1", "law_2"] and own(officer).answers[first, item].version == 1
    assert second == own(officer).subjects[1].id


def test_the_code_of_a_removed_subject_is_not_given_to_another(officer: Actor) -> None:
    (first,) = put(officer, "A")
    subjects.remove(officer, first)
    put(officer, "B")
    assert listed(officer) == ["law_2"]


def test_only_the_institution_changes_its_list_and_only_while_it_can_write(officer: Actor, store: Store) -> None:
    other, desk = person(store, "Na", "officer", institution="city"), person(store, "Co", "coordinator")
    (first,) = put(officer, "A")
    for actor in (other, desk):
        with pytest.raises(Refused):
            subjects.add(actor, own(officer).id, ACT)
        with pytest.raises(Refused):
            subjects.remove(actor, first)
    with store.writing() as connection:
        records.change(connection, tables.returns, {"id": own(officer).id}, state=model.SUBMITTED)
    acts: list[Callable[[], object]] = [
        lambda: subjects.add(officer, own(officer).id, ACT),
        lambda: subjects.rename(officer, first, ACT),
        lambda: subjects.order(officer, own(officer).id, [first]),
        lambda: subjects.remove(officer, first),
        lambda: subjects.restore(officer, first),
        lambda: subject_copies.copy(officer, own(officer).id),
    ]
    for act in acts:
        with pytest.raises(NotNow, match="locked"):
            act()


def test_an_assessment_of_the_institution_itself_has_no_list(store: Store) -> None:
    institution(store, "port", "central")
    a_round(store, "kr_initiative_2014", "port")
    officer = person(store, "Ok", "officer", institution="port")
    with pytest.raises(NotNow, match="about the institution itself"):
        subjects.add(officer, own(officer).id, ACT)


def test_the_list_of_the_round_before_is_copied_once(officer: Actor, store: Store) -> None:
    subjects.add(officer, own(officer).id, ACT, "harbour_act")
    put(officer, "Fishery Act")
    a_round(store, EDITION, "port", cycle="2027")
    new = own(officer).id
    last = subject_copies.earlier(officer, new)
    assert last is not None and (last.cycle, [one.code for one in last.missing]) == ("2026", ["harbour_act", "law_1"])
    assert (subject_copies.copy(officer, new), subject_copies.copy(officer, new)) == (2, 0)
    assert listed(officer) == ["harbour_act", "law_1"]


def test_the_list_of_an_institution_that_was_renamed_since_is_found(officer: Actor, store: Store) -> None:
    put(officer, "Harbour Act")
    institution(store, "harbours", "central")
    with store.writing() as connection:
        records.add(connection, tables.lineage, kind="renamed", on=NOW.date(), before="port", after="harbours")
    a_round(store, EDITION, "harbours", cycle="2027")
    successor = person(store, "Su", "officer", institution="harbours")
    assert subject_copies.copy(successor, own(successor).id) == 1


def file(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "laws.csv"
    path.write_text("\n".join(["code,name_ko,name_en", *lines]) + "\n", encoding="utf-8")
    return path


def test_a_file_says_first_what_it_would_change_and_then_changes_that(officer: Actor, tmp_path: Path) -> None:
    subjects.add(officer, own(officer).id, ACT, "harbour_act")
    subjects.add(officer, own(officer).id, {"ko": "어업법"}, "fishery_act")
    gone = subjects.add(officer, own(officer).id, {"ko": "관세법"}, "customs_act")
    subjects.remove(officer, gone)
    path = file(tmp_path, "harbour_act,항만법,Harbour Act", "fishery_act,수산업법,", "customs_act,관세법,", ",도로법,Road Act")
    shown = subject_files.preview(officer, own(officer).id, path, "laws.csv")
    assert [(line.number, line.kind, line.code) for line in shown.lines] == [
        (2, "same", "harbour_act"),
        (3, "renamed", "fishery_act"),
        (4, "back", "customs_act"),
        (5, "new", "law_1"),
    ]
    assert listed(officer) == ["harbour_act", "fishery_act"]
    assert subject_files.take_in(officer, own(officer).id, shown) == 3
    assert [(one.code, one.named("ko")) for one in own(officer).subjects] == [
        ("harbour_act", "항만법"),
        ("fishery_act", "수산업법"),
        ("customs_act", "관세법"),
        ("law_1", "도로법"),
    ]


def test_every_mistake_of_a_file_is_told_with_its_row(officer: Actor, tmp_path: Path) -> None:
    path = file(tmp_path, "harbour act,항만법,", "a,,", "a,가,")
    with pytest.raises(DataError) as told:
        subject_files.preview(officer, own(officer).id, path, "laws.csv")
    assert [(mistake.rows, mistake.column) for mistake in told.value.mistakes] == [((2,), "code"), ((3,), "name_ko"), ((4,), "code")]


def test_a_file_without_names_is_refused(officer: Actor, tmp_path: Path) -> None:
    path = tmp_path / "laws.csv"
    path.write_text("code,title\na,A\n", encoding="utf-8")
    with pytest.raises(DataError, match="the column 'name_ko' is missing"):
        subject_files.preview(officer, own(officer).id, path, "laws.csv")


def test_a_list_that_somebody_else_changed_meanwhile_is_compared_again(officer: Actor, tmp_path: Path) -> None:
    shown = subject_files.preview(officer, own(officer).id, file(tmp_path, "a,가,"), "laws.csv")
    put(officer, "B")
    with pytest.raises(NotNow, match="changed since"):
        subject_files.take_in(officer, own(officer).id, shown)
    assert listed(officer) == ["law_1"]


def test_every_change_of_the_list_is_in_the_log(officer: Actor, store: Store) -> None:
    first, second = put(officer, "A", "B")
    subjects.order(officer, own(officer).id, [second, first])
    subjects.remove(officer, first)
    with store.reading() as connection:
        found = [(row["what"], row["about"], row["before"], row["after"]) for row in records.every(connection, tables.changes)]
    assert found == [
        ("subjects.add", "law_1", None, {"en": "A"}),
        ("subjects.add", "law_2", None, {"en": "B"}),
        ("subjects.order", "", ["law_1", "law_2"], ["law_2", "law_1"]),
        ("subjects.remove", "law_1", {"en": "A"}, None),
    ]
