"""Listening: an address is taken first, so that whatever is wrong with it is said in a sentence."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

import uvicorn

from evidence_qc.errors import UsageError
from evidence_qc.serve.addresses import addresses_of, with_token
from evidence_qc.serve.app import make_app
from evidence_qc.serve.cases.store import CaseStore, sole_keeper
from evidence_qc.serve.headers import HEAD_BYTES_MAX, ImpatientProtocol
from evidence_qc.serve.phone import with_case
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.token import is_loopback, new_token

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
        CannotWriteError: cases cannot be kept where ``settings`` say.
        KeyboardInterrupt: Ctrl-C, after everything has ended.
    """
    with listen(settings.host, settings.port) as bound:
        listens_at, port, *_ = bound.getsockname()
        is_open = not is_loopback(listens_at)
        if is_open and not settings.token:
            settings = replace(settings, token=new_token())
        case = _kept_case(settings)
        tls = settings.tls
        scheme = "https" if tls else "http"
        addresses = tuple(
            with_case(with_token(address, settings.token), case)
            for address in addresses_of(settings.host, port, scheme=scheme)
        )
        app = make_app(settings)
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="error",  # what a client does wrong is told to the client
            access_log=False,
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=END_S,
            http=ImpatientProtocol,
            h11_max_incomplete_event_size=HEAD_BYTES_MAX,
            ssl_certfile=tls.path if tls else None,
        )

        class Server(uvicorn.Server):
            """Stops the work at once, not when its clients have their answers."""

            @contextmanager
            def capture_signals(self) -> Iterator[None]:
                with super().capture_signals(), _ended_by_hang_up(self.handle_exit):
                    yield

            def handle_exit(self, sig: int, frame: FrameType | None) -> None:
                if app_state := getattr(app.state, "app_state", None):
                    app_state.jobs.stop()
                super().handle_exit(sig, frame)

        ready(addresses, is_open)
        if open_browser:
            webbrowser.open(addresses[0])
        Server(config).run(sockets=[bound])


@contextmanager
def _ended_by_hang_up(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Whoever closes the terminal ends the server as Ctrl-C does, and photos that were sent go.

    Not under nohup, which is there to outlive the terminal.
    """
    hang_up = getattr(signal, "SIGHUP", None)
    is_main = threading.current_thread() is threading.main_thread()
    if hang_up is None or not is_main or signal.getsignal(hang_up) == signal.SIG_IGN:
        yield
        return
    before = signal.signal(hang_up, handler)
    try:
        yield
    finally:
        signal.signal(hang_up, before)


def _kept_case(settings: Settings) -> str | None:
    """The case to go on with; CannotWriteError where the folder of cases is not to be had."""
    if settings.keep is None:
        return None
    with sole_keeper(settings.keep):
        return CaseStore(settings.keep, settings.upload_files_max).newest()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; UsageError in one sentence when there can be none."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise UsageError("error.host-missing", host=host) from error
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
        return UsageError("error.port-in-use", port=port)
    if error.errno == errno.EACCES:
        return UsageError("error.port-forbidden", port=port)
    reason = (error.strerror or type(error).__name__).lower()
    return UsageError("error.address-not-listened", host=host, port=port, reason=reason)
