"""Stories of the risk matrix: likelihood and impact, what controls take off, and what must always hold."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from questionnaires import loader
from questionnaires.model import Questionnaire
from scoring import checks
from scoring.methods import risk_matrix

SMALL = b"""
id: small_register
version: "1"
range: [0, 25]
higher_is: worse
subject: risk
scales:
  rating: {points: [1, 5]}
  quality: {points: [0, 1]}
  kind: {choices: {general: 0.5, specific: 1}}
framework:
  code: residual
  groups:
    - code: inherent
      groups:
        - {code: inherent_likelihood, items: [{code: likelihood, scale: rating}]}
        - {code: inherent_impact, items: [{code: money, scale: rating}, {code: service, scale: rating}]}
    - code: controls
      direction: down
      groups:
        - code: controls_preventive
          groups:
            - {code: rule, items: [{code: rule_design, scale: quality}, {code: rule_operation, scale: quality}, {code: rule_kind, scale: kind}]}
            - {code: panel, items: [{code: panel_design, scale: quality}, {code: panel_operation, scale: quality}, {code: panel_kind, scale: kind}]}
        - code: controls_corrective
          groups:
            - {code: audit, items: [{code: audit_design, scale: quality}, {code: audit_operation, scale: quality}, {code: audit_kind, scale: kind}]}
    - {code: residual_likelihood, role: information, items: [{code: likelihood_after, scale: rating}]}
    - {code: residual_impact, role: information, items: [{code: impact_after, scale: rating}]}
