"""Stories of reading answers: whatever the file and its shape, the same answers are the same responses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments import DataError, Mistake, assess, compare, from_table, read_institutions, read_responses
from assessments.tables.reader import LEADING, REMARKS
from questionnaires import load, loader, references
from scoring.responses import KINDS, Responses

SURVEY = loader.read_folder(Path(__file__).parent / "small_survey")
LONG = pd.DataFrame(
    [
        ("port", "public", "r1", "docks", "100", "open", "3"),
        ("port", "public", "r1", "docks", "100", "fair", "dont_know"),
        ("port", "public", "r2", "sea", "50", "open", "1"),
        ("port", "public", "r2", "sea", "50", "fair", ""),
        ("port", "staff", "r1", "", "", "orders", "2"),
        ("port", "record", "", "", "", "training", "45/60"),
        ("port", "record", "", "", "", "cost", "12.5"),
        ("city", "public", "r1", "docks", "80", "open", "refuse"),
        ("city", "public", "r1", "docks", "80", "fair", "not_applicable"),
        ("city", "record", "", "", "", "cost", "40"),
    ],
    columns=["subject", "respondent_group", "respondent", "stratum", "stratum_size", "item", "answer"],
)
WIDE = pd.DataFrame(
    [
        ("port", "public", "r1", "docks", "100", "3", "dont_know", "", "", ""),
        ("port", "public", "r2", "sea", "50", "1", "", "", "", ""),
        ("port", "staff", "r1", "", "", "", "", "2", "", ""),
        ("port", "record", "", "", "", "", "", "", "45/60", "12.5"),
        ("city", "public", "r1", "docks", "80", "refuse", "not_applicable", "", "", ""),
        ("city", "record", "", "", "", "", "", "", "", "40"),
    ],
    columns=["subject", "respondent_group", "respondent", "stratum", "stratum_size", "open", "fair", "orders", "training", "cost"],
)


def written(table: pd.DataFrame, path: Path) -> Path:
    """The table as a file of the kind that the ending says."""
    if path.suffix == ".csv":
        table.to_csv(path, index=False)
    elif path.suffix == ".xlsx":
        table.to_excel(path, index=False)
    else:
        table.to_parquet(path, index=False)
    return path


def read(text: str, tmp_path: Path, **options: Any) -> Responses:
    path = tmp_path / "answers.csv"
    path.write_bytes(text.encode())
    return read_responses(path, SURVEY, **options)


def scores(responses: Responses) -> pd.DataFrame:
    return compare(assess(SURVEY, responses)).table


def codes(responses: Responses, item: str) -> list[str]:
    """The kinds of answers to an item, one a response."""
    block = next(block for block in responses.blocks if item in block.items)
    return [KINDS[block.kinds[code]] for code in block.codes[block.items.index(item)]]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
@pytest.mark.parametrize("table", [LONG, WIDE], ids=["long", "wide"])
def test_long_and_wide_csv_xlsx_and_parquet_give_the_same_scores(table: pd.DataFrame, ending: str, tmp_path: Path) -> None:
    found = scores(read_responses(written(table, tmp_path / f"answers{ending}"), SURVEY))
    pd.testing.assert_frame_equal(found, scores(from_table(LONG, SURVEY)))


def test_the_scores_are_those_that_one_works_out_by_hand() -> None:
    """Strata of 100 and 50 with one answer each: open is (100 · 10 + 50 · 0) / 150; training 45/60 of 10, cost (100 − 12.5) / 10."""
    found = scores(from_table(WIDE, SURVEY)).set_index(["subject", "code"])["value"]
    assert found["port", "open"] == pytest.approx(100 / 15)
    assert (found["port", "orders"], found["port", "training"], found["port", "cost"]) == (5, 7.5, 8.75)


def test_the_order_of_rows_and_columns_is_irrelevant() -> None:
    turned = WIDE.iloc[::-1, ::-1]
    pd.testing.assert_frame_equal(scores(from_table(turned, SURVEY)), scores(from_table(WIDE, SURVEY)))


def test_numbers_in_cells_are_the_answers_that_one_sees(tmp_path: Path) -> None:
    numbers = pd.DataFrame({"subject": ["a", "a"], "item": ["open", "cost"], "answer": [3.0, 12.5]})
    for ending in (".xlsx", ".parquet"):
        found = scores(read_responses(written(numbers, tmp_path / f"answers{ending}"), SURVEY)).set_index("code")["value"]
        assert (found["open"], found["cost"]) == (10, 8.75)


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("semicolons", "subject;item;answer\nport;cost;12.5\n"),
        ("tabs", "subject\titem\tanswer\nport\tcost\t12.5\n"),
        ("byte order mark", "\ufeffsubject,item,answer\nport,cost,12.5\n"),
        ("line ends of Windows", "subject,item,answer\r\nport,cost,12.5\r\n"),
        ("line ends of old spreadsheets", "subject,item,answer\rport,cost,12.5\r"),
        ("no last line end", "subject,item,answer\nport,cost,12.5"),
        ("blanks around", "subject , item, answer\n port ,cost , 12.5\n"),
        ("rows left empty at the end", "subject,item,answer\nport,cost,12.5\n,,\n\n"),
        ("columns for people", "subject,item,answer,source,note\nport,cost,12.5,ledger p. 3,checked\n"),
        ("quotes", '"subject","item","answer"\n"port","cost","12.5"\n'),
        ("columns without a name", "subject,item,answer,,\nport,cost,12.5,,stray\n"),
    ],
)
def test_what_spreadsheets_do_to_a_csv_is_understood(how: str, text: str, tmp_path: Path) -> None:
    responses = read(text, tmp_path)
    assert responses.subjects == ("port",) and responses.blocks[0].points[-1] == 8.75 and not responses.warnings


def test_the_same_name_with_a_blank_behind_it_is_the_same_name(tmp_path: Path) -> None:
    text = "subject,respondent,stratum,stratum_size,item,answer\nport,1,a,9,open,1\nport ,1 ,a ,9, open,\nport,2, a,9,open,3\n"
    with pytest.raises(DataError, match="row 3, column item: 'open' is answered a second time by the same respondent"):
        read(text, tmp_path)
    block = read(text.replace(" open", "fair"), tmp_path).blocks[0]
    assert (block.codes.shape[1], len(set(block.stratum)), block.items) == (2, 1, ("open", "fair"))


def test_four_kinds_of_no_answer_are_told_apart_and_none_of_them_is_zero(tmp_path: Path) -> None:
    text = "subject,respondent,open\na,1,\na,2,dont_know\na,3,refuse\na,4,not_applicable\na,5,2\n"
    text = text.replace("open", "open,fair").replace("\na", ",1\na").replace(",1\na,1", "\na,1").replace("5,2\n", "5,2,1\n")
    responses = read(text, tmp_path)
    assert codes(responses, "open") == ["blank", "dont_know", "refuse", "not_applicable", "valid"]
    card = assess(SURVEY, responses)[0]
    assert (card.nodes["open"].value, card.nodes["open"].answers) == (5, 1)
    assert [(note.kind, note.detail) for note in card.nodes["open"].notes if note.kind in KINDS] == [
        ("dont_know", "1"),
        ("refuse", "1"),
        ("not_applicable", "1"),
    ]


@pytest.mark.parametrize(
    ("coded", "kind"), [("-1", "dont_know"), ("-2", "refuse"), ("-3", "not_applicable"), ("-1.0", "dont_know"), ("", "blank")]
)
def test_coded_files_write_minus_one_two_and_three(coded: str, kind: str, tmp_path: Path) -> None:
    responses = read(f"subject,respondent,open,fair\na,1,{coded},3\n", tmp_path)
    assert codes(responses, "open") == [kind]


def test_nobody_answered_is_no_score_rather_than_zero(tmp_path: Path) -> None:
    card = assess(SURVEY, read("subject,respondent,open,fair\na,1,dont_know,\na,2,-2,\n", tmp_path))[0]
    assert card.nodes["open"].value is None and card.nodes["outside"].value is None and card.root.value is None


def test_a_missing_number_in_parquet_is_a_blank(tmp_path: Path) -> None:
    table = pd.DataFrame({"subject": ["a", "b"], "open": pd.Series([3.0, np.nan], dtype="Float64"), "fair": [1, 1]})
    table.to_parquet(tmp_path / "answers.parquet")
    assert codes(read_responses(tmp_path / "answers.parquet", SURVEY), "open") == ["valid", "blank"]


def test_of_several_cycles_one_is_read_with_the_row_numbers_of_the_file(tmp_path: Path) -> None:
    text = "cycle,subject,item,answer\n2018,a,cost,10\n2019,a,cost,20\n2019,b,cost,500\n"
    assert scores(read(text, tmp_path, cycle="2018"))["cycle"].unique().tolist() == ["2018"]
    with pytest.raises(DataError, match=r"answers.csv: row 4, column answer: cost: 500 lies outside 0 to 100"):
        read(text, tmp_path, cycle="2019")


def test_the_only_cycle_of_a_file_needs_no_choice(tmp_path: Path) -> None:
    assert read("cycle,subject,item,answer\n2018,a,cost,10\n", tmp_path).cycle == "2018"


def test_an_institution_without_answers_comes_along_without_a_score(tmp_path: Path) -> None:
    responses = read("subject,item,answer\nport,cost,10\n", tmp_path, institutions=["port", "city"])
    assert [card.nodes["cost"].value for card in assess(SURVEY, responses)] == [None, 9]


def test_a_group_may_be_given_as_a_number_on_the_range(tmp_path: Path) -> None:
    long = read("subject,item,answer\na,outside,8\na,inside,6\na,facts,7\n", tmp_path)
    wide = read("subject,outside,inside,facts\na,8,6,7\n", tmp_path)
    assert assess(SURVEY, long)[0].root.value == assess(SURVEY, wide)[0].root.value == pytest.approx(7)


def test_without_a_respondent_group_the_item_says_who_answered(tmp_path: Path) -> None:
    responses = read("subject,respondent,item,answer\na,1,open,3\na,2,orders,2\n", tmp_path)
    assert {block.group: block.codes.shape[1] for block in responses.blocks} == {"public": 1, "staff": 1}


def test_answers_without_respondents_are_read_with_a_warning_about_margins(tmp_path: Path) -> None:
    responses = read("subject,item,answer\na,open,3\na,open,1\n", tmp_path)
    warning = "answers.csv: there is no column 'respondent', so answers of public to different items count as different people; margins are then approximate"
    assert responses.warnings == (warning,) and scores(responses).set_index("code").loc["open", "value"] == 5


def test_a_column_that_is_not_used_is_named(tmp_path: Path) -> None:
    assert read("subject,item,answer,colour\na,cost,3,red\n", tmp_path).warnings == ("answers.csv: the column 'colour' is not used",)


def test_weights_that_are_given_count_and_blank_ones_are_one(tmp_path: Path) -> None:
    responses = read("subject,respondent,weight,open\na,1,3,3\na,2,,1\n", tmp_path)
    assert scores(responses).set_index("code").loc["open", "value"] == 7.5


def test_the_institutions_table_brings_names_peer_groups_and_whatever_else(tmp_path: Path) -> None:
    for ending in (".csv", ".xlsx", ".parquet"):
        table = pd.DataFrame({"subject": ["1"], "name": ["Port"], "peer_group": ["sea"], "staff": ["12"]})
        one = read_institutions(written(table, tmp_path / f"institutions{ending}"), SURVEY)["1"]
        assert (one.name, one.peer_group, dict(one.more)) == ("Port", "sea", {"staff": "12"})


MEASURE = """
import resource, sys, time
from assessments import read_responses
from questionnaires import load
start = time.perf_counter()
responses = read_responses(sys.argv[1], load("kr_integrity_2012"))
print(sum(block.codes.shape[1] for block in responses.blocks), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, time.perf_counter() - start)
"""


def test_a_csv_of_200_megabytes_is_read_within_a_gigabyte_and_a_half(tmp_path: Path) -> None:
    public = [code for code, item in load("kr_integrity_2012").items.items() if item.respondent == "public"]
    answers = "3,4,5,6,7,1,2,no,no,no,0,no,dont_know"
    path, rows = tmp_path / "answers.csv", 0
    with path.open("w") as file:
        file.write(f"subject,respondent_group,respondent,stratum,stratum_size,{','.join(public)}\n")
        while file.tell() < 200_000_000:
            file.write("".join(f"institution_{row % 300},public,{row},counter,900000,{answers}\n" for row in range(rows, rows + 50_000)))
            rows += 50_000
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    read, megabytes, seconds = map(float, done.stdout.split())
    assert read == rows
    assert megabytes < 1536 and seconds < 20


CELLS = st.sampled_from(
    [
        *["", " ", "a", "b", "1", "2", "3", "-1", "-2", "1.0", "45/60", "12.5", "1,5", "1e999", "nan", "public", "staff", "record"],
        *["open", "fair", "orders", "training", "cost", "overall", "outside", "dont_know", "refuse", "=1+1", "한글", "\x00", "12-Mar"],
    ]
)
COLUMNS = st.sampled_from(
    [
        *["subject", "cycle", "respondent_group", "respondent", "stratum", "stratum_size", "weight", "item", "answer", "note"],
        *["open", "fair", "orders", "training", "cost", "overall", "outside", "colour", ""],
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    columns = draw(st.lists(COLUMNS, min_size=1, max_size=8, unique=True))
    columns = columns if draw(st.integers(0, 9)) == 0 or "subject" in columns else ["subject", *columns]
    rows = draw(st.lists(st.lists(CELLS | st.none(), min_size=len(columns), max_size=len(columns)), min_size=1, max_size=6))
    return pd.DataFrame(rows, columns=columns, dtype=object)


def mistakes_or(read: Callable[[], Responses]) -> Responses | list[Mistake]:
    """What was read, or the mistakes; anything else that is raised fails the test."""
    try:
        return read()
    except DataError as error:
        return error.mistakes


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_a_random_table_is_read_and_scored_or_its_mistakes_are_listed(table: pd.DataFrame) -> None:
    found = mistakes_or(lambda: from_table(table, SURVEY))
    if isinstance(found, Responses):
        assert compare(assess(SURVEY, found)).table["value"].dropna().between(0, 10).all()
    else:
        assert found and all(str(mistake) for mistake in found)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from('subjectiemanwr,;\n\r\t "=0123\x00한'), max_size=60), head=st.booleans())
def test_random_text_in_a_csv_never_ends_in_a_traceback(text: str, head: bool, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes((("subject,item,answer\n" if head else "") + text).encode())
    found = mistakes_or(lambda: read_responses(path, SURVEY))
    assert found.subjects if isinstance(found, Responses) else found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 10_000), byte=st.integers(0, 255), ending=st.sampled_from([".xlsx", ".parquet"]))
def test_a_damaged_file_never_ends_in_a_traceback(position: int, byte: int, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"answers{ending}"
    if not (tmp_path / f"whole{ending}").exists():
        written(WIDE, tmp_path / f"whole{ending}")
    content = bytearray((tmp_path / f"whole{ending}").read_bytes())
    content[position % len(content)] = byte
    path.write_bytes(content)
    found = mistakes_or(lambda: read_responses(path, SURVEY))
    assert found.subjects if isinstance(found, Responses) else found


def test_no_code_of_a_questionnaire_can_be_mistaken_for_a_column() -> None:
    assert {*LEADING, *REMARKS, "item", "answer"} == references.COLUMNS


def test_a_response_that_is_blank_throughout_is_none_whatever_the_shape_of_the_table() -> None:
    wide = pd.DataFrame({"subject": ["a"] * 4, "favours": ["7", "1", "4", ""], "transparent_handling": ["1", "4", "7", ""]})
    told = wide.assign(respondent_group="public")
    long = wide.assign(respondent=["r1", "r2", "r3", "r4"]).melt(["subject", "respondent"], var_name="item", value_name="answer")
    questionnaire = load("kr_integrity_2020")
    cards = [assess(questionnaire, from_table(table, questionnaire))[0] for table in (wide, told, long)]
    for card in cards:
        assert card.nodes["favours"].answers == 3
        assert card.nodes["external_perception_area"].se == cards[0].nodes["external_perception_area"].se
        assert card.nodes["external_perception_area"].se > 0


@pytest.mark.parametrize("respondent_group", [{}, {"respondent_group": "public"}])
def test_a_respondent_who_stands_twice_in_a_wide_table_is_refused(respondent_group: dict[str, str]) -> None:
    rows = [{"subject": "a", "respondent": who, "favours": "7", **respondent_group} for who in ("r1", "r2", "r1")]
    with pytest.raises(DataError) as caught:
        from_table(pd.DataFrame(rows), load("kr_integrity_2020"))
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "answers: row 4, column respondent: this respondent has a row already; each respondent has one row for a subject"
    ]


def test_facts_that_stand_twice_are_refused_where_nobody_is_named_for_them() -> None:
    rows = [{"subject": "a", "respondent": "", "deduction_cases": value} for value in ("0.1", "0.2")]
    with pytest.raises(DataError, match="row 3, column subject: this subject has a row already; each subject has one row of facts"):
        from_table(pd.DataFrame(rows), load("kr_integrity_2020"))


def test_two_assessors_of_one_fact_are_told_apart() -> None:
    rows = [{"subject": "a", "respondent": who, "deduction_cases": value} for who, value in (("r1", "0.1"), ("r2", "0.2"))]
    assert from_table(pd.DataFrame(rows), load("kr_integrity_2020")).blocks[0].codes.shape == (1, 2)
