"""Off loopback a token is asked for: whoever reaches the address is not yet whom it is for."""

from __future__ import annotations

import hmac
import ipaddress
import secrets

from starlette.datastructures import URL, Headers
from starlette.requests import cookie_parser

COOKIE = "evidence-qc-token"
"""How its name begins."""


def new_token() -> str:
    """128 bits, in letters that stand in an address as they are."""
    return secrets.token_urlsafe(16)


def is_loopback(address: str) -> bool:
    """True for an address that only this computer can reach."""
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def knows(headers: Headers, token: str) -> bool:
    """Whether a request carries the token: as a Bearer token (RFC 6750) or as the page's cookie."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and _same(given.strip(), token):
        return True
    # Whatever other programs of this computer keep under the same name is passed over.
    kept = (cookie_parser(each) for each in headers.getlist("cookie"))
    return any(
        name.startswith(COOKIE) and _same(value, token)
        for cookies in kept
        for name, value in cookies.items()
    )


def cookie_of(token: str, url: URL) -> str:
    """The Set-Cookie header: no script reads it, no other site's page sends it.

    Browsers keep the cookies of all ports of a computer together, and let no page of plain HTTP
    replace one of https: each server has its own, called by the address that it was asked at, and
    one of https goes by no other way.
    """
    secure = "; Secure" if url.scheme == "https" else ""
    name = f"{COOKIE}-{url.scheme}-{url.port or 0}"
    return f"{name}={token}; Path=/; HttpOnly; SameSite=Strict{secure}"


def _same(given: str, token: str) -> bool:
    """Takes as long for any answer."""
    return hmac.compare_digest(given.encode(), token.encode())
