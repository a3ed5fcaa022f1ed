"""What the console says when the application starts."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from assessments.register.people import set_up
from assessments.store.engine import StoreError
from assessments.texts import LANGUAGES, texts
from views import who
from views.language import FOLDER

ADDRESS = "HAECHI_ADDRESS"  # where browsers find the application, if not at Streamlit's own address


def open_store() -> None:
    """Open the store before anything is served. One that cannot be opened ends the start with one message and exit code 1."""
    try:
        who.store()
    except StoreError as error:
        sys.exit(_in_every_language("account.not_started") + f"\n    {error}\n")


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """As long as nobody has an account, say where to click, with a code that only the console shows."""
    if code := set_up.begin(who.store(), datetime.now(UTC)):
        print(where(code), flush=True)
    yield


def where(code: str) -> str:
    """Where to click for the first account, in every language."""
    link = f"{address()}/account/set-up?code={code}"
    return _in_every_language("account.console") + f"\n    {link}\n"


def address() -> str:
    """Where browsers find the application."""
    if given := os.environ.get(ADDRESS, "").rstrip("/"):
        return given
    host, port = st.get_option("server.address") or "localhost", st.get_option("server.port")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    return f"{scheme}://{'localhost' if host in ('0.0.0.0', '::') else host}:{port}"


def _in_every_language(key: str) -> str:
    lines = [texts(language, FOLDER)(key) for language in LANGUAGES]
    return "\n" + "".join(f"  {line}\n" for line in lines)
