"""Published results come out: every printed figure of the shipped editions whose parts are printed too.

Each edition's `published/` folder holds the printed parts (answers.csv) and the printed results (printed.csv), with their
sources. A row is one case and is scored on the path that everybody uses. Its verdict must be the one that it claims:

exact      the recomputed figure is the printed one, rounded as printed
rounding   it is not, but the parts are rounded, and exact values behind them would give it
deduction  it is too high by `implied_deduction`, in an assessment that subtracts deductions of which nothing is printed
misfit     it is off by `difference`, for the reason in `note`
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import questionnaires
from assessments import Scorecard, assess, read_institutions, read_responses
from assessments.authoring.examples import agrees
from assessments.rounding import rounded
from questionnaires import catalogue
from questionnaires.model import Group

Row = dict[str, str]
FOLDERS = {identity: folder / "published" for identity, folder in catalogue.folders().items() if (folder / "published").is_dir()}
PRINTED = 1e-9
EXPECTED_ROWS = {
    "id_integrity_2009": 4,
    "kr_comprehensive_2022": 8,
    "kr_effort_2023": 1,
    "kr_initiative_2014": 3,
    "kr_integrity_2008": 4,
    "kr_integrity_2012": 31,
    "kr_integrity_2020": 2,
    "th_ita_2021": 7,
}


def table(identity: str, name: str) -> list[Row]:
    with (FOLDERS[identity] / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = [
    pytest.param(identity, row, id=f"{identity}-{row['cycle']}-{row['subject']}-{row['item']}")
    for identity in sorted(FOLDERS)
    for row in table(identity, "printed.csv")
]


@cache
def cards(identity: str, cycle: str) -> dict[str, Scorecard]:
    """The scorecards of a cycle, from the shipped files as they stand."""
    return scored(identity, cycle, FOLDERS[identity] / "answers.csv")


def scored(identity: str, cycle: str, path: Path) -> dict[str, Scorecard]:
    questionnaire = questionnaires.load(identity)
    institutions = read_institutions(FOLDERS[identity] / "institutions.csv", questionnaire)
    responses = read_responses(path, questionnaire, cycle, institutions)
    scorecards = assess(questionnaire, responses, institutions)
    assert not scorecards.warnings
    return {card.subject: card for card in scorecards}


def written(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def given(identity: str, row: Row) -> list[Row]:
    """The answers of a printed figure's subject and cycle."""
    return [answer for answer in table(identity, "answers.csv") if (answer["subject"], answer["cycle"]) == (row["subject"], row["cycle"])]


def parts(identity: str, row: Row) -> list[Row]:
    """The answers behind a printed figure, without the figure itself."""
    return [answer for answer in given(identity, row) if answer["item"] != row["item"]]


def shifted(answer: Row, halves: int, limits: tuple[float, float]) -> Row:
    """The answer moved by halves of its last printed digit, within the range."""
    value = Decimal(answer["answer"])
    moved = float(value + Decimal(halves) / 2 * Decimal(1).scaleb(int(value.as_tuple().exponent)))
    return {**answer, "answer": repr(min(max(moved, limits[0]), limits[1]))}


def as_printed(identity: str, card: Scorecard, row: Row) -> float:
    """A node's score, or what it contributes to its parent where the source prints that."""
    value = card.nodes[row["item"]].value
    assert value is not None, f"{row['item']} has no score: {card.nodes[row['item']].notes}"
    if row["printed_as"] != "contribution":
        return value
    questionnaire = questionnaires.load(identity)
    parent = questionnaire.groups[questionnaire.parents[row["item"]] or ""]
    weights = [card.nodes[child.code].weight for child in parent.children if child.role == "part"]
    return value * card.nodes[row["item"]].weight / sum(weights)


def recomputed(identity: str, row: Row, folder: Path) -> float:
    """The figure from the shipped files; one that is itself given there is recomputed from its own parts."""
    behind = parts(identity, row)
    if behind == given(identity, row):
        return as_printed(identity, cards(identity, row["cycle"])[row["subject"]], row)
    return as_printed(identity, scored(identity, row["cycle"], written(folder / "parts.csv", behind))[row["subject"]], row)


def reachable(identity: str, row: Row, folder: Path) -> bool:
    """Whether some exact values behind the rounded parts give the printed figure."""
    limits = questionnaires.load(identity).range
    ends = []
    for halves in (-1, 1):
        moved = [shifted(answer, halves, limits) for answer in parts(identity, row)]
        card = scored(identity, row["cycle"], written(folder / f"moved{halves}.csv", moved))[row["subject"]]
        ends.append(as_printed(identity, card, row))
    half = float(Decimal(1).scaleb(-int(row["decimals"]))) / 2
    return ends[0] < float(row["printed"]) + half - PRINTED and ends[1] > float(row["printed"]) - half + PRINTED


def takes_deductions(identity: str) -> bool:
    return any(isinstance(node, Group) and node.role == "deduction" for node in questionnaires.load(identity).nodes.values())


@pytest.mark.parametrize(("identity", "row"), CASES)
def test_a_printed_figure_comes_out_or_is_off_by_what_is_listed(identity: str, row: Row, tmp_path: Path) -> None:
    value, printed, decimals = recomputed(identity, row, tmp_path), float(row["printed"]), int(row["decimals"])
    off = str(rounded(value - printed, decimals))
    listed = {"exact": ("", ""), "deduction": (off, "")}.get(row["verdict"], ("", off))
    assert (row["implied_deduction"], row["difference"]) == listed
    assert agrees(value, printed, decimals) == (row["verdict"] == "exact")
    if row["verdict"] != "exact":
        assert reachable(identity, row, tmp_path) == (row["verdict"] == "rounding")
    if row["verdict"] == "deduction":
        assert takes_deductions(identity) and float(off) > 0
    if row["verdict"] in ("rounding", "misfit"):
        assert row["note"], "a figure that does not come out says why"


def test_every_edition_with_published_results_is_counted() -> None:
    assert {identity: len(table(identity, "printed.csv")) for identity in FOLDERS} == EXPECTED_ROWS


@pytest.mark.parametrize("identity", sorted(FOLDERS))
def test_no_printed_part_is_left_without_its_result_and_no_result_without_its_parts(identity: str) -> None:
    answers = {(row["subject"], row["cycle"]) for row in table(identity, "answers.csv")}
    printed = [(row["subject"], row["cycle"], row["item"]) for row in table(identity, "printed.csv")]
    assert answers == {(subject, cycle) for subject, cycle, _ in printed}
    assert {row["subject"] for row in table(identity, "institutions.csv")} == {subject for subject, _ in answers}
    assert len(printed) == len(set(printed)), "a figure is listed once"


@pytest.mark.parametrize("identity", sorted(FOLDERS))
def test_every_figure_names_where_it_was_found(identity: str) -> None:
    for row in [*table(identity, "answers.csv"), *table(identity, "printed.csv")]:
        assert re.match(r"https?://\S+", row["source"]), row


@pytest.mark.parametrize("identity", sorted(FOLDERS))
def test_the_readme_says_how_many_fit_and_how_many_do_not(identity: str) -> None:
    counts: dict[str, Any] = Counter(row["verdict"] for row in table(identity, "printed.csv"))
    text = (FOLDERS[identity] / "README.md").read_text(encoding="utf-8")
    said = {
        verdict: int(number)
        for verdict, number in re.findall(r"^\| (exact|rounding|deduction|misfit): .* \| (\d+) \|$", text, re.MULTILINE)
    }
    assert said == {verdict: counts[verdict] for verdict in ("exact", "rounding", "deduction", "misfit")}
