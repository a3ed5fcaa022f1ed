"""Results of rounds: frozen at closing, made again from the same bytes, scored anew beside the old ones, published once."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from assessments.register.access import Actor, Refused
from assessments.results import outputs
from assessments.rounds import model, pinned, returns
from assessments.rounds.results import opened, results
from assessments.rounds.returns import NotNow, Unfit
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.tables.problems import DataError
from questionnaires import catalogue
from tests.stores import NOW, a_round, institution, person

EDITION = "mini_2026"
PLANS = {"plan_adopted": "yes", "plan_published": "no"}  # 100 and 0: effort 50


@pytest.fixture(autouse=True)
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A short edition: perception (survey) has 6 parts of 10, effort (two answers of the institution) has 4."""
    folder = tmp_path / "editions" / EDITION
    shutil.copytree(catalogue.HERE / "template", folder)
    for path in folder.glob("*"):
        path.write_text(path.read_text(encoding="utf-8").replace("template", EDITION), encoding="utf-8")
    monkeypatch.setenv(catalogue.VARIABLE, str(folder.parent))
    return folder


@pytest.fixture
def desk(store: Store) -> Actor:
    for code in ("port", "city", "mint"):
        institution(store, code, "ministry")
    return person(store, "Co", "coordinator")


def answered(store: Store, round_id: int, code: str, given: Mapping[str, str], kind: str = model.OWN, state: str = model.SUBMITTED) -> None:
    """What an institution answered, or reviewers agreed on; the return is handed in."""
    with store.writing() as connection:
        own = records.one(connection, tables.returns, round_id=round_id, institution=code)
        assert own is not None
        subject = records.every(connection, tables.subjects, return_id=own["id"])[0]["id"]
        rows = [
            {"subject_id": subject, "item": item, "kind": kind, "answer": text, "version": 1, "at": NOW} for item, text in given.items()
        ]
        records.add_all(connection, tables.answers, rows)
        records.change(connection, tables.returns, {"id": own["id"]}, state=state)


def with_survey(store: Store, round_id: int, *rows: tuple[str, str, str, str, str]) -> None:
    """A survey that was frozen earlier: subject, respondent group, respondent, item, answer."""
    file = io.BytesIO()
    pd.DataFrame(rows, columns=["subject", "respondent_group", "respondent", "item", "answer"]).to_parquet(file)
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"id": round_id}, survey=store.files.keep(file.getvalue()))


def close(desk: Actor, round_id: int) -> int:
    """As the coordinator's desk closes a round."""
    with desk.store.writing() as connection:
        records.change(connection, tables.rounds, {"id": round_id}, stage=model.CLOSED)
        return results.freeze(connection, desk, round_id)


def value(found: opened.Opened, subject: str, code: str) -> float | None:
    return found.scorecards[found.scorecards.position(subject)].nodes[code].value


def closed(desk: Actor) -> tuple[int, int]:
    """A round in which the port says 50 of 100 for its effort, and reviewers agree on 0; the city says 100, the mint nothing."""
    number = a_round(desk.store, EDITION, "port", "city", "mint", stage=model.REVIEW)
    answered(desk.store, number, "port", PLANS)
    answered(desk.store, number, "port", {"plan_adopted": "no"}, model.FINAL)
    answered(desk.store, number, "city", {"plan_adopted": "yes", "plan_published": "yes"})
    return number, close(desk, number)


def test_closing_freezes_what_the_institution_said_and_what_was_verified(desk: Actor) -> None:
    number, verified = closed(desk)
    own, agreed = (next(one for one in results.list_results(desk, number) if one.basis == basis) for basis in ("self", "verified"))
    assert (agreed.id, agreed.beside, own.beside, agreed.label) == (verified, own.id, None, "First result")
    assert (agreed.subjects, agreed.institutions) == (3, {"port", "city", "mint"})
    assert value(results.open_result(desk, own.id), "port", "effort") == 50
    assert value(results.open_result(desk, agreed.id), "port", "effort") == 0  # what was published of no plan is not asked
    assert value(results.open_result(desk, agreed.id), "city", "effort") == 100


def test_who_never_handed_in_has_no_score_and_is_named(desk: Actor) -> None:
    number = a_round(desk.store, EDITION, "port", "mint", stage=model.REVIEW)
    answered(desk.store, number, "port", PLANS)
    answered(desk.store, number, "mint", PLANS, state=model.ANSWERING)
    found = results.open_result(desk, close(desk, number))
    assert value(found, "mint", "effort") is None
    assert any("handed in no return" in warning and "Mint" in warning for warning in found.comparison.warnings)


