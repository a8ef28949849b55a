"""Off loopback a token is asked for: whoever reaches the address is not yet whom it is for."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers

COOKIE = "evidence-qc-token"


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
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return False
    return cookie is not None and _same(cookie.value, token)


def cookie_of(token: str, *, is_secure: bool = False) -> str:
    """The Set-Cookie header: no script reads it, no other site's page sends it.

    ``is_secure``: nor does it go without encryption.
    """
    return f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict{'; Secure' * is_secure}"


def _same(given: str, token: str) -> bool:
    """Takes as long for any answer."""
    return hmac.compare_digest(given.encode(), token.encode())
