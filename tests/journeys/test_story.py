"""The whole story in one installation, from the address on the console to a reader's look at the results; told in English, then in Korean."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from assessments.demonstration import answers, register_file
from assessments.register.access import Actor
from assessments.register.people import people, sessions
from assessments.rounds import model, returns
from assessments.rounds.returns import Return
from assessments.rounds.review import agreement, review
from assessments.rounds.running import assigning, rounds, stages
from assessments.rounds.subjects import subjects
from assessments.store import records, tables
from assessments.store.engine import Store
from questionnaires import catalogue
from questionnaires.model import RECORD
from tests.journeys.conftest import opened, settle
from tests.journeys.pictures import pictured
from tests.journeys.servers import Server, running
from tests.journeys.somebody import Somebody
from views.evidence import routes as evidence

PASSWORD = "four plain unrelated words"
INTEGRITY, INITIATIVE, RISK = "kr_comprehensive_2022", "kr_initiative_2014", "risk_register_2026"
CITY, TOWN = "arinara_11", "arinara_12"  # the officer of the city answers on the page, that of the town in the workbook
NEIGHBOURS = [f"arinara_{number}" for number in range(13, 20)]  # the other local governments hand in as well; the rest is late
MINE, OTHERS, REVIEWED = "4", "2", "3"  # choices of a scale from 0 to 4

LINES = """
window.lines = [];
window.WebSocket = class extends WebSocket { constructor(...given) { super(...given); window.lines.push(this); } };
"""


@dataclass
class Story:
    """One installation and who is at work in it."""

    server: Server
    browser: Browser
    language: str
    store: Store
    there: dict[str, Somebody] = field(default_factory=dict)

    def somebody(self, name: str, size: str = "laptop") -> Somebody:
        """The browser of a person, the same one whenever that person comes again."""
        if name not in self.there:
            self.there[name] = Somebody(opened(self.browser, self.language, size).new_page(), self.server.address, self.language)
        return self.there[name]

    def actor(self, login: str) -> Actor:
        """The same person at the services, for the many clicks that a journey need not repeat."""
        with self.store.reading() as connection:
            row = records.one(connection, tables.people, login=login)
            person = sessions.person(connection, row["id"]) if row else None
        assert person, login
        return Actor(self.store, person, lambda: datetime.now(UTC))

    def round(self, edition: str) -> int:
        return next(one.id for one in rounds.list_rounds(self.actor("lead")) if one.edition == edition)

    def kept(self, edition: str, institution: str) -> Return:
        found = returns.list_returns(self.actor("lead"), self.round(edition))
        return next(one for one in found if one.institution == institution)

    def named(self, institution: str) -> str:
        return self.kept(INITIATIVE, institution).named(self.language)

    def question(self, code: str) -> str:
        return catalogue.edition(INITIATIVE).wording(self.language).question(code)


@pytest.fixture(scope="module", params=["en", "ko"], ids=["english", "korean"])
def story(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("story")
    with running(folder) as server:
        told = Story(server, browser, request.param, server.store())
        yield told
        for one in told.there.values():
            one.page.context.close()
        told.store.close()


def test_the_first_account_is_made_with_the_address_of_the_console(story: Story) -> None:
    lead = story.somebody("lead")
    text, page = lead.text, lead.page
    page.goto(f"{story.server.set_up_address()}&lang={story.language}")
    expect(page.locator("h1")).to_have_text(text("account.set_up.title"))
    page.get_by_label(text("account.name")).fill("Lead")
    page.get_by_label(text("account.login"), exact=True).fill("lead")
    page.get_by_label(text("account.new_password"), exact=True).fill(PASSWORD)
    page.get_by_label(text("account.again")).fill(PASSWORD)
    page.get_by_role("radio", name=text("account.set_up.empty")).check()
    page.get_by_role("button", name=text("account.set_up.button"), exact=True).click()
    lead.reads(text("tasks.title"))
    lead.sees(text("tasks.nothing"))
    page.goto(f"{story.server.set_up_address()}&lang={story.language}")
    expect(page.locator("h1")).to_have_text(text("account.told.set_up_done.title"))


def test_24_institutions_come_in_from_a_file_after_a_look_at_what_it_would_change(story: Story) -> None:
    lead = story.somebody("lead")
    text, counted = lead.text, lead.text("subjects.institution.several", number=24)
    lead.opens("/institutions")
    lead.presses(text("institutions.import"))
    lead.brings("institutions.csv", register_file())
    lead.sees(text("institutions.preview"))
    lead.presses(text("institutions.apply_new", new=counted))
    lead.reads(text("institutions.title"))
    lead.sees(text("institutions.shown", shown=24, all=counted))


def test_people_get_accounts_and_choose_their_own_passwords(story: Story) -> None:
    lead = story.somebody("lead")
    size = "phone" if story.language == "ko" else "laptop"
    for login, role, where in (("city", "officer", CITY), ("judge", "reviewer", ""), ("reader", "reader", "")):
        link = account(story, lead, login, role, where)
        own = story.somebody(login, "laptop" if role == "reviewer" else size)
        own.page.goto(link)
        expect(own.page.locator("h1")).to_have_text(own.text("account.choose.title"))
        own.page.get_by_label(own.text("account.new_password"), exact=True).fill(PASSWORD)
        own.page.get_by_label(own.text("account.again")).fill(PASSWORD)
        own.page.get_by_role("button", name=own.text("account.choose.button"), exact=True).click()
        own.signs_in(login, PASSWORD)
        own.sees(own.text("tasks.nothing"))
    makes = story.actor("lead")
    for login, roles in (
        ("colleague", [("officer", CITY)]),
        ("town", [("officer", TOWN)]),
        ("second", [("reviewer", "")]),
        ("others", [("officer", f"arinara_{number:02d}") for number in range(1, 25) if f"arinara_{number:02d}" not in (CITY, TOWN)]),
    ):
        people.add_person(makes, login, login.title(), "", "", roles)


def account(story: Story, lead: Somebody, login: str, role: str, where: str) -> str:
    """Made on the page; returns the link with which its holder chooses a password."""
    text = lead.text
    lead.opens("/people")
    lead.presses(text("people.add"))
    lead.reads(text("people.add_title"))
    lead.types(text("people.name"), login.title())
    lead.types(text("account.login"), login)
    lead.picks(text("people.roles"), text(f"account.roles.{role}"))
    if where:
        with story.store.reading() as connection:
            row = records.one(connection, tables.institutions, code=where)
        assert row
        lead.picks(text("people.institutions"), row["names"][story.language])
    lead.presses(text("people.add_now"))
    lead.reads(login.title())
    return lead.page.locator(".st-key-link code").inner_text()


def test_three_rounds_are_opened_step_by_step_and_started(story: Story) -> None:
    lead = story.somebody("lead")
    text = lead.text
    for edition, reviewers in ((INTEGRITY, 1), (INITIATIVE, 2), (RISK, 1)):
        open_round(lead, edition, reviewers)
        if edition == INTEGRITY:
            lead.opens(f"/round?round={story.round(edition)}&part=survey")
            lead.brings("survey.csv", survey())
            lead.presses(text("round.survey_attach"))
            lead.sees(text("round.survey_attached", file="survey.csv"))
        start(lead, story.round(edition), "self_assessment")
        assert {one.stage for one in rounds.list_rounds(story.actor("lead")) if one.edition == edition} == {model.SELF}


def open_round(lead: Somebody, edition: str, reviewers: int) -> None:
    text, title = lead.text, catalogue.edition(edition).wording(lead.language).edition()
    lead.opens("/rounds")
    lead.presses(text("rounds.open"))
    lead.page.get_by_role("radio", name=title).first.check(force=True)
    settle(lead.page)
    for step in ("names", "institutions", "dates", "rules", "confirm"):
        lead.presses(text("rounds.next"))
        lead.sees(text(f"rounds.steps.{step}"))
        settle(lead.page)
        if step == "rules":
            lead.types(text("rounds.reviewers"), str(reviewers))
    lead.page.reload()
    lead.sees(text("rounds.steps.confirm"))  # what was chosen stands in the address
    lead.presses(text("rounds.open_for", institutions=text("subjects.institution.several", number=24)))
    lead.page.wait_for_url(re.compile(r"/round\?"))
    lead.sees(text("stages.self_assessment"))
    settle(lead.page)


def start(lead: Somebody, number: int, to: str) -> None:
    """Move a round on, confirming what stands in the way."""
    text = lead.text
    lead.opens(f"/round?round={number}")
    lead.presses(text(f"round.step.{to}"))
    button = lead.page.get_by_role("dialog").get_by_role("button", name=re.compile(re.escape(text(f"round.step.{to}")) + "$"))
    button.click()
    lead.sees(text(f"round.went.{to}"))
    settle(lead.page)


def survey() -> bytes:
    made = answers(catalogue.edition(INTEGRITY).questionnaire)
    asked = made[made["respondent_group"] != RECORD]
    return asked.loc[:, (asked != "").any()].to_csv(index=False).encode()


def test_an_officer_answers_on_the_page_and_loses_nothing(story: Story) -> None:
    city = story.somebody("city")
    text, page = city.text, city.page
    city.opens("/")
    pictured(page, "tasks", story.language)
    number = story.kept(INITIATIVE, CITY).id
    city.opens(f"/answer?return={number}")
    choose(story, city, "anti_corruption_plan", MINE)
    saved(story, city, "anti_corruption_plan")
    page.locator(key(story, "self_audit")).get_by_role("spinbutton").nth(0).fill("12")
    page.locator(key(story, "self_audit")).get_by_role("spinbutton").nth(1).fill("15")
    page.keyboard.press("Tab")
    saved(story, city, "self_audit")
    page.add_init_script(LINES)
    page.reload()
    settle(page)
    expect(picked(story, city, "anti_corruption_plan")).to_be_checked()
    expect(page.locator(key(story, "self_audit")).get_by_role("spinbutton").nth(1)).to_have_value("15")
    page.get_by_role("button", name=re.compile(f"^{re.escape(text('answer.next', section='').strip())}")).click()
    settle(page)
    choose(story, city, "open_policy", MINE)
    saved(story, city, "open_policy")
    page.go_back()
    settle(page)
    expect(picked(story, city, "anti_corruption_plan")).to_be_checked()
    page.context.set_offline(True)
    page.evaluate("lines.forEach(line => line.close())")
    picked(story, city, "unit_in_charge", OTHERS).click(force=True)
    page.wait_for_timeout(500)
    assert "unit_in_charge" not in own(story), "it could not be sent, and nothing said that it was saved"
    page.context.set_offline(False)
    page.reload()
    settle(page)
    expect(picked(story, city, "anti_corruption_plan")).to_be_checked()
    expect(picked(story, city, "unit_in_charge", OTHERS)).not_to_be_checked()
    assert own(story) == {"anti_corruption_plan": MINE, "self_audit": "12/15", "open_policy": MINE}
    choose(story, city, "unit_in_charge", MINE)
    saved(story, city, "unit_in_charge")
    page.reload()
    settle(page)
    pictured(page, "answer", story.language)


def test_evidence_is_attached_beside_the_question(story: Story) -> None:
    city = story.somebody("city")
    place = city.page.locator(key(story, "unit_in_charge"))
    city.presses(city.text("evidence.beside"), place)
    city.brings("organisation.pdf", b"%PDF-1.4\n% a plan of the unit\n%%EOF\n", city.page.get_by_test_id("stPopoverBody"))
    expect(place.get_by_text(city.text("evidence.beside_some", number=1))).to_be_visible()


def test_two_at_once_see_both_answers_and_choose(story: Story) -> None:
    city, colleague = story.somebody("city"), arrives(story, "colleague")
    number = story.kept(INITIATIVE, CITY).id
    for one in (city, colleague):
        one.opens(f"/answer?return={number}&section=area_causes")
    choose(story, city, "own_initiatives", MINE)
    saved(story, city, "own_initiatives")
    choose(story, colleague, "own_initiatives", OTHERS)
    colleague.sees(colleague.text("answer.keep_theirs"))
    place = colleague.page.locator(key(story, "own_initiatives"))
    names = catalogue.edition(INITIATIVE).wording(story.language)
    scale = catalogue.edition(INITIATIVE).questionnaire.items["own_initiatives"].scale
    for label, choice in (("answer.theirs", MINE), ("answer.mine", OTHERS)):
        expect(place.get_by_text(f"{colleague.text(label)}: {names.choice(scale, choice)}")).to_be_visible()
    assert own(story)["own_initiatives"] == MINE, "nothing was overwritten"
    colleague.presses(colleague.text("answer.use_mine"), place)
    saved(story, colleague, "own_initiatives")
    assert own(story)["own_initiatives"] == OTHERS


def arrives(story: Story, login: str, at: str = "") -> Somebody:
    """Somebody with a session, on a machine of their own or another one."""
    one = story.somebody(at or login)
    with story.store.writing() as connection:
        token = sessions.begin(connection, story.actor(login).person.id, datetime.now(UTC))
    one.page.context.add_cookies([{"name": "haechi", "value": token, "url": story.server.address}])
    return one


def test_a_gap_is_named_before_handing_in(story: Story) -> None:
    city = story.somebody("city")
    text, page, kept = city.text, city.page, story.kept(INITIATIVE, CITY)
    fill(story, "city", INITIATIVE, CITY, leave=("citizen_auditors",))
    city.opens(f"/answer?return={kept.id}&section=check")
    city.sees(text("answer.missing", number=1))
    expect(page.get_by_role("button", name=text("answer.hand_in"), exact=True)).to_be_disabled()
    city.presses(story.question("citizen_auditors"))
    choose(story, city, "citizen_auditors", MINE)
    saved(story, city, "citizen_auditors")
    hand_in(city, kept)


def hand_in(officer: Somebody, kept: Return) -> None:
    text = officer.text
    officer.opens(f"/answer?return={kept.id}&section=check")
    officer.sees(text("answer.complete"))
    officer.presses(text("answer.hand_in"))
    officer.confirms(text("answer.hand_in_now"))
    officer.sees(text("answer.locked.submitted"))


def test_another_officer_answers_in_the_workbook(story: Story, tmp_path: Path) -> None:
    town, kept = arrives(story, "town"), story.kept(INITIATIVE, TOWN)
    text, page = town.text, town.page
    town.opens(f"/offline?return={kept.id}")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name=text("offline.workbook"), exact=True).click()
    town.brings("filled.xlsx", filled(Path(downloaded.value.path()).read_bytes(), kept))
    town.sees(text("offline.preview"))
    town.presses(text("offline.merge", number=20))
    town.sees(text("offline.merged", written=20, added=0))
    hand_in(town, kept)


def filled(content: bytes, kept: Return) -> bytes:
    """The workbook with the made-up answers of the institution in its column of answers, choices as its lists write them."""
    book, given = openpyxl.load_workbook(io.BytesIO(content)), made_up(kept)
    for page in book:
        for row in page.iter_rows():
            code = row[6].value if len(row) > 6 else None
            if code in given:
                row[3].value = written(book, page, row[3].coordinate, given[code])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def written(book: openpyxl.Workbook, page: openpyxl.worksheet.worksheet.Worksheet, cell: str, answer: str) -> str | float:
    return float(answer) if answer.replace(".", "").isdigit() else answer


def test_all_others_answer_too(story: Story) -> None:
    for code in NEIGHBOURS:
        fill(story, "others", INITIATIVE, code)
        returns.submit(story.actor("others"), story.kept(INITIATIVE, code).id)
    every = returns.list_returns(story.actor("lead"), story.round(INTEGRITY))
    for kept in every:
        login = {CITY: "city", TOWN: "town"}.get(kept.institution, "others")
        fill(story, login, INTEGRITY, kept.institution)
        returns.submit(story.actor(login), kept.id)
    risk = story.kept(RISK, CITY)
    subjects.add(story.actor("city"), risk.id, {"en": "Orders split", "ko": "분할 발주"})


def fill(story: Story, login: str, edition: str, institution: str, leave: tuple[str, ...] = ()) -> None:
    """What is not answered yet, from the made-up answers."""
    kept, actor = story.kept(edition, institution), story.actor(login)
    there = kept.given(kept.subjects[0].id)
    for code, answer in made_up(kept).items():
        if code not in there and code not in leave:
            returns.save(actor, kept.id, kept.subjects[0].id, code, answer, 0, "made up" if answer == "not_applicable" else "")


def made_up(kept: Return) -> dict[str, str]:
    made = answers(kept.edition.questionnaire)
    row = made[(made["respondent_group"] == RECORD) & (made["subject"] == kept.institution)].iloc[0]
    return {code: str(row[code]) for code in kept.asked(kept.subjects[0].id)}


def own(story: Story) -> dict[str, str]:
    """What the store holds of the city's answers."""
    kept = story.kept(INITIATIVE, CITY)
    return {code: answer for code, answer in kept.given(kept.subjects[0].id).items() if answer}