def test_what_was_carried_over_and_not_confirmed_is_no_answer_of_this_round(desk: Actor) -> None:
    number = a_round(desk.store, EDITION, "port", stage=model.REVIEW)
    answered(desk.store, number, "port", PLANS)
    with desk.store.writing() as connection:
        records.change(connection, tables.answers, {"item": "plan_published"}, carried_over=True)
    assert value(results.open_result(desk, close(desk, number)), "port", "effort") == 100


def test_a_survey_that_is_attached_and_the_returns_make_one_score(desk: Actor) -> None:
    number = a_round(desk.store, EDITION, "port", "city", stage=model.REVIEW)
    answered(desk.store, number, "port", PLANS)
    with_survey(desk.store, number, ("port", "public", "r1", "open_handling", "4"), ("port", "public", "r2", "open_handling", "5"))
    found = results.open_result(desk, close(desk, number))
    assert value(found, "port", "perception") == 87.5  # (75 + 100) / 2
    assert value(found, "port", "overall") == pytest.approx(0.6 * 87.5 + 0.4 * 50)
    assert value(found, "city", "perception") is None


def test_a_survey_about_somebody_else_stops_the_closing_and_nothing_is_frozen(desk: Actor) -> None:
    number = a_round(desk.store, EDITION, "port", stage=model.REVIEW)
    with_survey(desk.store, number, ("prot", "public", "r1", "open_handling", "4"))
    with pytest.raises(DataError, match="'prot' is not among the institutions; did you mean 'port'"):
        close(desk, number)
    assert results.list_results(desk, number) == []


def test_a_survey_that_answers_for_the_institution_too_is_refused(desk: Actor) -> None:
    number = a_round(desk.store, EDITION, "port", stage=model.REVIEW)
    answered(desk.store, number, "port", PLANS)
    with_survey(desk.store, number, ("port", "record", "r1", "plan_adopted", "yes"))
    with pytest.raises(DataError, match="holds record, which the returns hold too"):
        close(desk, number)


def test_made_again_the_scorecards_are_the_same_bytes(desk: Actor) -> None:
    _, verified = closed(desk)
    with desk.store.reading() as connection:
        row = records.one(connection, tables.results, id=verified)
    assert row is not None
    opened._made.cache_clear()
    found = results.open_result(desk, verified)
    assert outputs.as_json(found.scorecards, found.comparison) == desk.store.files.read(row["scorecards"])
    assert results.open_result(desk, verified).scorecards is found.scorecards, "what cannot change is made once a process"


def frozen_bytes(desk: Actor, result_id: int) -> bytes:
    opened._made.cache_clear()
    pinned.unpacked.cache_clear()
    found = results.open_result(desk, result_id)
    return outputs.as_json(found.scorecards, found.comparison) + outputs.csv(found.scorecards, found.comparison)


def test_a_published_result_never_changes_whatever_becomes_of_edition_answers_names_and_weights(desk: Actor, mini: Path) -> None:
    number, verified = closed(desk)
    results.publish(desk, verified)
    before = frozen_bytes(desk, verified)
    definition = mini / "questionnaire.yaml"
    definition.write_text(definition.read_text(encoding="utf-8").replace("weight: 0.4", "weight: 4"), encoding="utf-8")
    with desk.store.writing() as connection:
        records.change(connection, tables.answers, {"item": "plan_adopted"}, answer="yes")
        records.change(connection, tables.institutions, {"code": "port"}, names={"en": "Harbour"}, peer_group="municipality")
    results.rescore(desk, number, "Effort counts more", {"effort": 1})
    assert frozen_bytes(desk, verified) == before
    shutil.rmtree(mini)
    assert frozen_bytes(desk, verified) == before


@pytest.mark.parametrize("table", [tables.results, tables.publications])
def test_the_store_itself_refuses_to_change_a_result_or_a_publication(desk: Actor, table: object) -> None:
    _, verified = closed(desk)
    results.publish(desk, verified)
    key = {"id": verified} if table is tables.results else {"result_id": verified}
    values = {"label": "Better"} if table is tables.results else {"at": NOW}
    for act in (
        lambda connection: records.change(connection, table, key, **values),
        lambda connection: records.remove(connection, table, **key),
    ):
        with pytest.raises(Exception, match="never changed"), desk.store.writing() as connection:
            act(connection)


