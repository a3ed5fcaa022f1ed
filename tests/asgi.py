"""A browser for plain pages without a server: it keeps cookies, says where a form came from, and follows nothing by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.awaiting import awaited

HOST = "haechi.example"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def said(self) -> str:
        """The words of the page, without its marks."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.text))


@dataclass
class Browser:
    """One visitor of an ASGI application."""

    app: Any
    scheme: str = "https"
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)

    def get(self, address: str, **headers: str) -> Answer:
        return self._ask("GET", address, b"", headers)

    def post(self, address: str, data: dict[str, str] | bytes, **headers: str) -> Answer:
        """Send a form as our own page would; `headers` say otherwise."""
        body = data if isinstance(data, bytes) else urlencode({"form": self.cookies.get("haechi_form", ""), **data}).encode()
        return self._ask(
            "POST", address, body, {"sec_fetch_site": "same-origin", "content_type": "application/x-www-form-urlencoded"} | headers
        )

    def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        parts, sent = urlsplit(address), {"host": HOST} | {key.replace("_", "-"): value for key, value in headers.items() if value}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": self.scheme,
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "root_path": "",
            "query_string": parts.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "server": (HOST, 443),
            "client": ("127.0.0.1", 1),
        }
        answer = awaited(self._exchange(scope, body))
        for line in (value for name, value in answer.headers if name == "set-cookie"):
            self._take(line)
        return answer

    async def _exchange(self, scope: dict[str, Any], body: bytes) -> Answer:
        came: list[dict[str, Any]] = []
        parts = [body[place : place + 4096] for place in range(0, len(body), 4096)] or [b""]

        async def receive() -> dict[str, Any]:
            part = parts.pop(0) if parts else b""
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: dict[str, Any]) -> None:
            came.append(message)

        await self.app(scope, receive, send)
        headers = [(name.decode(), value.decode()) for name, value in came[0]["headers"]]
        return Answer(came[0]["status"], headers, b"".join(message.get("body", b"") for message in came[1:]))

    def _take(self, line: str) -> None:
        self.set_cookies.append(line)
        for name, morsel in SimpleCookie(line).items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