def key(story: Story, code: str, name: str = "question") -> str:
    return f".st-key-{name}_{story.kept(INITIATIVE, CITY).subjects[0].id}_{code}"


def picked(story: Story, who: Somebody, code: str, choice: str = MINE, name: str = "question"):
    """The button of a choice."""
    questionnaire = catalogue.edition(INITIATIVE).questionnaire
    place = list(questionnaire.scales[questionnaire.items[code].scale].choices or {}).index(choice)
    return who.page.locator(key(story, code, name)).get_by_role("radio").nth(place)


def choose(story: Story, who: Somebody, code: str, choice: str, name: str = "question") -> None:
    picked(story, who, code, choice, name).check(force=True)
    settle(who.page)


def saved(story: Story, who: Somebody, code: str) -> None:
    expect(who.page.locator(key(story, code)).get_by_text(re.compile(f"^{who.text('answer.saved')} "))).to_be_visible()


def test_the_review_begins_past_what_is_named(story: Story) -> None:
    lead, number = story.somebody("lead"), story.round(INITIATIVE)
    lead.opens(f"/round?round={number}&part=reviewers")
    lead.presses(lead.text("round.spread_now"))
    lead.sees(lead.text("round.spread_done"))
    start(lead, number, "review")
    pictured(lead.page, "round", story.language)


