"""Every plain page about accounts, to be mounted under /account."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.account import elsewhere, first, page, sign_in
from views.account.guard import Answering, taken


def _nothing(request: Request) -> Response:
    return page.told(request, "nothing", 404)


def _post(path: str, answer: Answering) -> Route:
    return Route(path, taken(answer, page.refused), methods=["POST"])


ROUTES = [
    Route("/sign-in", sign_in.form, methods=["GET"]),
    _post("/sign-in", sign_in.enter),
    Route("/sign-out", sign_in.leaving, methods=["GET"]),
    _post("/sign-out", sign_in.leave),
    _post("/as/{role}", sign_in.walk_round),
    Route("/enter", sign_in.from_elsewhere, methods=["GET"]),
    Route("/with/{provider}", elsewhere.begin, methods=["GET"]),
    Route("/set-up", first.setting_up, methods=["GET"]),
    _post("/set-up", first.set_it_up),
    Route("/password", first.choosing, methods=["GET"]),
    _post("/password", first.choose),
    Route("/{rest:path}", _nothing, methods=["GET"]),
]
