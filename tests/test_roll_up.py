"""Stories of the roll-up to institutions: counted from scorecards, with the edition's bands and tolerance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import questionnaires
from assessments import DataError, Institution, from_table, samples
from assessments.__main__ import main
from assessments.results.assess import Scorecards, assess
from assessments.results.roll_up import roll_up
from questionnaires.model import Questionnaire

REGISTER = questionnaires.load("risk_register_2026")
FOLDER = questionnaires.edition("risk_register_2026").folder / "illustration"


def register(risks: dict[str, tuple[str, int, int]], questionnaire: Questionnaire = REGISTER, **tolerance: str) -> Scorecards:
    """Scorecards of risks without controls: name → (institution, likelihood, harm to service)."""
    rows = []
    known = {}
    for name, (owner, likelihood, impact) in risks.items():
        rows += [(name, "likelihood", str(likelihood)), (name, "impact_service", str(impact))]
        known[name] = Institution(name, institution=owner, more={"tolerance": tolerance.get(name, "")})
    table = pd.DataFrame(rows, columns=["subject", "item", "answer"])
    return assess(questionnaire, from_table(table, questionnaire, institutions=known), known)


def without_tolerance() -> Questionnaire:
    parameters = {**REGISTER.scoring.model_dump(), "tolerance": None}
    return REGISTER.model_copy(update={"scoring": type(REGISTER.scoring)(**parameters)})


def row(table: pd.DataFrame, institution: str, code: str = "residual") -> dict[str, Any]:
    found: dict[str, Any] = table[(table["institution"] == institution) & (table["code"] == code)].iloc[0].to_dict()
    return found


def test_each_institution_has_one_row_before_and_one_after_controls() -> None:
    table = roll_up(register({"a": ("port", 5, 5), "b": ("city", 1, 1)}))
    assert table[["code", "institution"]].to_numpy().tolist() == [
        ["inherent", "city"],
        ["inherent", "port"],
        ["residual", "city"],
        ["residual", "port"],
    ]


def test_the_edition_says_what_is_tolerated() -> None:
    found = row(roll_up(register({"a": ("port", 3, 3), "b": ("port", 2, 5), "c": ("port", 5, 5)})), "port")
    assert (found["risks"], found["above_tolerance"], found["share_above_tolerance"]) == (3, 2, pytest.approx(2 / 3))


def test_a_risks_own_tolerance_goes_before_the_editions() -> None:
    found = row(roll_up(register({"a": ("port", 3, 3), "b": ("port", 2, 5)}, a="8.5", b="10")), "port")
    assert found["above_tolerance"] == 1


def test_where_nobody_said_what_is_tolerated_nothing_is_said_about_it() -> None:
    found = row(roll_up(register({"a": ("port", 5, 5)}, without_tolerance())), "port")
    assert pd.isna(found["above_tolerance"]) and pd.isna(found["share_above_tolerance"])
    assert (found["critical"], found["worst"]) == (1, 25)


def test_all_worst_risks_are_named_and_one_grave_risk_is_not_averaged_away() -> None:
    risks = {"grave": ("port", 5, 5), "grave_too": ("port", 5, 5), **{f"small_{number}": ("port", 1, 1) for number in range(20)}}
    found = row(roll_up(register(risks)), "port")
    assert (found["worst"], found["worst_risks"], found["critical"], found["low"]) == (25, ("grave", "grave_too"), 2, 20)


def test_a_tolerance_that_is_no_number_is_refused_by_name() -> None:
    with pytest.raises(DataError) as caught:
        roll_up(register({"a": ("port", 1, 1)}, a="nine"))
    assert str(caught.value) == "institutions: column tolerance: a: 'nine' is not a number"


def test_only_an_edition_about_risks_is_rolled_up() -> None:
    edition = questionnaires.edition("kr_integrity_2012")
    responses, known = samples.load(edition, "demonstration")
    with pytest.raises(DataError, match="kr_integrity_2012: there are no risks to roll up: one scorecard is about one institution"):
        roll_up(assess(edition.questionnaire, responses, known))


def test_the_command_line_writes_the_table_that_the_readme_of_the_illustration_prints(tmp_path: Path) -> None:
    arguments = ["--responses", str(FOLDER / "answers.csv"), "--institutions", str(FOLDER / "institutions.csv")]
    assert main(["score", "risk_register_2026", *arguments, "--roll-up", str(tmp_path / "rolled.csv")]) == 0
    table = pd.read_csv(tmp_path / "rolled.csv")
    columns = ["institution", "code", "risks", "rated", "critical", "high", "medium", "low", "above_tolerance", "worst_risks"]
    assert table[columns].to_numpy().tolist() == [
        ["Ministry of Harbours (fictional)", "inherent", 8, 8, 2, 4, 2, 0, 8, "harbours_01 harbours_05"],
        ["Permits and Inspection Agency (fictional)", "inherent", 8, 7, 1, 4, 2, 0, 5, "permits_01"],
        ["Town of Willowbrook (fictional)", "inherent", 8, 8, 1, 6, 1, 0, 8, "willowbrook_03"],
        ["Ministry of Harbours (fictional)", "residual", 8, 8, 0, 0, 4, 4, 3, "harbours_03"],
        ["Permits and Inspection Agency (fictional)", "residual", 8, 7, 0, 1, 1, 5, 1, "permits_04"],
        ["Town of Willowbrook (fictional)", "residual", 8, 8, 0, 2, 5, 1, 4, "willowbrook_06"],
    ]
    assert table["worst"].round(2).tolist() == [20, 20, 20, 11.64, 15, 15]


@pytest.mark.parametrize(
    ("identity", "target", "words"),
    [
        ("kr_integrity_2012", "rolled.csv", "kr_integrity_2012: there are no risks to roll up: one scorecard is about one institution"),
        ("risk_register_2026", "rolled.xlsx", "rolled.xlsx: '.xlsx' is not a kind of result; use .csv"),
    ],
)
def test_a_roll_up_that_cannot_be_is_refused_before_any_work(
    identity: str, target: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", identity, "--responses", "not_there.csv", "--roll-up", str(tmp_path / target)]) == 2
    assert capsys.readouterr().err.strip().endswith(words)
    assert list(tmp_path.iterdir()) == []
