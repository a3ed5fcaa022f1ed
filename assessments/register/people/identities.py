"""Accounts elsewhere: whoever signed in at the government's OpenID Connect provider, and who that is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments.register import log
from assessments.register.people import codes, sessions, sign_in
from assessments.store import people as statements
from assessments.store import records, tables
from assessments.store.engine import Connection, Store
from assessments.tables.messages import Message

FRESH = timedelta(minutes=5)  # how old a sign-in elsewhere may be, so that signing out here holds though a cookie remembers that one


@dataclass(frozen=True)
class Claims:
    """What the provider says: who, at which issuer; `once` tells this sign-in from every other of the same person."""

    issuer: str
    subject: str
    email: str
    verified: bool
    issued_at: datetime
    once: str = ""

    @property
    def identity(self) -> str:
        return f"{self.issuer}|{self.subject}"


class Stale(Exception):
    """This sign-in elsewhere was used already, or is too old; sign in there once more."""


class Stranger(Exception):
    """Nobody here has this account; `why` says what to do."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def arrive(store: Store, claims: Claims, now: datetime) -> str:
    """A code with which our own route begins the session, within a minute. Each sign-in elsewhere counts once. Raises Stale or Stranger."""
    if abs(now - claims.issued_at) > FRESH:
        raise Stale
    with store.writing() as connection:
        _use_up(connection, claims, now)
        number = _linked(connection, claims) or _link(connection, claims, now)
        if number is not None and sessions.person(connection, number):
            return codes.make(connection, codes.SIGN_IN, number, now)
        log.entry(connection, now, None, "", "sign_in.stranger", claims.identity)
    raise Stranger(_why(claims))


def enter(store: Store, code: str, now: datetime) -> str:
    """Begin the session that a code promises; returns its token. Raises Gone."""
    with store.writing() as connection:
        number = codes.take(connection, codes.SIGN_IN, code, now)
        row = records.one(connection, tables.people, id=number, active=True)
        if row is None:
            raise codes.Gone(codes.SIGN_IN)
        return sign_in.entered(connection, row, "sign_in.elsewhere", now)


def _use_up(connection: Connection, claims: Claims, now: datetime) -> None:
    key = sessions.hashed(f"{claims.identity}|{claims.issued_at.timestamp()}|{claims.once}")
    if records.one(connection, tables.one_time_codes, code=key):
        raise Stale
    values = {"code": key, "purpose": codes.IDENTITY, "until": now + 2 * FRESH, "used_at": now}
    records.add(connection, tables.one_time_codes, **values)


def _linked(connection: Connection, claims: Claims) -> int | None:
    row = records.one(connection, tables.people, identity=claims.identity)
    return int(row["id"]) if row else None


def _link(connection: Connection, claims: Claims, now: datetime) -> int | None:
    """Link an account by its address, if the provider vouches for the address and exactly one person has it."""
    found = statements.by_email(connection, claims.email) if claims.verified and claims.email else []
    if len(found) != 1:
        return None
    records.change(connection, tables.people, {"id": found[0]}, identity=claims.identity)
    row = records.one(connection, tables.people, id=found[0])
    if row:
        log.entry(connection, now, row["id"], row["name"], "sign_in.link", row["login"], None, claims.identity)
    return found[0]


def _why(claims: Claims) -> Message:
    if not claims.email:
        return Message(
            "your account is known where you signed in, but your address is not told here; "
            "ask whoever runs this computer to let the sign-in service put it into its ID token"
        )
    if not claims.verified:
        return Message(
            "your account is known where you signed in, but its address {email} is not confirmed there; have it confirmed, then sign in again",
            email=claims.email,
        )
    return Message(
        "your account is known where you signed in, but nobody here has it; ask your administrator to open an account with the address {email}",
        email=claims.email,
    )
