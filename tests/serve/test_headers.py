"""What is no request, or is answered before it is whole: the client hears why, and is not reset."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette

from evidence_qc.serve import headers
from evidence_qc.serve.headers import HEAD_BYTES_MAX, ImpatientProtocol
from evidence_qc.serve.run import listen

LONG = b"x" * 3_000_000
"""More than the buffers between two programs hold."""


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """A server that has nothing, and so answers before it has read a body; its address."""
    with listen("127.0.0.1", 0) as bound:
        config = uvicorn.Config(
            Starlette(), log_config=None, log_level="error", http=ImpatientProtocol, ws="none",
            lifespan="off", h11_max_incomplete_event_size=HEAD_BYTES_MAX,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield bound.getsockname()
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    with served() as found:
        yield found


def heard(address: tuple[str, int], said: bytes) -> tuple[int, bytes]:
    """Status and body; ConnectionError where the server resets the connection."""
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(said)
        answer = b""
        while piece := client.recv(65_536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Filename: " + LONG + b"\r\n\r\n", 431, "head-too-long"),
        (b"GET /?" + LONG + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431, "head-too-long"),
        (b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n", 431, "head-too-long"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc" + bytes(200) + b"\r\n\r\n", 400, "broken"),
        (b"GET /\r\n\r\n", 400, "broken"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n" + LONG, 400, "broken"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400,
         "broken"),
    ],
)  # fmt: skip
def test_what_is_no_request_is_told_so(
    address: tuple[str, int],
    caplog: pytest.LogCaptureFixture,
    said: bytes,
    status: int,
    reason: str,
) -> None:
    """In a sentence as every other error, whatever follows; the server's own log stays quiet."""
    with caplog.at_level(logging.WARNING):
        found, body = heard(address, said)

    assert found == status
    assert json.loads(body)["error"]["message_id"] == f"error.request-{reason}"
    assert not [each for each in caplog.records if each.exc_info]


@pytest.mark.parametrize("connection", [b"close", b"keep-alive"])
def test_who_sends_much_hears_an_early_answer(address: tuple[str, int], connection: bytes) -> None:
    """Such as that it is too much: a client that reads only at its end is not cut off before."""
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: %s\r\n" % connection
    head += b"Content-Length: %d\r\n\r\n" % len(LONG)
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(head)
        for start in range(0, len(LONG), 500_000):
            time.sleep(0.05)
            client.sendall(LONG[start : start + 500_000])
        answer = client.recv(65_536)

    assert answer.startswith(b"HTTP/1.1 404")


def test_a_body_that_turns_out_broken_is_told_so(address: tuple[str, int]) -> None:
    """Chunks that are none; nothing is raised where nobody looks."""
    said = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno chunk\r\n"

    assert heard(address, said)[0] in {400, 404}


def test_who_goes_on_sending_does_not_hold_the_end() -> None:
    """A refused client that neither ends nor leaves."""
    said = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\n1"
    with ExitStack() as until_ended:
        with served() as address:
            client = until_ended.enter_context(socket.create_connection(address, timeout=10))
            client.sendall(said)
            assert client.recv(65_536).startswith(b"HTTP/1.1 404")
            stopped = time.monotonic()
        took_s = time.monotonic() - stopped

    assert took_s < headers.LINGER_S / 2
