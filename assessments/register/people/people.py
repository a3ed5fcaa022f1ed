"""People: who they are, which roles they hold, whether they may sign in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assessments.register import log
from assessments.register.access import Actor, Person, Refused, service
from assessments.register.institutions.wrong import Wrong
from assessments.register.people import attempts, checks, codes, passwords, sessions, sign_in
from assessments.store import people as statements
from assessments.store import records, tables
from assessments.store.engine import Connection
from assessments.tables.messages import Message

ADMINISTRATOR = "administrator"
Role = tuple[str, str]  # a role and the institution for which it is held (blank: for none in particular)


@dataclass(frozen=True)
class Account:
    """A person as administrators see one. `signs_in`: `password`, `elsewhere` (OpenID Connect), `both`, or `` (not yet)."""

    person: Person
    active: bool
    signs_in: str


@service
def list_people(actor: Actor, role: str = "") -> list[Account]:
    """Everybody, or everybody with a role, by name."""
    with actor.store.reading() as connection:
        people = records.every(connection, tables.people, "name", "id")
        held: dict[int, set[Role]] = {row["id"]: set() for row in people}
        for one in records.every(connection, tables.roles):
            held[one["person_id"]].add((one["role"], one["institution"]))
    found = [_account(row, frozenset(held[row["id"]])) for row in people]
    return [one for one in found if not role or one.person.holds(role)]


@service
def own(actor: Actor) -> Account:
    """One's own account."""
    with actor.store.reading() as connection:
        return _account(_row(connection, actor.person.id), actor.person.roles)


@service
def get(actor: Actor, person_id: int) -> Account:
    """One account."""
    with actor.store.reading() as connection:
        held = records.every(connection, tables.roles, person_id=person_id)
        return _account(_row(connection, person_id), frozenset((one["role"], one["institution"]) for one in held))


@service
def add_person(actor: Actor, login: str, name: str, email: str, language: str, roles: Collection[Role]) -> int:
    """Open an account without a password; returns its number. A link (`reset_link`) lets its holder choose one. Raises Wrong."""
    with actor.store.writing() as connection:
        return opened(connection, actor, login, name, email, language, roles)


@service
def change_person(actor: Actor, person_id: int, name: str, email: str, language: str) -> None:
    """Write another name, address or language. Raises Wrong."""
    name, email = name.strip(), email.strip()
    with actor.store.writing() as connection:
        row = _row(connection, person_id)
        checks.raise_all(checks.person(name, email, language))
        values = {"name": name, "email": email, "language": language}
        records.change(connection, tables.people, {"id": person_id}, **values)
        log.write(connection, actor, "people.change_person", row["login"], {key: row[key] for key in values}, values)


@service
def change_own(actor: Actor, name: str, language: str) -> None:
    """Write one's own name and language; the address, by which accounts elsewhere are linked, is for administrators to write. Raises Wrong."""
    with actor.store.writing() as connection:
        row = _row(connection, actor.person.id)
        checks.raise_all(checks.person(name.strip(), row["email"], language))
        values = {"name": name.strip(), "language": language}
        records.change(connection, tables.people, {"id": actor.person.id}, **values)
        log.write(connection, actor, "people.change_own", row["login"], {key: row[key] for key in values}, values)


@service
def set_roles(actor: Actor, person_id: int, roles: Collection[Role]) -> None:
    """Give somebody these roles and no others. Raises Wrong; one administrator stays."""
    with actor.store.writing() as connection:
        row = _row(connection, person_id)
        before = _told((held["role"], held["institution"]) for held in records.every(connection, tables.roles, person_id=person_id))
        checks.raise_all(checks.demonstration_login(row["login"]))
        losing = row["active"] and ADMINISTRATOR not in {role for role, _ in roles}
        checks.raise_all(_unfit_roles(connection, roles), _last_administrator(connection, person_id) if losing else [])
        records.remove(connection, tables.roles, person_id=person_id)
        records.add_all(connection, tables.roles, _rows(person_id, roles))
        log.write(connection, actor, "people.set_roles", row["login"], before, _told(roles))


@service
def deactivate(actor: Actor, person_id: int) -> None:
    """Close an account and end its sessions and links; what its holder wrote stays. Raises Wrong; one administrator stays."""
    with actor.store.writing() as connection:
        row = _row(connection, person_id)
        checks.raise_all(_last_administrator(connection, person_id))
        records.change(connection, tables.people, {"id": person_id}, active=False)
        sessions.end_all(connection, person_id)
        codes.withdraw(connection, codes.PASSWORD, person_id)
        log.write(connection, actor, "people.deactivate", row["login"], row["active"], False)


