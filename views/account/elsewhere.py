"""The OpenID Connect providers that `.streamlit/secrets.toml` names; Streamlit talks to them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

import streamlit as st
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from streamlit.auth_util import validate_auth_credentials
from streamlit.errors import StreamlitAuthError
from streamlit.user_info import generate_login_redirect_url

from views.account import cookie, page, places

COOKIE = "_streamlit_user"  # in which Streamlit remembers who signed in at a provider
ONWARD = "haechi_onward"  # where somebody wants to go, kept while the provider asks who they are
DEFAULT = "default"


def providers() -> list[str]:
    """Their names, as in `[auth.name]`; `default` for one that stands in `[auth]` itself."""
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return []
    auth = st.secrets["auth"]
    named = [name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value]
    return ([DEFAULT] if "client_id" in auth else []) + named


def begin(request: Request) -> Response:
    """Send somebody to a provider, and remember where they wanted to go."""
    name = request.path_params["provider"]
    if name not in providers():
        return page.told(request, "nothing", 404)
    try:
        validate_auth_credentials(name)
    except StreamlitAuthError as error:
        return page.told(request, "provider_settings", 503, why=" ".join(str(error).split()))
    response = RedirectResponse(generate_login_redirect_url(name), 303)
    wanted = places.in_language(places.own(request.query_params.get("next", "")), page.language(request))
    cookie.keep(response, request, ONWARD, quote(wanted))
    return response


def onward(request: Request) -> str:
    """Where somebody who comes back from a provider wanted to go; blank if that is not known."""
    return unquote(request.cookies.get(ONWARD, ""))
