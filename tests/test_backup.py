"""Backups: everything in one file, checked before it is used, back into an empty store of either kind, all of it or nothing."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from assessments.__main__ import main
from assessments.register import backups, log
from assessments.register.access import Actor, Refused
from assessments.register.institutions import institutions
from assessments.register.institutions.institution import Institution
from assessments.rounds import model, returns
from assessments.rounds.evidence import evidence
from assessments.rounds.results import results
from assessments.store import backup, copies, records, tables
from assessments.store.engine import Store, open_store
from assessments.store.tables import metadata
from assessments.tables.problems import DataError
from tests.postgres import postgres_url
from tests.stores import NOW, a_round, institution, person

Captured = pytest.CaptureFixture[str]


def lived_in(store: Store) -> Actor:
    """A store in which most things happened: a register with a parent, answers, evidence, a result, sessions and codes. Gives the administrator."""
    admin, coordinator = person(store, "Ada", "administrator"), person(store, "Ko", "coordinator")
    institution(store, "city", "basic_local", staff=1200, since=date(1995, 1, 1))
    institutions.add(coordinator, Institution("borough", {"en": "Borough", "ko": "자치구"}, parent="city", more={"region": "north"}))
    number = a_round(store, "kr_initiative_2014", "city", ceiling=0.2)
    officer = person(store, "Ok", "officer", institution="city")
    mine = returns.list_returns(officer)[0]
    subject = mine.subjects[0]
    item = mine.asked(subject.id)[0]
    returns.save(officer, mine.id, subject.id, item, "not_applicable", 0, reason='따로 정함 – "quoted"\n', comment="☂")
    evidence.add_file(officer, mine.id, "plan.txt", b"a plan", "Plan", frozenset({(subject.id, item)}))
    with store.writing() as connection:
        results.freeze(connection, coordinator, number)
        records.change(connection, tables.rounds, {"id": number}, stage=model.CLOSED)
        records.add(connection, tables.sessions, token="secret", person_id=admin.person.id, begun_at=NOW, seen_at=NOW, until=NOW)
        records.add(connection, tables.one_time_codes, code="door", purpose="password", person_id=admin.person.id, until=NOW)
    a_round(store, "kr_initiative_2014", "borough", cycle="2027")
    with store.writing() as connection:
        records.change(connection, tables.rounds, {"cycle": "2027"}, before=number)
    return admin


def content(store: Store) -> dict[str, list[Any]]:
    """Every row of every table that is copied, without what backups write of themselves into the log."""
    with store.reading() as connection:
        rows = {table.name: records.every(connection, table) for table in copies.TABLES}
    return rows | {"changes": [row for row in rows["changes"] if not row["what"].startswith("backups.")]}


def empty(folder: Path, kind: str) -> Store:
    return open_store(folder, postgres_url() if kind == "postgresql" else "")


def progress(seen: list[float]) -> backup.Progress:
    return lambda done, total: seen.append(done / total)


# -- there and back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_a_backup_makes_the_same_store_again_in_either_database_and_back(store: Store, other: str, tmp_path: Path) -> None:
    lived_in(store)
    backups.save(store, tmp_path / "first.zip", NOW)
    there = empty(tmp_path / "there", other)
    backups.restore(there, tmp_path / "first.zip", NOW)
    assert content(there) == content(store)
    backups.save(there, tmp_path / "second.zip", NOW)
    back = empty(tmp_path / "back", store.engine.dialect.name)
    backups.restore(back, tmp_path / "second.zip", NOW)
    assert content(back) == content(store)
    names = store.files.names()
    assert len(names) >= 5 and back.files.names() == names
    assert [back.files.read(name) for name in names] == [store.files.read(name) for name in names]
    there.close()
    back.close()


def test_new_rows_are_numbered_after_the_restored_ones_and_the_log_stays_frozen(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    backups.save(store, tmp_path / "a.zip", NOW)
    there = empty(tmp_path / "there", store.engine.dialect.name)
    backups.restore(there, tmp_path / "a.zip", NOW)
    with there.reading() as connection:
        people = [row["id"] for row in records.every(connection, tables.people)]
    assert person(there, "New", "reader").person.id == max(people) + 1
    with pytest.raises(sa.exc.DatabaseError), there.writing() as connection:
        records.change(connection, tables.changes, {"by_name": "Ko"}, by_name="Nobody")
    there.close()


def test_sessions_codes_and_failures_stay_out(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    backups.save(store, tmp_path / "a.zip", NOW)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    assert {table.name for table in metadata.sorted_tables} - {Path(name).stem for name in names if name.startswith("tables/")} == {
        "sessions",
        "one_time_codes",
        "sign_in_failures",
    }
    assert b'"secret"' not in everything and b'"door"' not in everything


def test_a_backup_says_what_it_is(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    seen: list[float] = []
    backups.save(store, tmp_path / "a.zip", NOW, progress(seen))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        said = json.loads(archive.read("backup.json"))
        names = set(archive.namelist())
    assert (said["format"], said["software"], said["made_at"], said["lost"]) == (1, "0.1.0", "2026-11-25T09:00:00+00:00", [])
    assert said["rows"]["people"] == 3 and said["tables_version"]
    assert names == {"backup.json", *said["members"]}
    assert seen == sorted(seen) and seen[-1] == 1
    assert stat.S_IMODE((tmp_path / "a.zip").stat().st_mode) == 0o600


def test_what_is_written_while_a_backup_reads_is_wholly_in_it_or_not_at_all(store: Store, tmp_path: Path) -> None:
    """The first table is being read when somebody adds an institution and a person; the copy knows neither."""
    lived_in(store)
    before = content(store)
    written: list[int] = []

    def meanwhile(done: int, total: int) -> None:
        if not written:
            written.append(person(store, "Late", "reader").person.id)
            institution(store, "late")

    backups.save(store, tmp_path / "a.zip", NOW, meanwhile)
    there = empty(tmp_path / "there", "sqlite")
    backups.restore(there, tmp_path / "a.zip", NOW)
    assert content(there) == before != content(store)
    there.close()


def test_a_lost_file_is_named_and_the_rest_is_saved(store: Store, tmp_path: Path) -> None:
    lived_in(store)
    name = store.files.keep(b"a plan")
    (store.folder / "files" / name[:2] / name).write_bytes(b"another plan")
    contents = backups.save(store, tmp_path / "a.zip", NOW)
    assert contents.lost == [name] and name not in contents.files
    there = empty(tmp_path / "there", "sqlite")
    backups.restore(there, tmp_path / "a.zip", NOW)
    assert content(there) == content(store)
    there.close()


def test_making_and_restoring_stand_in_the_log(store: Store, tmp_path: Path) -> None:
    admin = lived_in(store)
    assert backups.last(admin) is None
    backups.save(store, tmp_path / "a.zip", NOW)
    assert backups.last(admin) == backups.Last(NOW, "")
    there = empty(tmp_path / "there", store.engine.dialect.name)
    backups.restore(there, tmp_path / "a.zip", NOW)
    newest = log.list_changes(Actor(there, admin.person), last=1)[0]
    assert (newest["what"], newest["about"], newest["before"]) == ("backups.restore", "a.zip", "2026-11-25T09:00:00+00:00")
    there.close()


# -- what cannot be restored, and says why ----------------------------------------------------------------------------


def refused(store: Store, path: Path) -> str:
    """What is said; nothing may have been written."""
    before, files = content(store), store.files.names()
    with pytest.raises(DataError) as error:
        backups.restore(store, path, NOW)
    assert content(store) == before and store.files.names() == files
    return str(error.value)


def made(tmp_path: Path) -> Path:
    store = open_store(tmp_path / "source", "")
    lived_in(store)
    backups.save(store, tmp_path / "a.zip", NOW)
    store.close()
    return tmp_path / "a.zip"


def altered(path: Path, member: str, change: Any) -> Path:
    """The same backup, but for one member."""
    other = path.with_name("altered.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return other


def test_a_store_that_is_not_empty_is_left_alone_and_named(store: Store, tmp_path: Path) -> None:
    path = made(tmp_path)
    institution(store, "port")
    said = refused(store, path)
    assert "holds data already (institutions: 1). Nothing was changed" in said
    assert ("haechi.db" if store.engine.dialect.name == "sqlite" else "postgresql://") in said


def test_a_member_that_changed_is_named(store: Store, tmp_path: Path) -> None:
    path = altered(made(tmp_path), "tables/people.jsonl", lambda content: content.replace(b"Ada", b"Eve"))
    assert "is damaged: tables/people.jsonl of it changed since it was made" in refused(store, path)


@pytest.mark.parametrize("what", ["cut", "flipped", "text", "other zip", "no table"])
def test_a_damaged_file_is_refused(store: Store, tmp_path: Path, what: str) -> None:
    path = made(tmp_path)
    content = bytearray(path.read_bytes())
    if what == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif what == "flipped":
        content[len(content) // 3] ^= 0xFF
        path.write_bytes(content)
    elif what == "text":
        path.write_text("no backup")
    elif what == "other zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("hello.txt", "hello")
    else:
        path = altered(path, "backup.json", lambda content: content.replace(b"tables/people.jsonl", b"tables/persons.jsonl"))
    assert "damaged" in refused(store, path)


def test_another_version_says_which_software_can_restore_it(store: Store, tmp_path: Path) -> None:
    def newer(content: bytes) -> bytes:
        return json.dumps({**json.loads(content), "tables_version": "v9999", "software": "9.0"}).encode()

    said = refused(store, altered(made(tmp_path), "backup.json", newer))
    assert "made by version 9.0 of this software, with tables of version v9999" in said and "restore it with version 9.0" in said


def test_a_row_that_does_not_fit_takes_everything_back(store: Store, tmp_path: Path) -> None:
    """The last table is wrong: what was written before it is gone again, but for files, which harm nothing."""
    path = made(tmp_path)
    with zipfile.ZipFile(path) as archive:
        rows = archive.read("tables/roles.jsonl")
    changed = rows + b'{"person_id": 999, "role": "reader", "institution": ""}\n'
    digest, instead = (hashlib.sha256(one).hexdigest().encode() for one in (rows, changed))
    path = altered(path, "tables/roles.jsonl", lambda _: changed)
    path = altered(path.rename(tmp_path / "b.zip"), "backup.json", lambda content: content.replace(digest, instead))
    with pytest.raises(DataError, match="has a row that does not fit \\(roles"):
        backups.restore(store, path, NOW)
    assert not any(content(store).values())


# -- on the page, and on the command line -----------------------------------------------------------------------------


def test_the_newest_backup_made_on_the_page_is_kept_and_may_be_fetched(store: Store) -> None:
    admin = lived_in(store)
    assert backups.kept(admin) is None
    backups.make(admin)
    later = Actor(store, admin.person, lambda: NOW.replace(hour=10))
    backups.make(later)
    kept = backups.kept(admin)
    assert kept and kept.name == "haechi-2026-11-25-100000.zip" and kept.size > 1000
    path = backups.fetch(admin, kept.name)
    assert [one.name for one in path.parent.iterdir()] == [kept.name]
    assert log.list_changes(admin, last=1)[0]["what"] == "backups.fetch"
    for name in ("haechi-2026-11-25-090000.zip", "../haechi.db", "..", ""):
        with pytest.raises(Refused):
            backups.fetch(admin, name)


def test_the_command_line_saves_and_restores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    lived_in(open_store(tmp_path / "data", ""))
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("HAECHI_DATA", str(tmp_path / "data"))
    path = str(tmp_path / "a.zip")
    assert main(["backup", path]) == 0
    assert "files of " in capsys.readouterr().err
    monkeypatch.setenv("HAECHI_DATA", str(tmp_path / "new"))
    assert main(["restore", path]) == 0
    assert "everybody signs in anew" in capsys.readouterr().err
    assert content(open_store(tmp_path / "new", "")) == content(open_store(tmp_path / "data", ""))
    assert main(["restore", path]) == 2
    line = capsys.readouterr().err
    assert line.startswith(f"{path}: cannot be restored into the store") and line.count("\n") == 1


def test_the_command_line_says_what_it_cannot_do_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("HAECHI_DATA", str(tmp_path / "data"))
    nothing, folder, kind = tmp_path / "no.zip", tmp_path / "no" / "a.zip", tmp_path / "a.txt"
    for arguments, said in [
        (["restore", str(nothing)], f"{nothing}: No such file"),
        (["backup", str(nothing)], f"{nothing}: would hold nothing: the store "),
        (["backup", str(folder)], f"{folder}: the folder"),
        (["backup", str(kind)], f"{kind}: '.txt' is not a kind of"),
    ]:
        assert main(arguments) == 2
        line = capsys.readouterr().err
        assert line.startswith(said) and line.count("\n") == 1
    assert not nothing.exists()


def test_an_older_backup_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data", "")
    lived_in(store)
    path = tmp_path / "a.zip"
    path.write_bytes(b"older")

    def full(done: int, total: int) -> None:
        raise OSError(28, "No space left on device", str(path))

    with pytest.raises(OSError, match="No space left"):
        backups.save(store, path, NOW, full)
    assert path.read_bytes() == b"older" and [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    backups.save(store, path, NOW)
    assert zipfile.is_zipfile(path)
    store.close()
