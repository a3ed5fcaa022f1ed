"""Signing in, out, walking round, and coming in from elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assessments.register.access import Person, Refused
from assessments.register.people import codes, demonstration, identities, sessions, set_up, sign_in
from assessments.register.people.attempts import TooMany
from assessments.register.people.sign_in import NotThis
from views import who
from views.account import cookie, elsewhere, guard, page, places
from views.language import KEY

SAID = ("out", "password")
NOT_DONE = ("unreachable", "not_there")  # what kept somebody from signing in elsewhere


def form(request: Request) -> Response:
    """The page to sign in on."""
    if set_up.needed(who.store()):
        return page.told(request, "no_people", 503)
    return _shown(request)


def enter(request: Request, form: guard.Form) -> Response:
    """Take a name and a password."""
    login = form.get("login", "")
    try:
        token = sign_in.sign_in(who.store(), login, form.get("password", ""), _now())
    except NotThis as no:
        return _shown(request, 401, [no.why.told(page.language(request))], login)
    except TooMany as no:
        return _shown(request, 429, [no.why.told(page.language(request))], login)
    return entered(request, token)


def walk_round(request: Request, form: guard.Form) -> Response:
    """Come in as a person of the demonstration."""
    try:
        return entered(request, demonstration.walk_round(who.store(), request.path_params["role"], _now()))
    except Refused:
        return page.told(request, "nothing", 404)


def from_elsewhere(request: Request) -> Response:
    """Come in with the code that our page made for whoever signed in at the provider; no other site can send one here."""
    try:
        if not guard.from_here(request):
            raise codes.Gone
        response = entered(request, identities.enter(who.store(), request.query_params.get("code", ""), _now()), elsewhere.onward(request))
        response.delete_cookie(elsewhere.ONWARD, path="/")
        return response
    except codes.Gone:
        return page.told(request, "old_code", 410)


def leaving(request: Request) -> Response:
    """Ask whether to sign out."""
    person = _person(request)
    if person is None:
        return RedirectResponse("/account/sign-in", 303)
    return page.shown(request, "sign_out.html", person=person)


def leave(request: Request, form: guard.Form) -> Response:
    """Sign out here."""
    sign_in.sign_out(who.store(), request.cookies.get(who.COOKIE, ""), _now())
    response = RedirectResponse(places.in_language("/account/sign-in?said=out", page.language(request)), 303)
    cookie.end(response, request)
    return response


def entered(request: Request, token: str, wanted: str = "") -> Response:
    """Begin the session in this browser, in the place of one that it had, and go where it wanted to go."""
    store = who.store()
    if before := request.cookies.get(who.COOKIE):
        sessions.end(store, before)
    person = sessions.person_of(store, token)
    language = (person.language if person else "") or page.language(request)
    response = RedirectResponse(places.in_language(places.own(wanted or request.query_params.get("next", "")), language), 303)
    cookie.begin(response, request, token)
    return response


def _shown(request: Request, status: int = 200, reasons: list[str] | None = None, login: str = "") -> Response:
    said = request.query_params.get("said", "")
    if said in NOT_DONE and not reasons:
        reasons = [page.words(request)(f"account.sign_in.{said}")]
    return page.shown(
        request,
        "sign_in.html",
        status,
        reasons=reasons or [],
        login=login,
        query=request.url.query,
        said=said if said in SAID and not reasons else "",
        roles=_roles(request),
        providers=elsewhere.providers(),
        remembered=elsewhere.COOKIE in request.cookies,
        person=_person(request),
        onward_query=urlencode({"next": places.own(request.query_params.get("next", "")), KEY: page.language(request)}),
        onward=places.own(request.query_params.get("next", "")),
    )


def _roles(request: Request) -> dict[str, str]:
    """In whose place one may walk round, with the words of the button; none in a real installation."""
    text = page.words(request)
    return {role: text(f"demonstration.as_{role}") for role in demonstration.ROLES} if demonstration.on(who.store()) else {}


def _person(request: Request) -> Person | None:
    token = request.cookies.get(who.COOKIE, "")
    return sessions.person_of(who.store(), token) if token else None


def _now() -> datetime:
    return datetime.now(UTC)
