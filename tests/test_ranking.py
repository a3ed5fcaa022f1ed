"""Stories of ranks: from unrounded values, with ties, and with the places that the margins leave open."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking import CRITICAL, TIE, intervals, ranks
from scoring.simulation import SEED, probabilities

NONE = float("nan")


def placed(values: list[float], higher_is_better: bool = True) -> list[float]:
    return ranks(np.array(values, float), higher_is_better).tolist()


def open_places(values: list[float], errors: list[float], higher_is_better: bool = True) -> list[tuple[float, float]]:
    first, last = intervals(np.array(values, float), np.array(errors, float), higher_is_better)
    return list(zip(first.tolist(), last.tolist(), strict=True))


def test_the_highest_score_is_first() -> None:
    assert placed([7.0, 9.0, 8.0]) == [3, 1, 2]


def test_where_more_is_worse_the_lowest_score_is_first() -> None:
    assert placed([7.0, 9.0, 8.0], higher_is_better=False) == [1, 3, 2]


def test_ranks_are_taken_before_rounding() -> None:
    assert placed([8.294, 8.291]) == [1, 2]  # both are printed as 8.29


def test_equals_share_the_best_place_and_the_next_place_stays_empty() -> None:
    assert placed([9.0, 8.0, 8.0, 8.0, 7.0]) == [1, 2, 2, 2, 5]


def test_the_dust_of_binary_fractions_makes_no_difference() -> None:
    assert 0.1 + 0.2 != 0.3
    assert placed([0.1 + 0.2, 0.3]) == [1, 1]


def test_without_a_score_there_is_no_rank_and_no_place_is_taken() -> None:
    assert np.array_equal(placed([9.0, NONE, 8.0]), [1, NONE, 2], equal_nan=True)
    assert placed([]) == []


def test_what_cannot_be_told_apart_shares_its_places() -> None:
    """The difference of 8.0 and 7.9 has the standard error √0.08 = 0.28, times 1.96 is 0.55; 5.0 is far away."""
    assert open_places([8.0, 7.9, 5.0], [0.2, 0.2, 0.2]) == [(1, 2), (1, 2), (3, 3)]


def test_a_difference_is_significant_beyond_1_96_of_its_standard_errors() -> None:
    """Standard errors of 0.3 and 0.4 make 0.5 for the difference; 1.96 × 0.5 = 0.98."""
    assert open_places([8.97, 8.0], [0.3, 0.4]) == [(1, 2), (1, 2)]
    assert open_places([8.99, 8.0], [0.3, 0.4]) == [(1, 1), (2, 2)]


def test_scores_without_error_have_their_place_and_equals_share_it() -> None:
    assert open_places([9.0, 8.0, 8.0], [0, 0, 0]) == [(1, 1), (2, 3), (2, 3)]


def test_an_unknown_error_leaves_every_place_open() -> None:
    assert open_places([9.0, 1.0, 5.0], [0, NONE, 0]) == [(1, 2), (1, 3), (2, 3)]


def test_the_direction_turns_intervals_round_too() -> None:
    assert open_places([8.0, 7.9, 5.0], [0.2, 0.2, 0.2], higher_is_better=False) == [(2, 3), (2, 3), (1, 1)]


def test_more_subjects_than_one_slice_are_compared_with_all() -> None:
    size = 1203
    first, last = intervals(np.arange(size, dtype=float), np.zeros(size))
    assert first.tolist() == last.tolist() == list(range(size, 0, -1))


SCORES = st.lists(st.floats(0, 10).map(lambda number: round(number, 2)), min_size=1, max_size=12)


@given(SCORES, st.floats(0, 2))
def test_a_rank_lies_within_its_own_interval(values: list[float], error: float) -> None:
    for rank, (first, last) in zip(placed(values), open_places(values, [error] * len(values)), strict=True):
        assert 1 <= first <= rank <= last <= len(values)


# Probabilities


def test_rank_probabilities_of_each_subject_and_of_each_place_add_up_to_one() -> None:
    chances = probabilities(np.array([8.0, 7.9, 7.5, 6.0]), np.array([0.3, 0.3, 0.3, 0.3]))
    assert chances.ranks.sum(axis=1) == pytest.approx([1, 1, 1, 1])
    assert chances.ranks.sum(axis=0) == pytest.approx([1, 1, 1, 1])


def test_a_lead_of_one_standard_error_of_the_difference_wins_five_times_in_six() -> None:
    """Φ(1) = 0.841; the difference of two scores with 0.3 and 0.4 has the standard error 0.5."""
    chances = probabilities(np.array([8.0, 7.5]), np.array([0.3, 0.4]))
    assert chances.ranks[0].tolist() == pytest.approx([0.841, 0.159], abs=0.012)


def test_the_same_question_has_the_same_answer_to_the_last_byte() -> None:
    values, errors = np.array([8.0, 7.9, 7.5]), np.array([0.3, 0.2, 0.1])
    assert probabilities(values, errors).ranks.tobytes() == probabilities(values, errors, seed=SEED).ranks.tobytes()
    assert probabilities(values, errors).ranks.tobytes() != probabilities(values, errors, seed=SEED + 1).ranks.tobytes()


def test_scores_without_error_have_their_rank_for_certain_and_equals_share_it() -> None:
    assert probabilities(np.array([9.0, 8.0, 8.0]), np.zeros(3)).ranks.tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0]]


def test_who_has_no_score_or_an_unknown_error_has_no_probabilities_and_takes_no_place() -> None:
    chances = probabilities(np.array([9.0, NONE, 8.0, 7.0]), np.array([0.0, NONE, NONE, 0.0]))
    assert chances.ranks.tolist() == [[1, 0], [0, 0], [0, 0], [0, 1]]
    assert probabilities(np.array([NONE]), np.array([NONE])).ranks.shape == (1, 0)


def test_where_less_is_better_the_lowest_is_most_probably_first() -> None:
    assert probabilities(np.array([9.0, 2.0]), np.array([0.1, 0.1]), higher_is_better=False).ranks.tolist() == [[0, 1], [1, 0]]


def test_intervals_are_those_of_comparing_each_with_each() -> None:
    random = np.random.default_rng(5)
    for size in (1, 2, 7, 60):
        values, errors = random.normal(80, 3, size).round(1), random.uniform(0, 2, size) * random.integers(0, 2, size)
        low, high = intervals(values, errors)
        for one in range(size):
            needed = CRITICAL * np.sqrt(errors[one] ** 2 + errors**2) + TIE
            assert low[one] == 1 + (values - values[one] > needed).sum()
            assert high[one] == size - (values[one] - values > needed).sum()
