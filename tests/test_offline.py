"""A return leaves as a workbook, is filled in without a network, and comes back; nothing wrong slips through, and nothing is lost."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assessments.__main__ import main
from assessments.rounds.offline import reading, workbook
from assessments.rounds.offline.differences import differences
from assessments.rounds.offline.printable import printed
from assessments.rounds.offline.sheet import AnswerSheet, Filled, SheetSubject, blank
from assessments.rounds.offline.words import FOLDER
from assessments.tables.problems import DataError
from questionnaires import edition
from tests import test_texts

ROOT = "initiative"  # the one subject of a blank
ANSWERS = {
    (ROOT, "self_audit"): Filled("12/15", "", "from the audit office"),
    (ROOT, "anti_corruption_plan"): Filled("3"),
    (ROOT, "reform_tasks"): Filled("not_applicable", "no task was given to us", "=1+1"),
    (ROOT, "head_reviews"): Filled("4.0", "", "- first\r\n- second"),
}
FORM = replace(blank(edition("kr_initiative_2014"), "en"), return_id=12, institution_name="Haeon City", answers=ANSWERS)
RISKS = replace(
    blank(edition("risk_register_2026"), "en"),
    return_id=3,
    subjects=(SheetSubject("r1", "Contracts split"), SheetSubject("r2", "Permits out of turn")),
    answers={("r1", "likelihood"): Filled("3", "", "once in three years")},
)
WILL = "1 Will and effort"


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def filled(sheet: AnswerSheet, change: Callable[[openpyxl.Workbook], Any]) -> bytes:
    """The workbook of a sheet as somebody else's program saves it after a change."""
    book = openpyxl.load_workbook(io.BytesIO(workbook.written(sheet)))
    change(book)
    return saved(book)


def row_of(page: Any, code: str) -> int:
    """The row of a question in a form."""
    return next(cell.row for cell in page["G"] if cell.value == code)


def put(sheet_name: str, code: str, answer: Any, reason: Any = None, comment: Any = None) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        page = book[sheet_name]
        for column, value in (("D", answer), ("E", reason), ("F", comment)):
            page[f"{column}{row_of(page, code)}"] = value

    return change


def column_of(page: Any, code: str) -> int:
    """The column of a question, or of a part of its answer, in a table."""
    return next(cell.column for cell in page[6] if cell.value == code)


def mistakes(sheet: AnswerSheet, content: bytes) -> list[str]:
    with pytest.raises(DataError) as caught:
        reading.read(content, "answers.xlsx", sheet)
    return [str(mistake) for mistake in caught.value.mistakes]


def changed(sheet: AnswerSheet, content: bytes) -> dict[tuple[str, str], tuple[str, Filled]]:
    """What a workbook would change: subject and item -> kind, and the answer that it holds."""
    upload = reading.read(content, "answers.xlsx", sheet)
    found = differences(upload.answers, upload.downloaded, sheet.answers)
    return {(one.subject, one.item): (one.kind, one.filled) for one in found if one.kind != "same"}


# -- the way there and back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [FORM, RISKS], ids=["form", "table"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_workbook_that_nobody_touched_changes_nothing(sheet: AnswerSheet, language: str) -> None:
    told = replace(sheet, language=language)
    assert changed(told, workbook.written(told)) == {}
    assert changed(told, filled(told, lambda book: None)) == {}


def test_answers_are_read_by_the_words_of_the_list() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        put(WILL, "unit_in_charge", "Done in full, result checked and used")(book)
        put(WILL, "self_audit", "13 of 15", None, "from the audit office")(book)
        put(WILL, "rules_reviewed", "Not applicable", "no rule was made this year")(book)
        put("3 Cooperation", "area_cooperation", 1.5)(book)
        put(WILL, "anti_corruption_plan", None)(book)

    assert changed(FORM, filled(FORM, fill)) == {
        (ROOT, "unit_in_charge"): ("new", Filled("4")),
        (ROOT, "self_audit"): ("changed", Filled("13 of 15", "", "from the audit office")),
        (ROOT, "rules_reviewed"): ("new", Filled("not_applicable", "no rule was made this year")),
        (ROOT, "area_cooperation"): ("new", Filled("1.5")),
        (ROOT, "anti_corruption_plan"): ("cleared", Filled()),
    }


def test_codes_may_be_typed_instead_of_words_and_capitals_do_not_matter() -> None:
    assert changed(FORM, filled(FORM, put(WILL, "unit_in_charge", 2)))[ROOT, "unit_in_charge"] == ("new", Filled("2"))
    assert changed(FORM, filled(FORM, put(WILL, "unit_in_charge", " begun ")))[ROOT, "unit_in_charge"] == ("new", Filled("1"))


