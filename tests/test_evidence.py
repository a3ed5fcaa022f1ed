"""Evidence: files by content and links, in revisions, for as many questions as they speak to; locked with the return."""

from __future__ import annotations

import hashlib
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from assessments.register.access import Actor, Refused
from assessments.rounds import model, returns
from assessments.rounds.evidence import evidence, evidence_limits, file_types
from assessments.rounds.evidence.attached import Evidence
from assessments.rounds.evidence.file_types import Limits
from assessments.rounds.returns import NotNow, Return, Unfit
from assessments.store import records, tables
from assessments.store.engine import Store
from assessments.store.files import LostFile
from tests.stores import a_round, institution, person

PDF = b"%PDF-1.7\nthe plan of 2026"
NEWER = b"%PDF-1.7\nthe plan of 2026, signed"
ITEM, OTHER = "anti_corruption_plan", "head_reviews"


@pytest.fixture
def officer(store: Store) -> Actor:
    institution(store, "port", "central")
    institution(store, "city", "basic_local")
    a_round(store, "kr_initiative_2014", "port", "city")
    return person(store, "Ok", "officer", institution="port")


def own(actor: Actor) -> Return:
    return returns.list_returns(actor)[0]


def plan(actor: Actor) -> Evidence:
    mine = own(actor)
    return evidence.add_file(actor, mine.id, "plan.pdf", PDF, "Plan", frozenset({(mine.subjects[0].id, ITEM)}))


def state(actor: Actor, state: str, stage: str = model.REVIEW) -> None:
    mine = own(actor)
    with actor.store.writing() as connection:
        records.change(connection, tables.returns, {"id": mine.id}, state=state)
        records.change(connection, tables.rounds, {"id": mine.round.id}, stage=stage)


def reviewer(actor: Actor) -> Actor:
    found = person(actor.store, "Re", "reviewer")
    with actor.store.writing() as connection:
        records.add(connection, tables.assignments, return_id=own(actor).id, person_id=found.person.id)
    return found


def test_a_file_is_there_for_whoever_reads_next_with_its_digest(officer: Actor) -> None:
    added = plan(officer)
    assert evidence.list_evidence(officer, own(officer).id) == [added]
    (revision,) = added.revisions
    assert (revision.number, revision.file_name, revision.size, revision.by) == (1, "plan.pdf", len(PDF), "Ok")
    assert revision.sha256 == hashlib.sha256(PDF).hexdigest()
    assert evidence.open_file(officer, added.id, 1) == evidence.File("plan.pdf", "application/pdf", PDF)


def test_a_newer_revision_stands_beside_the_older_one(officer: Actor) -> None:
    added = plan(officer)
    after = evidence.revise(officer, added.id, "plan signed.pdf", NEWER)
    assert [(one.number, one.file_name) for one in after.revisions] == [(1, "plan.pdf"), (2, "plan signed.pdf")]
    assert evidence.open_file(officer, added.id, 1).content == PDF
    assert evidence.open_file(officer, added.id, 2).content == NEWER
    with pytest.raises(Unfit, match="the same file as the last revision"):
        evidence.revise(officer, added.id, "again.pdf", NEWER)


def test_two_who_revise_at_the_same_moment_both_leave_a_revision(officer: Actor) -> None:
    added = plan(officer)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda content: evidence.revise(officer, added.id, "plan.pdf", content), (NEWER, NEWER + b" twice")))
    (one,) = evidence.list_evidence(officer, own(officer).id)
    assert [held.number for held in one.revisions] == [1, 2, 3]


def test_one_piece_speaks_to_several_questions_and_a_question_has_several(officer: Actor) -> None:
    subject, added = own(officer).subjects[0].id, plan(officer)
    evidence.use_for(officer, added.id, subject, OTHER)
    assert evidence.use_for(officer, added.id, subject, OTHER).uses == {(subject, ITEM), (subject, OTHER)}
    evidence.add_link(officer, own(officer).id, "https://port.example/minutes?id=4", uses=frozenset({(subject, OTHER)}))
    found = evidence.list_evidence(officer, own(officer).id)
    assert [one.title for one in found if (subject, OTHER) in one.uses] == ["Plan", "https://port.example/minutes?id=4"]
    assert evidence.not_for(officer, added.id, subject, ITEM).uses == {(subject, OTHER)}


