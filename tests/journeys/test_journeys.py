"""What people do with the library and with tables of their own, from the first page to a figure that they take away."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit, settle
from tests.journeys.servers import ROOT

DEMONSTRATION = "edition=kr_integrity_2012&answers=demonstration"
ANSWERS = "subject,item,answer\nnorth,external,8.35\nnorth,internal,7.87\nsouth,external,7.2\nsouth,internal,8\n"
INSTITUTIONS = "subject,name,peer_group,name_ko\nnorth,North Agency,public_service,북부공단\nsouth,South Agency,public_service,남부공단\n"


def titled(page: Page, title: str | re.Pattern[str]) -> None:
    expect(page.locator("h1").first).to_have_text(title)
    settle(page)


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a drop-down list by its visible words, with the keyboard."""
    page.get_by_role("combobox", name=label).click()
    page.keyboard.type(option)
    page.keyboard.press("Enter")
    settle(page)


def test_a_newcomer_finds_an_example_and_one_institution_in_it(visit: Visit) -> None:
    page = visit("/library", language="en")
    page.locator(".st-key-edition_kr_integrity_2012").get_by_role("link", name="See a fictional country").click()
    titled(page, "Results: 24 institutions")
    expect(page.get_by_text("Fictional: the country")).to_be_visible()
    choose(page, "Peer group", "Central agencies")
    page.wait_for_url(re.compile("group=central"))
    settle(page)
    expect(page.get_by_text("are clearly above the mean of their peers")).to_be_visible()
    choose(page, "Scorecard of", "Ministry of Finance of Arinara (fictional)")
    titled(page, re.compile(r"^Ministry of Finance of Arinara \(fictional\): Overall integrity \d\.\d\d ± \d\.\d\d$"))
    expect(page.get_by_role("heading", name="Why this score")).to_be_visible()
    page.go_back()
    titled(page, "Results: 24 institutions")
    expect(page.get_by_role("combobox", name="Peer group")).to_have_value("Central agencies")


def test_a_visitor_is_asked_to_sign_in_and_comes_back_to_the_page(visit: Visit) -> None:
    page = visit("/score?edition=kr_initiative_2014", language="en")
    page.get_by_role("link", name="Sign in", exact=True).last.click()
    page.get_by_role("button", name="Walk round as the coordinator").click()
    titled(page, "From answers to scores")
    expect(page.get_by_role("combobox", name="Assessment")).to_have_value(re.compile("Anti-Corruption Initiative"))


def test_the_language_changes_everywhere_and_stays(visit: Visit) -> None:
    page = visit("/library", language="ko")
    titled(page, "청렴도, 반부패 노력, 부패위험을 평가합니다")
    page.wait_for_function("document.documentElement.lang === 'ko'")
    page.get_by_role("radio", name="English").click()
    titled(page, "Assess integrity, anti-corruption work and corruption risks")
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.get_by_role("link", name="What it asks").first.click()
    page.wait_for_url(re.compile(r"/edition\?.*lang=en"))
    settle(page)
    expect(page.get_by_role("tab", name="Parts and weights")).to_be_visible()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_shared_address_shows_what_its_sender_saw(visit: Visit, language: str) -> None:
    page = visit(f"/results?{DEMONSTRATION}&group=basic_local&lang={language}", language="en")
    group = {"ko": "기초자치단체", "en": "Basic local governments"}[language]
    expect(page.get_by_role("combobox").first).to_have_value(group)


def upload(page: Page, answers: str, name: str = "answers.csv", institutions: str = "") -> None:
    page.locator("input[type=file]").nth(0).set_input_files({"name": name, "mimeType": "text/csv", "buffer": answers.encode()})
    expect(page.get_by_test_id("stFileChipName").filter(has_text=name)).to_be_visible()
    if institutions:
        page.locator("input[type=file]").nth(1).set_input_files(
            {"name": "who.csv", "mimeType": "text/csv", "buffer": institutions.encode()}
        )
        expect(page.get_by_text("who.csv")).to_be_visible()
    page.get_by_role("button", name="Score", exact=True).click()


