"""The OpenID Connect providers that `.streamlit/secrets.toml` names; Streamlit talks to them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from streamlit.user_info import generate_login_redirect_url

from views.account import page

COOKIE = "_streamlit_user"  # in which Streamlit remembers who signed in at a provider
DEFAULT = "default"


def providers() -> list[str]:
    """Their names, as in `[auth.name]`; `default` for one that stands in `[auth]` itself."""
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return []
    auth = st.secrets["auth"]
    named = [name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value]
    return ([DEFAULT] if "client_id" in auth else []) + named


def begin(request: Request) -> Response:
    """Send somebody to a provider."""
    name = request.path_params["provider"]
    if name not in providers():
        return page.told(request, "nothing", 404)
    return RedirectResponse(generate_login_redirect_url(name), 303)
