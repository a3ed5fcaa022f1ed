"""Stories of Arinara, the country that does not exist: made up, always the same, and scored like any upload."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assessments import compare, demonstration, from_table, samples
from assessments.results.assess import Scorecards, assess
from assessments.tables.answers import option
from questionnaires import catalogue, loader
from questionnaires.model import Questionnaire
from scoring.responses import KINDS, VALID

EDITIONS = sorted(catalogue.folders())
ABOUT_INSTITUTIONS = [name for name in EDITIONS if demonstration.fits(catalogue.load(name))]
EVERY_SCALE = """
id: every_scale
version: "1"
range: [0, 100]
respondents: [citizens, staff, record]
scales:
  attitude: {choices: {"1": 0, "2": 50, "3": 100}, special: [dont_know, refuse, not_applicable]}
  bribed: {choices: {"no": 100, "yes": 0}, special: [refuse]}
  shown_only: {choices: {red: null, blue: null}}
  asset: {linear: [500, 0]}
  trained: {rate: {steps: [[0, 0], [0.3, 40], [0.7, 100]]}}
  covered: {rate: {linear: [0.1, 0.9], clip: true}}
  events: {change: {steps: [[0, 0], [1, 100]], measured_as: ratio}}
  growth: {change: {linear: [-20, 20], measured_as: difference}}
  days: {steps: [[0, 100], [10, 50], [30, 0]]}
  extra: {points: [0, 2]}
framework:
  code: overall
  groups:
    - code: surveys
      items:
        - {code: open_work, scale: attitude, respondent: citizens}
        - {code: favours, scale: attitude, respondent: staff, reverse: true}
        - {code: bribe, scale: bribed, respondent: citizens}
        - {code: colour, scale: shown_only, respondent: citizens, role: information}
        - {code: bribe_hurt, scale: attitude, respondent: citizens, ask_if: {item: bribe, is: "yes"}}
    - code: facts
      items:
        - {code: assets, scale: asset}
        - {code: training, scale: trained}
        - {code: coverage, scale: covered}
        - {code: meetings, scale: events}
        - {code: more_reports, scale: growth}
        - {code: delay, scale: days}
    - {code: elsewhere}
    - {code: prizes, role: bonus, cap: 3, items: [{code: prize, scale: extra}]}
    - {code: cases, role: deduction, items: [{code: convicted, scale: extra}]}
grading: {method: deviation, cuts: [0.5, -0.5]}
"""


def every_scale(tmp_path: Path, **changes: str) -> Questionnaire:
    """A guest's edition with every kind of scale."""
    folder = tmp_path / "every_scale"
    folder.mkdir(exist_ok=True)
    text = EVERY_SCALE
    for old, new in changes.values():
        text = text.replace(old, new)
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    return loader.read_folder(folder)


def scored(questionnaire: Questionnaire) -> Scorecards:
    known = demonstration.institutions(questionnaire)
    return assess(questionnaire, from_table(demonstration.answers(questionnaire), questionnaire, institutions=known), known)


def agreement_with_quality(cards: Scorecards) -> float:
    """Spearman's rank correlation of the root with the quality that each institution was given."""
    made = demonstration.quality()
    ranks = pd.DataFrame(
        {"score": cards.scores.values[cards.questionnaire.root], "made": [made[card] for card in cards.scores.subjects]}
    ).rank()
    return float(np.corrcoef(ranks["score"], ranks["made"])[0, 1])


@pytest.mark.parametrize("identity", ABOUT_INSTITUTIONS)
def test_every_edition_about_institutions_scores_all_24_from_root_to_leaf(identity: str) -> None:
    start = time.perf_counter()
    responses, known = samples.load(catalogue.edition(identity), samples.DEMONSTRATION)
    seconds = time.perf_counter() - start
    cards = assess(catalogue.load(identity), responses, known)
    assert len(cards) == 24 and not np.isnan(cards.scores.values[cards.questionnaire.root]).any()
    assert not responses.warnings and not cards.warnings
    assert seconds < 1


@pytest.mark.parametrize("identity", ABOUT_INSTITUTIONS)
def test_a_better_institution_scores_better(identity: str) -> None:
    questionnaire = catalogue.load(identity)
    sign = 1 if questionnaire.higher_is == "better" else -1
    assert sign * agreement_with_quality(scored(questionnaire)) > 0.7


@pytest.mark.parametrize("identity", sorted(set(EDITIONS) - set(ABOUT_INSTITUTIONS)))
def test_an_edition_about_laws_or_risks_has_no_institutions_to_demonstrate(identity: str) -> None:
    questionnaire = catalogue.load(identity)
    assert demonstration.institutions(questionnaire) == {} and demonstration.answers(questionnaire).empty