@pytest.mark.parametrize("table", ["changes", "results", "publications"])
def test_the_store_itself_refuses_to_be_emptied(desk: Actor, table: str) -> None:
    _, verified = closed(desk)
    results.publish(desk, verified)
    statement = {"sqlite": f"DELETE FROM {table}", "postgresql": f"TRUNCATE {table} CASCADE"}
    with pytest.raises(Exception, match="never changed"), desk.store.writing() as connection:
        connection.exec_driver_sql(statement[connection.dialect.name])


def test_software_that_computes_differently_shows_the_frozen_figures_and_says_so(desk: Actor) -> None:
    _, verified = closed(desk)
    with desk.store.writing() as connection:
        row = dict(records.one(connection, tables.results, id=verified) or {})
        cards = json.loads(desk.store.files.read(row["scorecards"]))
        node = next(node for card in cards for node in card["nodes"] if (card["subject"], node["code"]) == ("city", "effort"))
        node["value"] = 99.0
        then = {**row, "label": "Then", "scorecards": desk.store.files.keep(json.dumps(cards).encode())}
        older = records.add(connection, tables.results, **{name: value for name, value in then.items() if name != "id"})
    found = results.open_result(desk, older)
    assert value(found, "city", "effort") == 99
    assert any("today's software would compute others" in warning for warning in found.comparison.warnings)


def test_other_weights_make_a_new_result_beside_the_old_one(desk: Actor) -> None:
    number = a_round(desk.store, EDITION, "port", stage=model.REVIEW)
    answered(desk.store, number, "port", PLANS)
    with_survey(desk.store, number, ("port", "public", "r1", "open_handling", "5"))
    first = close(desk, number)
    second = results.rescore(desk, number, " Halves ", {"perception": 0.4})
    assert value(results.open_result(desk, first), "port", "overall") == 80  # 0.6 × 100 + 0.4 × 50
    assert value(results.open_result(desk, second), "port", "overall") == 75
    listed = [(one.label, one.basis, one.rescored) for one in results.list_results(desk, number)]
    assert listed == [
        ("Halves", "verified", True),
        ("Halves", "self", True),
        ("First result", "verified", False),
        ("First result", "self", False),
    ]


def test_a_new_result_needs_a_name_of_its_own_and_weights_that_exist(desk: Actor) -> None:
    number, _ = closed(desk)
    for label, weights, why in [
        ("  ", {"effort": 1}, "needs a name"),
        ("First result", {"effort": 1}, "called 'First result' already"),
        ("Same", {}, "no weight differs"),
        ("Typing", {"efort": 1}, "no part 'efort' .*did you mean 'effort'"),
        ("Minus", {"effort": -1}, "is -1; a weight is 0 or more"),
    ]:
        with pytest.raises(Unfit, match=why):
            results.rescore(desk, number, label, weights)
    assert len(results.list_results(desk, number)) == 2


def test_only_a_closed_round_is_published_and_only_once(desk: Actor) -> None:
    number, verified = closed(desk)
    with desk.store.writing() as connection:
        records.change(connection, tables.rounds, {"id": number}, stage=model.REVIEW)
    with pytest.raises(NotNow, match="close the round first"):
        results.publish(desk, verified)
    with desk.store.writing() as connection:
        records.change(connection, tables.rounds, {"id": number}, stage=model.CLOSED)
    results.publish(desk, verified)
    other = results.rescore(desk, number, "Halves", {"perception": 0.4})
    with pytest.raises(NotNow, match="published already"):
        results.publish(desk, other)
    assert [one.id for one in results.list_results(desk, number) if one.published_at] == [verified]
    with desk.store.reading() as connection:
        logged = [row["what"] for row in records.every(connection, tables.changes, round_id=number)]
    assert logged == ["results.made", "results.made", "results.publish", "results.made", "results.made"]


def test_a_round_that_is_closed_again_gets_a_second_result(desk: Actor) -> None:
    number, first = closed(desk)
    with desk.store.writing() as connection:
        records.change(connection, tables.answers, {"item": "plan_adopted", "kind": model.FINAL}, answer="yes")
    second = close(desk, number)
    assert (value(results.open_result(desk, first), "port", "effort"), value(results.open_result(desk, second), "port", "effort")) == (
        0,
        50,
    )
    assert [(one.label, one.freezing) for one in results.list_results(desk, number)][::2] == [("Result 2", 2), ("First result", 1)]


