"""Listening: an address is taken first, so that whatever is wrong with it is said in a sentence."""

from __future__ import annotations

import errno
import os
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from types import FrameType
from urllib.parse import urlencode

import uvicorn

from evidence_qc.errors import UsageError
from evidence_qc.serve.app import make_app
from evidence_qc.serve.headers import ImpatientProtocol
from evidence_qc.serve.middleware import WILDCARDS
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.token import PARAMETER, is_loopback, new_token

END_S = 3
"""Seconds that running requests have to end after Ctrl-C."""


def run(
    settings: Settings,
    *,
    ready: Callable[[tuple[str, ...], bool], None],
    open_browser: bool = False,
) -> None:
    """Serve until a signal; then nothing is left behind.

    Args:
        settings: where to listen, and how much to take.
        ready: is given the page's addresses once it can be asked for, this computer's own first,
            and whether others can reach it; then the addresses carry the token, made here if
            ``settings`` has none.
        open_browser: show it in the user's browser.

    Raises:
        UsageError: the address cannot be listened on.
        KeyboardInterrupt: Ctrl-C, after everything has ended.
    """
    with listen(settings.host, settings.port) as bound:
        listens_at, port = bound.getsockname()[:2]
        is_open = not is_loopback(listens_at)
        if is_open and not settings.token:
            settings = replace(settings, token=new_token())
        addresses = tuple(
            with_token(address, settings.token) for address in addresses_of(settings.host, port)
        )
        app = make_app(settings)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=END_S,
            http=ImpatientProtocol,
        )

        class Server(uvicorn.Server):
            """Stops the work at once, not when its clients have their answers."""

            def handle_exit(self, sig: int, frame: FrameType | None) -> None:
                if app_state := getattr(app.state, "app_state", None):
                    app_state.jobs.stop()
                super().handle_exit(sig, frame)

        ready(addresses, is_open)
        if open_browser:
            webbrowser.open(addresses[0])
        Server(config).run(sockets=[bound])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; UsageError in one sentence when there can be none."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise UsageError(f"There is no host {host!r}.", "Leave --host out.") from error
    bound = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(128)
    except OSError as error:
        bound.close()
        raise _cannot_listen(host, port, error) from error
    return bound


def _cannot_listen(host: str, port: int, error: OSError) -> UsageError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(
            f"Port {port} is in use, perhaps by another evidence-qc serve.",
            "Name another one with --port, or --port 0 for any that is free.",
        )
    if error.errno == errno.EACCES:
        return UsageError(f"Port {port} is not for this user.", "Use one from 1024 on.")
    reason = (error.strerror or type(error).__name__).lower()
    return UsageError(f"{host}, port {port}, cannot be listened on: {reason}.", "Leave --host out.")


def addresses_of(host: str, port: int) -> tuple[str, ...]:
    """Every address by which a browser can reach it, that of this computer first."""
    others = own_addresses(host) if host in WILDCARDS else ()
    return tuple(dict.fromkeys(address_of(name, port) for name in (host, *others)))


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
    """The address to open first: it leaves the token with the browser."""
    return f"{address}?{urlencode({PARAMETER: token})}" if token else address


def address_of(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    name = "127.0.0.1" if host in WILDCARDS else host
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