def test_a_workbook_in_korean_may_be_uploaded_on_a_page_in_english() -> None:
    korean = replace(FORM, language="ko")
    content = filled(korean, put("1 의지와 노력", "unit_in_charge", "시작함"))
    assert changed(FORM, content) == {(ROOT, "unit_in_charge"): ("new", Filled("1"))}


def test_a_blank_from_the_command_line_may_be_uploaded_for_any_institution() -> None:
    nobodys = blank(edition("kr_initiative_2014"), "en")
    content = filled(nobodys, put(WILL, "unit_in_charge", "Begun"))
    theirs = replace(FORM, subjects=(SheetSubject("haeon", "Haeon City"),), answers={})
    assert changed(theirs, content) == {("haeon", "unit_in_charge"): ("new", Filled("1"))}


def test_a_blank_cell_of_a_blank_form_clears_nothing() -> None:
    """It was blank when it was made, so whoever filled it in has not said anything about this question."""
    assert changed(FORM, workbook.written(blank(edition("kr_initiative_2014"), "en"))) == {}


# -- tables -----------------------------------------------------------------------------------------------------------


def test_a_new_row_adds_a_subject_with_its_answers() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        page = book["1 Table"]
        page["C9"] = "False invoices"
        page.cell(9, column_of(page, "impact_money"), "Not applicable")
        page.cell(9, column_of(page, "impact_money/reason"), "no money is involved")
        page.cell(8, column_of(page, "likelihood"), 5)

    upload = reading.read(filled(RISKS, fill), "answers.xlsx", RISKS)
    assert upload.new == {"+9": "False invoices"}
    found = {(one.subject, one.item): one.filled for one in differences(upload.answers, {}, {}) if one.kind != "same"}
    assert found == {
        ("r1", "likelihood"): Filled("3", "", "once in three years"),
        ("r2", "likelihood"): Filled("5"),
        ("+9", "impact_money"): Filled("not_applicable", "no money is involved"),
    }


def test_uploading_the_same_table_twice_adds_nothing_twice() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book["1 Table"]["C9"] = "False invoices"

    content = filled(RISKS, fill)
    afterwards = replace(RISKS, subjects=(*RISKS.subjects, SheetSubject("r3", "False invoices")))
    upload = reading.read(content, "answers.xlsx", afterwards)
    assert upload.new == {} and ("r3", "likelihood") in upload.answers


def test_a_subject_that_was_removed_since_is_left_out_and_named() -> None:
    fewer = replace(RISKS, subjects=RISKS.subjects[:1])
    upload = reading.read(workbook.written(RISKS), "answers.xlsx", fewer)
    assert upload.left_out == ("Permits out of turn",)
    assert {subject for subject, _ in upload.answers} == {"r1"}


def test_mistakes_in_names_are_told_by_row() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        page = book["1 Table"]
        page["C9"], page["C10"] = "Contracts  split", "New"
        page["B11"], page["C11"] = "r9", "Strange"

    assert mistakes(RISKS, filled(RISKS, fill)) == [
        "answers.xlsx, sheet '1 Table': row 9, column C: 'Contracts  split' stands in row 7 already; each subject has one row",
        "answers.xlsx, sheet '1 Table': row 11, column B: 'r9' is no subject of this return; leave the codes as they were",
    ]


def test_answers_in_a_row_without_a_name_are_a_mistake() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        page = book["1 Table"]
        page.cell(12, column_of(page, "likelihood"), "4")

    assert mistakes(RISKS, filled(RISKS, fill)) == [
        "answers.xlsx, sheet '1 Table': row 12, column C: this row has answers but no name; write the name of the subject on sheet '1 Table'"
    ]


def test_an_assessment_of_many_questions_has_a_table_a_part_and_names_stand_on_the_first() -> None:
    laws = replace(blank(edition("kr_corruption_risk_2024"), "en"), return_id=5, subjects=(SheetSubject("a1", "Article 1"),))
    book = openpyxl.load_workbook(io.BytesIO(workbook.written(laws)))
    tables = [page for page in book if page.title[0].isdigit()]
    assert len(tables) == 7 and tables[0]["C7"].value == "Article 1"
    assert tables[1]["C8"].value == f"=IF('{tables[0].title}'!C8=\"\",\"\",'{tables[0].title}'!C8)"
    tables[0]["C8"] = "Article 2"
    tables[1].cell(8, column_of(tables[1], "burden_1"), "Yes")
    assert changed(laws, saved(book)) == {("+8", "burden_1"): ("new", Filled("yes"))}


