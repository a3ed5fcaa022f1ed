"""Streamlit's own routes talk to the provider and say little; what they answer is turned into a page that says what happened."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from views.account import elsewhere, page
from views.language import KEY

THERE, BACK = "/auth/login", "/oauth2callback"


class Returning:
    """Middleware: whoever cannot be sent to a provider, or comes back without having signed in, is led to our page and told why."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (THERE, BACK):
            await self.app(scope, receive, send)
            return
        request = Request(scope)

        async def led(message: Message) -> None:
            if message["type"] == "http.response.start" and (place := _place(request, message)):
                message["status"] = 303
                MutableHeaders(raw=message["headers"])["location"] = place
            await send(message)

        await self.app(scope, receive, led)


def _place(request: Request, answer: Message) -> str:
    """Where to lead somebody instead; blank if Streamlit leads to where it should."""
    if request.url.path == THERE:
        return _sign_in(request, "unreachable") if answer["status"] >= 400 else ""
    headers = MutableHeaders(raw=answer["headers"])
    kept, taken = f"{elsewhere.COOKIE}=", f'{elsewhere.COOKIE}="";'
    if any(line.startswith(kept) and not line.startswith(taken) for line in headers.getlist("set-cookie")):
        return "/?" + urlencode({KEY: _language(request)})
    came_from_signing_out = not {"code", "error"} & set(request.query_params)
    return _sign_in(request, "out" if came_from_signing_out else "not_there")


def _sign_in(request: Request, said: str) -> str:
    wanted = elsewhere.onward(request)
    return "/account/sign-in?" + urlencode({"said": said, **({"next": wanted} if wanted else {}), KEY: _language(request)})


def _language(request: Request) -> str:
    """The language in which somebody left for the provider."""
    return dict(parse_qsl(urlsplit(elsewhere.onward(request)).query)).get(KEY, page.language(request))
