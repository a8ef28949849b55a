"""Connections: one that never says what it wants is closed; whoever is refused hears why.

uvicorn keeps silent connections for ever, and closes others in the middle of what they send: then
the system resets them, and the sentence that says what is wrong is lost on its way.
"""

from __future__ import annotations

import asyncio
import json
import sys
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from evidence_qc.errors import UsageError
from evidence_qc.serve.error_responses import TooLargeError, as_json

HEADERS_S = 15.0
"""From the first byte of a request, or from the connection, to the end of its headers."""
HEAD_BYTES_MAX = 65_536
"""The address and all headers of a request; what comes in one piece may have more."""
LINGER_S = 5.0
"""Longest silence of a client that has its answer and still sends; uvicorn's for the next one."""


class ImpatientProtocol(H11Protocol):
    """uvicorn's protocol, with a limit of time for headers, and patience with who is refused."""

    def connection_made(self, transport: Any) -> None:
        """A client is there."""
        self._headers_timer: asyncio.TimerHandle | None = None
        self._linger_timer: asyncio.TimerHandle | None = None
        self._is_to_end = False
        super().connection_made(_Transport(transport, self))  # type: ignore[arg-type]
        self._expect_headers()

    def data_received(self, data: bytes) -> None:
        """Something came: perhaps the rest of the headers."""
        if self.transport.is_closing():
            self._pass_over(data)
            return
        super().data_received(data)
        if self._is_answering() or self._is_sending():
            self._stop_timer()
        else:
            self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has left."""
        self._stop_timer()
        if self._linger_timer is not None:
            self._linger_timer.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The server is to end, and waits for nobody who sends."""
        self._is_to_end = True
        super().shutdown()

    def send_400_response(self, msg: str) -> None:
        """What h11 cannot read is answered as every other error is; inside ``except``."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True  # nobody hears what is still being made
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            for event in _refusal(sys.exc_info()[1]):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def is_still_sent(self) -> bool:
        """Whether a client may be sending what nobody reads, and waits for its end to listen."""
        return self.conn.their_state in {h11.SEND_BODY, h11.ERROR} and not self._is_to_end

    def linger(self) -> None:
        """Close, unless something comes for a while."""
        if self._linger_timer is not None:
            self._linger_timer.cancel()
        self._linger_timer = self.loop.call_later(LINGER_S, self.transport.abort)

    def _pass_over(self, data: bytes) -> None:
        """What comes after the answer is dropped; with its end the connection ends."""
        self.linger()
        if self.conn.their_state is not h11.SEND_BODY:
            return
        try:
            self.conn.receive_data(data)
            while isinstance(event := self.conn.next_event(), h11.Data):
                pass
        except h11.RemoteProtocolError:
            return
        if isinstance(event, h11.EndOfMessage):
            self.transport.close()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _is_sending(self) -> bool:
        """The rest of a body comes that was answered before it was here, as where too many wait.

        Clients hear the answer when they have sent it, and uvicorn waits only while some comes.
        """
        return self.conn.their_state is h11.SEND_BODY

    def _expect_headers(self) -> None:
        if self._headers_timer is None:
            self._headers_timer = self.loop.call_later(HEADERS_S, self._close_if_silent)

    def _close_if_silent(self) -> None:
        self._headers_timer = None
        if not self._is_answering():
            self.transport.close()

    def _stop_timer(self) -> None:
        if self._headers_timer is not None:
            self._headers_timer.cancel()
            self._headers_timer = None


class _Transport:
    """A transport that closes once the client has sent what it sends; closed twice, at once."""

    def __init__(self, transport: asyncio.Transport, protocol: ImpatientProtocol) -> None:
        self._transport, self._protocol = transport, protocol
        self._is_lingering = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        return self._is_lingering or self._transport.is_closing()

    def close(self) -> None:
        if self._is_lingering or not self._protocol.is_still_sent():
            self._transport.close()
            return
        self._is_lingering = True
        if self._transport.can_write_eof():  # the client need not wait for more
            self._transport.write_eof()
        self._transport.resume_reading()
        self._protocol.linger()


def _refusal(error: BaseException | None) -> list[h11.Event]:
    """Status, headers and body for what h11 raised."""
    if getattr(error, "error_status_hint", 400) == 431:
        too_long = TooLargeError("error.request-head-too-long", limit_bytes=HEAD_BYTES_MAX)
        status, said = 431, as_json("too-large", too_long)
    else:
        status, said = 400, as_json("usage", UsageError("error.request-broken"))
    body = json.dumps(said).encode()
    headers = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "connection": "close",
    }
    reason = HTTPStatus(status).phrase
    response = h11.Response(status_code=status, headers=list(headers.items()), reason=reason)
    return [response, h11.Data(data=body), h11.EndOfMessage()]
