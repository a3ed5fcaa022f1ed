"""The cookie of a session: out of reach of scripts and of other sites."""

from __future__ import annotations

import os

from starlette.requests import Request
from starlette.responses import Response

from views.who import COOKIE

HTTPS = "HAECHI_HTTPS"  # set where a proxy speaks https with the browser but does not say so


def keep(response: Response, request: Request, name: str, value: str) -> None:
    """Give the browser a cookie that ends when it is closed."""
    response.set_cookie(name, value, path="/", secure=secure(request), httponly=True, samesite="lax")


def begin(response: Response, request: Request, token: str) -> None:
    keep(response, request, COOKIE, token)


def end(response: Response, request: Request) -> None:
    response.delete_cookie(COOKIE, path="/", secure=secure(request), httponly=True, samesite="lax")


def secure(request: Request) -> bool:
    """Whether the browser speaks https with us."""
    said = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip()
    return request.url.scheme == "https" or said == "https" or os.environ.get(HTTPS, "") not in ("", "0")