def test_a_reader_sees_what_is_published_and_nothing_else(desk: Actor) -> None:
    reader = person(desk.store, "Re", "reader")
    number, verified = closed(desk)
    assert results.list_results(reader) == []
    for unseen in (lambda: results.open_result(reader, verified), lambda: results.own_result(reader, verified, "port")):
        with pytest.raises(Refused):
            unseen()
    results.publish(desk, verified)
    assert [one.id for one in results.list_results(reader)] == [verified]
    found = results.open_result(reader, verified)
    assert (len(found.scorecards), found.answers) == (3, {})
    with pytest.raises(Refused):
        results.rescore(reader, number, "Mine", {"effort": 1})


def test_an_officer_sees_the_own_institution_once_the_round_is_closed(desk: Actor) -> None:
    officer = person(desk.store, "Ok", "officer", institution="port")
    number, verified = closed(desk)
    found = results.own_result(officer, verified, "port")
    assert [card.subject for card in found.scorecards] == ["port"]
    assert set(found.comparison.table["subject"]) == {"port"}
    assert value(found, "port", "effort") == 0
    assert found.comparison.of_subject("port")["effort"].peers == 2
    assert found.medians["ministry", "effort"] == 50  # of 0 and 100, without a name
    assert found.answers["port", "plan_adopted"] == opened.Answer("no", model.FINAL, NOW.isoformat())
    assert len(results.list_results(officer)) == 2
    for refused in (lambda: results.own_result(officer, verified, "city"), lambda: results.open_result(officer, verified)):
        with pytest.raises(Refused):
            refused()
    with desk.store.writing() as connection:
        records.change(connection, tables.rounds, {"id": number}, stage=model.REVIEW)  # opened again
    assert results.list_results(officer) == []
    with pytest.raises(Refused):
        results.own_result(officer, verified, "port")


def test_cut_down_to_one_institution_every_figure_stays_and_can_be_traced(desk: Actor) -> None:
    _, verified = closed(desk)
    whole = results.open_result(desk, verified)
    mine = opened.only(whole, "city")
    assert mine.scorecards[0] == whole.scorecards[whole.scorecards.position("city")]
    assert mine.scorecards.trace("city") == whole.scorecards.trace("city")


def test_a_published_result_shows_an_officer_everything_but_the_answers_of_others(desk: Actor) -> None:
    officer = person(desk.store, "Ok", "officer", institution="port")
    _, verified = closed(desk)
    results.publish(desk, verified)
    found = results.open_result(officer, verified)
    assert len(found.scorecards) == 3
    assert {subject for subject, _ in found.answers} == {"port"}


def test_several_subjects_of_one_institution_are_told_apart_by_its_code(desk: Actor) -> None:
    number = a_round(desk.store, "risk_register_2026", "port", "city", stage=model.REVIEW)
    with desk.store.writing() as connection:
        for own in records.every(connection, tables.returns, round_id=number):
            names = {"en": "Bribed blindness", "ko": "눈감아 주기"}
            subject = records.add(connection, tables.subjects, return_id=own["id"], code="r1", names=names, position=0)
            given = {"likelihood": "3", "impact_money": "4"}
            rows = [
                {"subject_id": subject, "item": item, "kind": "self", "answer": text, "version": 1, "at": NOW}
                for item, text in given.items()
            ]
            records.add_all(connection, tables.answers, rows)
        records.change(connection, tables.returns, {"round_id": number}, state=model.SIGNED_OFF)
    found = results.open_result(desk, close(desk, number))
    assert [one.subject for one in found.scorecards.institutions] == ["city/r1", "port/r1"]
    assert found.scorecards.institutions[1].named("ko") == "눈감아 주기"
    assert found.scorecards.institutions[1].owner("en") == "Port"
    assert value(found, "port/r1", "inherent") == 12  # 3 × 4
    officer = person(desk.store, "Ok", "officer", institution="port")
    own = results.own_result(officer, found.stored.id, "port")
    assert [card.subject for card in own.scorecards] == ["port/r1"]
    assert own.by_institution is not None
    assert set(own.by_institution["institution"]) == {"port"}


def test_the_score_so_far_is_of_ones_own_confirmed_answers(desk: Actor) -> None:
    number = a_round(desk.store, EDITION, "port", "city", stage=model.SELF)
    officer, other = person(desk.store, "Ok", "officer", institution="port"), person(desk.store, "Na", "officer", institution="city")
    own = returns.list_returns(officer)[0]
    assert results.so_far(officer, own.id) is None
    returns.save(officer, own.id, own.subjects[0].id, "plan_adopted", "yes", 0)
    card = results.so_far(officer, own.id)
    assert card is not None
    assert card.nodes["effort"].value == 100
    for stranger in (other, desk):
        with pytest.raises(Refused):
            results.so_far(stranger, own.id)
    assert number == own.round.id