def test_a_reviewer_asks_back_and_the_officer_answers(story: Story) -> None:
    judge, city, kept = story.somebody("judge"), story.somebody("city"), story.kept(INITIATIVE, CITY)
    judge.opens(f"/review?return={kept.id}")
    judge.presses(judge.text("review.ask"), judge.page.locator(key(story, "unit_in_charge", "review")))
    asked = judge.page.get_by_test_id("stPopoverBody")
    asked.get_by_label(judge.text("review.question")).fill("Since when?")
    judge.presses(judge.text("review.ask_now"), asked)
    judge.opens(f"/review?return={kept.id}&tab=ask")
    judge.sees("Since when?")
    judge.presses(judge.text("review.send_back"))
    judge.confirms(judge.text("review.send_back_now"))
    judge.sees(judge.text("review.state.sent_back"))
    city.opens("/")
    city.follows(city.text("tasks.sent_back"))
    city.sees("Since when?")
    city.types(city.text("review.reply"), "Since 2019.")
    city.presses(city.text("review.officer.send"))
    hand_in(city, kept)


def test_reviewers_judge_apart_then_agree_and_sign(story: Story) -> None:
    judge, kept = story.somebody("judge"), story.kept(INITIATIVE, CITY)
    text, page = judge.text, judge.page
    judge.opens(f"/review?return={kept.id}&section=area_infrastructure")
    judge.sees("Since 2019.")
    choose(story, judge, "anti_corruption_plan", REVIEWED, "review")
    settle(page)
    place = page.locator(key(story, "anti_corruption_plan", "review"))
    place.get_by_label(text("review.reason")).fill("The plan is a draft.")
    page.keyboard.press("Tab")
    expect(place.get_by_text(re.compile(f"^{text('review.saved_review')} "))).to_be_visible()
    settle(page)
    judge.presses(text("review.accept", number=3))
    judge.sees(text("review.section_progress", done=4, total=4, left=16))
    accept_all(story, "judge", kept)
    judge.opens(f"/review?return={kept.id}")
    expect(page.get_by_role("radio", name=text("review.tab_agree"), exact=True)).to_have_count(0)
    judge.presses(text("review.finish"))
    judge.confirms(text("review.finish_now"))
    accept_all(story, "second", kept)
    review.finish(story.actor("second"), kept.id)
    second = arrives(story, "second")
    second.opens(f"/review?return={kept.id}&tab=agree")
    second.sees(text("review.points", number=1, open=1))
    second.sees("The plan is a draft.")
    pictured(second.page, "review", story.language)
    second.presses(text("review.take"), second.page.locator(key(story, "anti_corruption_plan", "point")))
    second.sees(text("review.points", number=1, open=0))
    second.opens(f"/review?return={kept.id}&tab=sign")
    second.sees(text("review.summary", number=20, differ=1))
    second.presses(text("review.sign"))
    second.confirms(text("review.sign_now", name="Second"))
    second.sees(re.compile("Reviewed against|Second"))


