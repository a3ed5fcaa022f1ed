"""Margins are what they claim to be: tried by drawing every sample there is, by drawing thousands, and by hand."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import assessments
from assessments.results.assess import Scorecards
from questionnaires import loader

PLAIN = "{method: weighted_mean}"
GEOMETRIC = "{method: geometric_mean}"
PAID = "{method: experience, form: absolute, maximum: {paid: 0.5}}"
ONE = [("quality", "score", "public", 1)]


def scored(rows: Any, items: list[tuple[str, str, str, int]], method: str = PLAIN) -> Scorecards:
    """Scores of one group `part` of these items (code, scale, respondent, weight), on a range from 0 to 10."""
    listed = ", ".join(f"{{code: {code}, scale: {scale}, respondent: {who}, weight: {weight}}}" for code, scale, who, weight in items)
    text = f"""
id: margins
version: "1"
range: [0, 10]
subject: institution
respondents: [public, staff, record]
scales:
  score: {{points: [0, 10]}}
  yes_no: {{choices: {{"no": 0, "yes": 1}}}}
framework:
  code: overall
  groups:
    - {{code: part, weight: 3, scoring: {method}, items: [{listed}]}}
    - {{code: facts, weight: 1, items: [{{code: fact, scale: score, respondent: record}}]}}
