"""The fields of an account, for a new one and for one that is changed; `of` keeps the fields of one person apart from another's."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from assessments.register.access import BOUND, ROLES
from assessments.register.people.people import Role
from assessments.texts import LANGUAGES
from views.language import words
from views.people import words as said

LONGEST = {"name": 200, "email": 254}


def name(value: str = "", of: int = 0) -> str:
    return st.text_input(words()("people.name"), value, max_chars=LONGEST["name"], key=f"person_name_{of}")


def email(value: str = "", of: int = 0) -> str:
    return st.text_input(
        words()("people.email"), value, max_chars=LONGEST["email"], help=words()("people.email_help"), key=f"person_email_{of}"
    )


def language(value: str = "", of: int = 0) -> str:
    """A language, or whatever the browser asks for."""
    options = ["", *LANGUAGES]
    return st.selectbox(
        words()("account.language"), options, index=options.index(value), format_func=said.language_name, key=f"person_language_{of}"
    )


def roles(names: dict[str, str], held: Collection[Role] = (), of: int = 0) -> list[Role]:
    """Which roles; for an officer, of which institutions."""
    text = words()
    chosen = st.multiselect(
        text("people.roles"),
        ROLES,
        [code for code in ROLES if code in {one for one, _ in held}],
        format_func=said.role,
        placeholder=text("people.roles_choose"),
        help="\n".join(f"- {said.role(code)}: {text(f'account.role_means.{code}')}" for code in ROLES),
        key=f"person_roles_{of}",
    )
    places = st.multiselect(
        text("people.institutions"),
        list(names),
        [place for _, place in sorted(held) if place in names],
        format_func=names.__getitem__,
        placeholder=text("people.institutions_choose"),
        key=f"person_institutions_{of}",
    )
    return [(code, place) for code in chosen for place in (places or [""] if code in BOUND else [""])]
