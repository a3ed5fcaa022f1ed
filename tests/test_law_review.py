"""Stories of the review of laws and rules: gate, exposure, findings, outcome."""

from __future__ import annotations

import math

import numpy as np
import pytest

import questionnaires
from questionnaires import loader
from questionnaires.model import Questionnaire
from scoring.methods import law_review
from scoring.tree import Array

SMALL = b"""
id: small_review
version: "1"
range: [0, 100]
higher_is: worse
subject: law
scales:
  answer: {choices: {"yes": 100, "partly": 50, "no": 0}}
  gate: {choices: {"yes": 1, "no": 0}}
  finding: {choices: {"none": 0, "minor": 1, "major": 2, "cannot_be_fixed": 3}}
framework:
  code: exposure
  defaults: {scale: answer}
  groups:
    - code: gate
      role: information
      defaults: {scale: gate}
      items:
        - {code: internal, role: information}
        - {code: facility, role: information}
        - {code: plain, role: information}
        - {code: no_case, role: information}
        - {code: entrusts, role: information}
    - code: execution
      groups:
        - {code: discretion, items: [{code: discretion_1}, {code: discretion_2}, {code: why, role: information}]}
        - {code: entrustment, items: [{code: entrustment_1}]}
    - code: procedure
      groups:
        - {code: openness, items: [{code: openness_1}]}
    - code: outcome
      role: information
      groups:
        - code: findings
          role: information
          defaults: {scale: finding}
          items:
            - {code: finding_discretion, role: information}
            - {code: finding_entrustment, role: information}
            - {code: finding_openness, role: information}
"""
GATE = {"exempt_when": [["internal", "plain", "no_case"], ["facility", "plain", "no_case"]], "always_assessed_when": ["entrusts"]}
NOTHING = math.nan


def small() -> Questionnaire:
    questionnaire, problems = loader.read_text(SMALL)
    assert questionnaire is not None and not problems
    return questionnaire


def review(weights: dict[str, float] | None = None, parameters: dict[str, object] | None = None, **points: float) -> dict[str, float]:
    """The nodes of one provision; what is not named is blank."""
    questionnaire = small()
    columns = {code: np.array([points.get(code, NOTHING)]) for code in [*questionnaire.items, *points]}
    shares = {code: np.array([weight]) for code, weight in {**questionnaire.weights(), **(weights or {})}.items()}
    nodes = law_review.score(questionnaire, columns, weights=shares, **{**GATE, **(parameters or {})})  # type: ignore[arg-type]
    return {code: float(column[0]) for code, column in nodes.items()}


def nothing(value: float) -> bool:
    return math.isnan(value)


def test_a_plain_internal_rule_without_a_case_is_exempt_and_needs_no_exposure() -> None:
    nodes = review(internal=1, plain=1, no_case=1)
    assert nodes["outcome"] == 0
    assert nothing(nodes["exposure"]) and nothing(nodes["findings"])


def test_a_plain_facility_rule_without_a_case_is_exempt() -> None:
    assert review(internal=0, facility=1, plain=1, no_case=1)["outcome"] == 0


def test_one_known_case_ends_the_exemption() -> None:
    assert review(internal=1, plain=1, no_case=0, openness_1=0)["outcome"] == 1


def test_an_unanswered_gate_question_is_not_a_yes() -> None:
    assert review(internal=1, plain=1, openness_1=0)["outcome"] == 1


def test_a_facility_rule_that_touches_entrustment_is_always_assessed() -> None:
    assert review(facility=1, plain=1, no_case=1, entrusts=1, entrustment_1=100)["outcome"] == 2


def test_without_a_gate_nothing_is_exempt() -> None:
    no_gate: dict[str, object] = {"exempt_when": [], "always_assessed_when": []}
    assert review(parameters=no_gate, internal=1, plain=1, no_case=1, openness_1=0)["outcome"] == 1


def test_an_empty_list_of_gate_items_exempts_nothing() -> None:
    assert review(parameters={"exempt_when": [[]]}, openness_1=0)["outcome"] == 1


