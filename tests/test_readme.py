"""What the README says is true: its program runs, its commands and editions exist, its counts are right."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import plotly.graph_objects as go
import pytest

from assessments.__main__ import main
from questionnaires import catalogue

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_seven_line_program_runs_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert program is not None
    assert len(program[1].splitlines()) == 7
    shutil.copy(ROOT / "questionnaires" / "kr_integrity_2012" / "published" / "answers.csv", tmp_path)
    shown: list[go.Figure] = []
    monkeypatch.setattr(go.Figure, "show", lambda figure: shown.append(figure))
    monkeypatch.chdir(tmp_path)
    exec(program[1], {})
    assert len(shown) == 1
    report = (tmp_path / "report.csv").read_text(encoding="utf-8-sig").splitlines()
    assert report[0].startswith("subject,institution,peer_group,cycle,code")
    assert any(line.startswith("kaia,") for line in report)


def test_every_shipped_edition_stands_in_the_table() -> None:
    named = set(re.findall(r"`([a-z]+_[a-z_]+_\d{4})`", README))
    assert named - {"my_country_2027"} == set(catalogue.folders())


def test_the_commands_are_the_ones_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    helped = capsys.readouterr().out
    for command in re.findall(r"python -m assessments (\w+)", README):
        assert re.search(rf"^\s+{command}\s", helped, re.MULTILINE), command


def test_the_counts_of_published_results_are_right() -> None:
    verdicts = [
        line.split(",")
        for path in ROOT.glob("questionnaires/*/published/printed.csv")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    count = {word: sum(word in row for row in verdicts) for word in ("exact", "rounding", "deduction", "misfit")}
    said = re.search(
        r"Of the (\d+) published results .*? reproduce (\d+) exactly and (\d+) within .*?; (\d+) are lower .*?; (\d+) do not fit", README
    )
    assert said is not None
    assert [int(number) for number in said.groups()] == [sum(count.values()), *count.values()]


def test_files_that_the_readme_points_to_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
