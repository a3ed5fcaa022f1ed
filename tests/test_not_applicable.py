"""Stories of what does not apply: its weight goes to the siblings, so there is a ceiling, and whoever is above it is named."""

from __future__ import annotations

import pandas as pd
import pytest

from assessments import assess, compare, from_table
from assessments.institutions import Institution
from assessments.results.assess import Note, Scorecards
from assessments.tables.messages import told
from questionnaires import catalogue, loader
from questionnaires.model import Questionnaire
from scoring import not_applicable
from scoring.not_applicable import ceiling, possible, share
from tests.test_pages import opened, words

TEXT = """
id: small
version: "1"
range: [0, 10]
respondents: [public, record]
scales: {agree: {choices: {"no": 0, "yes": 10}, special: [not_applicable, dont_know]}}
framework:
  code: overall
  groups:
    - code: effort
      weight: 3
      defaults: {scale: agree}
      items:
        - {code: rules}
        - {code: training, weight: 2}
        - {code: prize, role: bonus}
    - {code: survey, items: [{code: trust, scale: agree, respondent: public}]}
    - {code: facts, role: information, items: [{code: staff, scale: agree}]}
variants:
  without_training: {training: 0}
  without_effort: {effort: 0}
"""


def small(more: str = "") -> Questionnaire:
    questionnaire, problems = loader.read_text((TEXT + more).encode())
    assert questionnaire is not None and not problems, problems
    return questionnaire


def problems(more: str) -> list[str]:
    return [str(problem) for problem in loader.read_text((TEXT + more).encode())[1]]


# The share


def test_a_share_is_the_product_of_the_weights_on_the_way_up() -> None:
    """Effort is three quarters of the whole, training two thirds of it: a half."""
    assert share(small(), ["training"]) == 0.5
    assert share(small(), ["rules", "training"]) == 0.75
    assert share(small(), ["rules", "training", "trust"]) == 1


def test_bonus_and_information_carry_no_weight() -> None:
    assert share(small(), ["prize", "staff"]) == 0


def test_what_a_variant_takes_out_carries_nothing_and_its_siblings_carry_more() -> None:
    assert share(small(), ["training"], "without_training") == 0
    assert share(small(), ["rules"], "without_training") == 0.75
    assert share(small(), ["rules", "training"], "without_effort") == 0


def test_an_item_named_twice_counts_once_and_none_is_nothing() -> None:
    assert share(small(), ["training", "training"]) == 0.5
    assert share(small(), []) == 0


def test_a_group_is_no_answer_and_a_stranger_is_our_mistake() -> None:
    with pytest.raises(KeyError, match="no item of small: effort, nobody"):
        share(small(), ["nobody", "effort", "rules"])


def test_a_tenth_and_a_fifth_are_not_above_three_tenths() -> None:
    items = [f"{{code: {code}, scale: agree, weight: {weight}}}" for code, weight in (("a", 0.1), ("b", 0.2), ("c", 0.7))]
    text = TEXT.partition("framework:")[0] + f"framework: {{code: overall, items: [{', '.join(items)}]}}\n"
    questionnaire = loader.read_text(text.encode())[0]
    assert questionnaire is not None
    assert share(questionnaire, ["a", "b"]) == 0.3 == ceiling(questionnaire)


# The ceiling


def test_without_a_word_the_ceiling_is_our_own_and_says_so() -> None:
    rule = small().not_applicable
    assert (rule.ceiling, rule.provenance, rule.source) == (0.3, "assumed", None)


def test_an_edition_states_its_own_ceiling_with_its_label() -> None:
    rule = small('not_applicable: {ceiling: 0.5, provenance: derived, calculation: "half of the points"}\n').not_applicable
    assert (rule.ceiling, rule.provenance, rule.calculation) == (0.5, "derived", "half of the points")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{ceiling: 30}", "not_applicable.ceiling: 30 is too large; write 1 or less"),
        ("{ceiling: -0.1}", "not_applicable.ceiling: -0.1 is too small; write 0 or more"),
        ("{ceiling: half}", "not_applicable.ceiling: 'half' is not a number"),
        ("{celing: 0.3}", "not_applicable: 'celing' is not known; did you mean 'ceiling'?"),
        ("0.3", "not_applicable: must be keys with values (calculation, ceiling, provenance, source); here is 0.3"),
        (
            "{ceiling: 0.3, source: handbook}",
            "not_applicable.source: 'handbook' is not among the sources; add it with a title",
        ),
    ],
)
def test_a_mistake_in_the_ceiling_is_named_with_its_line(written: str, expected: str) -> None:
    assert problems(f"not_applicable: {written}\n") == [f"questionnaire.yaml:{len(TEXT.splitlines()) + 1}: {expected}"]


def test_the_word_is_kept_for_the_ceiling_and_names_no_question() -> None:
    text = TEXT.replace("{code: rules}", "{code: not_applicable}")
    assert [str(problem) for problem in loader.read_text(text.encode())[1]] == [
        "questionnaire.yaml:14: items.0.code: 'not_applicable' is kept for the language files; choose another code"
    ]


def test_a_ceiling_on_its_own_terms_is_no_matter_of_a_method_without_a_mean() -> None:
    register = catalogue.load("risk_register_2026")
    assert not possible(register)
    assert ceiling(register) == 1


def test_it_matters_only_where_a_fact_may_be_declared_so() -> None:
    assert possible(small())
    assert not possible(catalogue.load("kr_integrity_2012"))