@service
def activate(actor: Actor, person_id: int) -> None:
    """Open a closed account again."""
    with actor.store.writing() as connection:
        row = _row(connection, person_id)
        checks.raise_all(checks.demonstration_login(row["login"]))
        records.change(connection, tables.people, {"id": person_id}, active=True)
        log.write(connection, actor, "people.activate", row["login"], row["active"], True)


@service
def reset_link(actor: Actor, person_id: int) -> str:
    """The code of a link with which somebody chooses a new password within 24 hours; shown once, earlier ones work no more. Raises Wrong."""
    with actor.store.writing() as connection:
        row = _row(connection, person_id)
        closed = [] if row["active"] else [Message("this account is closed; open it again first")]
        checks.raise_all(closed, checks.demonstration_login(row["login"]))
        return link(connection, actor, person_id, row["login"])


@service
def change_password(actor: Actor, old: str, new: str, token: str = "") -> None:
    """Choose another password for oneself; all sessions but that of `token` end. Raises TooMany, or Wrong with all reasons."""
    now = actor.clock()
    with actor.store.writing() as connection:
        attempts.begin(connection, actor.person.login, now)
        kept = _row(connection, actor.person.id)["password"]
    if not passwords.fits(kept, old):
        with actor.store.writing() as connection:
            attempts.failed(connection, now)
            log.write(connection, actor, "sign_in.failed", actor.person.login)
        raise Wrong([Message("the password that you have now is not right; nothing was changed")])
    with actor.store.writing() as connection:
        attempts.succeeded(connection, actor.person.login)
    passwords.check(new, actor.person.login)
    hashed = passwords.hashed(new)
    with actor.store.writing() as connection:
        sign_in.set_password(connection, actor.person, hashed)
        sessions.end_others(connection, actor.person.id, token)
        log.write(connection, actor, "people.change_password", actor.person.login)


@service
def sign_out_everywhere(actor: Actor, person_id: int) -> int:
    """End all sessions of somebody; returns how many there were."""
    with actor.store.writing() as connection:
        row = _row(connection, person_id)
        ended = sessions.end_all(connection, person_id)
        log.write(connection, actor, "people.sign_out_everywhere", row["login"], ended, 0)
    return ended


def opened(connection: Connection, actor: Actor, login: str, name: str, email: str, language: str, roles: Collection[Role]) -> int:
    """As `add_person`, in a transaction that is open already."""
    login, name, email = attempts.tidy(login), name.strip(), email.strip()
    taken = records.one(connection, tables.people, login=login) is not None
    checks.raise_all(checks.login(login, taken), checks.person(name, email, language), _unfit_roles(connection, roles))
    values = {"login": login, "name": name, "email": email, "language": language, "made_at": actor.clock()}
    number = records.add(connection, tables.people, **values)
    records.add_all(connection, tables.roles, _rows(number, roles))
    log.write(connection, actor, "people.add_person", login, None, {"name": name, "email": email, "roles": _told(roles)})
    return number


def link(connection: Connection, actor: Actor, person_id: int, login: str) -> str:
    """As `reset_link`, in a transaction that is open already, for an account that is open."""
    codes.withdraw(connection, codes.PASSWORD, person_id)
    log.write(connection, actor, "people.reset_link", login)
    return codes.make(connection, codes.PASSWORD, person_id, actor.clock())


def _account(row: records.Row, roles: frozenset[Role]) -> Account:
    ways = {(True, True): "both", (True, False): "password", (False, True): "elsewhere", (False, False): ""}
    person = Person(row["id"], row["login"], row["name"], row["email"], row["language"], roles)
    return Account(person, row["active"], ways[row["password"] is not None, row["identity"] is not None])


def _row(connection: Connection, person_id: int) -> records.Row:
    row = records.one(connection, tables.people, id=person_id)
    if row is None:
        raise Refused("person_id")
    return row


def _unfit_roles(connection: Connection, roles: Collection[Role]) -> list[Message]:
    named = {institution for _, institution in roles if institution}
    known = {row["code"] for row in records.every(connection, tables.institutions, code=named)} if named else set()
    return checks.roles(roles, known)


def _last_administrator(connection: Connection, person_id: int) -> list[Message]:
    if statements.administrators(connection) != [person_id]:
        return []
    return [Message("this is the last administrator; make somebody else an administrator first")]


def _rows(person_id: int, roles: Collection[Role]) -> list[dict[str, object]]:
    return [{"person_id": person_id, "role": role, "institution": institution} for role, institution in sorted(set(roles))]


def _told(roles: Iterable[Role]) -> list[str]:
    """Roles as the log keeps them: `officer port`."""
    return sorted(" ".join(part for part in role if part) for role in roles)