def test_a_guests_edition_is_answered_on_every_kind_of_scale(tmp_path: Path) -> None:
    questionnaire = every_scale(tmp_path)
    cards = scored(questionnaire)
    assert not np.isnan(cards.scores.values["overall"]).any()
    assert agreement_with_quality(cards) > 0.7
    table = demonstration.answers(questionnaire)
    facts = table[table["respondent_group"] == "record"]
    assert facts["training"].str.fullmatch(r"\d+/\d+").all() and facts["elsewhere"].astype(float).between(0, 100).all()


def test_where_higher_is_worse_a_better_institution_scores_lower(tmp_path: Path) -> None:
    questionnaire = every_scale(tmp_path, worse=("range: [0, 100]", "range: [0, 100]\nhigher_is: worse"))
    assert agreement_with_quality(scored(questionnaire)) < -0.7


def test_the_same_seed_makes_the_same_answers_and_another_seed_others() -> None:
    questionnaire = catalogue.load("kr_integrity_2012")
    first = demonstration.answers(questionnaire)
    assert first.equals(demonstration.answers(questionnaire))
    assert not first.equals(demonstration.answers(questionnaire, seed=1))


def test_sixty_to_two_hundred_people_a_group_and_one_row_of_facts_an_institution() -> None:
    table = demonstration.answers(catalogue.load("kr_integrity_2012"))
    counts = table.groupby(["respondent_group", "subject"]).size().unstack(0)
    assert counts[["public", "staff"]].to_numpy().min() >= 60 and counts[["public", "staff"]].to_numpy().max() <= 200
    assert (counts["record"] == 1).all()


def test_who_has_no_policy_customers_is_not_judged_by_any() -> None:
    questionnaire = catalogue.load("kr_integrity_2012")
    table = demonstration.answers(questionnaire)
    asked = set(table[table["respondent_group"] == "policy_customer"]["subject"])
    known = demonstration.institutions(questionnaire)
    assert {known[subject].peer_group for subject in asked} == {"central"} and len(asked) == 10


def test_strata_hold_at_least_as_many_people_as_answered() -> None:
    table = demonstration.answers(catalogue.load("kr_integrity_2012"))
    sampled = table[table["respondent_group"] != "record"]
    answered = sampled.groupby(["subject", "respondent_group", "stratum"]).agg(n=("stratum", "size"), size=("stratum_size", "first"))
    assert set(sampled["stratum"]) == {"large", "medium", "small"}
    assert (answered["n"] <= answered["size"].astype(int)).all()


def test_some_cannot_say_some_refuse_and_some_leave_a_blank() -> None:
    questionnaire = catalogue.load("kr_integrity_2012")
    table = demonstration.answers(questionnaire)
    public = table.loc[table["respondent_group"] == "public", "favours"]
    kinds = [option(questionnaire, questionnaire.items["favours"], text).kind for text in public]
    shares = np.bincount(kinds, minlength=len(KINDS)) / len(kinds)
    assert 0 < shares[KINDS.index("blank")] < 0.05 and 0 < shares[KINDS.index("refuse")] < 0.05
    assert 0.02 < shares[KINDS.index("dont_know")] < 0.1 and shares[VALID] > 0.85


@pytest.mark.parametrize(("identity", "item"), [("kr_integrity_2012", "money_given"), ("th_ita_2021", "duty_bribe_asked")])
def test_bribery_is_rare_three_in_a_hundred_at_most(identity: str, item: str) -> None:
    table = demonstration.answers(catalogue.load(identity))
    answers = table[table[item].isin(["yes", "no"])]
    assert 0 < (answers[item] == "yes").mean() <= 0.03


def test_a_question_that_depends_on_a_bribe_is_asked_only_of_those_who_paid(tmp_path: Path) -> None:
    table = demonstration.answers(every_scale(tmp_path))
    assert set(table.loc[table["bribe_hurt"] != "", "bribe"]) == {"yes"}


def test_two_groups_are_graded_and_the_group_of_five_is_refused() -> None:
    cards = scored(catalogue.load("kr_integrity_2012"))
    comparison = compare(cards)
    root = comparison.of("integrity").set_index("subject")
    assert [(refusal.peer_group, refusal.peers) for refusal in comparison.refused] == [("public_service", 5)]
    assert (root.loc[root["peer_group"] == "public_service", "grade"] == "").all()
    assert root.loc[root["peer_group"] != "public_service", "grade"].isin(list("12345")).all()
    assert root["peer_group"].value_counts().to_dict() == {"central": 10, "basic_local": 9, "public_service": 5}


@pytest.mark.parametrize(("language", "mark"), [("en", "(fictional)"), ("ko", "(가상)"), ("fr", "(fictional)")])
def test_every_name_says_that_it_is_made_up(language: str, mark: str) -> None:
    known = demonstration.institutions(catalogue.load("kr_integrity_2012"), language)
    assert len({one.name for one in known.values()}) == 24
    assert all(one.name.endswith(mark) and int(one.more["staff"]) > 0 for one in known.values())