# Results


def scored(questionnaire: Questionnaire, *rows: tuple[str, str, str], variants: dict[str, str] | None = None) -> Scorecards:
    """Scorecards from (subject, item, answer)."""
    known = {subject: Institution(subject, subject.title(), variant=(variants or {}).get(subject, "")) for subject, _, _ in rows}
    table = pd.DataFrame(rows, columns=["subject", "item", "answer"])
    return assess(questionnaire, from_table(table, questionnaire, institutions=known), known)


def notes(scorecards: Scorecards, subject: str) -> list[Note]:
    kinds = ("weight_not_applicable", "above_ceiling")
    return [note for note in scorecards[scorecards.position(subject)].root.notes if note.kind in kinds]


def about_ceiling(scorecards: Scorecards, language: str = "en") -> list[str]:
    return [told(warning, language) for warning in scorecards.warnings if "declared not applicable" in warning]


NORTH = [("north", "rules", "yes"), ("north", "training", "not_applicable"), ("north", "trust", "no")]
SOUTH = [("south", "rules", "not_applicable"), ("south", "training", "yes"), ("south", "trust", "no")]


def test_whoever_is_above_the_ceiling_is_named_and_whoever_is_not_is_told_the_effect() -> None:
    """Training is half of the weight, above three tenths; rules are a quarter, below."""
    scorecards = scored(small(), *NORTH, *SOUTH)
    assert list(scorecards.not_applicable) == [0.5, 0.25]
    assert notes(scorecards, "north") == [Note("weight_not_applicable", "50.0"), Note("above_ceiling", "30")]
    assert notes(scorecards, "south") == [Note("weight_not_applicable", "25.0")]
    assert about_ceiling(scorecards) == [
        "more of the weight is declared not applicable than the 30 % that small allows: North (50.0 %); ask for the reasons before comparing"
    ]
    assert about_ceiling(scorecards, "ko") == [
        "해당 없음으로 답한 문항의 가중치가 설문 small의 한도(30%)를 넘는 평가 대상이 있습니다: North (50.0 %). 점수를 비교하기 전에 사유를 확인하십시오."
    ]


def test_what_is_declared_passes_its_weight_on_and_is_no_zero() -> None:
    assert [card.root.value for card in scored(small(), *NORTH, *SOUTH)] == [7.5, 7.5]


def test_the_warning_goes_on_to_the_comparison() -> None:
    assert "North (50.0 %)" in " ".join(compare(scored(small(), *NORTH)).warnings)


def test_exactly_the_ceiling_is_allowed() -> None:
    scorecards = scored(small("not_applicable: {ceiling: 0.5}\n"), *NORTH)
    assert notes(scorecards, "north") == [Note("weight_not_applicable", "50.0")]
    assert about_ceiling(scorecards) == []


def test_the_weights_are_those_of_the_subjects_variant() -> None:
    """Where training is taken out, rules carry all of effort: three quarters."""
    scorecards = scored(small(), *SOUTH, variants={"south": "without_training"})
    assert list(scorecards.not_applicable) == [0.75]


def test_a_weight_that_somebody_changed_counts_as_changed() -> None:
    table = pd.DataFrame(NORTH, columns=["subject", "item", "answer"])
    questionnaire = small()
    scorecards = assess(questionnaire, from_table(table, questionnaire), weights={"training": 0})
    assert list(scorecards.not_applicable) == [0]


def test_a_respondent_of_a_survey_declares_nothing_for_the_institution() -> None:
    scorecards = scored(small(), ("north", "trust", "not_applicable"), ("north", "rules", "yes"), ("north", "training", "dont_know"))
    assert list(scorecards.not_applicable) == [0]
    assert notes(scorecards, "north") == []


def test_below_a_score_that_was_given_nothing_is_declared() -> None:
    scorecards = scored(small(), *NORTH, ("north", "effort", "8"))
    assert list(scorecards.not_applicable) == [0]


def test_many_are_counted_and_the_first_few_named() -> None:
    rows = [(f"agency {number}", item, answer) for number in range(7) for _, item, answer in NORTH]
    assert about_ceiling(scored(small(), *rows))[0].count("(50.0 %)") == 5
    assert "Agency 4 (50.0 %) and 2 more;" in about_ceiling(scored(small(), *rows))[0]
    assert "Agency 4 (50.0 %) 외 2개" in about_ceiling(scored(small(), *rows), "ko")[0]


def test_a_review_of_a_law_has_no_ceiling_because_most_criteria_concern_few_provisions() -> None:
    edition = catalogue.edition(catalogue.find("kr_corruption_risk_2024"))
    assert ceiling(edition.questionnaire, edition.folder) == 1
    assert not_applicable.possible(edition.questionnaire, edition.folder)


@pytest.mark.parametrize(
    ("identity", "language", "expected"),
    [
        ("kr_initiative_2014", "en", "Not applicable: at most 30 % of the overall weight"),
        ("kr_initiative_2014", "ko", "해당 없음: 전체 가중치의 30%까지"),
        ("kr_corruption_risk_2024", "en", "Not applicable: without a ceiling"),
    ],
)
def test_the_page_of_an_edition_shows_the_ceiling_with_its_label(identity: str, language: str, expected: str) -> None:
    said = words(opened("edition", edition=identity, lang=language, tab="method"))
    line = next(line for line in said.splitlines() if expected in line)
    assert {"en": "[assumed]", "ko": "[가정]"}[language] in line
