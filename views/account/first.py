"""The first start and choosing a password: whoever has the code may."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assessments.register.institutions.wrong import Wrong
from assessments.register.people import codes, set_up, sign_in
from assessments.texts import LANGUAGES
from views import who
from views.account import guard, page, places
from views.account.sign_in import entered
from views.language import KEY


def setting_up(request: Request) -> Response:
    """The page to make the first account on."""
    try:
        set_up.check(who.store(), request.query_params.get("code", ""), _now())
    except codes.Gone:
        return _no_set_up(request)
    return _set_up(request, {})


def set_it_up(request: Request, form: guard.Form) -> Response:
    """Make the first account."""
    if different := _different(request, form):
        return _set_up(request, form, different)
    chosen = form.get("language", "")
    given = {key: form.get(key, "") for key in ("login", "name", "password")}
    own = {"language": chosen if chosen in LANGUAGES else page.language(request), "made_up": form.get("content") == "demonstration"}
    try:
        token = set_up.finish(who.store(), request.query_params.get("code", ""), **given, **own, now=_now())  # type: ignore[arg-type]
    except codes.Gone:
        return _no_set_up(request)
    except Wrong as wrong:
        return _set_up(request, form, [reason.told(page.language(request)) for reason in wrong.reasons])
    return entered(request, token)


def choosing(request: Request) -> Response:
    """The page to choose a password on."""
    try:
        return _password(request)
    except codes.Gone:
        return page.told(request, "old_link", 410)


def choose(request: Request, form: guard.Form) -> Response:
    """Take a new password."""
    try:
        if different := _different(request, form):
            return _password(request, different)
        sign_in.use_reset(who.store(), request.query_params.get("code", ""), form.get("password", ""), _now())
    except codes.Gone:
        return page.told(request, "old_link", 410)
    except Wrong as wrong:
        return _password(request, [reason.told(page.language(request)) for reason in wrong.reasons])
    return RedirectResponse(places.in_language("/account/sign-in?said=password", page.language(request)), 303)


def _set_up(request: Request, form: guard.Form, reasons: list[str] | None = None) -> Response:
    filled = {"login": form.get("login", ""), "name": form.get("name", ""), "content": form.get("content", "empty")}
    chosen = form.get("language", page.language(request))
    return page.shown(
        request, "set_up.html", 422 if reasons else 200, reasons=reasons or [], query=_query(request), chosen=chosen, **filled
    )


def _password(request: Request, reasons: list[str] | None = None) -> Response:
    person = sign_in.whose_link(who.store(), request.query_params.get("code", ""), _now())
    return page.shown(request, "password.html", 422 if reasons else 200, reasons=reasons or [], query=_query(request), person=person)


def _no_set_up(request: Request) -> Response:
    return page.told(request, "old_set_up" if set_up.needed(who.store()) else "set_up_done", 410)


def _different(request: Request, form: guard.Form) -> list[str]:
    return [] if form.get("password") == form.get("again") else [page.words(request)("account.different")]


def _query(request: Request) -> str:
    return urlencode({"code": request.query_params.get("code", ""), KEY: page.language(request)})


def _now() -> datetime:
    return datetime.now(UTC)
