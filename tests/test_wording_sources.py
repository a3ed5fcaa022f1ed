"""Stories of sources and calculations in the reader's language: written beside the other texts, missing ones reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import questionnaires
from assessments import samples
from assessments.institutions import Institution
from questionnaires import catalogue, loader, wording
from questionnaires.wording import Wording

QUESTIONNAIRE = """\
id: harbour
version: "1"
range: [0, 10]
respondents: [public, staff]
sources:
  handbook: {title: "Handbook, p. 3", note: Printed once.}
scales:
  agree: {choices: {"1": 0, "7": 10}, calculation: two steps}
framework:
  code: integrity
  groups:
    - {code: external, weight: 0.7, source: handbook, calculation: "7 of 10", items: [{code: openness, scale: agree, respondent: public}]}
    - code: internal
      weight: 0.3
      scoring: {method: geometric_mean, calculation: as printed}
      items: [{code: fairness, scale: agree, respondent: staff}]
variants:
  small: {external: 1, internal: 0, calculation: no staff to ask}
grading: {method: cuts, cuts: [8], calculation: our cut}
scoring: {method: weighted_mean, calculation: 0.7 × 8 + 0.3 × 6}
"""
NAMES = """\
edition: {title: Harbours}
respondents: {public: Citizens, staff: Staff}
scales: {agree: {"1": Disagree, "7": Agree}}
variants: {small: Small}
grades: {"1": Good, "2": Poor}
integrity: Integrity
external: Users
internal: Staff
openness: Openness
fairness: Fairness
"""
KOREAN = """\
sources:
  handbook: {title: "편람 3쪽", note: 한 차례 인쇄되었습니다.}
calculations:
  scales.agree: 두 단계
  external: 10 중 7
  scoring.internal: 인쇄된 값
  variants.small: 응답할 직원이 없음
  grading: 저희가 정한 경계값
  scoring: 0.7 × 8 + 0.3 × 6
