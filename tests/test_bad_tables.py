"""Every mistake that a table of answers or institutions can have, with the words that the person who can mend it reads."""

from __future__ import annotations

import os
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from assessments import DataError, from_table, read_institutions, read_responses
from assessments.tables import files
from questionnaires import load, loader

SURVEY = loader.read_folder(Path(__file__).parent / "small_survey")
LONG = "subject,respondent_group,respondent,item,answer\n"


def mistakes(path: Path, cycle: str = "", institutions: list[str] | None = None) -> list[str]:
    """What the reader of a file of answers is told; nothing beside the file is written."""
    before = sorted(path.parent.iterdir())
    with pytest.raises(DataError) as caught:
        read_responses(path, SURVEY, cycle, institutions)
    assert sorted(path.parent.iterdir()) == before
    return [str(mistake) for mistake in caught.value.mistakes]


def csv(content: str | bytes, tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def xlsx(rows: list[list[Any]], tmp_path: Path) -> Path:
    """As a program writes it that does not calculate."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "answers.xlsx"
    book.save(path)
    return path


TABLES: dict[str, tuple[str, list[str]]] = {
    "an answer outside the scale, long": (
        LONG + "a,public,1,open,3\na,public,2,open,9\n",
        ["row 3, column answer: open: '9' is not on the scale; expected one of 1, 2, 3, dont_know, refuse, not_applicable"],
    ),
    "an answer outside the scale, wide": (
        "subject,open\na,3\na,9\n",
        ["row 3, column open: '9' is not on the scale; expected one of 1, 2, 3, dont_know, refuse, not_applicable"],
    ),
    "the same wrong answer in many rows": (
        "subject,open\n" + "a,9\n" * 7,
        ["rows 2, 3, 4, 5, 6 and 2 more, column open: '9' is not on the scale; expected one of 1, 2, 3, dont_know, refuse, not_applicable"],
    ),
    "a special answer that the scale does not have": (
        LONG + "a,staff,1,orders,dont_know\na,staff,2,orders,-2\n",
        [
            "row 2, column answer: orders: 'dont_know' is not allowed for this question; expected one of 1, 2, 3",
            "row 3, column answer: orders: '-2' is not allowed for this question; expected one of 1, 2, 3",
        ],
    ),
    "a number beyond the line": ("subject,cost\na,500\n", ["row 2, column cost: 500 lies outside 0 to 100"]),
    "a number with a comma": (
        "subject;cost\na;12,5\n",
        ["row 2, column cost: '12,5' is not a number; write a point, not a comma, before decimals"],
    ),
    "a number too large": ("subject,cost\na,1e999\n", ["row 2, column cost: '1e999' is too large"]),
    "a rate above its base": (
        "subject,training\na,7/5\nb,3/0\n",
        [
            "row 2, column training: '7/5': the base must be above 0 and the count between 0 and the base",
            "row 3, column training: '3/0': the base must be above 0 and the count between 0 and the base",
        ],
    ),
    "a rate that is one number": (
        "subject,training\na,75%\n",
        ["row 2, column training: '75%' needs two numbers, written like 45/60 or '45 of 60'"],
    ),
    "a rate that became a date": (
        "subject,training\na,12-Mar\nb,3월 12일\nc,2026-03-12\n",
        [
            f"row {row}, column training: '{made}' is a date that a spreadsheet made of two numbers; write them like '45 of 60', or make the cells text first"
            for row, made in ((2, "12-Mar"), (3, "3월 12일"), (4, "2026-03-12"))
        ],
    ),
    "an unknown item, long": (
        LONG + "a,public,1,opne,3\n",
        ["row 2, column item: 'opne' is no item or group of small_survey; did you mean 'open'?"],
    ),
    "an unknown item, wide": (
        "subject,opne,fair\na,3,3\n",
        ["column opne: 'opne' is no item, group or leading column of small_survey; did you mean 'open'?"],
    ),
    "a blank item": (LONG + "a,public,1,,3\n", ["row 2, column item: the item is blank"]),
    "a blank subject": ("subject,cost\n,3\na,3\n", ["row 2, column subject: the subject is blank"]),
    "an empty row in the middle": ("subject,cost\na,3\n,\nb,3\n", ["row 3, column subject: the subject is blank"]),
    "a fact twice, long": (
        LONG + "a,record,,cost,3\na,record,,cost,4\n",
        ["row 3, column item: 'cost' is answered a second time by the same respondent"],
    ),
    "a fact twice, without respondents": (
        "subject,item,answer\na,cost,3\na,cost,4\n",
        ["row 3, column item: 'cost' is answered a second time for this subject"],
    ),
    "a fact twice, wide": (
        "subject,cost\na,3\nb,3\na,4\n",
        ["row 4, column subject: this subject has a row already; each subject has one row of facts"],
    ),
    "a person who answers twice": (
        LONG + "a,public,1,open,3\na,public,1,open,2\n",
        ["row 3, column item: 'open' is answered a second time by the same respondent"],
    ),
    "a group given twice": (
        "subject,item,answer\na,outside,3\na,outside,4\n",
        ["row 3, column answer: the group 'outside' is given a second time for this subject"],
    ),
    "a group given outside the range": ("subject,outside\na,11\n", ["row 2, column outside: outside: 11 lies outside the range 0 to 10"]),
    "an unknown respondent group": (
        LONG + "a,publick,1,open,3\n",
        ["row 2, column respondent_group: 'publick' is no respondent group; expected one of public, staff, record"],
    ),
    "an item asked of another group, long": (
        LONG + "a,staff,1,open,3\n",
        ["row 2, column respondent_group: 'open' is asked of public, not of this respondent group"],
    ),
    "an item asked of another group, wide": (
        "subject,respondent_group,open,orders\na,public,3,2\na,staff,,2\n",
        ["row 2, column orders: is asked of staff; these rows belong to another respondent group"],
    ),
    "nobody said who answered, wide": (
        "subject,respondent_group,open\na,public,3\na,,3\n",
        ["row 3, column respondent_group: is answered, but the respondent group is blank; 'open' is asked of public"],
    ),
    "a weight that is no number": (
        "subject,weight,open\na,heavy,3\na,-1,3\na,1e999,3\n",
        [
            "row 2, column weight: 'heavy' is not a number",
            "row 3, column weight: -1 is below 0",
            "row 4, column weight: '1e999' is too large",
        ],
    ),
    "weights that differ within a response": (
        "subject,respondent,weight,item,answer\na,1,2,open,3\na,1,5,fair,3\n",
        ["row 3, column weight: differs from the same respondent's other rows; it is one number a respondent"],
    ),
    "a stratum of two sizes": (
        "subject,stratum,stratum_size,open\na,x,50,3\nb,x,40,3\na,x,60,3\n",
        ["rows 2, 4, column stratum_size: public: a stratum has two different sizes; it has one"],
    ),
    "a stratum with more respondents than people": (
        "subject,stratum,stratum_size,open\na,x,1,3\na,x,1,3\nb,x,1,3\n",
        ["rows 2, 3, column stratum_size: public: a stratum has more respondents than its size says"],
    ),
    "several cycles": ("cycle,subject,cost\n2018,a,3\n2019,a,3\n", ["column cycle: holds several cycles; choose one of 2018, 2019"]),
    "no column subject": (
        "subjekt,item,answer\na,cost,3\n",
        ["the column 'subject' is missing; found: subjekt, item, answer; did you mean 'subjekt'?"],
    ),
    "no column answer": (
        "subject,item,anser\na,cost,3\n",
        ["the column 'answer' is missing; found: subject, item, anser; did you mean 'anser'?"],
    ),
    "no column item": ("subject,answer\na,3\n", ["the column 'item' is missing; found: subject, answer"]),
    "no answers at all": ("subject\na\n", ["has no column for an answer; needs 'item' and 'answer' (long), or items as columns (wide)"]),
    "a name twice in the header": ("subject,cost,cost\na,3,3\n", ["column cost: stands twice in the header; keep one"]),
    "rows of different length": (
        "subject,item,answer\na,cost,3\na,cost\nb,cost,3,4\nc,cost\n",
        [
            "rows 3, 5: 2 cells, but the header has 3; a text with a comma or a line break in it stands in double quotes",
            "row 4: 4 cells, but the header has 3; a text with a comma or a line break in it stands in double quotes",
        ],
    ),
    "an empty file": ("", ["is empty; it needs a header and at least one row"]),
    "only a header": ("subject,item,answer\n", ["has no rows below the header"]),
    "only a header without a line end": ("subject,item,answer", ["has no rows below the header"]),
}


@pytest.mark.parametrize("case", TABLES)
def test_a_mistake_is_named_with_file_row_column_and_what_to_do(case: str, tmp_path: Path) -> None:
    content, expected = TABLES[case]
    assert mistakes(csv(content, tmp_path)) == [f"answers.csv: {words}" for words in expected]


def test_all_mistakes_are_listed_at_once_in_the_order_of_rows_and_each_only_once(tmp_path: Path) -> None:
    path = csv(
        "subject,respondent_group,respondent,weight,item,answer\n"
        "a,publick,1,x,open,9\n"
        ",public,1,1,open,1\n"
        "prot,public,2,1,opne,1\n"
        "a,public,3,1,open,7\n",
        tmp_path,
    )
    scale = "is not on the scale; expected one of 1, 2, 3, dont_know, refuse, not_applicable"
    assert mistakes(path, institutions=["a", "port"]) == [
        "answers.csv: row 2, column respondent_group: 'publick' is no respondent group; expected one of public, staff, record",
        "answers.csv: row 2, column weight: 'x' is not a number",
        f"answers.csv: row 2, column answer: open: '9' {scale}",
        "answers.csv: row 3, column subject: the subject is blank",
        "answers.csv: row 4, column subject: 'prot' is not among the institutions; did you mean 'port'?",
        "answers.csv: row 4, column item: 'opne' is no item or group of small_survey; did you mean 'open'?",
        f"answers.csv: row 5, column answer: open: '7' {scale}",
    ]


def test_a_cycle_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    path = csv("cycle,subject,cost\n2018,a,3\n2019,a,3\n", tmp_path)
    assert mistakes(path, cycle="2020") == ["answers.csv: column cycle: has no rows of cycle '2020'; it has 2018, 2019"]


def test_mistakes_in_one_cycle_keep_the_row_numbers_of_the_file(tmp_path: Path) -> None:
    path = csv("cycle,subject,cost\n2018,a,3\n2019,,3\n2019,b,500\n", tmp_path)
    assert mistakes(path, cycle="2019") == [
        "answers.csv: row 3, column subject: the subject is blank",
        "answers.csv: row 4, column cost: 500 lies outside 0 to 100",
    ]


SAVE_AS = "in Excel choose 'Save as' and the type 'CSV UTF-8 (comma delimited)'"


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp949", f"line 3: is not UTF-8 text (it looks like Korean, CP949); {SAVE_AS}"),
        ("euc-kr", f"line 3: is not UTF-8 text (it looks like Korean, CP949); {SAVE_AS}"),
        ("utf-16", f"line 1: is not text; {SAVE_AS}"),
    ],
)
def test_a_korean_csv_in_another_encoding_is_explained_as_excel_users_can_mend_it(encoding: str, words: str, tmp_path: Path) -> None:
    path = csv("subject,item,answer\nport,cost,3\n서울시,cost,3\n".encode(encoding), tmp_path)
    assert mistakes(path) == [f"answers.csv: {words}"]


def test_a_latin_csv_is_not_taken_for_korean(tmp_path: Path) -> None:
    assert mistakes(csv("subject,cost\nMálaga,3\n".encode("latin-1"), tmp_path)) == [f"answers.csv: line 2: is not UTF-8 text; {SAVE_AS}"]


def test_a_formula_that_gives_an_error_is_named_by_cell(tmp_path: Path) -> None:
    path = xlsx([["subject", "item", "answer"], ["a", "cost", "#REF!"], ["b", "cost", 3], ["c", "cost", "#DIV/0!"]], tmp_path)
    assert mistakes(path) == [
        "answers.xlsx: row 2, column answer: the formula gives #REF!; correct it, or put the value in its place",
        "answers.xlsx: row 4, column answer: the formula gives #DIV/0!; correct it, or put the value in its place",
    ]


def test_formulas_that_were_never_calculated_are_not_read_as_blanks(tmp_path: Path) -> None:
    path = xlsx([["subject", "cost"], ["a", "=1+1"], ["b", 3], ["c", "=B2*2"]], tmp_path)
    words = "the formula has no stored result; open the file in a spreadsheet program and save it there, or put values in its place"
    assert mistakes(path) == [f"answers.xlsx: rows 2, 4, column cost: {words}"]


def test_a_formula_whose_stored_result_is_an_empty_text_is_a_blank(tmp_path: Path) -> None:
    path = xlsx([["subject", "cost"], ["a", '=""'], ["b", 3]], tmp_path)
    calculated = tmp_path / "calculated.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(calculated, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, content.replace('<c r="B2">', '<c r="B2" t="str">'))
    responses = read_responses(calculated, SURVEY)
    assert responses.subjects == ("a", "b") and responses.blocks[0].subject.tolist() == [1]


@pytest.mark.parametrize("made", [date(2026, 3, 12), datetime(2026, 3, 12)])
def test_dates_that_excel_made_of_rates_are_not_read_as_numbers(made: date, tmp_path: Path) -> None:
    path = xlsx([["subject", "training"], ["a", "45/60"], ["b", made]], tmp_path)
    words = "the cell is a date; a count over a base is written '3 of 12' so that the spreadsheet leaves it alone"
    assert mistakes(path) == [f"answers.xlsx: row 3, column training: {words}"]


def test_an_empty_sheet_and_a_sheet_with_only_a_header_say_so(tmp_path: Path) -> None:
    assert mistakes(xlsx([], tmp_path)) == ["answers.xlsx: has an empty first sheet; the table belongs there"]
    assert mistakes(xlsx([["subject", "cost"]], tmp_path)) == ["answers.xlsx: has no rows below the header"]


def test_files_that_are_not_what_their_ending_says_are_refused(tmp_path: Path) -> None:
    for ending, words in (
        (".xlsx", "is not an Excel workbook (.xlsx), is damaged or has a password; save it again from the spreadsheet program"),
        (".parquet", "is not a Parquet file, or is damaged: Parquet file size is 5 bytes, smaller than the minimum file footer (8 bytes)"),
        (".xls", "'.xls' is not a kind that can be read; use .csv, .xlsx, .parquet"),
        ("", "'' is not a kind that can be read; use .csv, .xlsx, .parquet"),
    ):
        path = tmp_path / f"answers{ending}"
        path.write_bytes(b"hello")
        assert mistakes(path) == [f"answers{ending}: {words}"]


def test_a_parquet_column_of_lists_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.parquet"
    pd.DataFrame({"subject": ["a"], "cost": [[1, 2]]}).to_parquet(path)
    assert mistakes(path) == ["answers.parquet: column cost: holds lists or records; each cell needs one value"]


def test_a_parquet_weight_that_is_not_finite_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.parquet"
    pd.DataFrame({"subject": ["a", "a"], "open": [3, 3], "weight": [-1.0, float("inf")]}).to_parquet(path)
    assert mistakes(path) == [
        "answers.parquet: row 2, column weight: is below 0",
        "answers.parquet: row 3, column weight: is no finite number",
    ]


def test_a_file_that_is_not_there_and_a_folder_say_so(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "answers.csv") == ["answers.csv: is not there; check the path"]
    (tmp_path / "folder.csv").mkdir()
    assert mistakes(tmp_path / "folder.csv") == ["folder.csv: is a folder, not a file"]


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (".csv", "has 501 MB; the limit for .csv is 500 MB: split it by institution, or use .parquet"),
        (".xlsx", "has 51 MB; the limit for .xlsx is 50 MB: split it by institution, or use .parquet"),
        (".parquet", "has 2,001 MB; the limit for .parquet is 2,000 MB: split it by institution"),
    ],
)
def test_a_file_that_is_too_large_is_refused_unread_with_its_limit(ending: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / f"answers{ending}"
    path.touch()
    os.truncate(path, files.LIMITS[ending] + files.MEGABYTE)
    assert mistakes(path) == [f"answers{ending}: {words}"]


def test_a_small_workbook_that_unpacks_to_something_huge_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.tables.formats.xlsx.UNPACKED", 1_000)
    path = xlsx([["subject", "cost"], ["a", 3]], tmp_path)
    assert mistakes(path)[0].startswith("answers.xlsx: unpacks to ") and mistakes(path)[0].endswith("; the limit is 0 MB")


INSTITUTIONS: dict[str, tuple[str, list[str]]] = {
    "a subject twice": (
        "subject,name\nport,Port\ncity,City\nport,Harbour\n",
        ["row 4, column subject: 'port' stands here a second time (first in row 2); each subject has one row"],
    ),
    "a blank subject": ("subject,name\n,Port\n", ["row 2, column subject: the subject is blank"]),
    "no column subject": ("sbject,name\nport,Port\n", ["the column 'subject' is missing; found: sbject, name; did you mean 'sbject'?"]),
    "an unknown variant": (
        "subject,variant\nport,publc_service\n",
        ["row 2, column variant: 'publc_service' is not a variant; expected one of default, without_policy_customers, public_service"],
    ),
    "two mistakes": (
        "subject,variant\n,x\n",
        [
            "row 2, column subject: the subject is blank",
            "row 2, column variant: 'x' is not a variant; expected one of default, without_policy_customers, public_service",
        ],
    ),
    "an empty file": ("", ["is empty; it needs a header and at least one row"]),
    "only a header": ("subject,name\n", ["has no rows below the header"]),
}


@pytest.mark.parametrize("case", INSTITUTIONS)
def test_a_mistake_in_the_institutions_is_named_in_the_same_way(case: str, tmp_path: Path) -> None:
    content, expected = INSTITUTIONS[case]
    path = tmp_path / "institutions.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_institutions(path, load("kr_integrity_2012"))
    assert [str(mistake) for mistake in caught.value.mistakes] == [f"institutions.csv: {words}" for words in expected]


def test_an_institution_that_is_not_listed_is_named_with_its_rows(tmp_path: Path) -> None:
    path = csv("subject,open\nport,3\nprot,3\nprot,2\n", tmp_path)
    assert mistakes(path, institutions=["port"]) == [
        "answers.csv: rows 3, 4, column subject: 'prot' is not among the institutions; did you mean 'port'?"
    ]


def test_respondents_in_the_place_of_subjects_are_noticed_before_anything_is_computed() -> None:
    table = pd.DataFrame({"subject": [f"person {number}" for number in range(200_001)], "item": "favours", "answer": "7"})
    with pytest.raises(DataError) as caught:
        from_table(table, load("kr_integrity_2020"))
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "answers: column subject: holds 200,001 different subjects, and the limit is 200,000; "
        "people who answer belong in the column 'respondent'"
    ]