def test_mistakes_are_listed_by_row_and_the_corrected_file_is_scored(visit: Visit, tmp_path: Path) -> None:
    page = visit("/score?edition=kr_integrity_2012", language="en", role="coordinator")
    upload(page, ANSWERS.replace("7.87", "17.87").replace("south,external", "south,extrenal"))
    expect(page.get_by_text("Nothing was scored")).to_be_visible()
    settle(page)
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download this list").click()
    listed = Path(downloaded.value.path()).read_text(encoding="utf-8")
    assert "answers.csv: row 3, column answer" in listed
    assert "did you mean 'external'" in listed
    page.get_by_role("button", name=re.compile("Remove")).first.click()
    upload(page, ANSWERS, institutions=INSTITUTIONS)
    titled(page, "Results: 2 institutions")
    expect(page.get_by_text("2 compared, from 7.39 to 8.24")).to_be_visible()
    page.reload()
    titled(page, "Results: 2 institutions")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Comparison (.csv)").click()
    assert Path(downloaded.value.path()).read_bytes() == scored_on_the_command_line(tmp_path)


def scored_on_the_command_line(folder: Path) -> bytes:
    (folder / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    (folder / "who.csv").write_text(INSTITUTIONS, encoding="utf-8")
    files = ["--responses", folder / "answers.csv", "--institutions", folder / "who.csv", "--out", folder / "scores.csv"]
    subprocess.run([sys.executable, "-m", "assessments", "score", "kr_integrity_2012", *files], cwd=ROOT, check=True, capture_output=True)
    return (folder / "scores.csv").read_bytes()


def test_the_table_to_fill_in_can_be_filled_in_and_scored(visit: Visit) -> None:
    page = visit("/score?edition=kr_initiative_2014", language="en", role="coordinator")
    page.get_by_text("How must the table look?").click()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download a table to fill in").click()
    rows = list(csv.DictReader(io.StringIO(Path(downloaded.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(rows) == 20
    assert all(row["note"] for row in rows)
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    upload(page, file.getvalue())
    titled(page, "Results: 1 institution")


def test_a_double_click_on_score_gives_one_result(visit: Visit) -> None:
    page = visit("/score?edition=kr_integrity_2012", language="en", role="coordinator")
    page.locator("input[type=file]").nth(0).set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": ANSWERS.encode()})
    expect(page.get_by_text("a.csv")).to_be_visible()
    page.get_by_role("button", name="Score", exact=True).dblclick()
    titled(page, "Results: 2 institutions")


def test_a_file_that_is_no_table_gets_words_and_no_traceback(visit: Visit) -> None:
    page = visit("/score?edition=kr_integrity_2012", language="en", role="coordinator")
    page.locator("input[type=file]").nth(0).set_input_files({"name": "report.xlsx", "mimeType": "", "buffer": b"not a workbook"})
    expect(page.get_by_text("report.xlsx")).to_be_visible()
    page.get_by_role("button", name="Score", exact=True).click()
    expect(page.get_by_text("Nothing was scored")).to_be_visible()
    settle(page)


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(30, 33, 36)")])
def test_a_figure_is_drawn_on_the_paper_of_its_page(visit: Visit, scheme: str, paper: str) -> None:
    page = visit(f"/results?{DEMONSTRATION}&group=central", scheme=scheme)
    figure = page.locator(".js-plotly-plot .main-svg").first
    expect(figure).to_have_css("background-color", paper)
    expect(page.locator(".stApp")).to_have_css("background-color", paper)


def test_the_typeface_is_our_own_and_nothing_comes_from_elsewhere(visit: Visit, address: str) -> None:
    page = visit("/", language="ko")
    page.wait_for_function("[...document.fonts].some(font => font.family.includes('Pretendard GOV') && font.status === 'loaded')")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [url for url in loaded if not url.startswith((address, "data:", "blob:"))] == []
