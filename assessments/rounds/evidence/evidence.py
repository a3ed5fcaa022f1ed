"""Evidence for answers: files in revisions and links, each for as many questions as it speaks to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from assessments.register import log
from assessments.register.access import Actor, Refused, service
from assessments.rounds import asks, returns
from assessments.rounds.evidence import evidence_limits, file_types
from assessments.rounds.evidence.attached import Evidence, whole
from assessments.rounds.returns import Key, NotNow, Return, Unfit
from assessments.store import holding, records, tables
from assessments.store.engine import Connection
from assessments.tables.messages import Message

LONGEST_TITLE, LONGEST_URL = 200, 2000
SHOWN_AS_THEY_ARE = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
ANYTHING = "application/octet-stream"


@dataclass(frozen=True)
class File:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


@service
def add_file(actor: Actor, return_id: int, file_name: str, content: bytes, title: str = "", uses: frozenset[Key] = frozenset()) -> Evidence:
    """Attach a file, for some questions at once. Raises Unfit for what is no file we take, NotNow if the return is locked."""
    name = _fit(actor, file_name, content)
    with actor.store.reading() as connection:
        _writable(actor, connection, return_id)
    held = actor.store.files.keep(content)
    with actor.store.writing() as connection:
        kept = _writable(actor, connection, return_id)
        number = _add(connection, actor, kept, _titled(title or name), "", uses)
        _revision(connection, actor, number, 1, name, content, held)
        return _logged(connection, actor, kept, number, "evidence.add_file", None, {"file": name, "sha256": held, **_named(kept, uses)})


@service
def add_link(actor: Actor, return_id: int, url: str, title: str = "", uses: frozenset[Key] = frozenset()) -> Evidence:
    """Attach the address of a page or file elsewhere, http or https only. Raises Unfit, NotNow."""
    url = url.strip()
    if why := wrong_address(url):
        raise Unfit(why)
    with actor.store.writing() as connection:
        kept = _writable(actor, connection, return_id)
        number = _add(connection, actor, kept, _titled(title or url), url, uses)
        return _logged(connection, actor, kept, number, "evidence.add_link", None, {"url": url, **_named(kept, uses)})


@service
def revise(actor: Actor, evidence_id: int, file_name: str, content: bytes) -> Evidence:
    """A newer file in the place of an older one, which stays as it was. Raises Unfit, NotNow; Refused for a link."""
    name = _fit(actor, file_name, content)
    with actor.store.reading() as connection:
        _changeable(actor, connection, evidence_id)
    held = actor.store.files.keep(content)
    with actor.store.writing() as connection:
        kept, before = _changeable(actor, connection, evidence_id)
        if before.latest is None:
            raise Refused("evidence_id")
        if before.latest.sha256 == held:
            raise Unfit(Message("this is the same file as the last revision; nothing was changed"))
        _revision(connection, actor, evidence_id, before.latest.number + 1, name, content, held)
        was = {"file": before.latest.file_name, "sha256": before.latest.sha256}
        return _logged(connection, actor, kept, evidence_id, "evidence.revise", was, {"file": name, "sha256": held})


@service
def rename(actor: Actor, evidence_id: int, title: str) -> Evidence:
    """Call it something else. Raises Unfit for no name at all."""
    with actor.store.writing() as connection:
        kept, before = _changeable(actor, connection, evidence_id)
        records.change(connection, tables.evidence, {"id": evidence_id}, title=_titled(title))
        return _logged(connection, actor, kept, evidence_id, "evidence.rename", before.title, _titled(title))


@service
def use_for(actor: Actor, evidence_id: int, subject_id: int, item: str) -> Evidence:
    """Let it speak to a question as well; once is enough."""
    with actor.store.writing() as connection:
        kept, before = _changeable(actor, connection, evidence_id)
        new = _known(kept, frozenset({(subject_id, item)}) - before.uses)
        records.add_all(connection, tables.evidence_uses, [_use(evidence_id, key) for key in new])
        return _logged(connection, actor, kept, evidence_id, "evidence.use_for", None, _named(kept, new)) if new else before


@service
def not_for(actor: Actor, evidence_id: int, subject_id: int, item: str) -> Evidence:
    """Let it no longer speak to a question; it stays attached to the return."""
    with actor.store.writing() as connection:
        kept, before = _changeable(actor, connection, evidence_id)
        old = before.uses & {(subject_id, item)}
        for key in old:
            records.remove(connection, tables.evidence_uses, **_use(evidence_id, key))
        return _logged(connection, actor, kept, evidence_id, "evidence.not_for", _named(kept, old), None) if old else before


@service
def remove(actor: Actor, evidence_id: int) -> Evidence:
    """Take it away from the return; `restore` brings it back."""
    with actor.store.writing() as connection:
        kept, before = _changeable(actor, connection, evidence_id)
        records.change(connection, tables.evidence, {"id": evidence_id}, removed_at=actor.clock())
        return _logged(connection, actor, kept, evidence_id, "evidence.remove", before.title, None)


@service
def restore(actor: Actor, evidence_id: int) -> Evidence:
    """Bring back what was removed."""
    with actor.store.writing() as connection:
        kept, before = _changeable(actor, connection, evidence_id, removed=True)
        records.change(connection, tables.evidence, {"id": evidence_id}, removed_at=None)
        return _logged(connection, actor, kept, evidence_id, "evidence.restore", None, before.title)


@service
def list_evidence(actor: Actor, return_id: int) -> list[Evidence]:
    """What is attached to a return now, in the order of attaching."""
    with actor.store.reading() as connection:
        return [one for one in whole(connection, return_id) if one.removed_at is None]


@service
def list_removed(actor: Actor, return_id: int) -> list[Evidence]:
    """What was removed from a return and can be brought back."""
    with actor.store.reading() as connection:
        return [one for one in whole(connection, return_id) if one.removed_at is not None]


@service
def open_file(actor: Actor, evidence_id: int, number: int) -> File:
    """A revision of a file. Raises Refused if there is none or it was removed, LostFile if the store no longer has it."""
    with actor.store.reading() as connection:
        found = records.one(connection, tables.evidence, id=evidence_id, removed_at=None)
        row = records.one(connection, tables.evidence_revisions, evidence_id=evidence_id, number=number)
    if found is None or row is None:
        raise Refused("number")
    return File(row["file_name"], row["media_type"], actor.store.files.read(row["sha256"]))


def wrong_address(url: str) -> Message | None:
    """Why something is no address of a page, if it is none.

    >>> wrong_address("https://www.acrc.go.kr/board?id=3") is None, wrong_address("javascript:alert(1)") is None
    (True, False)
    """
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and parts.hostname and parts.username is None and parts.port != 0
    except ValueError:
        fine = False
    if not fine or len(url) > LONGEST_URL or any(letter.isspace() or not letter.isprintable() for letter in url):
        return Message("'{url}' is not the address of a page; it begins with https:// or http:// and has no blanks", url=url[:80])
    return None


def _fit(actor: Actor, file_name: str, content: bytes) -> str:
    name = file_types.cleaned(file_name)
    with actor.store.reading() as connection:
        allowed = evidence_limits.limits(connection)
    if why := file_types.wrong(allowed, name, content):
        raise Unfit(why)
    return name


def _titled(title: str) -> str:
    plain = " ".join(title.split())[:LONGEST_TITLE]
    if not plain:
        raise Unfit(Message("the evidence needs a name; write one"))
    return plain


def _writable(actor: Actor, connection: Connection, return_id: int) -> Return:
    holding.hold(connection, return_id)
    kept = returns.found(actor, connection, return_id)
    if not kept.writable:
        raise NotNow(Message("the return is locked now, and its evidence with it; what was attached stays as it is"))
    return kept


def _changeable(actor: Actor, connection: Connection, evidence_id: int, removed: bool = False) -> tuple[Return, Evidence]:
    """A piece of evidence with its return, if it can be changed now."""
    row = records.one(connection, tables.evidence, id=evidence_id)
    if row is None:
        raise Refused("evidence_id")
    kept = _writable(actor, connection, row["return_id"])
    found = whole(connection, kept.id, evidence_id)[0]
    if (found.removed_at is not None) is not removed:
        raise Refused("evidence_id")
    return kept, found


def _add(connection: Connection, actor: Actor, kept: Return, title: str, url: str, uses: frozenset[Key]) -> int:
    values = {"title": title, "url": url, "made_by": actor.person.id, "made_at": actor.clock()}
    number = records.add(connection, tables.evidence, return_id=kept.id, **values)
    records.add_all(connection, tables.evidence_uses, [_use(number, key) for key in sorted(_known(kept, uses))])
    return number


def _revision(connection: Connection, actor: Actor, evidence_id: int, number: int, name: str, content: bytes, held: str) -> None:
    media_type = SHOWN_AS_THEY_ARE.get(file_types.ending(name), ANYTHING)
    values = {"file_name": name, "media_type": media_type, "size": len(content), "by": actor.person.id, "at": actor.clock()}
    records.add(connection, tables.evidence_revisions, evidence_id=evidence_id, number=number, sha256=held, **values)


def _known(kept: Return, uses: frozenset[Key]) -> frozenset[Key]:
    """The same questions, if they are all the return's own. Raises Refused."""
    subjects, items = {one.id for one in kept.subjects}, set(asks.nodes(kept.edition.questionnaire, kept.variant))
    if any(subject not in subjects or item not in items for subject, item in uses):
        raise Refused("item")
    return uses


def _use(evidence_id: int, key: Key) -> dict[str, object]:
    return {"evidence_id": evidence_id, "subject_id": key[0], "item": key[1]}


def _named(kept: Return, uses: frozenset[Key]) -> dict[str, object]:
    """Questions as the log names them."""
    codes = {one.id: one.code for one in kept.subjects}
    return {"for": [f"{codes[subject]}/{item}" for subject, item in sorted(uses)]} if uses else {}


def _logged(connection: Connection, actor: Actor, kept: Return, evidence_id: int, what: str, before: object, after: object) -> Evidence:
    """Write down what was done; gives the evidence as it is now."""
    now = whole(connection, kept.id, evidence_id)[0]
    place = {"round_id": kept.round.id, "return_id": kept.id, "institution": kept.institution}
    log.write(connection, actor, what, f"{evidence_id} {now.title}", before, after, **place)
    return now