def test_a_gate_that_is_no_item_is_named() -> None:
    with pytest.raises(LookupError, match=r"no gate item 'internl'.*did you mean 'internal'"):
        review(parameters={"exempt_when": [["internl"]]}, openness_1=0)


def test_a_gate_alone_is_no_outcome() -> None:
    nodes = review(internal=1, plain=0, no_case=1)
    assert nothing(nodes["outcome"]) and nothing(nodes["findings"]) and nothing(nodes["exposure"])


def test_no_answers_is_no_score_rather_than_zero() -> None:
    nodes = review()
    assert all(nothing(value) for value in nodes.values())


def test_exposure_of_a_criterion_is_the_weighted_mean_of_its_scored_items() -> None:
    nodes = review(weights={"discretion_2": 3}, discretion_1=100, discretion_2=0, why=100)
    assert nodes["discretion"] == 25  # (1 * 100 + 3 * 0) / 4; the follow-up does not count


def test_an_unanswered_item_passes_its_weight_to_its_siblings() -> None:
    assert review(discretion_1=50)["discretion"] == 50


def test_a_criterion_that_does_not_apply_passes_its_weight_on() -> None:
    nodes = review(discretion_1=50, discretion_2=50, openness_1=0)
    assert nothing(nodes["entrustment"])
    assert nodes["execution"] == 50
    assert nodes["exposure"] == 25  # (50 + 0) / 2


def test_a_head_that_does_not_apply_passes_its_weight_on_too() -> None:
    nodes = review(entrustment_1=100)
    assert nothing(nodes["procedure"]) and nodes["exposure"] == 100


def test_a_criterion_that_applies_keeps_its_weight() -> None:
    assert review(weights={"entrustment": 3}, discretion_1=0, entrustment_1=100)["execution"] == 75


def test_a_criterion_with_no_weight_is_not_needed_and_answers_to_it_do_not_count() -> None:
    nodes = review(weights={"entrustment": 0}, discretion_1=50, entrustment_1=100)
    assert nodes["execution"] == 50


def test_a_given_criterion_stands_for_its_items() -> None:
    nodes = review(discretion=80, openness_1=0)
    assert nodes["discretion"] == 80 and nodes["exposure"] == 40


def test_any_exposure_suggests_a_minor_finding_and_so_a_recommendation() -> None:
    nodes = review(discretion_1=50, discretion_2=0, openness_1=0)
    assert nodes["findings"] == 1 and nodes["outcome"] == 2


def test_the_threshold_of_suggestions_can_be_raised() -> None:
    below = review(parameters={"suggest_from": 30}, discretion_1=50, discretion_2=0)
    assert below["discretion"] == 25 and below["findings"] == 0 and below["outcome"] == 1
    assert review(parameters={"suggest_from": 25}, discretion_1=50, discretion_2=0)["findings"] == 1


def test_no_exposure_anywhere_is_agreement_with_the_original() -> None:
    nodes = review(discretion_1=0, openness_1=0)
    assert nodes["findings"] == 0 and nodes["outcome"] == 1


def test_the_assessors_no_finding_overrules_the_suggestion() -> None:
    nodes = review(discretion_1=100, finding_discretion=0)
    assert nodes["discretion"] == 100 and nodes["findings"] == 0 and nodes["outcome"] == 1


def test_the_assessors_finding_counts_without_any_exposure() -> None:
    nodes = review(openness_1=0, finding_openness=2)
    assert nodes["findings"] == 1 and nodes["outcome"] == 2


def test_findings_are_counted_by_criterion_whatever_their_severity() -> None:
    nodes = review(finding_discretion=1, finding_entrustment=2, finding_openness=0)
    assert nodes["findings"] == 2 and nodes["outcome"] == 2


def test_one_criterion_that_cannot_be_fixed_is_an_opinion_to_withdraw() -> None:
    nodes = review(finding_discretion=3, finding_openness=0)
    assert nodes["findings"] == 1 and nodes["outcome"] == 3