scoring: {{method: weighted_mean}}
"""
    questionnaire, problems = loader.read_text(text.encode())
    assert questionnaire is not None and not problems
    return assessments.assess(questionnaire, assessments.from_table(pd.DataFrame(rows), questionnaire))


def part(rows: Any, items: list[tuple[str, str, str, int]], method: str = PLAIN) -> tuple[float | None, float | None]:
    """Value and standard error of the group, of the only subject."""
    node = scored(rows, items, method)[0].nodes["part"]
    return node.value, node.se


def sample(*answers: float, **columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"subject": "a", "quality": answers, "fact": np.nan, **columns})


def test_over_all_samples_there_are_the_squared_error_is_on_average_the_variance_of_the_mean():
    """Two of the 4 people in the north and three of the 5 in the south: 6 × 10 samples, each of them a subject here."""
    north, south = [1, 4, 4, 9], [0, 2, 7, 7, 10]
    pairs, triples = itertools.combinations(north, 2), itertools.combinations(south, 3)
    samples = list(itertools.product(pairs, triples))
    rows = [
        {"subject": f"sample {number:02}", "stratum": stratum, "stratum_size": size, "quality": answer}
        for number, chosen in enumerate(samples)
        for stratum, size, answers in zip(("north", "south"), (4, 5), chosen, strict=True)
        for answer in answers
    ]
    scores = scored(rows, ONE).scores
    assert len(scores.subjects) == 60
    assert scores.values["part"].mean() == pytest.approx(np.mean(north + south))
    assert np.mean(scores.errors["part"] ** 2) == pytest.approx(np.var(scores.values["part"]), rel=1e-9)


@pytest.mark.parametrize("method", [PLAIN, GEOMETRIC, "{method: experience, form: absolute, maximum: {first: 40, second: 30, third: 50}}"])
def test_over_thousands_of_samples_the_error_of_a_group_is_the_spread_of_its_scores(method: str):
    """4,000 samples of 150 people, whose answers hang together; the tolerance, 4 %, is about 3.5 times the error of a spread of 4,000."""
    random = np.random.default_rng(2003)
    draws, people = 4_000, 150
    shared = random.normal(0, 1.0, draws * people)
    answers = {
        code: np.clip(mean + shared + random.normal(0, 1.5, shared.size), 0.1, 10).round(1)
        for code, mean in (("first", 6), ("second", 4), ("third", 7))
    }
    rows = {"subject": np.repeat(np.arange(draws), people), "weight": random.uniform(0.5, 2, shared.size), **answers}
    scores = scored(
        rows, [("first", "score", "public", 2), ("second", "score", "public", 1), ("third", "score", "public", 1)], method
    ).scores
    assert math.sqrt(np.mean(scores.errors["part"] ** 2)) == pytest.approx(scores.values["part"].std(), rel=0.04)


def test_citizens_and_staff_are_independent_samples_whose_variances_add_up():
    rows = [
        *({"subject": "a", "respondent_group": "public", "by_public": answer} for answer in (2, 4, 9)),
        *({"subject": "a", "respondent_group": "staff", "by_staff": answer} for answer in (1, 5, 6, 8)),
    ]
    nodes = scored(rows, [("by_public", "score", "public", 1), ("by_staff", "score", "staff", 3)])[0].nodes
    assert nodes["by_public"].se == pytest.approx(math.sqrt(13 / 3))
    assert nodes["by_staff"].se == pytest.approx(math.sqrt(26 / 3 / 4))
    assert nodes["part"].se == pytest.approx(math.sqrt((nodes["by_public"].se / 4) ** 2 + (3 * nodes["by_staff"].se / 4) ** 2))


def test_ten_of_a_hundred_paid_and_the_margin_is_that_of_the_rate_times_the_slope_of_the_score():
    rows = {"subject": "a", "paid": ["yes"] * 10 + ["no"] * 90}
    value, error = part(rows, [("paid", "yes_no", "public", 1)], PAID)
    assert value == pytest.approx(10 - 10 * 0.1 / 0.5)
    assert error == pytest.approx(10 / 0.5 * math.sqrt(0.1 * 0.9 / 99))


@pytest.mark.parametrize(("paid", "expected"), [(0, 10), (80, 0)])
def test_where_nobody_paid_or_far_more_than_the_worst_rate_the_score_does_not_move(paid: int, expected: float):
    rows = {"subject": "a", "paid": ["yes"] * paid + ["no"] * (100 - paid)}
    assert part(rows, [("paid", "yes_no", "public", 1)], PAID) == (expected, 0)


def test_facts_from_documents_have_no_margin_and_dilute_that_of_the_survey():
    rows = pd.concat([sample(2, 4, 9), pd.DataFrame({"subject": ["a"], "fact": [7.0]})])
    nodes = scored(rows, ONE)[0].nodes
    assert nodes["fact"].se == nodes["facts"].se == 0
    assert nodes["overall"].se == pytest.approx(0.75 * math.sqrt(13 / 3))


def test_a_given_score_of_a_survey_has_a_margin_that_nobody_knows_and_so_has_what_it_enters():
    nodes = scored({"subject": ["a"], "part": [6.5], "fact": [7.0]}, ONE)[0].nodes
    assert (nodes["part"].value, nodes["part"].se) == (6.5, None)
    assert nodes["overall"].se is None
    assert nodes["facts"].se == 0


def test_who_has_asked_everybody_has_no_margin():
    assert part(sample(2, 4, 9, stratum_size=3), ONE) == (5, 0)
    assert part(sample(2, 4, 9, stratum_size=6), ONE)[1] == pytest.approx(math.sqrt(13 / 3 / 2))


def test_one_answer_is_a_score_without_a_margin():
    assert part(sample(4), ONE) == (4, None)


def test_the_stratum_of_one_is_held_against_the_mean_of_the_whole_sample():
    """Mean 5; the north differs among itself by 2 · ((2 − 4)² + (6 − 4)²), the only one in the south from the mean by (7 − 5)²."""
    value, error = part(sample(2, 6, 7, stratum=["north", "north", "south"]), ONE)
    assert value == 5
    assert error == pytest.approx(math.sqrt(2 * (4 + 4) + 4) / 3)


@given(
    st.lists(st.tuples(st.integers(1, 100), st.integers(1, 100)), min_size=2, max_size=12),
    st.integers(2, 5),
    st.sampled_from([PLAIN, GEOMETRIC, "{method: experience, form: absolute, maximum: {first: 30, second: 40}}"]),
)
def test_if_everybody_is_asked_k_times_the_margin_shrinks_with_the_root_of_k(pairs: list[tuple[int, int]], copies: int, method: str):
    """By √((n − 1) / (k n − 1)): the root of k but for the n − 1 of a sample's variance."""
    items = [("first", "score", "public", 2), ("second", "score", "public", 1)]
    once = pd.DataFrame({"subject": "a", "first": [first / 10 for first, _ in pairs], "second": [second / 10 for _, second in pairs]})
    value, error = part(once, items, method)
    same, smaller = part(pd.concat([once] * copies), items, method)
    assert same == pytest.approx(value)
    assert smaller == pytest.approx(error * math.sqrt((len(pairs) - 1) / (copies * len(pairs) - 1)), rel=1e-6, abs=1e-9)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=12), st.floats(0.1, 50))
def test_the_unit_of_weights_does_not_matter(answers: list[int], unit: float):
    weights = np.arange(1, len(answers) + 1)
    tenths = [answer / 10 for answer in answers]
    assert part(sample(*tenths, weight=weights * unit), ONE) == pytest.approx(
        part(sample(*tenths, weight=weights), ONE), rel=1e-9, abs=1e-12
    )


def test_under_a_geometric_mean_a_part_at_the_bottom_never_seems_to_gain_from_getting_worse():
    rows = {"subject": "a", "first": [0, 0], "second": [4, 6]}
    scorecards = scored(rows, [("first", "score", "public", 1), ("second", "score", "public", 1)], GEOMETRIC)
    slopes = {influence.item: influence.slope for influence in scorecards.trace("a", ["part"])["part"]}
    assert slopes["first"] > 0
    assert scorecards[0].nodes["part"].se == 0
