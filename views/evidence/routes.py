"""Files of evidence are handed out here, to be kept and never to be run: always as a download, in a sandbox, as what we say they are."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from assessments.register.access import Actor, Refused
from assessments.register.people import sessions
from assessments.rounds.evidence import evidence
from assessments.store.files import LostFile
from views import who
from views.account import page
from views.language import KEY

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}


def address(evidence_id: int, number: int) -> str:
    """Where a revision of a file is handed out."""
    return f"/evidence/{evidence_id}/{number}"


def download(request: Request) -> Response:
    """A revision of a file, for whoever may read the return that it belongs to."""
    person = sessions.person_of(who.store(), request.cookies.get(who.COOKIE, ""))
    if person is None:
        return RedirectResponse(f"{who.SIGN_IN}?{urlencode({'next': request.url.path, KEY: page.language(request)})}", 303)
    try:
        file = evidence.open_file(Actor(who.store(), person), request.path_params["evidence_id"], request.path_params["number"])
    except Refused:
        return _told(request, "not_here", 404)
    except LostFile:
        return _told(request, "lost", 410)
    return Response(file.content, media_type=file.media_type, headers={**HEADERS, "Content-Disposition": kept_as(file.name)})


def kept_as(name: str) -> str:
    """The header that makes a browser keep a file under its name, whatever letters it has (RFC 6266).

    >>> kept_as('café "1".pdf')
    "attachment; filename*=UTF-8''caf%C3%A9%20%221%22.pdf"
    """
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _told(request: Request, key: str, status: int) -> Response:
    text = page.words(request)
    said = {"title": text(f"evidence.{key}"), "detail": text(f"evidence.{key}_why")}
    return page.shown(request, "told.html", status, **said)


ROUTES = [Route("/evidence/{evidence_id:int}/{number:int}", download, methods=["GET"])]
