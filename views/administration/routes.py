"""A backup is handed out here, to administrators only, as a download."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from assessments.register import backups
from assessments.register.access import Actor, Refused
from assessments.register.people import sessions
from views import who
from views.account import page
from views.evidence.routes import HEADERS, kept_as
from views.language import KEY

AS_IT_IS = {"Content-Encoding": "identity"}  # compressed already: compressing it again would only take long


def address(name: str) -> str:
    """Where a backup is handed out."""
    return f"/backup/{name}"


def download(request: Request) -> Response:
    """The backup that was made last."""
    person = sessions.person_of(who.store(), request.cookies.get(who.COOKIE, ""))
    if person is None:
        return RedirectResponse(f"{who.SIGN_IN}?{urlencode({'next': '/administration?tab=backup', KEY: page.language(request)})}", 303)
    try:
        path = backups.fetch(Actor(who.store(), person), request.path_params["name"])
    except Refused:
        return page.told(request, "nothing", 404)
    return FileResponse(path, media_type="application/zip", headers={**HEADERS, **AS_IT_IS, "Content-Disposition": kept_as(path.name)})


ROUTES = [Route("/backup/{name}", download, methods=["GET"])]
"""Mounted beside the pages."""
