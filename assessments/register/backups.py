"""Backups: everything of a store in one file, and back into an empty store; each one is written down in the log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assessments.register import log
from assessments.register.access import Actor, Refused, service
from assessments.store import backup, copies, migrate, place
from assessments.store import log as statements
from assessments.store.backup import Contents, Progress, Unusable
from assessments.store.engine import Store
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake
from assessments.whole_file import replacing

MADE, RESTORED = "backups.make", "backups.restore"
FOLDER, NAME = "backups", re.compile(r"haechi-\d{4}-\d\d-\d\d-\d{6}\.zip")
ONLY_MINE = 0o600  # it holds names, answers and digests of passwords


@dataclass(frozen=True)
class Kept:
    """A backup that lies in the store's folder."""

    name: str
    size: int


@dataclass(frozen=True)
class Last:
    """When the last backup was made, and by whom (blank: on the command line)."""

    at: datetime
    by: str


def ignore(done: int, total: int) -> None:
    """No progress is wanted."""


def save(store: Store, path: Path, now: datetime, progress: Progress = ignore) -> Contents:
    """Write a backup of a store into a file, whole or not at all. Raises DataError, OSError."""
    contents = _written(store, path, now, progress)
    with store.writing() as connection:
        log.entry(connection, now, None, "", MADE, path.name, None, _told(contents))
    return contents


def restore(store: Store, path: Path, now: datetime, progress: Progress = ignore) -> Contents:
    """Put a backup into an empty store: everything of it, or nothing. Raises DataError, OSError."""

    def checked(done: int, total: int) -> None:
        progress(done, 2 * total)

    def written(done: int, total: int) -> None:
        progress(total + done, 2 * total)

    try:
        with store.reading() as connection:
            version = migrate.version(connection)
            _must_be_empty(store, copies.held(connection))
        contents = backup.check(path, version, checked)
        with store.writing() as connection:
            _must_be_empty(store, copies.held(connection))
            backup.restore(store, path, contents, connection, written)
            log.entry(connection, now, None, "", RESTORED, path.name, contents.made_at, _told(contents))
    except Unusable as error:
        raise DataError([Mistake(str(path), error.why)]) from error
    return contents


@service
def make(actor: Actor, progress: Progress = ignore) -> Contents:
    """Write a backup into the store's folder, in the place of the one that was made here before. Raises DataError, OSError."""
    now, folder = actor.clock(), actor.store.folder / FOLDER
    folder.mkdir(exist_ok=True)
    older, path = _all(actor.store), folder / f"haechi-{now:%Y-%m-%d-%H%M%S}.zip"
    contents = _written(actor.store, path, now, progress)
    for one in older:
        if one != path:
            one.unlink(missing_ok=True)
    with actor.store.writing() as connection:
        log.write(connection, actor, MADE, path.name, None, _told(contents))
    return contents


@service
def kept(actor: Actor) -> Kept | None:
    """The backup that lies in the store's folder, to be fetched."""
    found = _all(actor.store)
    return Kept(found[-1].name, found[-1].stat().st_size) if found else None


@service
def last(actor: Actor) -> Last | None:
    """When the last backup was made, here or on the command line."""
    with actor.store.reading() as connection:
        row = statements.newest(connection, MADE)
    return Last(row["at"], row["by_name"]) if row else None


@service
def fetch(actor: Actor, name: str) -> Path:
    """The backup of this name, for somebody to take away: that is written down. Raises Refused."""
    path = actor.store.folder / FOLDER / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise Refused("backup")
    with actor.store.writing() as connection:
        log.write(connection, actor, "backups.fetch", name)
    return path


def _written(store: Store, path: Path, now: datetime, progress: Progress) -> Contents:
    with store.reading() as connection:
        if not copies.held(connection):
            what = Message("would hold nothing: the store {where} is empty; check HAECHI_DATA and DATABASE_URL", where=place.where(store))
            raise DataError([Mistake(str(path), what)])
    with replacing(path, ONLY_MINE) as file:
        return backup.write(store, file, now, progress)


def _must_be_empty(store: Store, held: dict[str, int]) -> None:
    """Raises Unusable."""
    if held:
        raise Unusable(
            Message(
                "cannot be restored into the store {where}, which holds data already ({held}). Nothing was changed: "
                "a backup goes into an empty store; name another folder in HAECHI_DATA or another database in DATABASE_URL",
                where=place.where(store),
                held=", ".join(f"{name}: {number}" for name, number in held.items()),
            )
        )


def _told(contents: Contents) -> dict[str, object]:
    return {"rows": sum(contents.rows.values()), "files": len(contents.files), "lost": len(contents.lost)}


def _all(store: Store) -> list[Path]:
    return sorted(path for path in (store.folder / FOLDER).glob("haechi-*.zip") if NAME.fullmatch(path.name))
