"""The contract of the command line: what scripts rely on. Exit 0 done, 1 a check failed, 2 bad input; never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from assessments import samples
from assessments.__main__ import main
from assessments.results.compare import COLUMNS
from assessments.tables import files
from questionnaires import catalogue

ROOT = Path(__file__).parent.parent
PUBLISHED = catalogue.find("kr_integrity_2012") / "published"
GIVEN = "subject,item,answer\nport,external,8\nport,internal,7\nport,policy,6\n"
Captured = pytest.CaptureFixture[str]


def run(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """The command line as a shell calls it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "assessments", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        check=False,
    )


@pytest.fixture
def given(tmp_path: Path) -> str:
    """Published components of one institution, as given groups."""
    path = tmp_path / "given.csv"
    path.write_text(GIVEN, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demonstration")
    for name, content in samples.files(catalogue.edition("kr_integrity_2012"), "demonstration").items():
        (folder / name).write_bytes(content)
    return folder


def test_list_names_every_edition_one_a_line(capsys: Captured) -> None:
    assert main(["list"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == list(catalogue.folders())
    assert [line for line in lines if line[0] == "kr_integrity_2012"] == [
        [
            "kr_integrity_2012",
            "2012.1",
            "institution",
            "35 items",
            "en,ko",
            "Integrity Assessment of public institutions (Korea, 2012–2019)",
        ]
    ]


def test_check_of_a_sound_edition_says_what_is_assumed_and_exits_0(capsys: Captured) -> None:
    assert main(["check", "kr_integrity_2008"]) == 0
    out = capsys.readouterr().out
    assert "assumed: kr_integrity_2008: weight of transparent_handling: 1 (assumed)" in out
    assert re.search(r"^kr_integrity_2008: passes; \d+ examples; en, ko; \d+ assumed figures; \d+ warnings$", out, re.MULTILINE)


def test_check_of_an_unsound_folder_says_why_and_exits_1(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", "mine", "--in", str(tmp_path)]) == 0
    path = tmp_path / "mine" / "questionnaire.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("weight: 0.6", "weigth: 0.6"), encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(tmp_path / "mine")]) == 1
    out = capsys.readouterr().out
    assert re.search(r"error: .*questionnaire.yaml:\d+: .*'weigth' is not known; did you mean 'weight'\?", out)
    assert "mine: fails: 1 error" in out


def test_check_of_an_id_that_is_not_there_exits_1(capsys: Captured) -> None:
    assert main(["check", "kr_integrity_2013"]) == 1
    assert "there is no questionnaire 'kr_integrity_2013'; did you mean 'kr_integrity_2012'?" in capsys.readouterr().out


def test_new_makes_a_folder_that_passes_check_and_scores(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["new", "my_country_2027", "--in", str(tmp_path)]) == 0
    folder = tmp_path / "my_country_2027"
    assert capsys.readouterr().out == f"{folder} is ready; change it, then: python -m assessments check {folder}\n"
    assert main(["check", str(folder)]) == 0
    monkeypatch.setenv("QUESTIONNAIRE_PATH", str(tmp_path))
    answers = tmp_path / "answers.csv"
    answers.write_text("subject,item,answer\na,overall,50\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["score", "my_country_2027", "--responses", str(answers)]) == 0
    assert "a,a,,,overall,0,50.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("My-Country", "My-Country: is not an id: a small letter, then small letters, digits and _"),
        ("there", "is there already; choose another id, or change that folder"),
    ],
)
def test_new_refuses_what_is_no_id_or_is_there_already(name: str, words: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "there").mkdir()
    assert main(["new", name, "--in", str(tmp_path)]) == 2
    assert capsys.readouterr().err.strip().endswith(words)
    assert main(["new", "mine", "--in", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.strip().endswith("is not a folder; make it first")


def test_without_out_the_comparison_is_printed(given: str, capsys: Captured) -> None:
    assert main(["score", "kr_integrity_2012", "--responses", given, "--cycle", "2017"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split(",") == COLUMNS
    assert lines[1].startswith("port,port,,2017,integrity,0,7.452")


def test_published_component_scores_are_scored_as_raw_answers_are(tmp_path: Path) -> None:
    """KAIA's own page prints 2017: external and internal give the total under the weights of public service organisations."""
    arguments = ["--responses", str(PUBLISHED / "answers.csv"), "--institutions", str(PUBLISHED / "institutions.csv"), "--cycle", "2017"]
    assert main(["score", "kr_integrity_2012", *arguments, "--out", str(tmp_path / "scores.csv")]) == 0
    table = pd.read_csv(tmp_path / "scores.csv", dtype={"cycle": str}).set_index(["subject", "code"])["value"]
    answers = (
        pd.read_csv(PUBLISHED / "answers.csv", dtype=str).query("cycle == '2017'").set_index(["subject", "item"])["answer"].astype(float)
    )
    public_service = pd.read_csv(PUBLISHED / "institutions.csv").query("peer_group == 'public_service'")["subject"]
    subjects = [subject for subject in public_service if (subject, "external") in answers and (subject, "integrity") not in answers]
    assert subjects
    for subject in subjects:
        expected = 0.763 * answers[subject, "external"] + 0.237 * answers[subject, "internal"]
        assert table[subject, "integrity"] == pytest.approx(expected)


def test_every_kind_of_result_has_the_columns_and_the_same_unrounded_numbers(demonstration: Path, tmp_path: Path) -> None:
    arguments = ["--responses", str(demonstration / "answers.csv"), "--institutions", str(demonstration / "institutions.csv")]
    outs = [tmp_path / f"scores{ending}" for ending in (".csv", ".parquet", ".json")]
    assert main(["score", "kr_integrity_2012", *arguments, *(part for out in outs for part in ("--out", str(out)))]) == 0
    csv = pd.read_csv(outs[0], keep_default_na=False, na_values=[""])
    parquet, cards = pd.read_parquet(outs[1]), json.loads(outs[2].read_text(encoding="utf-8"))
    assert list(csv.columns) == list(parquet.columns) == COLUMNS
    assert {"se", "margin"} <= set(COLUMNS)
    for column in ("value", "se", "margin", "gap", "rank"):
        pd.testing.assert_series_equal(csv[column].astype(float), parquet[column].astype(float), check_exact=True)
    root = parquet[parquet["code"] == "integrity"].set_index("subject")
    for card in cards:
        assert card["nodes"][0]["value"] == root.loc[card["subject"], "value"]
        assert card["nodes"][0]["margin"] == pytest.approx(1.959964 * card["nodes"][0]["se"])
        assert {"software", "questionnaire", "version", "definition_sha256", "answers_sha256", "method"} <= set(card["made_by"])
        assert card["trace"]["integrity"]


def test_the_csv_opens_in_spreadsheets_and_runs_no_formula(tmp_path: Path) -> None:
    answers, institutions = tmp_path / "answers.csv", tmp_path / "institutions.csv"
    answers.write_text(GIVEN, encoding="utf-8")
    institutions.write_text('subject,name\nport,"=HYPERLINK(""http://example.org"")"\n', encoding="utf-8")
    out = tmp_path / "scores.csv"
    assert main(["score", "kr_integrity_2012", "--responses", str(answers), "--institutions", str(institutions), "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert set(pd.read_csv(out)["institution"]) == {'\'=HYPERLINK("http://example.org")'}


def test_the_same_input_makes_the_same_bytes_in_every_process(demonstration: Path, tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        outs = [folder / f"scores{ending}" for ending in (".csv", ".parquet", ".json")]
        arguments = ["--responses", str(demonstration / "answers.csv"), "--institutions", str(demonstration / "institutions.csv")]
        done = run("score", "kr_integrity_2012", *arguments, *(part for out in outs for part in ("--out", str(out))), seed=seed)
        assert (done.returncode, done.stdout) == (0, "")
        made.append([out.read_bytes() for out in outs])
    assert made[0] == made[1]


def test_an_existing_result_is_replaced_only_by_a_whole_one(given: str, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    out.write_text("last year's", encoding="utf-8")
    assert main(["score", "kr_integrity_2012", "--responses", str(tmp_path / "none.csv"), "--out", str(out)]) == 2
    assert out.read_text(encoding="utf-8") == "last year's"
    assert main(["score", "kr_integrity_2012", "--responses", given, "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").count("\n") > 10
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given.csv", "scores.csv"]


def test_a_group_too_small_to_grade_is_a_warning_not_an_error(demonstration: Path, tmp_path: Path, capsys: Captured) -> None:
    arguments = ["--responses", str(demonstration / "answers.csv"), "--institutions", str(demonstration / "institutions.csv")]
    assert main(["score", "kr_integrity_2012", *arguments, "--out", str(tmp_path / "scores.csv")]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "warning: peer group 'public_service' is not graded on integrity: 5 scored members, 8 needed",
        f"{tmp_path / 'scores.csv'}: 24 subjects",
    ]


BAD: dict[str, tuple[list[str], list[str]]] = {
    "an unknown id": (
        ["kr_integrity_2013", "--responses", "given.csv"],
        ["kr_integrity_2013: there is no questionnaire 'kr_integrity_2013'; did you mean 'kr_integrity_2012'?; `list` shows all"],
    ),
    "no such file": (["kr_integrity_2012", "--responses", "nowhere.csv"], ["nowhere.csv: is not there; check the path"]),
    "a folder as file": (["kr_integrity_2012", "--responses", "folder.csv"], ["folder.csv: is a folder, not a file"]),
    "an ending that cannot be read": (
        ["kr_integrity_2012", "--responses", "given.txt"],
        ["given.txt: '.txt' is not a kind that can be read; use .csv, .xlsx, .parquet"],
    ),
    "an ending that cannot be written": (
        ["kr_integrity_2012", "--responses", "given.csv", "--out", "scores.pdf"],
        ["scores.pdf: '.pdf' is not a kind of result; use .csv, .parquet, .json"],
    ),
    "no ending": (
        ["kr_integrity_2012", "--responses", "given.csv", "--out", "scores"],
        ["scores: '' is not a kind of result; use .csv, .parquet, .json"],
    ),
    "a missing folder for the result": (
        ["kr_integrity_2012", "--responses", "given.csv", "--out", "missing/scores.csv"],
        ["missing/scores.csv: the folder missing is not there; make it first"],
    ),
    "a folder in the place of the result": (
        ["kr_integrity_2012", "--responses", "given.csv", "--out", "folder.csv"],
        ["folder.csv: is a folder; name a file in it"],
    ),
    "mistakes in the answers": (
        ["kr_integrity_2012", "--responses", "wrong.csv"],
        [
            "wrong.csv: row 2, column answer: external: 11 lies outside the range 0 to 10",
            "wrong.csv: row 3, column item: 'intrnal' is no item or group of kr_integrity_2012; did you mean 'internal'?",
        ],
    ),
    "institutions without a column subject": (
        ["kr_integrity_2012", "--responses", "given.csv", "--institutions", "no_subject.csv"],
        ["no_subject.csv: the column 'subject' is missing; found: id, name"],
    ),
    "an institution that is not listed": (
        ["kr_integrity_2012", "--responses", "given.csv", "--institutions", "others.csv"],
        ["given.csv: rows 2, 3, 4, column subject: 'port' is not among the institutions; did you mean 'ports'?"],
    ),
    "a cycle that is not there": (
        ["kr_integrity_2012", "--responses", "cycles.csv", "--cycle", "2020"],
        ["cycles.csv: column cycle: has no rows of cycle '2020'; it has 2018, 2019"],
    ),
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of every kind of mistake, where the command is called."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    for name, content in {
        "given.csv": GIVEN,
        "given.txt": GIVEN,
        "wrong.csv": "subject,item,answer\nport,external,11\nport,intrnal,7\n",
        "no_subject.csv": "id,name\nport,Port\n",
        "others.csv": "subject,name\nports,Ports\n",
        "cycles.csv": "cycle,subject,item,answer\n2018,port,external,8\n2019,port,external,8\n",
    }.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("case", BAD)
def test_bad_input_exits_2_with_one_line_a_mistake_and_writes_nothing(case: str, desk: Path, capsys: Captured) -> None:
    arguments, lines = BAD[case]
    before = sorted(desk.iterdir())
    assert main(["score", *arguments]) == 2
    captured = capsys.readouterr()
    assert (captured.err.splitlines(), captured.out) == (lines, "")
    assert sorted(desk.iterdir()) == before


def test_a_file_that_may_not_be_read_says_so(desk: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, name: str) -> None:
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setitem(files.READERS, ".csv", refused)
    assert main(["score", "kr_integrity_2012", "--responses", "given.csv"]) == 2
    assert capsys.readouterr().err == "given.csv: Permission denied\n"


def test_a_disk_that_is_full_leaves_no_half_file(desk: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    before = sorted(desk.iterdir())
    assert main(["score", "kr_integrity_2012", "--responses", "given.csv", "--out", "scores.csv"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "warning: those without a peer group are not graded on integrity: 1 scored members, 8 needed",
        "scores.csv: cannot be written: No space left on device",
    ]
    assert sorted(desk.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [[], ["scor"], ["score"], ["score", "kr_integrity_2012"], ["score", "kr_integrity_2012", "--responses", "given.csv", "--weights", "x"]],
)
def test_a_command_that_is_incomplete_or_unknown_exits_2_and_shows_its_use(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2 and capsys.readouterr().err.startswith("usage: ")


def test_a_shell_sees_the_exit_codes_and_no_traceback(tmp_path: Path) -> None:
    done = run("score", "kr_integrity_2012", "--responses", str(tmp_path / "nowhere.csv"))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{tmp_path / 'nowhere.csv'}: is not there; check the path\n")
    assert run("check", "nothing").returncode == 1


def test_a_reader_that_stops_early_meets_no_traceback(demonstration: Path) -> None:
    command = f"'{sys.executable}' -m assessments score kr_integrity_2012 --responses '{demonstration / 'answers.csv'}' | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith("subject,") and "Traceback" not in done.stderr


RELATIVE = """
id: peers_2026
version: "1"
range: [0, 10]
respondents: [public]
scales: {paid: {choices: {"no": 0, "yes": 1}}}
framework: {code: whole, items: [{code: gave, scale: paid, respondent: public, direction: down}]}
scoring: {method: experience, form: relative}
"""


def test_this_year_can_be_measured_by_last_years_reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    folder = tmp_path / "path" / "peers_2026"
    folder.mkdir(parents=True)
    (folder / "questionnaire.yaml").write_text(RELATIVE, encoding="utf-8")
    (folder / "en.yaml").write_text("whole: Whole\n", encoding="utf-8")
    monkeypatch.setenv("QUESTIONNAIRE_PATH", str(tmp_path / "path"))
    monkeypatch.chdir(tmp_path)
    last = ["a,gave,no"] * 9 + ["a,gave,yes"] + ["b,gave,no"] * 7 + ["b,gave,yes"] * 3  # 10 % and 30 %: mean 20 %, deviation 10
    this = ["a,gave,no"] * 10  # 0 %: two deviations better than last year's mean
    for name, rows in (("last.csv", last), ("this.csv", this)):
        Path(name).write_text("\n".join(["subject,item,answer", *rows]), encoding="utf-8")
    assert main(["score", "peers_2026", "--responses", "last.csv", "--out", "last.json"]) == 0
    assert main(["score", "peers_2026", "--responses", "this.csv", "--reference", "last.json", "--out", "this.csv.json"]) == 0
    card = json.loads(Path("this.csv.json").read_text(encoding="utf-8"))[0]
    assert card["nodes"][0]["value"] == pytest.approx(7)  # 5 + 2 × 1
    assert card["made_by"]["reference"]["whole"]["gave"] == {"mean": pytest.approx(0.2), "sd": pytest.approx(0.1)}
    capsys.readouterr()
    for wrong, why in (
        ("nowhere.json", "nowhere.json: cannot be read: No such file or directory"),
        ("last.csv", "last.csv: holds no scorecards; write them with `--out FILE.json`"),
    ):
        assert main(["score", "peers_2026", "--responses", "this.csv", "--reference", wrong]) == 2
        assert [line for line in capsys.readouterr().err.splitlines() if not line.startswith("warning")] == [why]
    assert main(["score", "kr_integrity_2012", "--responses", "this.csv", "--reference", "last.json"]) == 2