def test_major_findings_everywhere_are_still_no_opinion_to_withdraw() -> None:
    assert review(finding_discretion=2, finding_entrustment=2, finding_openness=2)["outcome"] == 2


def test_exemption_stands_before_findings_which_stay_visible() -> None:
    nodes = review(internal=1, plain=1, no_case=1, finding_discretion=3)
    assert nodes["outcome"] == 0 and nodes["findings"] == 1


def test_an_outcome_that_is_given_overrules_the_suggestion() -> None:
    assert review(openness_1=0, outcome=3)["outcome"] == 3


def test_a_number_of_findings_that_is_given_leads_to_its_outcome() -> None:
    assert review(findings=4)["outcome"] == 2
    assert review(findings=0)["outcome"] == 1


def test_many_provisions_are_reviewed_each_by_itself() -> None:
    questionnaire = small()
    columns: dict[str, Array] = {code: np.full(3, NOTHING) for code in questionnaire.items}
    columns["internal"] = columns["plain"] = columns["no_case"] = np.array([1.0, 0.0, 0.0])
    columns["openness_1"] = np.array([NOTHING, 0.0, 100.0])
    shares = {code: np.full(3, weight) for code, weight in questionnaire.weights().items()}
    nodes = law_review.score(questionnaire, columns, weights=shares, **GATE)  # type: ignore[arg-type]
    assert nodes["outcome"].tolist() == [0, 1, 2]


def test_what_is_handed_in_is_not_changed() -> None:
    questionnaire = small()
    columns = {code: np.array([NOTHING]) for code in questionnaire.items}
    shares = {code: np.array([weight]) for code, weight in questionnaire.weights().items()}
    law_review.score(questionnaire, columns, weights=shares)
    assert all(np.isnan(column).all() for column in columns.values())
    assert all(share.tolist() == [1] for share in shares.values())


def test_a_finding_without_its_criterion_is_named() -> None:
    questionnaire, _ = loader.read_text(SMALL.replace(b"finding_openness", b"finding_opennes"))
    assert questionnaire is not None
    columns = {code: np.array([NOTHING]) for code in questionnaire.items}
    shares = {code: np.array([1.0]) for code in questionnaire.nodes}
    with pytest.raises(LookupError, match=r"no criterion 'opennes'.*did you mean 'openness'"):
        law_review.score(questionnaire, columns, weights=shares)


def test_the_korean_edition_has_eleven_criteria_with_ninety_items_and_a_twelfth_with_one() -> None:
    edition = questionnaires.load("kr_corruption_risk_2024")
    criteria = [code.removeprefix("finding_") for code in edition.items if code.startswith("finding_")]
    assert [len(edition.groups[code].items) for code in criteria] == [6, 7, 5, 11, 14, 11, 6, 5, 9, 10, 6, 1]


def test_follow_up_questions_of_the_korean_edition_have_no_points() -> None:
    edition = questionnaires.load("kr_corruption_risk_2024")
    follow_ups = [item for item in edition.items.values() if item.scale == "follow_up"]
    assert len(follow_ups) == 13
    assert all(item.role == "information" and not item.reverse for item in follow_ups)


def test_the_worst_answers_to_the_korean_edition_make_full_exposure_and_twelve_findings() -> None:
    edition = questionnaires.load("kr_corruption_risk_2024")
    columns = {code: np.array([100.0 if item.role == "part" else NOTHING]) for code, item in edition.items.items()}
    shares = {code: np.array([weight]) for code, weight in edition.weights().items()}
    nodes = law_review.score(edition, columns, weights=shares, **edition.scoring.parameters)
    assert (nodes["exposure"][0], nodes["findings"][0], nodes["outcome"][0]) == (100, 12, 2)


def test_a_given_outcome_is_one_of_the_four() -> None:
    with pytest.raises(ValueError, match="a given outcome is 0"):
        review(openness_1=0, outcome=7)