def accept_all(story: Story, login: str, kept: Return) -> None:
    """The rest as the institution said."""
    actor = story.actor(login)
    found = review.read(actor, kept.id)
    for subject in kept.subjects:
        left = tuple(item for number, item in found.unjudged() if number == subject.id)
        if left:
            review.accept(actor, kept.id, subject.id, left)


def test_all_others_are_reviewed_too(story: Story) -> None:
    lead, integrity = story.actor("lead"), story.round(INTEGRITY)
    assigning.distribute(lead, integrity, [story.actor("judge").person.id])
    go_on(lead, integrity, model.REVIEW)
    for edition, reviewers in ((INITIATIVE, ("judge", "second")), (INTEGRITY, ("judge",))):
        for kept in returns.list_returns(lead, story.round(edition)):
            if kept.state == model.SUBMITTED:
                for login in reviewers:
                    accept_all(story, login, kept)
                    review.finish(story.actor(login), kept.id)
                agreement.sign_off(story.actor("judge"), kept.id, "Reviewed.")
    go_on(lead, integrity, model.CLOSED)
    go_on(lead, integrity, model.PUBLISHED)


def go_on(lead: Actor, number: int, to: str) -> None:
    step = stages.next_step(lead, number)
    assert step and step.to == to
    stages.go_on(lead, number, to, step.obstacles)


