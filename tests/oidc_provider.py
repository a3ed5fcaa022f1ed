"""A small OpenID Connect provider on this computer: whoever is sent to it is the person that the test chose, without being asked."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "haechi", "known to Haechi and to its provider only"


@dataclass(frozen=True)
class Citizen:
    """Somebody who has an account at the provider; nobody vouches for the address of one who is not `verified`."""

    subject: str
    email: str
    verified: bool = True

    @property
    def claims(self) -> dict[str, Any]:
        return {"sub": self.subject, "email": self.email, "email_verified": self.verified}


@dataclass
class Provider:
    """What it was asked for and by whom it is used now; as strict as real ones about client, address, code and proof key."""

    address: str
    person: Citizen | None = None  # nobody: whoever comes refuses to sign in
    given: dict[str, tuple[Citizen, dict[str, str]]] = field(default_factory=dict)  # codes and access tokens
    left: list[str] = field(default_factory=list)  # where those who signed out here were sent
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"use": "sig", "kid": "one"}))

    def discovery(self, request: Request) -> Response:
        places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "leave"}
        return JSONResponse(
            {
                "issuer": self.address,
                **{f"{name}_endpoint": f"{self.address}/{path}" for name, path in places.items()},
                "jwks_uri": f"{self.address}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if asked.get("client_id") != CLIENT or "openid" not in asked.get("scope", "").split():
            return JSONResponse({"error": "invalid_request"}, 400)
        back = asked["redirect_uri"] + "?"
        if self.person is None:
            return RedirectResponse(back + urlencode({"error": "access_denied", "state": asked["state"]}), 302)
        code = self._give(self.person, asked)
        return RedirectResponse(back + urlencode({"code": code, "state": asked["state"]}), 302)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        person, asked = self.given.pop(str(form.get("code")), (None, {}))
        own = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {own}":
            return JSONResponse({"error": "invalid_client"}, 401)
        if person is None or form["redirect_uri"] != asked["redirect_uri"] or _proof(str(form["code_verifier"])) != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        about = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, about | person.claims, self.key)
        access = self._give(person, {})
        return JSONResponse({"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    def keys(self, request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def userinfo(self, request: Request) -> Response:
        person, _ = self.given.get(request.headers.get("authorization", "").removeprefix("Bearer "), (None, {}))
        return JSONResponse(person.claims) if person else JSONResponse({"error": "invalid_token"}, 401)

    def leave(self, request: Request) -> Response:
        self.left.append(request.query_params["post_logout_redirect_uri"])
        return RedirectResponse(self.left[-1], 302)

    def application(self) -> Starlette:
        pages = [self.authorize, self.keys, self.userinfo, self.leave]
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/token", self.token, methods=["POST"]),
                *(Route(f"/{page.__name__}", page) for page in pages),
            ]
        )

    def _give(self, person: Citizen, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.given[code] = person, asked
        return code


def _proof(verifier: str) -> str:
    """What the proof key of RFC 7636 looks like when it is asked for (S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider until the block ends, at a free port."""
    provider = Provider("")
    server = uvicorn.Server(uvicorn.Config(provider.application(), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the provider did not start")
        time.sleep(0.02)
    provider.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
