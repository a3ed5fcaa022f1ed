"""Stories of the samples that an edition ships: named, loaded and taken away like one's own files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assessments import DataError, read_institutions, read_responses, samples
from questionnaires import catalogue
from questionnaires.catalogue import Edition

ANSWERS = """cycle,subject,item,answer
2018,seoul,external,8
2018,seoul,internal,7
2019,seoul,external,8.2
2019,busan,external,7.9
"""
INSTITUTIONS = """subject,name,peer_group
seoul,Seoul,metropolitan
busan,Busan,metropolitan
daegu,Daegu,metropolitan
"""


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """The edition of 2012 with a sample of two cycles and one of its own."""
    shipped = catalogue.edition("kr_integrity_2012")
    folder = tmp_path / "kr_integrity_2012"
    folder.mkdir()
    for path in shipped.folder.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    for name, institutions in (("published", INSTITUTIONS), ("one_city", "")):
        (folder / name).mkdir()
        (folder / name / "answers.csv").write_text(ANSWERS, encoding="utf-8")
        if institutions:
            (folder / name / "institutions.csv").write_text(institutions, encoding="utf-8")
    return catalogue.edition(folder)


def test_published_results_come_first_and_the_demonstration_last(edition: Edition) -> None:
    assert samples.names(edition) == ["published", "one_city", "demonstration"]
    assert [samples.kind(name) for name in samples.names(edition)] == ["published", "illustration", "demonstration"]


def test_an_edition_about_risks_has_an_illustration_and_no_country() -> None:
    assert samples.names(catalogue.edition("risk_register_2026")) == ["illustration"]


def test_cycles_are_those_that_the_answers_tell_apart(edition: Edition) -> None:
    assert samples.cycles(edition, "published") == ["2018", "2019"]
    assert samples.cycles(edition, "demonstration") == []


def test_only_institutions_with_answers_of_the_cycle_come_along(edition: Edition) -> None:
    responses, known = samples.load(edition, "published", "2018")
    assert (responses.cycle, responses.subjects, list(known)) == ("2018", ("seoul",), ["seoul"])
    responses, known = samples.load(edition, "published", "2019")
    assert (responses.subjects, {one.name for one in known.values()}) == (("busan", "seoul"), {"Seoul", "Busan"})


def test_without_a_choice_the_last_cycle_is_taken(edition: Edition) -> None:
    assert samples.load(edition, "published")[0].cycle == "2019"


def test_without_a_list_of_institutions_the_subjects_are_the_institutions(edition: Edition) -> None:
    _, known = samples.load(edition, "one_city", "2018")
    assert {subject: one.label for subject, one in known.items()} == {"seoul": "seoul"}


def test_a_sample_that_is_not_there_is_named_with_those_that_are(edition: Edition) -> None:
    with pytest.raises(DataError) as caught:
        samples.load(edition, "publshed")
    expected = "there is no sample 'publshed'; did you mean 'published'?; there is published, one_city, demonstration"
    assert str(caught.value) == f"kr_integrity_2012: {expected}"


def test_the_files_of_a_sample_are_those_of_its_folder(edition: Edition) -> None:
    assert samples.files(edition, "published") == {"answers.csv": ANSWERS.encode(), "institutions.csv": INSTITUTIONS.encode()}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_demonstration_taken_away_and_uploaded_again_scores_the_same(tmp_path: Path, language: str) -> None:
    edition = catalogue.edition("kr_integrity_2020")
    for name, content in samples.files(edition, "demonstration", language).items():
        (tmp_path / name).write_bytes(content)
    known = read_institutions(tmp_path / "institutions.csv", edition.questionnaire)
    again = read_responses(tmp_path / "answers.csv", edition.questionnaire, institutions=known)
    responses, shipped = samples.load(edition, "demonstration", language=language)
    assert known == shipped and again.subjects == responses.subjects
    assert all((one.codes == other.codes).all() for one, other in zip(again.blocks, responses.blocks, strict=True))


def test_the_words_with_the_files_say_that_they_are_synthetic() -> None:
    edition = catalogue.edition("kr_integrity_2020")
    assert "synthetic" in samples.files(edition, "demonstration", "en")["README.md"].decode()
    assert "가상" in samples.files(edition, "demonstration", "ko")["README.md"].decode()


@pytest.mark.parametrize("identity", sorted(catalogue.folders()))
def test_every_shipped_sample_loads_in_every_cycle(identity: str) -> None:
    edition = catalogue.edition(identity)
    for name in samples.names(edition):
        for cycle in samples.cycles(edition, name) or [""]:
            responses, known = samples.load(edition, name, cycle)
            assert responses.subjects and set(responses.subjects) == set(known)
