"""A backup: one zip with every row of the store, every file, and what makes it checkable.

`backup.json` says what is in it and gives the sha-256 of each member; `tables/<name>.jsonl` holds a table, a row a line;
`files/<sha-256>` a file. Sessions, one-time codes and failures to sign in are left out: a copy must open nothing.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from assessments.store import copies, migrate
from assessments.store.copies import Misfit
from assessments.store.engine import Connection, Store
from assessments.store.files import LostFile
from assessments.tables.messages import Message
from assessments.version import __version__

FORMAT = 1
CONTENTS, TABLE, FILE = "backup.json", "tables/{}.jsonl", "files/{}"
SQUEEZED = 3  # zlib's level: most of what compressing can give, at a third of its time
PIECE = 1 << 20
Progress = Callable[[int, int], None]  # how many members are done, of how many


@dataclass(frozen=True)
class Contents:
    """What a backup says about itself. `lost` are files that were gone or changed in the store when it was made."""

    format: int
    software: str
    tables_version: str
    made_at: str
    rows: Mapping[str, int]
    lost: list[str] = field(default_factory=list)
    members: Mapping[str, str] = field(default_factory=dict)

    @property
    def files(self) -> list[str]:
        return [name.removeprefix(FILE.format("")) for name in self.members if name.startswith(FILE.format(""))]


class Unusable(Exception):
    """A backup cannot be restored, or not here; `why` says so. Nothing was changed."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def write(store: Store, to: IO[bytes], now: datetime, progress: Progress) -> Contents:
    """Everything in the store, as it is at one moment: files are kept before rows name them, so that none of theirs is missing."""
    counts: dict[str, int] = {}
    members: dict[str, str] = {}
    lost: list[str] = []
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=SQUEEZED) as archive:
        with copies.snapshot(store) as connection:
            version = migrate.version(connection)
            names = store.files.names()
            total = len(copies.TABLES) + len(names)
            for table in copies.TABLES:
                name, lines = TABLE.format(table.name), _Lines(copies.rows(connection, table))
                members[name] = _add(archive, name, lines)
                counts[table.name] = lines.number
                progress(len(members), total)
            names = sorted({*names, *store.files.names()})
        for digest in names:
            try:
                members[FILE.format(digest)] = _add(archive, FILE.format(digest), [store.files.read(digest)])
            except LostFile:
                lost.append(digest)
            progress(len(members) + len(lost), len(copies.TABLES) + len(names))
        contents = Contents(FORMAT, __version__, version, now.isoformat(), counts, lost, members)
        archive.writestr(CONTENTS, json.dumps(asdict(contents), ensure_ascii=False, indent=1))
    return contents


def check(path: Path, version: str, progress: Progress) -> Contents:
    """What a backup for tables of a version holds, after every member was found to be what it was when it was made. Raises Unusable."""
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _contents(archive, version)
            broken = []
            for number, (name, digest) in enumerate(contents.members.items(), 1):
                if not _whole(archive, name, digest):
                    broken.append(name)
                progress(number, len(contents.members))
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError) as error:
        raise Unusable(Message("is no backup of this application, or is damaged; nothing was changed: use another copy")) from error
    if broken:
        raise Unusable(
            Message(
                "is damaged: {members} of it changed since it was made; nothing was changed: use another copy", members=", ".join(broken)
            )
        )
    return contents


def restore(store: Store, path: Path, contents: Contents, connection: Connection, progress: Progress) -> None:
    """Write everything of a checked backup into an empty store: files first, which harm nothing by themselves, then all rows. Raises Unusable."""
    with zipfile.ZipFile(path) as archive:
        total, done = len(contents.members), 0
        for digest in contents.files:
            if store.files.keep(archive.read(FILE.format(digest))) != digest:
                raise Unusable(Message("holds a file under a wrong name ({name}); nothing was changed", name=digest))
            done += 1
            progress(done, total)
        try:
            for table in copies.TABLES:
                with archive.open(TABLE.format(table.name)) as lines:
                    copies.put(connection, table, (json.loads(line) for line in lines))
                done += 1
                progress(done, total)
        except Misfit as error:
            raise Unusable(Message("has a row that does not fit ({reason}); nothing was changed", reason=str(error))) from error
    copies.number_on(connection)


class _Lines:
    """Rows as lines, counted on the way."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self) -> Iterator[bytes]:
        for row in self.rows:
            self.number += 1
            yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> str:
    """Write one member; returns its sha-256."""
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
    return digest.hexdigest()


def _contents(archive: zipfile.ZipFile, version: str) -> Contents:
    """What the backup says about itself, if this software can take it. Raises Unusable."""
    values = json.loads(archive.read(CONTENTS))
    if values["format"] != FORMAT or values["tables_version"] != version:
        raise Unusable(
            Message(
                "was made by version {software} of this software, with tables of version {theirs}; here they are of version {ours}. "
                "Nothing was changed: restore it with version {software}, then start the newest, which brings the tables up to date",
                software=values["software"],
                theirs=values["tables_version"],
                ours=version,
            )
        )
    contents = Contents(**values)
    if {TABLE.format(table.name) for table in copies.TABLES} - contents.members.keys():
        raise ValueError("a table is missing")
    return contents


def _whole(archive: zipfile.ZipFile, name: str, wanted: str) -> bool:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as member:
            while piece := member.read(PIECE):
                digest.update(piece)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError):
        return False
    return digest.hexdigest() == wanted
