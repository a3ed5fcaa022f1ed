"""Every illustration loads, scores, says what it is, and gives what its README prints."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from assessments import Scorecards, assess, compare, samples
from assessments.authoring.examples import agrees
from assessments.results.roll_up import roll_up
from questionnaires import catalogue

FOLDERS = [
    pytest.param(identity, path.parent.name, id=f"{identity}-{path.parent.name}")
    for identity, folder in sorted(catalogue.folders().items())
    for path in sorted(folder.glob("*/answers.csv"))
    if samples.kind(path.parent.name) == "illustration"
]


def scored(identity: str, name: str = "illustration") -> Scorecards:
    edition = catalogue.edition(identity)
    return assess(edition.questionnaire, *samples.load(edition, name))


def readme(identity: str, name: str = "illustration") -> str:
    return (catalogue.find(identity) / name / "README.md").read_text(encoding="utf-8")


def rows(text: str, columns: int) -> list[list[str]]:
    """The cells of the tables of a README that have so many columns, without the rules between them."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [cells for cells in lines if len(cells) == columns and not set(cells[0]) <= {"-"}]


@pytest.mark.parametrize(("identity", "name"), FOLDERS)
def test_an_illustration_scores_and_every_answer_is_on_its_scale(identity: str, name: str) -> None:
    cards = scored(identity, name)
    assert len(cards) > 0 and not cards.warnings
    assert all(any(node.value is not None for node in card.nodes.values()) for card in cards)


@pytest.mark.parametrize(("identity", "name"), FOLDERS)
def test_an_illustration_says_that_it_is_one_in_both_languages(identity: str, name: str) -> None:
    text = readme(identity, name)
    assert text.startswith("# Illustration") and "한국어 요약" in text
    assert re.search(r"synthetic|This is an illustration", text) and re.search("가상|예시", text)
    assert f"python -m assessments score {identity} --responses answers.csv --institutions institutions.csv" in text


@pytest.mark.parametrize(("identity", "name"), FOLDERS)
def test_every_subject_of_an_illustration_has_a_name_and_a_peer_group_of_the_edition(identity: str, name: str) -> None:
    edition = catalogue.edition(identity)
    _, known = samples.load(edition, name)
    assert all(one.name and one.peer_group in edition.questionnaire.peer_groups for one in known.values())


def test_three_real_provisions_give_the_exposure_findings_and_outcome_that_are_printed() -> None:
    identity = "kr_corruption_risk_2024"
    cards, words = scored(identity), catalogue.edition(identity).wording("en")
    table = compare(cards).of("outcome").set_index("subject")
    printed = [row for row in rows(readme(identity), 5) if row[0].startswith("`")]
    assert len(printed) == len(cards) == 3
    for subject, _, exposure, findings, outcome in printed:
        card = cards[cards.position(subject.strip("`"))]
        for code, number in (("exposure", exposure), ("findings", findings)):
            assert agrees(card.nodes[code].value, None if number == "none" else float(number), 2), (subject, code)
        assert words.name("grades", table.loc[card.subject, "grade"]).lower().startswith(outcome)


def test_the_three_provisions_lead_to_three_different_outcomes() -> None:
    grades = compare(scored("kr_corruption_risk_2024")).of("outcome").set_index("subject")["grade"].to_dict()
    assert grades == {"food_sanitation_75": "recommend", "administrative_procedures_17": "agree", "government_organization_1": "exempt"}


def test_the_exposure_of_each_criterion_is_what_the_readme_works_out() -> None:
    """Food Sanitation Act, art. 75: discretion (0 + 50 + 50 + 100 + 0 + 50 + 50 + 0 + 0) / 9, procedure (12.5 + 0 + 25) / 3."""
    cards = scored("kr_corruption_risk_2024")
    nodes = cards[cards.position("food_sanitation_75")].nodes
    values = {code: nodes[code].value for code in ("discretion", "participation", "openness", "predictability", "procedure", "exposure")}
    expected = {"discretion": 300 / 9, "participation": 12.5, "openness": 0, "predictability": 25, "procedure": 12.5}
    assert values == pytest.approx({**expected, "exposure": (300 / 9 + 12.5) / 5})
    assert nodes["burden"].value is None and nodes["entrustment"].value is None


def test_the_provisions_are_named_with_the_text_that_was_read() -> None:
    text = readme("kr_corruption_risk_2024")
    for law in ("식품위생법", "행정절차법", "정부조직법"):
        assert f"https://www.law.go.kr/법령/{law}" in text
    _, known = samples.load(catalogue.edition("kr_corruption_risk_2024"), "illustration")
    assert {one.more["law"] for one in known.values()} == {"식품위생법", "행정절차법", "정부조직법"}


def test_the_register_rolls_up_to_the_table_that_is_printed() -> None:
    identity = "risk_register_2026"
    table = roll_up(scored(identity))
    short = table["institution"].str.removesuffix(" (fictional)")
    printed = [row for row in rows(readme(identity), 9) if row[0] != "institution"]
    owner = ""
    for place, *counts, worst in printed:
        owner = owner if place.startswith("…") else place.split(",")[0]
        code = "inherent" if place.endswith("before controls") else "residual"
        found = table[(short == owner) & (table["code"] == code)].iloc[0]
        assert [int(found[column]) for column in ("risks", "rated", "critical", "high", "medium", "low", "above_tolerance")] == [
            int(count) for count in counts
        ]
        assert agrees(float(found["worst"]), float(worst.split(",")[0]), 2)
        assert found["worst_risks"] == tuple(re.findall("`(.+?)`", worst))
    assert len(printed) == len(table) == 6


def test_the_rows_of_the_register_that_are_worth_a_look_are_as_described() -> None:
    cards = scored("risk_register_2026")

    def levels(subject: str) -> tuple[float | None, float | None]:
        nodes = cards[cards.position(subject)].nodes
        return nodes["inherent"].value, nodes["residual"].value

    assert levels("willowbrook_06") == (15, 15)
    assert levels("permits_04") == (15, 15)
    assert levels("permits_08") == (None, None)
    assert levels("harbours_01")[0] == levels("harbours_05")[0] == 20
    assert levels("harbours_08")[1] == pytest.approx(29 / 9 * 5 / 3)


def test_no_illustration_is_mistaken_for_the_demonstration_or_for_published_results() -> None:
    edition = catalogue.edition("risk_register_2026")
    assert samples.names(edition) == ["illustration"] and samples.kind("illustration") == "illustration"
    assert not np.isnan(scored("risk_register_2026").scores.values["residual"]).all()


def test_readmes_name_only_subjects_that_exist() -> None:
    for parameters in FOLDERS:
        identity, name = parameters.values
        known = {path.name for path in Path(catalogue.find(str(identity)) / str(name)).iterdir()}
        subjects = {card.subject for card in scored(str(identity), str(name))}
        named = set(re.findall(r"`([a-z]+(?:_[a-z]+)*_\d+)`", readme(str(identity), str(name))))
        assert named <= subjects | known
