"""Every page for every edition and example, in both languages: it says something and never fails."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest
from streamlit import config

from assessments import samples
from assessments.register.access import Actor
from assessments.store.engine import Store
from assessments.tables.problems import DataError
from assessments.texts import LANGUAGES
from questionnaires import catalogue
from tests.pages import MAIN, opened, words
from tests.stores import person
from views import shelf

EDITIONS = sorted(catalogue.folders())
EXAMPLES = [(identity, name) for identity in EDITIONS for name in samples.names(catalogue.edition(identity))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_lists_every_edition(language: str) -> None:
    said = words(opened("library", lang=language))
    for identity in EDITIONS:
        title = catalogue.edition(identity).wording(language).edition()
        assert title in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identity", EDITIONS)
def test_an_edition_shows_its_parts_weights_labels_and_questions(identity: str, language: str) -> None:
    edition = catalogue.edition(identity)
    test = opened("edition", edition=identity, lang=language)
    tree = test.dataframe[0].value
    assert len(tree) == len(edition.questionnaire.nodes)
    assert list(tree.iloc[:, 1]) == list(edition.questionnaire.nodes)
    names = edition.wording(language)
    test = opened("edition", edition=identity, lang=language, tab="questions")
    asked = next(item for item in edition.questionnaire.items.values() if item.respondent == next(iter(_asked(edition))))
    assert names.question(asked.code) in words(test)


def _asked(edition: catalogue.Edition) -> list[str]:
    items = edition.questionnaire.items.values()
    return [code for code in edition.questionnaire.respondents if any(item.respondent == code for item in items)]


@pytest.mark.parametrize(("identity", "name"), EXAMPLES)
def test_an_example_has_results_and_a_scorecard(identity: str, name: str) -> None:
    results = opened("results", edition=identity, answers=name, lang="ko")
    assert results.get("plotly_chart")
    assert results.info, "what kind of example this is stands on the page"
    card = opened("scorecard", edition=identity, answers=name, lang="en")
    parts = list(card.dataframe[0].value["Part"])
    assert parts[0] == catalogue.edition(identity).wording("en").node(catalogue.load(identity).root)
    assert len(parts) > 1


@pytest.fixture
def trainer(page_store: Store) -> Actor:
    return person(page_store, "Teo", "trainer")


def test_a_visitor_is_asked_to_sign_in_before_anything_is_uploaded() -> None:
    test = opened("score", lang="en")
    assert not test.file_uploader and "Sign in" in words(test)


def test_the_language_of_the_address_is_the_language_of_the_page(trainer: Actor) -> None:
    assert opened("score", trainer, lang="ko").title[0].value == "응답으로 점수 산출"
    assert opened("score", trainer, lang="en").title[0].value == "From answers to scores"
    assert opened("score", trainer, lang="xx").title[0].value == "From answers to scores"


def test_an_edition_that_is_not_here_is_named_with_the_nearest_one() -> None:
    test = opened("edition", edition="kr_integrity_2021", lang="en")
    assert "Did you mean kr" in words(test)


def test_results_that_are_gone_say_what_to_do() -> None:
    test = opened("results", edition="kr_integrity_2012", answers="gone", lang="en")
    assert test.title[0].value == "These results are not here"
    assert "Upload the table again" in test.info[0].value


def test_a_scorecard_of_nobody_says_so() -> None:
    test = opened("scorecard", edition="kr_integrity_2012", answers="demonstration", subject="nobody", lang="en")
    assert test.title[0].value == "These results are not here"


def test_a_broken_folder_is_reported_and_the_others_still_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text("id: broken\nweigth: 1\n", encoding="utf-8")
    monkeypatch.setenv(catalogue.VARIABLE, str(tmp_path))
    test = opened("library", lang="en")
    assert "Some questionnaire folders cannot be used" in test.warning[0].value
    assert "questionnaire.yaml:2" in test.code[0].value
    assert len(test.subheader) == len(EDITIONS)


def test_a_changed_answer_in_what_if_moves_the_whole() -> None:
    test = opened("scorecard", edition="kr_integrity_2012", answers="published", cycle="2017", subject="kaia", lang="en")
    assert test.metric[0].value == "8.24"
    test.slider[0].set_value(9.35).run()
    assert test.metric[0].value == "9.00"  # 8.235 + 0.763
    assert test.metric[0].delta == "+0.76"


def test_every_setting_is_known_to_this_streamlit() -> None:
    """One of them (`runner.postScriptGC`) is hidden, and would go without a word."""
    settings = tomllib.loads((MAIN.parent.parent.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    themes = {f"theme.{name}": settings["theme"].pop(name) for name in ("light", "dark")}
    known = config.get_config_options()
    written = [f"{section}.{name}" for section, values in {**settings, **themes}.items() for name in values]
    assert [name for name in written if name not in known] == []
    assert themes["theme.light"].keys() == themes["theme.dark"].keys()


def test_a_weight_carries_the_label_of_the_set_of_weights_that_it_belongs_to() -> None:
    for subject, cycle, label in (("kaia", "2017", "sourced"), ("jeju_si", "2018", "derived")):
        test = opened("scorecard", edition="kr_integrity_2012", answers="published", cycle=cycle, subject=subject, lang="en")
        table = test.dataframe[0].value.set_index("Part")
        assert table.loc["\u2003External integrity", "Label"] == label


def test_a_tolerance_that_is_no_number_is_named_before_anything_is_scored() -> None:
    answers = shelf.File("answers.csv", b"subject,item,answer\nr1,likelihood,3\nr1,impact_money,4\n")
    owners = shelf.File("risks.csv", b"subject,name,institution,tolerance\nr1,Bribed blindness,Port Authority,nine\n")
    with pytest.raises(DataError, match="r1: 'nine' is not a number"):
        shelf.score("risk_register_2026", answers, owners, "")


def twin(folder: Path, identity: str) -> None:
    """A second questionnaire of the same id, and a third that is whole."""
    shutil.copytree(catalogue.HERE / "template", folder / "my_country_2027")
    for path in (folder / "my_country_2027").glob("*"):
        path.write_text(path.read_text(encoding="utf-8").replace("template", "my_country_2027"), encoding="utf-8")
    shutil.copytree(catalogue.find(identity), folder / identity)


def test_two_folders_with_one_id_take_only_that_id_out(trainer: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twin(tmp_path, "th_ita_2021")
    monkeypatch.setenv(catalogue.VARIABLE, str(tmp_path))
    home = opened("library", lang="en")
    assert "has the id 'th_ita_2021' like" in home.code[0].value
    assert len(home.subheader) == len(EDITIONS)  # one less, and one more
    assert "has the id 'th\\_ita\\_2021' like" in opened("edition", edition="th_ita_2021", lang="en").info[0].value
    assert opened("score", trainer, edition="my_country_2027", lang="en").selectbox[0].value == "my_country_2027"


def test_a_method_that_fails_is_said_and_nothing_is_scored(trainer: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twin(tmp_path, "th_ita_2021")
    shutil.rmtree(tmp_path / "th_ita_2021")
    folder = tmp_path / "my_country_2027"
    (folder / "scorer.py").write_text("def score(questionnaire, points, *, weights):\n    return 1 / 0\n", encoding="utf-8")
    definition = (folder / "questionnaire.yaml").read_text(encoding="utf-8").replace("method: weighted_mean", "method: scorer")
    (folder / "questionnaire.yaml").write_text(definition, encoding="utf-8")
    monkeypatch.setenv(catalogue.VARIABLE, str(tmp_path))
    test = opened("score", trainer, edition="my_country_2027", lang="en")
    test.file_uploader[0].upload("answers.csv", b"subject,plan_adopted\ncity,yes\n", "text/csv")
    test.button[0].click().run()
    assert not test.exception
    assert "division by zero" in test.error[0].value
    shown = opened("results", edition="my_country_2027", answers="demonstration", lang="en")
    assert "division by zero" in shown.info[0].value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", ["scales", "sources", "method"])
@pytest.mark.parametrize("identity", EDITIONS)
def test_every_tab_of_an_edition_says_something(identity: str, tab: str, language: str) -> None:
    test = opened("edition", edition=identity, tab=tab, lang=language)
    assert len(words(test)) > 300