def test_a_question_that_the_return_does_not_have_gets_no_evidence(officer: Actor) -> None:
    subject, added = own(officer).subjects[0].id, plan(officer)
    with pytest.raises(Refused):
        evidence.use_for(officer, added.id, subject, "no_such_item")
    with pytest.raises(Refused):
        evidence.add_file(officer, own(officer).id, "plan.pdf", PDF, uses=frozenset({(subject + 1, ITEM)}))
    assert len(evidence.list_evidence(officer, own(officer).id)) == 1


def test_what_is_removed_can_be_brought_back_and_is_nobodys_to_read_meanwhile(officer: Actor) -> None:
    added, judge = plan(officer), reviewer(officer)
    evidence.remove(officer, added.id)
    assert evidence.list_evidence(officer, own(officer).id) == []
    for somebody in (officer, judge):
        with pytest.raises(Refused):
            evidence.open_file(somebody, added.id, 1)
    with pytest.raises(Refused):
        evidence.rename(officer, added.id, "Plan, old")
    assert [one.id for one in evidence.list_removed(officer, own(officer).id)] == [added.id]
    assert evidence.restore(officer, added.id) == added


def test_evidence_is_locked_with_the_return_and_open_again_with_it(officer: Actor) -> None:
    added, mine = plan(officer), own(officer)
    state(officer, model.SUBMITTED)
    acts = (
        lambda: evidence.add_file(officer, mine.id, "plan.pdf", PDF),
        lambda: evidence.add_link(officer, mine.id, "https://port.example"),
        lambda: evidence.revise(officer, added.id, "plan.pdf", NEWER),
        lambda: evidence.rename(officer, added.id, "New"),
        lambda: evidence.use_for(officer, added.id, mine.subjects[0].id, OTHER),
        lambda: evidence.not_for(officer, added.id, mine.subjects[0].id, ITEM),
        lambda: evidence.remove(officer, added.id),
    )
    for act in acts:
        with pytest.raises(NotNow, match="locked"):
            act()
    assert evidence.list_evidence(officer, mine.id) == [added]
    state(officer, model.SENT_BACK)
    assert evidence.rename(officer, added.id, " New  name ").title == "New name"


def test_a_reviewer_reads_and_changes_nothing(officer: Actor) -> None:
    added, judge, stranger = plan(officer), reviewer(officer), person(officer.store, "Stranger", "reviewer")
    assert evidence.open_file(judge, added.id, 1).content == PDF
    with pytest.raises(Refused):
        evidence.rename(judge, added.id, "Mine")
    for somebody in (stranger, person(officer.store, "Na", "officer", institution="city"), person(officer.store, "Ad", "administrator")):
        with pytest.raises(Refused):
            evidence.open_file(somebody, added.id, 1)


def test_every_change_is_in_the_log(officer: Actor) -> None:
    added, mine = plan(officer), own(officer)
    evidence.revise(officer, added.id, "plan.pdf", NEWER)
    evidence.remove(officer, added.id)
    with officer.store.reading() as connection:
        rows = [row for row in records.every(connection, tables.changes) if row["return_id"] == mine.id]
    assert [row["what"] for row in rows] == ["evidence.add_file", "evidence.revise", "evidence.remove"]
    assert rows[0]["after"] == {"file": "plan.pdf", "sha256": hashlib.sha256(PDF).hexdigest(), "for": [f"port/{ITEM}"]}
    assert (rows[1]["before"]["sha256"], rows[1]["after"]["sha256"]) == (hashlib.sha256(PDF).hexdigest(), hashlib.sha256(NEWER).hexdigest())


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x.org", "https://", "http://a b.org", "https://u:p@x.org", ""]
)
def test_only_addresses_of_pages_are_links(officer: Actor, url: str) -> None:
    with pytest.raises(Unfit, match="is not the address of a page"):
        evidence.add_link(officer, own(officer).id, url)


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(officer: Actor) -> None:
    added = plan(officer)
    digest = added.revisions[0].sha256
    (officer.store.folder / "files" / digest[:2] / digest).write_bytes(b"%PDF-forged")
    with pytest.raises(LostFile, match="was changed"):
        evidence.open_file(officer, added.id, 1)


