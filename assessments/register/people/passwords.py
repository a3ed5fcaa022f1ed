"""Passwords: what makes one good enough, and how it is kept so that nobody can read it."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assessments.register.institutions.wrong import Wrong
from assessments.tables.messages import Message

SHORTEST, LONGEST = 12, 200
FEW = 3  # so few different letters are a pattern, not a password
COMMON = Path(__file__).parent / "common_passwords.txt"

_hasher = PasswordHasher()  # argon2id with the library's defaults: 64 MiB and about a twentieth of a second for each try
_turns = BoundedSemaphore(4)  # at most so many at once, so that many tries at signing in cannot take all memory


def check(password: str, login: str) -> None:
    """Whether a password is good enough. Raises Wrong with all reasons why not."""
    if reasons := unfit(password, login):
        raise Wrong(reasons)


def unfit(password: str, login: str) -> list[Message]:
    """All reasons why a password is not good enough; none if it is."""
    plain, reasons = _plain(password), []
    if len(plain) < SHORTEST:
        reasons.append(Message("the password is too short; take at least {least} letters, such as four unrelated words", least=SHORTEST))
    if len(plain) > LONGEST:
        reasons.append(Message("the password is too long; take at most {most} letters", most=LONGEST))
    if plain.casefold() == _plain(login).casefold():
        reasons.append(Message("the password is the name for signing in; take another"))
    if plain.casefold() in _common():
        reasons.append(Message("this password is one of the commonest, which are tried first; take another"))
    if len(plain) >= SHORTEST and len(set(plain)) <= FEW:
        reasons.append(Message("the password repeats a few letters over and over; take another"))
    return reasons


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _turns:
        return _hasher.hash(_plain(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether this is the password of which that was kept. Without any (nobody, or no password yet) it takes as long, and is never it."""
    with _turns:
        try:
            return _hasher.verify(kept or _nobodys(), _plain(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether the way of hashing has become stronger since."""
    return _hasher.check_needs_rehash(kept)


def _plain(password: str) -> str:
    """The same letters, however a keyboard composes them: Hangul comes in two ways."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