"""
ROL = {"size": 3, "inherent": "lookup", "table": [[0, 1, 2], [1, 2, 3], [2, 3, 4]]}
BANDS = {"residual": "R5", "bands": [6, 12, 20], "classes": [0.33, 0.67], "residual_table": [[0, 0, 0], [1, 0, 0], [2, 1, 0], [3, 2, 1]]}
SETTINGS: list[dict[str, Any]] = [
    {"residual": "R1"},
    {"residual": "R2"},
    {"residual": "R2", "inherent": "sum"},
    {"residual": "R2", "cap": 0.9},
    {"residual": "R2", **ROL},
    {"residual": "R2", **ROL, "round_up": False},
    {"residual": "R3", **ROL},
    BANDS,
]


@cache
def small(text: bytes = SMALL) -> Questionnaire:
    questionnaire, problems = loader.read_text(text)
    assert questionnaire is not None and not problems
    return questionnaire


def rate(parameters: Any = None, weights: Any = None, **points: float) -> dict[str, float]:
    """The nodes of one risk; what is not named is blank."""
    questionnaire = small()
    columns = {code: np.array([points.get(code, math.nan)]) for code in [*questionnaire.items, *points]}
    shares = {code: np.array([weight]) for code, weight in {**questionnaire.weights(), **(weights or {})}.items()}
    nodes = risk_matrix.score(questionnaire, columns, weights=shares, **(parameters or {}))
    return {code: float(column[0]) for code, column in nodes.items()}


def none(value: float) -> bool:
    return math.isnan(value)


# Before controls


def test_the_worst_harm_counts_not_the_mean() -> None:
    nodes = rate(likelihood=4, money=2, service=5)
    assert (nodes["inherent_impact"], nodes["inherent"]) == (5, 20)


def test_a_kind_of_harm_without_an_answer_is_left_out() -> None:
    assert rate(likelihood=4, service=3)["inherent"] == 12


def test_a_kind_of_harm_with_weight_zero_is_left_out() -> None:
    assert rate(weights={"service": 0}, likelihood=4, money=2, service=5)["inherent"] == 8


def test_likelihood_without_impact_is_no_level() -> None:
    nodes = rate(likelihood=4, rule_design=1, rule_operation=1)
    assert none(nodes["inherent"]) and none(nodes["residual"]) and nodes["controls"] == 1


def test_no_answers_is_no_score_rather_than_zero() -> None:
    assert all(none(value) for value in rate().values())


def test_every_node_of_the_framework_is_there() -> None:
    assert set(rate()) == set(small().nodes)


def test_a_sum_instead_of_a_product() -> None:
    assert rate({"inherent": "sum"}, likelihood=4, money=3)["inherent"] == 7


@pytest.mark.parametrize(
    ("likelihood", "impact", "level"), [(3, 3, 4), (3, 2, 3), (3, 1, 2), (2, 3, 3), (2, 2, 2), (2, 1, 1), (1, 3, 2), (1, 2, 1), (1, 1, 0)]
)
def test_the_nine_cells_of_the_three_point_table(likelihood: int, impact: int, level: int) -> None:
    assert rate(ROL, likelihood=likelihood, money=impact)["inherent"] == level


def test_a_rating_between_two_cells_goes_up_or_to_the_nearest() -> None:
    assert rate(ROL, likelihood=2.2, money=1)["inherent"] == 2
    assert rate({**ROL, "round_up": False}, likelihood=2.2, money=1)["inherent"] == 1


def test_the_dust_of_thirds_does_not_move_a_risk_to_the_next_cell() -> None:
    nodes = rate({**ROL, "residual": "R2"}, likelihood=3, money=1, rule_design=0.5, rule_operation=0.999999)
    assert nodes["residual_likelihood"] > 2 and nodes["residual"] == 1


def test_given_ratings_of_a_workshop_stand() -> None:
    assert rate(likelihood=1, inherent_likelihood=3.5, inherent_impact=4)["inherent"] == 14


def test_a_given_rating_beyond_the_size_is_no_rating() -> None:
    assert none(rate(inherent_likelihood=7, money=4)["inherent"])


# Controls


def test_effectiveness_is_the_mean_of_design_times_operation() -> None:
    nodes = rate(rule_design=1, rule_operation=0.5, panel_design=0.5, panel_operation=0.2, audit_design=1, audit_operation=0)
    assert (nodes["rule"], nodes["panel"], nodes["audit"]) == (0.5, 0.1, 0)
    assert nodes["controls_preventive"] == pytest.approx(0.3)
    assert nodes["controls"] == pytest.approx(0.2)  # (0.5 + 0.1 + 0) / 3: all controls alike


def test_a_control_that_weighs_more() -> None:
    nodes = rate(weights={"rule": 3}, rule_design=1, rule_operation=1, panel_design=0, panel_operation=1)
    assert nodes["controls_preventive"] == 0.75


def test_a_control_rated_by_half_has_no_effect() -> None:
    nodes = rate(likelihood=5, money=5, rule_design=1)
    assert none(nodes["controls"]) and nodes["residual"] == 25


def test_a_control_without_design_has_none_whether_it_runs_or_not() -> None:
    assert rate(rule_design=0)["controls"] == 0


def test_controls_are_not_better_than_the_cap() -> None:
    nodes = rate({"cap": 0.9}, likelihood=5, money=1, rule_design=1, rule_operation=1)
    assert nodes["controls_preventive"] == 0.9 and nodes["residual"] == pytest.approx(1.4)


def test_given_effectiveness_stands_for_all_controls_of_its_group() -> None:
    nodes = rate(likelihood=5, money=2, controls_preventive=0.5, rule_design=1, rule_operation=1)
    assert (nodes["residual_likelihood"], nodes["residual"], nodes["controls"]) == (3, 6, 0.5)


def test_given_effectiveness_beyond_one_is_none() -> None:
    assert none(rate(likelihood=5, money=2, controls=4)["controls"])


# After controls


def test_r1_takes_a_share_off_the_level() -> None:
    nodes = rate({"residual": "R1"}, likelihood=4, money=5, rule_design=0.5, rule_operation=0.5)
    assert nodes["residual"] == 15 and none(nodes["residual_likelihood"])


def test_r2_preventive_controls_lower_likelihood_and_corrective_ones_impact() -> None:
    nodes = rate(likelihood=5, money=5, rule_design=1, rule_operation=0.5, audit_design=0.5, audit_operation=0.5)
    assert (nodes["residual_likelihood"], nodes["residual_impact"], nodes["residual"]) == (3, 4, 12)


def test_r2_perfect_controls_leave_the_lowest_cell() -> None:
    assert rate(likelihood=5, money=5, controls_preventive=1, controls_corrective=1)["residual"] == 1


MEDIUM = {"likelihood": 2.0, "money": 2.0}  # level 2 of 0 to 4


@pytest.mark.parametrize(
    ("kinds", "level"),
    [
        ({"rule_kind": 0.5}, 2),  # 1.5, rounded up
        ({"rule_kind": 0.5, "panel_kind": 1}, 1),  # 0.5, rounded up
        ({"rule_kind": 0.5, "panel_kind": 0.5, "audit_kind": 1}, 0),
        ({"rule_kind": 1, "panel_kind": 1, "audit_kind": 1}, 0),  # never below the lowest level
    ],
)
def test_r3_takes_off_half_a_level_or_a_whole_one(kinds: dict[str, float], level: int) -> None:
    assert rate({"residual": "R3", **ROL}, **MEDIUM, **kinds)["residual"] == level


def test_r3_does_not_count_a_control_that_is_known_not_to_run() -> None:
    assert rate({"residual": "R3", **ROL}, **MEDIUM, rule_kind=1, rule_design=1, rule_operation=0)["residual"] == 2


def test_r4_is_what_the_group_says_even_above_inherent() -> None:
    nodes = rate({"residual": "R4"}, likelihood=2, money=2, likelihood_after=3, impact_after=2, rule_design=1, rule_operation=1)
    assert (nodes["inherent"], nodes["residual"]) == (4, 6)


def test_r4_without_a_second_rating_is_no_residual() -> None:
    assert none(rate({"residual": "R4"}, likelihood=2, money=2)["residual"])


def test_r5_leaves_the_highest_cell_of_the_band_in_the_table() -> None:
    assert rate(BANDS, likelihood=4, money=5, controls=0.5)["residual"] == 16  # critical, fair controls: high, 12 to 19
    assert rate(BANDS, likelihood=4, money=5, controls=0.9)["residual"] == 10  # strong controls: medium, 6 to 11
    assert rate(BANDS, likelihood=4, money=5, controls=0.1)["residual"] == 20


def test_r5_a_level_stands_on_the_bound_of_the_band_above() -> None:
    assert rate(BANDS, likelihood=3, money=4, controls=0.5)["residual"] == 10  # 12 is high


def test_r5_a_level_between_two_bands_is_treated_as_the_higher_one() -> None:
    assert rate(BANDS, inherent_likelihood=3, inherent_impact=3.8, controls=0.5)["residual"] == 10  # 11.4: next cell up is 12
    assert rate(BANDS, inherent_likelihood=3, inherent_impact=3.8)["residual"] == pytest.approx(11.4)


def test_a_given_residual_stands() -> None:
    assert rate(likelihood=5, money=5, residual=7)["residual"] == 7


# What must always hold


SHARE = st.floats(0, 1)
RATING = st.integers(0, 4).map(lambda step: step / 4) | SHARE  # as a share of the way from 1 to the size
SETTING = st.sampled_from(SETTINGS)


def rating(setting: dict[str, Any], share: float) -> float:
    return 1 + share * (int(setting.get("size", 5)) - 1)


def rated(setting: dict[str, Any], likelihood: float, impact: float, controls: dict[str, float]) -> dict[str, float]:
    return rate(setting, likelihood=rating(setting, likelihood), money=rating(setting, impact), **controls)


@given(SETTING, RATING, RATING, st.sampled_from([{}, {"rule_design": 0.0, "audit_operation": 0.0}]))
def test_without_controls_residual_is_inherent(
    setting: dict[str, Any], likelihood: float, impact: float, nothing: dict[str, float]
) -> None:
    nodes = rated(setting, likelihood, impact, nothing)
    assert nodes["residual"] == nodes["inherent"]


@given(SETTING, RATING, RATING, SHARE, SHARE, st.sampled_from([0.5, 1.0]))
def test_residual_is_never_above_inherent(
    setting: dict[str, Any], likelihood: float, impact: float, rule: float, audit: float, kind: float
) -> None:
    controls = {"rule_design": rule, "rule_operation": 1.0, "rule_kind": kind, "audit_design": 1.0, "audit_operation": audit}
    nodes = rated(setting, likelihood, impact, controls)
    assert nodes["residual"] <= nodes["inherent"]


@given(SETTING, RATING, RATING, SHARE, SHARE, SHARE)
def test_a_better_control_never_raises_the_level(
    setting: dict[str, Any], likelihood: float, impact: float, one: float, other: float, audit: float
) -> None:
    worse, better = sorted((one, other))
    rest = {"rule_operation": 1.0, "rule_kind": 1.0, "audit_design": audit, "audit_operation": 1.0}
    before, after = (rated(setting, likelihood, impact, {"rule_design": design, **rest}) for design in (worse, better))
    assert after["residual"] <= before["residual"] + 1e-9


@given(SETTING, RATING, RATING, RATING, SHARE, SHARE)
def test_more_likelihood_or_impact_never_lowers_a_level(
    setting: dict[str, Any], one: float, other: float, same: float, rule: float, audit: float
) -> None:
    low, high = sorted((one, other))
    controls = {"rule_design": rule, "rule_operation": 1.0, "rule_kind": 0.5, "audit_design": audit, "audit_operation": 1.0}
    for before, after in (
        (rated(setting, low, same, controls), rated(setting, high, same, controls)),
        (rated(setting, same, low, controls), rated(setting, same, high, controls)),
    ):
        assert after["inherent"] >= before["inherent"] - 1e-9
        assert after["residual"] >= before["residual"] - 1e-9


@given(st.lists(st.tuples(RATING, RATING, SHARE), min_size=2, max_size=5), SETTING)
def test_risks_are_scored_each_for_itself(risks: list[tuple[float, float, float]], setting: dict[str, Any]) -> None:
    questionnaire = small()
    likelihood, impact, design = np.array(risks).T
    rows = {"likelihood": 1 + 2 * likelihood, "money": 1 + 2 * impact, "rule_design": design}
    columns = {code: rows.get(code, np.ones(len(risks))) for code in questionnaire.items}
    shares = {code: np.full(len(risks), weight) for code, weight in questionnaire.weights().items()}
    together = risk_matrix.score(questionnaire, columns, weights=shares, **setting)["residual"]
    for position in range(len(risks)):
        alone = {code: column[[position]] for code, column in columns.items()}
        weights = {code: column[[position]] for code, column in shares.items()}
        assert risk_matrix.score(questionnaire, alone, weights=weights, **setting)["residual"] == together[position]


@pytest.mark.parametrize("setting", [{"residual": mode} for mode in ("R1", "R2", "R4")] + [BANDS], ids=lambda setting: setting["residual"])
def test_every_mode_keeps_the_promises_of_a_method(setting: dict[str, Any]) -> None:
    scoring = small().scoring.model_validate({"method": "risk_matrix", **setting})
    assert checks.broken_promises(small().model_copy(update={"scoring": scoring})) == []


# Letters to the author


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"size": 6}, "size 6 is not one of 3, 4, 5"),
        ({"inherent": "mean"}, "inherent 'mean' is not one of product, sum, lookup"),
        ({"inherent": "lookup", "table": [[1, 2], [3, 4]]}, "5 rows with 5 levels"),
        ({"size": 3, "inherent": "lookup"}, "3 rows with 3 levels"),
        ({**ROL, "table": [[0, 1, 2], [1, 0, 3], [2, 3, 4]]}, "must not fall"),
        ({"residual": "R6"}, "residual 'R6' is not one of R1"),
        ({"residual": "R3"}, "R3 .* needs `inherent: lookup`"),
        ({"residual": "R5"}, "R5 needs `bands`, `classes`"),
        ({**BANDS, "bands": [20, 12, 6]}, "from low to high"),
        ({**BANDS, "residual_table": [[0, 0, 0], [0, 0, 0], [2, 1, 0], [3, 2, 1]]}, "first column"),
        ({**BANDS, "residual_table": [[0, 0, 0], [1, 0, 1], [2, 1, 0], [3, 2, 1]]}, "must not rise from column"),
    ],
)
def test_a_setting_that_cannot_be_is_explained(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rate(parameters, likelihood=1, money=1)


def test_a_group_that_is_missing_is_named() -> None:
    text = SMALL.replace(b"controls_corrective", b"controls_corective")
    columns = {"likelihood": np.array([1.0])}
    with pytest.raises(LookupError, match=r"no group 'controls_corrective'.*did you mean 'controls_corective'"):
        risk_matrix.score(small(text), columns, weights={})


# The edition


def test_every_setting_in_the_readme_of_the_register_works() -> None:
    text = (questionnaires.edition("risk_register_2026").folder / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        parameters = yaml.safe_load(block)["scoring"]
        assert parameters.pop("method") == "risk_matrix"
        assert not none(rate(parameters, likelihood=3, money=2, rule_design=1, rule_operation=1)["residual"])


def test_the_register_keeps_the_promises_of_a_method() -> None:
    edition = questionnaires.edition("risk_register_2026")
    assert checks.broken_promises(edition.questionnaire, edition.folder) == []
