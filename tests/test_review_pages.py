"""The pages of evidence and review, as officers, reviewers and the coordinator use them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from assessments.register.access import Actor
from assessments.rounds import model, returns
from assessments.rounds.evidence import evidence
from assessments.rounds.review import agreement, questions, review
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.texts import LANGUAGES
from tests.pages import opened, words
from tests.stores import NOW, a_round, institution, person
from tests.test_evidence import PDF, own
from tests.test_review import ITEM, OTHER, accept_rest, finish, handed_in, reviewer, seen
from views import who


@pytest.fixture
def store(page_store: Store) -> Store:
    return page_store


@pytest.fixture
def officer(store: Store) -> Actor:
    """Still answering."""
    institution(store, "port", "central")
    a_round(store, "kr_initiative_2014", "port")
    return person(store, "Ok", "officer", institution="port")


@pytest.fixture
def ann(store: Store) -> Actor:
    return reviewer(store, "Ann", own(handed_in(store)).id)


@pytest.fixture
def bob(ann: Actor) -> Actor:
    return reviewer(ann.store, "Bob", own(ann).id)


def page(name: str, actor: Actor, language: str = "en", **address: str) -> AppTest:
    return opened(name, actor, lang=language, **{"return": str(own(actor).id), **address})


def html(test: AppTest) -> str:
    return "\n".join(element.value for element in test.get("html"))


def radio(test: AppTest, code: str) -> object:
    return next(one for one in test.radio if f"/{code}/" in str(one.key))


def pressed(test: AppTest, key: str) -> AppTest:
    return next(one for one in test.button if str(one.key).endswith(key)).click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_and_links_are_attached_on_the_page_and_listed_by_question(officer: Actor, language: str) -> None:
    names, key = own(officer).edition.wording(language), (own(officer).subjects[0].id, ITEM)
    test = page("evidence", officer, language)
    test.file_uploader[0].upload("plan.pdf", PDF, "application/pdf")
    test.multiselect[0].set_value([key])
    pressed(test, "attach_file")
    (one,) = evidence.list_evidence(officer, own(officer).id)
    assert one.uses == {key}
    assert names.question(ITEM) in words(test) and f'href="/evidence/{one.id}/1"' in html(test)
    test.segmented_control(key="evidence_kind").set_value("link").run()
    test.text_input(key="evidence_url").set_value("https://port.example")
    pressed(test, "attach_link")
    assert 'href="https://port.example"' in html(test)


def test_what_is_not_taken_is_said_and_nothing_is_attached(officer: Actor) -> None:
    test = page("evidence", officer, "ko")
    test.file_uploader[0].upload("page.pdf", b"<html>", "application/pdf")
    pressed(test, "attach_file")
    assert "확장자('pdf')와 맞지 않습니다" in test.error[0].value.replace("\\", "")
    assert evidence.list_evidence(officer, own(officer).id) == []
    pressed(test, "attach_file")
    assert "먼저 적으십시오" in test.error[0].value


def test_a_removed_piece_comes_back_with_one_click(officer: Actor) -> None:
    one = evidence.add_file(officer, own(officer).id, "plan.pdf", PDF)
    test = page("evidence", officer, evidence=str(one.id))
    pressed(test, f"remove_{one.id}")
    assert evidence.list_evidence(officer, own(officer).id) == []
    test = page("evidence", officer)
    assert "Nothing is attached yet" in words(test)
    pressed(test, f"restore_{one.id}")
    assert len(evidence.list_evidence(officer, own(officer).id)) == 1


def test_a_piece_is_revised_renamed_and_connected_on_its_own_page(officer: Actor) -> None:
    key = (own(officer).subjects[0].id, OTHER)
    one = evidence.add_file(officer, own(officer).id, "plan.pdf", PDF)
    test = page("evidence", officer, evidence=str(one.id))
    test.file_uploader[0].upload("plan 2.pdf", PDF + b"2", "application/pdf")
    next(button for button in test.button if button.label == "Put it in place").click().run()
    test.text_input[0].set_value("The plan")
    next(button for button in test.button if button.label == "Change the name").click().run()
    test.multiselect[0].set_value([key])
    next(button for button in test.button if button.label == "Change the questions").click().run()
    (after,) = evidence.list_evidence(officer, own(officer).id)
    assert (after.title, after.uses, len(after.revisions)) == ("The plan", {key}, 2)
    assert f'href="/evidence/{one.id}/1"' in html(test), "the older revision stays"


def test_a_title_is_shown_as_it_was_written_and_never_as_marks(officer: Actor) -> None:
    evidence.add_link(officer, own(officer).id, "https://x.org/?a='><script>", "<img src=x onerror=alert(1)>")
    said = html(page("evidence", officer))
    assert "&lt;img src=x onerror=alert(1)&gt;" in said
    assert "'><script>" not in said


def beside_question(return_id: int, subject_id: int) -> None:
    from assessments.rounds import returns
    from views import who
    from views.evidence import beside

    actor = who.needed()
    beside.show(actor, returns.read(actor, return_id), subject_id, "anti_corruption_plan")


def reopened(test: AppTest, subject: int) -> AppTest:
    """A browser would say at every click that it is still open."""
    test.session_state[f"evidence_{subject}_{ITEM}"] = True
    return test.run()


def test_evidence_is_attached_beside_a_question(officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(who, "needed", lambda: officer)
    monkeypatch.setattr(who, "actor", lambda: officer)
    subject = own(officer).subjects[0].id
    test = AppTest.from_function(beside_question, args=(own(officer).id, subject), default_timeout=30).run()
    assert not test.file_uploader, "nothing is drawn before it is opened"
    reopened(test, subject).file_uploader[0].upload("plan.pdf", PDF, "application/pdf").run()
    written = reopened(test, subject).text_input[0].set_value("ftp://no")
    test.session_state[f"evidence_{subject}_{ITEM}"] = True
    written.run()
    assert "is not the address of a page" in test.error[0].value.replace("\\", "")
    assert [one.title for one in evidence.list_evidence(officer, own(officer).id)] == ["plan.pdf"]
    assert not test.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reviewer_finds_what_waits_and_judges_it_section_by_section(ann: Actor, bob: Actor, language: str) -> None:
    test = opened("review", ann, lang=language)
    assert not test.exception and "20" in words(test)
    test = page("review", ann, language)
    radio(test, ITEM).set_value("3").run()
    assert seen(ann).mine == {}, "a value that differs waits for its reason"
    next(one for one in test.text_area if str(one.key).endswith(f"/{ITEM}/0/reason")).set_value("no dates").run()
    (given,) = seen(ann).mine.values()
    assert (given.answer, given.reason) == ("3", "no dates")
    radio(test, OTHER).set_value("0").run()
    assert len(seen(ann).mine) == 2
    pressed(test, "accept")
    section = test.selectbox(key="choice_section").value
    assert section == "area_infrastructure" and len(seen(ann).mine) == 4
    assert radio(test, OTHER).value == "0"


def test_a_question_is_asked_beside_what_it_is_about_and_answered_by_the_institution(ann: Actor) -> None:
    test = page("review", ann)
    subject = own(ann).subjects[0].id
    test.session_state[f"ask_{subject}_{ITEM}"] = True
    test.run()
    test.text_area(key=f"ask_{subject}_{ITEM}_text").set_value("Which page?")
    pressed(test, f"ask_{subject}_{ITEM}_now")
    (asked,) = questions.list_questions(ann, own(ann).id)
    assert (asked.question, asked.item) == ("Which page?", ITEM)
    assert "Which page?" in words(test)


def test_reviewers_finish_agree_and_sign(ann: Actor, bob: Actor) -> None:
    finish(bob, **{OTHER: "2"})
    assert "differ" not in words(page("review", ann, tab="agree")).lower(), "not before all have finished"
    accept_rest(ann)
    test = page("review", ann)
    pressed(test, "finish")
    pressed(test, "finish_now")
    assert seen(ann).complete
    test = page("review", ann, tab="agree")
    assert "1 questions where a reviewer differs" in words(test) and "Bob found otherwise" in words(test)
    pressed(test, f"take_{own(ann).subjects[0].id}_{OTHER}_{bob.person.id}")
    assert seen(ann).unsettled() == []
    test = page("review", ann, tab="sign")
    assert "20 questions have an agreed value; 1 of them differ" in words(test)
    pressed(test, "sign")
    assert "for Port as Ann" in words(test)
    pressed(test, "sign_now")
    assert own(ann).state == model.SIGNED_OFF
    assert "Ann: Reviewed against the evidence" in words(page("review", ann, tab="sign"))


def test_a_return_is_sent_back_only_with_a_question(ann: Actor) -> None:
    test = page("review", ann, tab="ask")
    assert test.button(key="send_back").disabled
    test.text_area(key="ask_text").set_value("Is the plan in force?")
    pressed(test, "ask_send")
    pressed(test, "send_back")
    assert "Send the return back to Port with 1 open questions" in words(test)
    pressed(test, "send_back_now")
    assert own(ann).state == model.SENT_BACK
    assert "back with the institution" in words(page("review", ann))


def test_a_coordinator_joins_before_judging_and_takes_a_sign_off_back(store: Store) -> None:
    handed_in(store, reviewers=1)
    desk = person(store, "Co", "coordinator")
    test = page("review", desk)
    assert "lacks 1 of its reviewers" in words(test) and not test.radio
    pressed(test, "join")
    assert test.radio
    finish(desk)
    agreement.sign_off(desk, own(desk).id, "Reviewed")
    test = page("review", desk, tab="sign")
    pressed(test, "reopen")
    pressed(test, "reopen_now")
    assert own(desk).state == model.SUBMITTED


def test_an_officer_is_shown_no_review(store: Store) -> None:
    officer = handed_in(store)
    assert page("review", officer).title[0].value == "This review is not here"
    assert opened("review", officer, lang="ko").title[0].value == "검토할 답변서를 찾을 수 없습니다"


def officers_part(return_id: int) -> None:
    from assessments.rounds import returns
    from views import who
    from views.review import for_officer

    actor = who.needed()
    for_officer.show(actor, returns.read(actor, return_id))


def test_the_institution_answers_questions_and_later_sees_what_was_changed_and_why(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = handed_in(store, reviewers=1)
    ann, number = reviewer(store, "Ann", own(officer).id), own(officer).id
    asked = questions.ask(ann, number, "Which page?", own(officer).subjects[0].id, ITEM)
    monkeypatch.setattr(who, "needed", lambda: officer)
    monkeypatch.setattr(who, "actor", lambda: officer)
    test = AppTest.from_function(officers_part, args=(number,), default_timeout=30).run()
    assert "Which page?" in words(test)
    test.text_area(key=f"reply_{asked}").set_value("Page 4.")
    pressed(test, f"send_{asked}")
    assert questions.list_questions(officer, number)[0].answer == "Page 4."
    finish(ann, **{OTHER: "2"})
    assert "Ann found otherwise" not in words(test.run()), "nothing before the sign-off"
    agreement.sign_off(ann, number, "Reviewed")
    said = words(test.run())
    assert "Ann: Reviewed" in said and "Ann found otherwise" in said


def test_what_two_reviewers_write_at_once_is_not_overwritten(ann: Actor, bob: Actor) -> None:
    finish(ann)
    finish(bob, **{ITEM: "2"})
    test = page("review", ann, tab="agree")
    kept = own(ann)
    agreement.agree(bob, kept.id, kept.subjects[0].id, ITEM, "2", 0, "the plan is dated")
    radio(test, ITEM).set_value("0").run()
    assert seen(ann).final[kept.subjects[0].id, ITEM].answer == "2"
    assert "Somebody wrote this value meanwhile" in words(test)
    assert radio(test, ITEM).value == "2"


def test_a_changed_answer_is_to_be_judged_again(ann: Actor) -> None:
    accept_rest(ann)
    kept = own(ann)
    with ann.store.writing() as connection:
        key = {"subject_id": kept.subjects[0].id, "item": ITEM, "kind": model.OWN}
        records.change(connection, tables.answers, key, at=ann.clock().replace(hour=23))
    assert "changed its answer after you judged it" in words(page("review", ann))
    assert len(review.read(ann, returns.list_returns(ann)[0].id).unjudged()) == 1


def test_where_an_institution_has_several_subjects_one_is_judged_at_a_time(store: Store) -> None:
    institution(store, "ministry")
    a_round(store, "kr_corruption_risk_2024", "ministry", stage=model.REVIEW, reviewers=1)
    with store.writing() as connection:
        number = records.every(connection, tables.returns)[0]["id"]
        records.change(connection, tables.returns, {"id": number}, state=model.SUBMITTED)
        for place, code in enumerate(("bill", "decree")):
            subject = records.add(connection, tables.subjects, return_id=number, code=code, names={"en": code.title()}, position=place)
            told = {"subject_id": subject, "kind": model.OWN, "reviewer": 0, "answer": "no", "version": 1, "at": NOW}
            records.add_all(connection, tables.answers, [{**told, "item": f"gate_{gate}"} for gate in (1, 2, 3, 4)])
    ann = reviewer(store, "Ann", number)
    test = page("review", ann)
    assert list(test.selectbox(key="choice_subject").options) == ["Bill", "Decree"]
    test.selectbox(key="choice_subject").set_value(str(own(ann).subjects[1].id)).run()
    radio(test, "gate_1").set_value("no").run()
    assert list(seen(ann).mine) == [(own(ann).subjects[1].id, "gate_1")]