def packed(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100
FINE = {
    "a.pdf": PDF,
    "a.PNG": b"\x89PNG\r\n\x1a\n...",
    "a.jpeg": b"\xff\xd8\xff\xe0...",
    "a.docx": packed(word__document=b"<w/>"),
    "a.xlsx": packed(xl__workbook=b"<x/>"),
    "a.odt": packed(mimetype=b"application/vnd.oasis.opendocument.text"),
    "a.hwpx": packed(mimetype=b"application/hwp+zip"),
    "a.hwp": OLE + "FileHeader".encode("utf-16-le"),
    "a.xls": OLE + "Workbook".encode("utf-16-le"),
    "a.zip": packed(anything=b"1"),
    "a.csv": "기관,점수\n".encode("cp949"),
    "a.txt": "점수".encode("utf-16"),
}
UNFIT = {
    "a.exe": (b"MZ", "files of the kind 'exe' are not taken"),
    "a.html": (b"<script>alert(1)</script>", "files of the kind 'html' are not taken"),
    "a.svg": (b"<svg onload='alert(1)'/>", "files of the kind 'svg' are not taken"),
    "plan": (PDF, "files of the kind '' are not taken"),
    "plan.pdf.exe": (PDF, "files of the kind 'exe' are not taken"),
    "page.pdf": (b"<html><script>", "does not hold what its ending 'pdf' says"),
    "encrypted.docx": (OLE, "if it is encrypted, remove the encryption"),
    "sheet.docx": (packed(xl__workbook=b""), "does not hold what its ending 'docx' says"),
    "word.hwp": (OLE + "WordDocument".encode("utf-16-le"), "does not hold what its ending 'hwp' says"),
    "cut.xlsx": (packed(xl__workbook=b"1")[:40], "does not hold what its ending 'xlsx' says"),
    "program.txt": (b"MZ\x00\x01", "does not hold what its ending 'txt' says"),
    "empty.pdf": (b"", "is empty"),
}


@pytest.mark.parametrize("name", FINE)
def test_files_of_an_office_are_taken(name: str) -> None:
    assert file_types.wrong(Limits(), name, FINE[name]) is None


@pytest.mark.parametrize("name", UNFIT)
def test_a_file_is_what_its_ending_says_or_is_not_taken(name: str) -> None:
    content, why = UNFIT[name]
    assert why in str(file_types.wrong(Limits(), name, content))


def test_the_size_has_a_limit_that_an_administrator_sets(officer: Actor) -> None:
    desk = person(officer.store, "Ad", "administrator")
    big = PDF + b"\0" * file_types.MEGABYTE
    assert file_types.wrong(evidence_limits.read(officer), "a.pdf", big) is None
    evidence_limits.change(desk, 1, ("pdf",))
    with pytest.raises(Unfit, match=r"has 1\.1 MB and at most 1 MB are taken"):
        evidence.add_file(officer, own(officer).id, "big.pdf", big)
    with pytest.raises(Unfit, match="save it as one of pdf"):
        evidence.add_file(officer, own(officer).id, "a.txt", b"text")
    with pytest.raises(Unfit, match="kind exe"):
        evidence_limits.change(desk, 1, ("pdf", "exe"))
    assert evidence_limits.read(officer) == Limits(1, ("pdf",))


@pytest.mark.parametrize(
    ("sent", "kept"), [("../../etc/plan.pdf", "plan.pdf"), ("C:\\x\\plan.pdf", "plan.pdf"), ("pl\r\nan.pdf", "plan.pdf")]
)
def test_a_file_name_has_no_folders_and_no_line_breaks(officer: Actor, sent: str, kept: str) -> None:
    assert evidence.add_file(officer, own(officer).id, sent, PDF).revisions[0].file_name == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert file_types.cleaned("a" * 300 + ".pdf") == "a" * 196 + ".pdf"