def test_the_round_is_closed_and_its_results_published(story: Story) -> None:
    lead, number = story.somebody("lead"), story.round(INITIATIVE)
    start(lead, number, "closed")
    start(lead, number, "published")
    lead.opens(f"/round?round={number}&part=results")
    lead.follows(lead.text("published.open"))
    settle(lead.page)


def test_a_reader_sees_results_and_nothing_else(story: Story) -> None:
    reader, kept = story.somebody("reader"), story.kept(INITIATIVE, CITY)
    text, page = reader.text, reader.page
    reader.opens("/published")
    for edition in (INTEGRITY, INITIATIVE):
        reader.sees(next(one.named(story.language) for one in rounds.list_rounds(story.actor("lead")) if one.edition == edition))
    page.locator("[class*=st-key-published_]").last.get_by_role("link", name=text("published.open")).click()
    page.wait_for_url(re.compile(r"/results\?"))
    reader.sees(text("results.table"))
    pictured(page, "results", story.language)
    page.goto(page.url.replace("/results?", "/scorecard?") + f"&subject={CITY}")
    reader.reads(re.compile(re.escape(story.named(CITY))))
    pictured(page, "scorecard", story.language)
    for name in ("rounds", "institutions", "people", "administration"):
        expect(page.get_by_role("link", name=text(f"pages.{name}"), exact=True)).to_have_count(0)
    for path, told in (
        (f"/answer?return={kept.id}", "answer.not_here"),
        (f"/evidence?return={kept.id}", "answer.not_here"),
        (f"/review?return={kept.id}", "review.not_here"),
        (f"/round?round={story.round(RISK)}", "round.not_here"),
        (f"/institutions?institution={CITY}&view=change", ""),
        ("/people", "people.not_yours"),
    ):
        reader.opens(path)
        if told:
            reader.reads(text(told))
    with story.store.reading() as connection:
        piece = records.every(connection, tables.evidence)[0]
    assert page.request.get(story.server.address + evidence.address(piece["id"], 1)).status == 404
    assert story.somebody("city").page.request.get(story.server.address + evidence.address(piece["id"], 1)).status == 200


def test_signing_out_everywhere_ends_the_other_tab_and_the_other_machine(story: Story) -> None:
    city = story.somebody("city")
    tab = Somebody(city.page.context.new_page(), city.address, city.language)
    machine = arrives(story, "city", "another machine")
    for one in (tab, machine):
        one.opens("/")
        one.reads(city.text("tasks.title"))
    city.opens("/account")
    city.presses(city.text("account.sign_out.everywhere"))
    city.page.get_by_role("dialog").get_by_role("button", name=city.text("account.sign_out.everywhere"), exact=True).click()
    city.sees(city.text("account.needed"))
    for one in (tab, machine):
        one.page.reload()
        one.sees(city.text("account.needed"))