# -- what cannot stand ------------------------------------------------------------------------------------------------


def test_everything_that_was_pasted_wrongly_is_told_at_once() -> None:
    def paste(book: openpyxl.Workbook) -> None:
        put(WILL, "unit_in_charge", "nonsense")(book)
        put(WILL, "self_audit", "16/15")(book)
        put(WILL, "head_reviews", "=NOW()")(book)
        put(WILL, "rules_reviewed", "Not applicable")(book)
        put("3 Cooperation", "area_cooperation", 9)(book)

    said = mistakes(FORM, filled(FORM, paste))
    assert [line.split(": ", 1)[1] for line in said] == [
        "row 5, column D: '16/15': the base must be above 0 and the count between 0 and the base",
        "row 7, column D: 'nonsense' is not one of the choices; choose one from the list of the cell",
        "row 8, column D: the formula has no stored result; open the file in a spreadsheet program and save it there, or put values in its place",
        "row 16, column E: 'not applicable' needs a reason; write why this does not concern the institution",
        "row 4, column D: 9 lies outside 0 to 5",
    ]


def test_what_stood_there_at_the_download_and_was_not_touched_is_no_mistake_of_whoever_fills_it_in() -> None:
    odd = replace(FORM, answers={(ROOT, "unit_in_charge"): Filled("4.0"), (ROOT, "rules_reviewed"): Filled("not_applicable")})
    assert changed(odd, workbook.written(odd)) == {}


def test_a_rate_that_became_a_date_is_told() -> None:
    import datetime

    said = mistakes(FORM, filled(FORM, put(WILL, "self_audit", datetime.date(2026, 12, 15))))
    assert "the cell is a date" in said[0]


def test_a_question_whose_row_is_gone_is_missed() -> None:
    def remove(book: openpyxl.Workbook) -> None:
        page = book["2 Performance"]
        page.delete_rows(row_of(page, "corrupt_officials"))

    assert mistakes(FORM, filled(FORM, remove)) == [
        "answers.xlsx, sheet '2 Performance': the question 'corrupt_officials' is gone; download the workbook again and copy your answers"
    ]


@pytest.mark.parametrize("content", [b"", b"subject,item,answer\n", b"PK\x03\x04 broken"], ids=["empty", "csv", "damaged"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert "is not an Excel workbook (.xlsx), is damaged or has a password" in mistakes(FORM, content)[0]


def test_another_workbook_is_none_of_ours() -> None:
    said = "is not an answer sheet of this application; upload the workbook that you downloaded here"
    assert mistakes(FORM, saved(openpyxl.Workbook())) == [f"answers.xlsx: {said}"]


def test_another_edition_another_state_of_it_and_another_return_are_told() -> None:
    assert mistakes(FORM, workbook.written(RISKS)) == [
        "answers.xlsx: is about another assessment (risk_register_2026); this return is about kr_initiative_2014",
        "answers.xlsx: belongs to another return, of another institution or round; open that one and upload it there",
    ]
    other = replace(FORM.edition, questionnaire=FORM.questionnaire.model_copy(update={"digest": "0" * 64}))
    assert (
        "was made with another state of the assessment (2014.1 00000000; here: 2014.1 "
        in mistakes(FORM, workbook.written(replace(FORM, edition=other)))[0]
    )


def test_a_workbook_that_would_fill_the_memory_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(201_000_000))
    assert mistakes(FORM, file.getvalue()) == ["answers.xlsx: has 201 MB; an answer sheet has at most 200 MB"]


def test_a_sheet_of_endless_rows_is_refused() -> None:
    assert mistakes(FORM, filled(FORM, lambda book: book["_meta"].cell(150_001, 1, "x"))) == [
        "answers.xlsx: sheet '_meta' has more than 150,000 rows"
    ]


# -- differences ------------------------------------------------------------------------------------------------------


def test_what_was_changed_online_meanwhile_stays_unless_the_workbook_says_something_else() -> None:
    key = ("a", "x")
    was, theirs, mine = {key: Filled("1")}, {key: Filled("2")}, {key: Filled("3")}
    assert [one.kind for one in differences(was, was, theirs)] == ["same"], "the workbook did not touch it"
    conflict = differences(mine, was, theirs)[0]
    assert (conflict.kind, conflict.meanwhile, conflict.now, conflict.filled) == ("changed", True, Filled("2"), Filled("3"))
    assert [one.kind for one in differences(mine, was, mine)] == ["same"], "both wrote the same"
    assert differences(mine, was, was)[0].meanwhile is False


# -- what the workbook and the print are like -------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [FORM, RISKS], ids=["form", "table"])
def test_only_entries_are_unlocked_and_every_sheet_is_protected(sheet: AnswerSheet) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.written(sheet)))
    assert all(page.protection.sheet and page.protection.password is None for page in book)
    unlocked = {
        (page.title[:1], cell.column_letter) for page in book for row in page.iter_rows() for cell in row if not cell.protection.locked
    }
    assert unlocked and {column for _, column in unlocked} <= (
        {"D", "E", "F"} if sheet is FORM else {cell.column_letter for cell in book["1 Table"][6][2:]}
    )


