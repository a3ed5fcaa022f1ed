"""A third party brings a questionnaire: as an installed package or as a folder, with or without its own arithmetic.

Nothing in the core knows them. `guest_package/` is a real package, installed with pip into a folder of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from questionnaires import QuestionnaireError, catalogue

HERE = Path(__file__).parent
PACKAGE = HERE / "guest_package"
GUEST = "haechi_coastal_survey"
SHIPPED = "kr_integrity_2012"
FOLDER = """\
id: {identity}
version: "1"
range: [0, 10]
scales:
  yes_no: {{choices: {{"no": 0, "yes": 10}}}}
framework: {{code: overall, items: [{{code: plan, scale: yes_no}}, {{code: report, scale: yes_no, weight: 3}}]}}
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which pip installed the guest, without any network."""
    place = tmp_path_factory.mktemp("guest")
    source, site = place / "source", place / "site"
    shutil.copytree(PACKAGE, source)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, "--target", str(site), str(source)], check=True, capture_output=True, text=True)
    return site


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command line, as a user starts it."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **variables}
    return subprocess.run(
        [sys.executable, "-m", "assessments", *arguments],
        cwd=HERE.parent,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def folder(place: Path, identity: str) -> Path:
    made = place / identity
    made.mkdir(parents=True)
    (made / "questionnaire.yaml").write_text(FOLDER.format(identity=identity), encoding="utf-8")
    return made


def test_an_installed_package_is_listed_beside_the_shipped_editions(installed: Path) -> None:
    listed = run("list", PYTHONPATH=str(installed))
    identities = [line.split("\t")[0] for line in listed.stdout.splitlines()]
    assert listed.returncode == 0 and {GUEST, SHIPPED} <= set(identities)
    assert "Coastal survey" in listed.stdout


def test_without_the_package_there_is_no_such_questionnaire() -> None:
    missing = run("check", GUEST)
    assert missing.returncode == 1 and f"there is no questionnaire '{GUEST}'" in missing.stdout


def test_an_installed_package_with_its_own_arithmetic_passes_the_check_with_its_examples_and_the_promises(installed: Path) -> None:
    checked = run("check", GUEST, PYTHONPATH=str(installed))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{GUEST}: passes; 1 examples; en" in checked.stdout


def test_an_installed_package_is_scored_by_the_command_line(installed: Path, tmp_path: Path) -> None:
    """Service ((√100 + √50) / 2)² = 72.855; the worst of the rules 100; together ((√72.855 + √100) / 2)² = 85.892."""
    answers, result = tmp_path / "answers.csv", tmp_path / "result.csv"
    answers.write_text(
        "subject,respondent,item,answer\n"
        "port,1,openness,3\nport,1,fairness,2\nport,,fees_published,yes\nport,,gifts_registered,yes\n"
        "pier,,gifts_registered,no\n",
        encoding="utf-8",
    )
    scored = run("score", GUEST, "--responses", str(answers), "--out", str(result), PYTHONPATH=str(installed))
    assert scored.returncode == 0, scored.stderr
    values = pd.read_csv(result).set_index(["subject", "code"])["value"]
    assert values["port", "service"] == pytest.approx(72.855, abs=0.001)
    assert values["port", "rules"] == 100
    assert values["port", "coast"] == pytest.approx(85.892, abs=0.001)
    assert values["pier", "rules"] == 0
    assert pd.isna(values["pier", "coast"])


def test_a_method_of_an_installed_package_is_open_to_every_questionnaire(installed: Path, tmp_path: Path) -> None:
    """The folder's own method is the guest's `worst_part`: one plan without a report scores 0."""
    made = folder(tmp_path, "strict_plan")
    with (made / "questionnaire.yaml").open("a", encoding="utf-8") as file:
        file.write("scoring: {method: worst_part}\n")
    answers = tmp_path / "answers.csv"
    answers.write_text("subject,item,answer\na,plan,yes\na,report,no\nb,plan,yes\nb,report,yes\n", encoding="utf-8")
    variables = {"PYTHONPATH": str(installed), "QUESTIONNAIRE_PATH": str(tmp_path)}
    scored = run("score", "strict_plan", "--responses", str(answers), **variables)
    assert scored.returncode == 0, scored.stderr
    rows = [line.split(",") for line in scored.stdout.splitlines()]
    assert {row[0]: float(row[6]) for row in rows[1:] if row[4] == "overall"} == {"a": 0, "b": 10}


def test_an_unknown_method_names_what_there_is(installed: Path, tmp_path: Path) -> None:
    made = folder(tmp_path, "strict_plan")
    with (made / "questionnaire.yaml").open("a", encoding="utf-8") as file:
        file.write("scoring: {method: worst_prt}\n")
    checked = run("check", str(made), PYTHONPATH=str(installed))
    assert checked.returncode == 1
    assert "there is no scoring method 'worst_prt'; did you mean 'worst_part'?" in checked.stdout


def test_a_folder_without_a_scorer_is_found_by_the_path_and_keeps_the_promises(tmp_path: Path) -> None:
    folder(tmp_path, "small_plan")
    checked = run("check", "small_plan", QUESTIONNAIRE_PATH=str(tmp_path))
    assert checked.returncode == 0, checked.stdout
    assert "small_plan: passes; 0 examples; en; 5 assumed figures" in checked.stdout


def test_a_folder_of_the_path_is_scored_by_the_command_line(tmp_path: Path) -> None:
    """The plan weighs 1, the report 3: (1 × 10 + 3 × 0) / 4 = 2.5."""
    made = folder(tmp_path, "small_plan")
    answers = tmp_path / "answers.csv"
    answers.write_text("subject,plan,report\na,yes,no\n", encoding="utf-8")
    scored = run("score", "small_plan", "--responses", str(answers), QUESTIONNAIRE_PATH=str(made))
    assert scored.returncode == 0, scored.stderr
    assert scored.stdout.splitlines()[1].startswith("a,a,,,overall,0,2.5,")


# Arithmetic that does not work


def with_scorer(place: Path, code: str) -> Path:
    made = folder(place, "own_plan")
    (made / "scorer.py").write_text(code, encoding="utf-8")
    with (made / "questionnaire.yaml").open("a", encoding="utf-8") as file:
        file.write("scoring: {method: scorer}\n")
    return made


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "def score(questionnaire, points, *, weights):\n    raise ValueError('no table')\n",
            "the method 'scorer' fails: ValueError: no table",
        ),
        ("def score(:\n", "scorer.py' fails: SyntaxError: invalid syntax (scorer.py, line 1)"),
        ("import no_such_library\n", "scorer.py' fails: ModuleNotFoundError: No module named 'no_such_library'"),
        ("def scores():\n    pass\n", "scorer.py' has no function `score`"),
    ],
)
def test_a_scorer_that_does_not_work_is_one_line_and_no_traceback(code: str, expected: str, tmp_path: Path) -> None:
    made = with_scorer(tmp_path, code)
    answers = tmp_path / "answers.csv"
    answers.write_text("subject,item,answer\na,plan,yes\n", encoding="utf-8")
    checked = run("check", str(made))
    scored = run("score", "own_plan", "--responses", str(answers), QUESTIONNAIRE_PATH=str(tmp_path))
    assert checked.returncode == 1 and expected in checked.stdout and checked.stderr == ""
    assert scored.returncode == 2 and expected in scored.stderr and len(scored.stderr.splitlines()) == 1


# The catalogue


def test_the_path_holds_questionnaires_and_folders_of_questionnaires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = folder(tmp_path / "single", "one_plan"), folder(tmp_path / "several", "two_plans")
    monkeypatch.setenv("QUESTIONNAIRE_PATH", os.pathsep.join([str(one), str(tmp_path / "several"), ""]))
    found = catalogue.folders()
    assert found["one_plan"] == one and "two_plans" in found and SHIPPED in found
    assert list(found).index(SHIPPED) < list(found).index("one_plan")


def test_two_folders_with_one_id_are_an_error_that_names_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = folder(tmp_path / "here", "one_plan"), folder(tmp_path / "there", "one_plan")
    monkeypatch.setenv("QUESTIONNAIRE_PATH", os.pathsep.join([str(first), str(second)]))
    with pytest.raises(QuestionnaireError) as raised:
        catalogue.folders()
    assert [str(problem) for problem in raised.value.problems] == [f"{second}: has the id 'one_plan' like {first}; rename one of them"]


def test_a_guest_cannot_take_the_place_of_a_shipped_edition(tmp_path: Path) -> None:
    made = folder(tmp_path, SHIPPED)
    listed = run("list", QUESTIONNAIRE_PATH=str(tmp_path))
    assert listed.returncode == 2
    assert listed.stderr.strip() == f"{made}: has the id '{SHIPPED}' like {catalogue.HERE / SHIPPED}; rename one of them"


def test_the_same_folder_twice_on_the_path_is_one_questionnaire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = folder(tmp_path, "one_plan")
    monkeypatch.setenv("QUESTIONNAIRE_PATH", os.pathsep.join([str(made), str(tmp_path)]))
    assert catalogue.find("one_plan") == made


def test_a_misspelt_id_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(
        QuestionnaireError, match=r"there is no questionnaire 'kr_integrty_2012'; did you mean 'kr_integrity_2012'\?; `list` shows all"
    ):
        catalogue.find("kr_integrty_2012")


def test_an_entry_of_the_path_that_is_no_folder_is_named_when_something_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUESTIONNAIRE_PATH", "/nowhere/at/all")
    with pytest.raises(QuestionnaireError, match="QUESTIONNAIRE_PATH names /nowhere/at/all, which is no folder"):
        catalogue.find("my_plan")


def test_an_installed_package_that_is_not_whole_is_named(tmp_path: Path) -> None:
    information = tmp_path / "broken_survey-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-survey\nVersion: 1.0\n", encoding="utf-8")
    (information / "entry_points.txt").write_text("[haechi.questionnaires]\nbroken = broken_survey.folder\n", encoding="utf-8")
    listed = run("list", PYTHONPATH=str(tmp_path))
    assert listed.returncode == 2
    what = "is installed as a questionnaire, but its package 'broken_survey.folder' holds none; install it again or remove it"
    assert listed.stderr.strip() == f"broken-survey: {what}"


def test_an_edition_that_is_changed_is_read_again(tmp_path: Path) -> None:
    made = folder(tmp_path, "one_plan")
    assert catalogue.edition(made).questionnaire.weights()["report"] == 3
    text = (made / "questionnaire.yaml").read_text(encoding="utf-8").replace("weight: 3", "weight: 2")
    (made / "questionnaire.yaml").write_text(text, encoding="utf-8")
    os.utime(made / "questionnaire.yaml", ns=(1, 1))
    assert catalogue.edition(made).questionnaire.weights()["report"] == 2


def test_the_digest_changes_with_the_definition_and_the_scorer_but_not_with_the_texts(tmp_path: Path) -> None:
    made = folder(tmp_path, "one_plan")
    digests = [catalogue.edition(made).questionnaire.digest]
    for name in ("en.yaml", "scorer.py", "questionnaire.yaml"):
        with (made / name).open("a", encoding="utf-8") as file:
            file.write("# more\n" if name != "en.yaml" else "plan: A plan\n")
        digests.append(catalogue.edition(made).questionnaire.digest)
    assert digests[0] == digests[1] and len(set(digests)) == 3
