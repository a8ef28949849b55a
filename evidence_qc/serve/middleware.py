"""For whom the server is: this computer's programs and its own page, not any web page.

A page of another site can make a browser send requests here. It is stopped by two things it cannot
forge: the Host header (DNS rebinding: a name of the attacker's that leads here) and the Origin
header (a form or a script of another site). What it may not read, browsers keep from it: no CORS.
Whoever reaches a server that listens beyond this computer needs its token besides.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evidence_qc.errors import EvidenceQcError
from evidence_qc.serve.error_responses import (
    ForbiddenError,
    UnauthorizedError,
    as_json,
    status_of,
)
from evidence_qc.serve.page import door_for
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.token import knows

WILDCARDS = {"0.0.0.0", "::", ""}
OPEN = {"/healthz", "/readyz", "/assets/door.js"}
"""Needs no token: what a load balancer asks, and what brings a token here; tells of nobody."""
_OWN = {"localhost", "127.0.0.1", "::1"}

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""The page loads its own script and style, shows pictures, talks to its own server; no more."""

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
    "content-security-policy": CONTENT_POLICY,
}


class SafetyMiddleware:
    """Refuses what does not come from here, and gives every answer its safety headers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if not self._settings.allow_origins:
                    headers.setdefault("cross-origin-resource-policy", "same-origin")
            await send(message)

        headers, token = Headers(scope=scope), self._settings.token
        refused: EvidenceQcError | None = refusal(headers, scope["method"], self._settings)
        is_open = scope["method"] == "OPTIONS" or scope["path"] in OPEN
        if refused is None and token and not is_open and not knows(headers, token):
            refused = UnauthorizedError("error.token-asked")
        if refused is None:
            await self._app(scope, receive, safely)
            return
        status, code = status_of(refused)
        body = as_json(code, refused)
        asks = {"www-authenticate": "Bearer"} if status == 401 else {}
        if headers.get("origin") in self._settings.allow_origins:  # it may read why
            asks |= {"access-control-allow-origin": headers["origin"], "vary": "Origin"}
        if status == 401 and scope["path"] == "/" and "text/html" in headers.get("accept", ""):
            door = HTMLResponse(door_for(headers.get("accept-language", "")), status, asks)
            await door(scope, receive, safely)
            return
        await JSONResponse(body, status, asks)(scope, receive, safely)


def refusal(headers: Headers, method: str, settings: Settings) -> ForbiddenError | None:
    """Why a request is not answered, or None."""
    host = headers.get("host", "")
    if not is_own_name(_name_of(host), settings):
        return ForbiddenError("error.host-unknown", host=host or "nameless")
    origin = headers.get("origin")
    if origin is None or method in {"GET", "HEAD", "OPTIONS"}:
        return None
    if origin in settings.allow_origins or _authority_of(origin) == host.lower():
        return None
    return ForbiddenError("error.origin", origin=origin)


def is_own_name(name: str, settings: Settings) -> bool:
    """True for names that can only mean this server.

    One that listens on every address of its machine is meant by any of them: an address, unlike a
    name, cannot be made to lead elsewhere.
    """
    if name in {*_OWN, settings.host.lower(), *map(str.lower, settings.allow_hosts)} - {""}:
        return True
    if settings.host not in WILDCARDS:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(name) and name == socket.gethostname().lower()
    return True


def _authority_of(origin: str) -> str:
    """Host and port of an Origin header (RFC 3986, 3.2); empty for what is no address."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _name_of(host: str) -> str:
    """The Host header without port and brackets; empty where it has a port that is none."""
    try:
        address = urlsplit(f"//{host}")
        return (address.hostname or "").rstrip(".") if address.port != 0 else ""
    except ValueError:
        return ""