"""


def folder(place: Path, korean: str, english: str = "", questionnaire: str = QUESTIONNAIRE) -> Path:
    made = place / "harbour"
    made.mkdir()
    for name, text in {"questionnaire": questionnaire, "en": NAMES + english, "ko": NAMES + korean}.items():
        (made / f"{name}.yaml").write_text(text, encoding="utf-8")
    return made


def words(place: Path, korean: str, english: str = "") -> Wording:
    return questionnaires.edition(folder(place, korean, english)).wording("ko")


def warned(place: Path, korean: str, english: str = "", questionnaire: str = QUESTIONNAIRE) -> list[str]:
    made = folder(place, korean, english, questionnaire)
    return [str(problem).removeprefix(f"{made}/") for problem in wording.warnings(made, loader.read_folder(made))]


def test_a_source_and_a_calculation_are_told_in_the_readers_language(tmp_path: Path) -> None:
    korean = words(tmp_path, KOREAN)
    assert (korean.source("handbook", default="Handbook, p. 3"), korean.source("handbook", "note")) == (
        "편람 3쪽",
        "한 차례 인쇄되었습니다.",
    )
    assert (korean.calculation("external"), korean.calculation("scoring.internal")) == ("10 중 7", "인쇄된 값")


def test_a_source_may_be_just_its_title(tmp_path: Path) -> None:
    korean = words(tmp_path, "sources: {handbook: 편람}", english="sources: {handbook: {title: The handbook}}")
    assert (korean.source("handbook"), korean.source("handbook", "note", "Printed once.")) == ("편람", "Printed once.")


def test_a_title_by_itself_goes_before_the_long_form_of_the_fallback_language() -> None:
    korean = Wording("ko", {"openness": "투명성"}, Wording("en", {"openness": {"title": "Openness", "help": "Of users."}}))
    assert (korean.node("openness"), korean.node("openness", "help")) == ("투명성", "Of users.")


def test_what_no_language_file_says_stands_as_in_the_questionnaire(tmp_path: Path) -> None:
    korean = words(tmp_path, "")
    assert korean.source("handbook", default="Handbook, p. 3") == "Handbook, p. 3"
    assert korean.calculation("external", "7 of 10") == "7 of 10"
    assert (korean.source("handbook", "note", None), korean.calculation("fairness", None)) == ("", "")


def test_complete_texts_give_no_warning_and_the_questionnaires_own_language_needs_none(tmp_path: Path) -> None:
    assert warned(tmp_path, KOREAN) == []


def test_every_place_that_a_language_lacks_is_reported(tmp_path: Path) -> None:
    lacking = "has no text in this language; the text of questionnaire.yaml stands in"
    assert warned(tmp_path, "") == [
        f"ko.yaml: calculations.external: {lacking}",
        f"ko.yaml: calculations.grading: {lacking}",
        f"ko.yaml: calculations.scales.agree: {lacking}",
        f"ko.yaml: calculations.scoring: {lacking}",
        f"ko.yaml: calculations.scoring.internal: {lacking}",
        f"ko.yaml: calculations.variants.small: {lacking}",
        f"ko.yaml: sources.handbook: {lacking}",
        f"ko.yaml: sources.handbook.note: {lacking}",
    ]


def test_sources_and_places_that_do_not_exist_are_warnings_in_every_language(tmp_path: Path) -> None:
    strange = KOREAN + "  scoring.external: 없는 계산\n  exernal: 오타\n"
    assert warned(tmp_path, strange.replace("note:", "nota:"), english="sources: {handbok: Handbook}") == [
        "en.yaml:11: sources: 'handbok' is not known; did you mean 'handbook'?",
        "ko.yaml: sources.handbook.note: has no text in this language; the text of questionnaire.yaml stands in",
        "ko.yaml:21: calculations: 'exernal' is not known; did you mean 'external'?",
        "ko.yaml:20: calculations: 'scoring.external' is not known; did you mean 'scoring.internal'?",
        "ko.yaml:12: sources.handbook: 'nota' is not known; did you mean 'note'?",
    ]


def test_answers_that_are_none_and_units_have_a_name_in_every_language(tmp_path: Path) -> None:
    asked = QUESTIONNAIRE.replace(
        "calculation: two steps}", "calculation: two steps, special: [dont_know]}\n  fee: {linear: [9, 0], unit: crowns}"
    )
    lacking = ["specials.dont_know: has no text in this language; {}", "units.crowns: has no text in this language; {}"]
    assert warned(tmp_path, KOREAN + "units: {crowns: 크로네}\n", questionnaire=asked) == [
        *(f"en.yaml: {line.format('its code stands in')}" for line in lacking),
        f"ko.yaml: {lacking[0].format('the fallback language stands in')}",
    ]


@pytest.mark.parametrize("word", ["calculations", "scoring", "grading"])
def test_the_words_that_name_places_are_no_codes(word: str) -> None:
    _, problems = loader.read_text(QUESTIONNAIRE.replace("code: fairness", f"code: {word}").encode())
    assert [problem.what for problem in problems] == [f"'{word}' is kept for the language files; choose another code"]


@pytest.mark.parametrize("identity", sorted(catalogue.folders()))
def test_shipped_editions_say_every_source_and_calculation_in_every_language(identity: str) -> None:
    edition = catalogue.edition(identity)
    assert [str(problem) for problem in wording.warnings(edition.folder, edition.questionnaire)] == []


def test_what_is_assessed_and_whose_it_is_are_named_in_the_readers_language() -> None:
    more = {"name_ko": "입찰 담합", "institution_ko": "항만부 (가상)"}
    risk = Institution("harbours_02", "Collusion", "Ministry of Harbours (fictional)", more=more)
    assert (risk.named("ko"), risk.owner("ko")) == ("입찰 담합", "항만부 (가상)")
    assert (risk.named("en"), risk.owner("en")) == ("Collusion", "Ministry of Harbours (fictional)")


@pytest.mark.parametrize("identity", sorted(catalogue.folders()))
def test_shipped_samples_name_every_subject_in_korean(identity: str) -> None:
    edition = catalogue.edition(identity)
    for name in samples.names(edition):
        for cycle in samples.cycles(edition, name) or [""]:
            _, known = samples.load(edition, name, cycle)
            for one in known.values():
                assert re.search("[가-힣]", one.named("ko")), (name, one.subject)
                assert not one.institution or re.search("[가-힣]", one.owner("ko")), (name, one.subject)
