"""What the console says when the application starts."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from assessments.register import set_up
from assessments.texts import LANGUAGES, texts
from views import who
from views.language import FOLDER

ADDRESS = "HAECHI_ADDRESS"  # where browsers find the application, if not at Streamlit's own address


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Open the store; as long as nobody has an account, say where to click, with a code that only the console shows."""
    if code := set_up.begin(who.store(), datetime.now(UTC)):
        print(where(code), flush=True)
    yield


def where(code: str) -> str:
    """Where to click for the first account, in every language."""
    link = f"{address()}/account/set-up?code={code}"
    lines = [texts(language, FOLDER)("account.console") for language in LANGUAGES]
    return "\n" + "\n".join(f"  {line}" for line in lines) + f"\n\n    {link}\n"


def address() -> str:
    """Where browsers find the application."""
    if given := os.environ.get(ADDRESS, "").rstrip("/"):
        return given
    host, port = st.get_option("server.address") or "localhost", st.get_option("server.port")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    return f"{scheme}://{'localhost' if host in ('0.0.0.0', '::') else host}:{port}"
