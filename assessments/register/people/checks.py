"""What an account needs: reasons why it cannot be as it was given, in words."""

from __future__ import annotations

import re
from collections.abc import Collection

from assessments.register.access import BOUND, ROLES
from assessments.register.institutions.wrong import Wrong
from assessments.tables.messages import Message
from assessments.texts import LANGUAGES

LOGIN = re.compile(r"[\w][\w.@+-]{1,99}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DEMONSTRATION = "demo_"  # logins of people who exist only where everything is made up


def raise_all(*reasons: list[Message]) -> None:
    """Raises Wrong if there is any reason."""
    if found := [reason for several in reasons for reason in several]:
        raise Wrong(found)


def login(given: str, taken: bool) -> list[Message]:
    if not LOGIN.fullmatch(given):
        return [Message("a name for signing in has 2 to 100 letters, digits, or . _ @ + -, without spaces")]
    if taken:
        return [Message("somebody has the name '{login}' for signing in already; choose another", login=given)]
    return demonstration_login(given)


def demonstration_login(given: str) -> list[Message]:
    if given.startswith(DEMONSTRATION):
        return [Message("names that begin with {start} are for the demonstration only", start=DEMONSTRATION)]
    return []


def person(name: str, email: str, language: str) -> list[Message]:
    found = []
    if not 0 < len(name) <= 200:
        found.append(Message("a name of 1 to 200 letters is needed"))
    if email and (len(email) > 254 or not EMAIL.fullmatch(email)):
        found.append(Message("'{email}' is no e-mail address; leave it blank if there is none", email=email))
    if language and language not in LANGUAGES:
        found.append(Message("'{language}' is no language of these pages", language=language))
    return found


def roles(given: Collection[tuple[str, str]], institutions: Collection[str]) -> list[Message]:
    """At least one role; those that are held for an institution name one that there is, the others none."""
    if not given:
        return [Message("choose at least one role; to keep somebody out, close the account")]
    found = []
    for role, institution in given:
        if role not in ROLES:
            found.append(Message("there is no role '{role}'", role=role))
        elif role in BOUND and not institution:
            found.append(Message("an officer answers for an institution; choose which"))
        elif role in BOUND and institution not in institutions:
            found.append(Message("there is no institution '{code}'", code=institution))
        elif role not in BOUND and institution:
            found.append(Message("the role '{role}' is held for no institution in particular", role=role))
    return found
