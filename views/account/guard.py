"""Forms are taken only from our own pages, and only if they are small."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

COOKIE, FIELD = "haechi_form", "form"  # the same random text in a cookie and in the form: another site can write neither
LARGEST = 16_384  # bytes

Form = Mapping[str, str]
Answering = Callable[[Request, Form], Response]
Refusing = Callable[[Request, int], Response]


def taken(answer: Answering, refuse: Refusing) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for a form; `refuse` answers with 400 (not our form), 403 (from another site) or 413 (too large)."""

    async def endpoint(request: Request) -> Response:
        if not from_here(request):
            return await run_in_threadpool(refuse, request, 403)
        body = await _body(request)
        if body is None:
            return await run_in_threadpool(refuse, request, 413)
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        if not _ours(request, form):
            return await run_in_threadpool(refuse, request, 400)
        return await run_in_threadpool(answer, request, form)

    return endpoint


def from_here(request: Request) -> bool:
    """Whether a page of ours sent this, as far as the browser says; one that says nothing is told by the form's token alone."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def token(request: Request) -> str:
    """What a form of this browser must hold."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(24)


def _ours(request: Request, form: Form) -> bool:
    kept = request.cookies.get(COOKIE, "")
    return bool(kept) and hmac.compare_digest(kept.encode(), form.get(FIELD, "").encode())


async def _body(request: Request) -> bytes | None:
    """What was sent; none if it is too large, however large it says it is."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return body