def test_the_score_so_far_is_not_told_where_the_round_hides_it(desk: Actor) -> None:
    a_round(desk.store, EDITION, "port", score_shown=False)
    officer = person(desk.store, "Ok", "officer", institution="port")
    own = returns.list_returns(officer)[0]
    returns.save(officer, own.id, own.subjects[0].id, "plan_adopted", "yes", 0)
    assert results.so_far(officer, own.id) is None


def after(desk: Actor, before: int, *institutions: str) -> int:
    """The next year's round, closed; everybody has 100 for effort."""
    number = a_round(desk.store, EDITION, *institutions, cycle="2027", stage=model.REVIEW)
    with desk.store.writing() as connection:
        records.change(connection, tables.rounds, {"id": number}, before=before)
    for code in institutions:
        answered(desk.store, number, code, {"plan_adopted": "yes", "plan_published": "yes"})
    return close(desk, number)


def test_the_cycle_before_is_of_the_same_institution(desk: Actor) -> None:
    number, _ = closed(desk)
    (found,) = results.last_cycle(desk, after(desk, number, "port"), "port")
    assert (found.line.kind, found.stored.round.cycle, found.cards["port"].nodes["effort"].value) == ("", "2026", 0)
    assert "effort" in found.nodes


def test_of_a_merger_each_predecessor_is_told_apart(desk: Actor) -> None:
    number, _ = closed(desk)
    institution(desk.store, "harbour", "ministry")
    with desk.store.writing() as connection:
        for code in ("port", "city"):
            records.add(connection, tables.lineage, kind="merged", on=date(2026, 12, 1), before=code, after="harbour")
    found = results.last_cycle(desk, after(desk, number, "harbour"), "harbour")
    told = [(one.line.institution, one.line.kind, one.line.on, one.cards["harbour"].nodes["effort"].value) for one in found]
    assert told == [("city", "merged", date(2026, 12, 1), 100), ("port", "merged", date(2026, 12, 1), 0)]


@pytest.mark.parametrize(
    ("kind", "of", "told"), [("split", "city", ["city"]), ("merged", "port", ["city", "port"]), ("renamed", "city", None)]
)
def test_a_body_that_keeps_its_code_through_a_reorganisation_has_a_break(desk: Actor, kind: str, of: str, told: list[str] | None) -> None:
    number, _ = closed(desk)
    day = date(2026, 12, 1)
    with desk.store.writing() as connection:
        records.add(connection, tables.lineage, kind=kind, on=day, before=of, after="city")
    found = results.last_cycle(desk, after(desk, number, "city"), "city")
    lines = [(one.line.institution, one.line.kind, one.line.on) for one in found]
    assert lines == ([(code, kind, day) for code in told] if told else [("city", "", None)])
    assert found[0].cards["city"].nodes["effort"].value == 100


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2030, 1, 1)])
def test_a_split_before_or_after_both_rounds_breaks_nothing(desk: Actor, day: date) -> None:
    number, _ = closed(desk)
    with desk.store.writing() as connection:
        records.add(connection, tables.lineage, kind="split", on=day, before="city", after="city")
    (found,) = results.last_cycle(desk, after(desk, number, "city"), "city")
    assert found.line.kind == ""


def test_a_first_round_has_no_cycle_before_and_a_stranger_sees_none(desk: Actor) -> None:
    number, verified = closed(desk)
    assert results.last_cycle(desk, verified, "port") == []
    officer, reader = person(desk.store, "Ok", "officer", institution="port"), person(desk.store, "Re", "reader")
    second = after(desk, number, "port", "city")
    assert len(results.last_cycle(officer, second, "port")) == 1
    with pytest.raises(Refused):
        results.last_cycle(officer, second, "city")
    results.publish(desk, second)
    assert results.last_cycle(reader, second, "port") == [], "the year before was not published"
    results.publish(desk, verified)
    assert len(results.last_cycle(reader, second, "port")) == 1


def test_an_agreed_value_does_not_outlive_the_answer_that_it_was_about(desk: Actor) -> None:
    number = a_round(desk.store, EDITION, "port", stage=model.REVIEW)
    answered(desk.store, number, "port", PLANS)
    answered(desk.store, number, "port", {"plan_adopted": "no"}, model.FINAL)
    with desk.store.writing() as connection:
        records.change(connection, tables.answers, {"item": "plan_adopted", "kind": model.OWN}, at=NOW + timedelta(hours=1))
    assert value(results.open_result(desk, close(desk, number)), "port", "effort") == 50