def test_choices_are_offered_as_a_list_and_numbers_are_limited() -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook.written(FORM)))
    rules = {str(rule.sqref): rule for rule in page[WILL].data_validations.dataValidation}
    plan = rules[f"D{row_of(page[WILL], 'anti_corruption_plan')}"]
    listed = page["_meta"][page.defined_names[plan.formula1].attr_text.split("!")[1]]
    assert plan.type == "list" and listed[0][0].value == "Not done" and len(listed) == 5
    limit = page["3 Cooperation"].data_validations.dataValidation[0]
    assert (limit.type, float(limit.formula1), float(limit.formula2)) == ("decimal", 0, 5)


def test_text_stays_text_whatever_it_begins_with() -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook.written(FORM)))[WILL]
    cell = page[f"F{row_of(page, 'reform_tasks')}"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_technical_sheet_is_hidden_but_named_on_the_cover() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.written(FORM)))
    assert [page.title for page in book if page.sheet_state != "visible"] == ["_meta"]
    cover = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "_meta" in cover and "Haeon City" in cover


def test_the_same_sheet_makes_the_same_bytes() -> None:
    assert workbook.written(FORM) == workbook.written(FORM)


@pytest.mark.parametrize("identity", ["kr_initiative_2014", "risk_register_2026", "th_ita_2021"])
def test_a_print_needs_nothing_else_and_says_its_language(identity: str) -> None:
    page = printed(blank(edition(identity), "ko"))
    assert page.startswith('<!doctype html>\n<html lang="ko">') and "http" not in page and "<script" not in page
    assert page.count('<section class="question">') == len(blank(edition(identity), "ko").items)


def test_a_text_that_the_edition_has_in_another_language_only_says_so() -> None:
    whole = edition("kr_initiative_2014")
    foreign = replace(whole, wordings={"en": whole.wordings["en"]})
    page = printed(blank(foreign, "ko"))
    assert '<html lang="ko">' in page and '<span lang="en" dir="auto">Performance</span>' in page


def test_the_print_runs_no_text_of_an_edition() -> None:
    assert "<b>" not in printed(replace(FORM, institution_name="<b>Haeon</b>"))


# -- the command line -------------------------------------------------------------------------------------------------


def test_export_writes_a_workbook_and_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, page = tmp_path / "blank.xlsx", tmp_path / "blank.html"
    assert main(["export", "kr_initiative_2014", "--to", "workbook", "--out", str(book), "--language", "ko"]) == 0
    assert main(["export", "kr_initiative_2014", "--to", "html", "--out", str(page)]) == 0
    assert capsys.readouterr().err == f"{book}: 20 questions\n{page}: 20 questions\n"
    assert openpyxl.load_workbook(book).sheetnames == ["작성 안내", "1 의지와 노력", "2 성과", "3 협조", "_meta"]
    assert '<html lang="en">' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing_like_it", "--to", "html", "--out", "a.html"], "there is no questionnaire 'nothing_like_it'"),
        (["kr_initiative_2014", "--to", "html", "--out", "a.pdf"], "a.pdf: '.pdf' is not a kind of result; use .html"),
        (["kr_initiative_2014", "--to", "workbook", "--out", "not/there/a.xlsx"], "the folder not/there is not there; make it first"),
    ],
)
def test_export_that_cannot_be_is_told_in_one_line(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", *arguments]) == 2
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1


# -- words ------------------------------------------------------------------------------------------------------------


def test_the_words_of_answer_sheets_are_whole_in_both_languages() -> None:
    test_texts.test_both_languages_have_the_same_keys_and_places(FOLDER)
    test_texts.test_korean_texts_are_korean(FOLDER)
    test_texts.test_no_text_is_left_over(FOLDER)
