"""What the plain pages share: language, look, and what a browser may do with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assessments.texts import LANGUAGES, Texts, texts
from views.account import cookie, guard
from views.language import FOLDER, KEY, NAMES

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def language(request: Request) -> str:
    """From the address, else the first of ours that the browser asks for, else English."""
    asked = [request.query_params.get(KEY, ""), *(part[:2].lower() for part in _preferred(request))]
    return next((code for code in asked if code in LANGUAGES), "en")


def words(request: Request) -> Texts:
    return texts(language(request), FOLDER)


def shown(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page. What stays the same in another language are the parameters of the address."""
    token = guard.token(request)
    chosen = language(request)
    others = {code: "?" + urlencode({**request.query_params, KEY: code}) for code in LANGUAGES}
    common = {"text": words(request), "lang": chosen, "others": others, "names": NAMES, "token": token, "field": guard.FIELD}
    html = TEMPLATES.get_template(template).render(common | {"reasons": [], "said": ""} | values)
    response = HTMLResponse(html, status, HEADERS)
    if guard.COOKIE not in request.cookies:
        cookie.keep(response, request, guard.COOKIE, token)
    return response


def told(request: Request, key: str, status: int, **values: Any) -> Response:
    """A page that says why nothing happened, and where to go from here: texts at `account.told.<key>`."""
    text = words(request)
    return shown(request, "told.html", status, title=text(f"account.told.{key}.title"), detail=text(f"account.told.{key}.detail", **values))


def refused(request: Request, status: int) -> Response:
    """What to say to a form that was not taken."""
    return told(request, {400: "old_form", 403: "other_site", 413: "too_large"}[status], status)


def failed(request: Request, error: Exception) -> Response:
    """What to say when we made a mistake; the server writes the error itself to the console."""
    return told(request, "failed", 500)


def _preferred(request: Request) -> list[str]:
    """The languages of the browser, best first."""
    weighed = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")):
        code, _, weight = part.strip().partition(";q=")
        weighed.append((-float(weight) if weight.replace(".", "", 1).isdigit() else -1.0, place, code))
    return [code for _, _, code in sorted(weighed)]
