"""The addresses by which browsers reach this server."""

from __future__ import annotations

import socket
from contextlib import suppress
from urllib.parse import urlencode

from evidence_qc.serve.middleware import WILDCARDS
from evidence_qc.serve.token import is_loopback


def addresses_of(host: str, port: int, *, scheme: str = "http") -> tuple[str, ...]:
    """Every address by which a browser can reach it, that of this computer first."""
    others = own_addresses(host) if host in WILDCARDS else ()
    return tuple(dict.fromkeys(address_of(name, port, scheme=scheme) for name in (host, *others)))


def own_addresses(host: str) -> tuple[str, ...]:
    """Addresses of this computer in its networks; asks the system, sends nothing."""
    found: dict[str, None] = {}
    families = [(socket.AF_INET, "192.0.2.1")]  # RFC 5737: nobody's
    if host == "::":
        families.append((socket.AF_INET6, "2001:db8::1"))  # RFC 3849: nobody's
    for family, elsewhere in families:
        # The route to anywhere leaves from the address by which others reach this computer.
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))
            found[probe.getsockname()[0]] = None
        with suppress(OSError):
            for *_, address in socket.getaddrinfo(socket.gethostname(), None, family):
                found[str(address[0])] = None
    return tuple(name for name in found if not is_loopback(name) and "%" not in name)


def with_token(address: str, token: str) -> str:
    """The address to open first: its fragment, which is sent to nobody, holds the token."""
    return with_fragment(address, token=token)


def with_fragment(address: str, **parts: str | None) -> str:
    """The address with further parts in its fragment; those that are empty are left out."""
    base, _, before = address.partition("#")
    given = urlencode({name: value for name, value in parts.items() if value})
    fragment = "&".join(filter(None, (before, given)))
    return f"{base}#{fragment}" if fragment else base


def address_of(host: str, port: int, *, scheme: str = "http") -> str:
    """What to type into a browser on this machine."""
    name = "127.0.0.1" if host in WILDCARDS else host
    return f"{scheme}://[{name}]:{port}/" if ":" in name else f"{scheme}://{name}:{port}/"
