"""Stories of grades: fixed half-open bands, and distance from the mean of the peer group."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assessments import assess, compare, from_table, read_institutions
from assessments.__main__ import main
from questionnaires import load
from questionnaires.model import Grading
from scoring.grading import deviation_cuts, grades
from scoring.simulation import probabilities

BANDS = Grading(method="cuts", cuts=[85, 75, 65, 50], grades=["AA", "A", "B", "C", "F"])
CURVE = Grading(method="deviation", cuts=[1.5, 0.5, -0.5, -1.5], minimum_peers=2)
NOT_GRADED = ""


def graded(grading: Grading, values: list[float], groups: list[str] | None = None) -> list[str]:
    positions, _ = grades(grading, np.array(values, float), groups or [""] * len(values))
    return [[*grading.names, NOT_GRADED][position] for position in positions]


def test_a_score_on_a_cut_has_the_better_grade() -> None:
    assert graded(BANDS, [85, 75, 65, 50]) == ["AA", "A", "B", "C"]


def test_a_score_just_below_a_cut_has_the_lower_grade() -> None:
    assert graded(BANDS, [84.999999, 74.999999, 49.999999, 0]) == ["A", "B", "F", "F"]


def test_the_dust_of_binary_fractions_costs_no_grade() -> None:
    assert 0.7 - 0.4 < 0.3
    assert graded(Grading(method="cuts", cuts=[0.3]), [0.7 - 0.4]) == ["1"]


def test_without_a_score_there_is_no_grade() -> None:
    assert graded(BANDS, [np.nan, 90]) == [NOT_GRADED, "AA"]
    assert graded(CURVE, [np.nan, 7, 8]) == [NOT_GRADED, "4", "2"]


def test_grades_without_names_are_numbers_from_one() -> None:
    assert CURVE.names == ["1", "2", "3", "4", "5"]


def test_a_grade_is_the_distance_from_the_mean_in_standard_deviations() -> None:
    """Mean 5, deviations −4 −1 0 1 4; standard deviation √(34 / 5) = 2.608: 4 / 2.608 = 1.53, 1 / 2.608 = 0.38."""
    assert graded(CURVE, [1, 4, 5, 6, 9]) == ["5", "3", "3", "3", "1"]


def test_empty_grades_are_allowed() -> None:
    """Two halves lie one standard deviation from their mean: nobody is in the first, third and fifth grade."""
    assert set(graded(CURVE, [6, 6, 8, 8])) == {"2", "4"}


def test_a_score_at_exactly_half_a_deviation_has_the_better_grade() -> None:
    """Mean 0 and standard deviation 1 (of −1, −1, 1, 1); 0.5 belongs to grade 2, −0.5 to grade 3."""
    peers = np.array([-1.0, -1.0, 1.0, 1.0])
    assert deviation_cuts(CURVE, peers).tolist() == [1.5, 0.5, -0.5, -1.5]
    assert graded(Grading(method="deviation", cuts=[1, -1], minimum_peers=2), [-1, -1, 1, 1]) == ["2", "2", "1", "1"]


def test_each_peer_group_has_its_own_mean() -> None:
    assert graded(CURVE, [6, 8, 2, 4], ["city", "city", "village", "village"]) == ["4", "2", "4", "2"]


def test_within_all_there_is_one_mean_for_everybody() -> None:
    everybody = CURVE.model_copy(update={"within": "all"})
    assert graded(everybody, [6, 8, 2, 4], ["city", "city", "village", "village"]) == ["3", "2", "4", "3"]


def test_peers_that_are_all_alike_are_at_their_mean_and_not_all_the_best() -> None:
    assert graded(CURVE, [7.1] * 9) == ["3"] * 9
    assert graded(CURVE, [0.1 + 0.2, 0.3, 0.3]) == ["3"] * 3


def test_a_peer_group_below_the_minimum_is_refused_with_its_size() -> None:
    """Village: mean 3.667, standard deviation 1.247: −1.34, 0.27 and 1.07."""
    three = CURVE.model_copy(update={"minimum_peers": 3})
    values = np.array([6, 8, 2, 4, 5, np.nan, np.nan], float)
    positions, refused = grades(three, values, ["city", "city", "village", "village", "village", "city", "port"])
    assert positions.tolist() == [-1, -1, 3, 2, 1, -1, -1]
    assert refused == {"city": 2, "port": 0}


def test_fixed_bands_grade_even_one() -> None:
    positions, refused = grades(BANDS, np.array([90.0]), ["city"])
    assert positions.tolist() == [0] and refused == {}


def test_one_scored_peer_too_few_is_no_grade_and_the_command_line_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """kr_integrity_2012 grades from eight scored members on."""
    institutions, answers, result = tmp_path / "institutions.csv", tmp_path / "answers.csv", tmp_path / "result.csv"
    institutions.write_text("subject,peer_group\n" + "".join(f"u{number},university\n" for number in range(8)), encoding="utf-8")
    rows = "".join(f"u{number},external,{7 + number / 10}\nu{number},internal,7\n" for number in range(7))
    answers.write_text("subject,item,answer\n" + rows, encoding="utf-8")
    command = ["score", "kr_integrity_2012", "--responses", answers, "--institutions", institutions, "--out", result]
    assert main([str(word) for word in command]) == 0
    assert "warning: peer group 'university' is not graded on integrity: 7 scored members, 8 needed" in capsys.readouterr().err
    table = pd.read_csv(result)
    assert table["grade"].isna().all() and table["rank"].max() == 7


def test_with_enough_peers_the_comparison_has_grades_and_refuses_nobody(tmp_path: Path) -> None:
    questionnaire = load("kr_integrity_2012")
    path = tmp_path / "institutions.csv"
    path.write_text("subject,peer_group\n" + "".join(f"u{number},university\n" for number in range(8)), encoding="utf-8")
    institutions = read_institutions(path, questionnaire)
    rows = [{"subject": f"u{number}", "item": code, "answer": 6 + number / 10} for number in range(8) for code in ("external", "internal")]
    comparison = compare(assess(questionnaire, from_table(pd.DataFrame(rows), questionnaire, institutions=institutions), institutions))
    assert comparison.refused == ()
    assert comparison.of("integrity")["grade"].tolist() == ["5", "4", "4", "3", "3", "2", "2", "1"]


# How probable a grade is


def test_the_probabilities_of_the_grades_of_one_subject_add_up_to_one() -> None:
    chances = probabilities(np.array([84.0, 86.0, 20.0]), np.array([2.0, 2.0, 2.0]), BANDS)
    assert chances.grades is not None
    assert chances.grades.sum(axis=1) == pytest.approx([1, 1, 1])
    assert chances.grades[0][:2] == pytest.approx([0.309, 0.691], abs=0.015)  # 85 lies half a standard error above 84
    assert chances.grades[2].tolist() == [0, 0, 0, 0, 1]


def test_a_score_without_error_has_its_grade_for_certain() -> None:
    chances = probabilities(np.array([1.0, 4.0, 5.0, 6.0, 9.0]), np.zeros(5), CURVE)
    assert chances.grades is not None
    assert chances.grades.argmax(axis=1).tolist() == [4, 2, 2, 2, 0]
    assert chances.grades.max(axis=1).tolist() == [1.0] * 5


def test_too_few_peers_have_no_probabilities_of_grades_either() -> None:
    assert probabilities(np.array([7.0, 8.0]), np.array([0.1, 0.1]), CURVE.model_copy(update={"minimum_peers": 3})).grades is None
