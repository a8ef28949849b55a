"""Connections that never say what they want are closed; uvicorn would keep them for ever."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEADERS_S = 15.0
"""From the first byte of a request, or from the connection, to the end of its headers."""


class ImpatientProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol, with a limit of time for headers."""

    def connection_made(self, transport: Any) -> None:
        """A client is there."""
        super().connection_made(transport)
        self._headers_timer: asyncio.TimerHandle | None = None
        self._expect_headers()

    def data_received(self, data: bytes) -> None:
        """Something came: perhaps the rest of the headers."""
        super().data_received(data)
        if self._is_answering() or self._is_sending():
            self._stop_timer()
        else:
            self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has left."""
        self._stop_timer()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _is_sending(self) -> bool:
        """The rest of a body comes that was answered before it was here, as where too many wait.

        Clients hear the answer when they have sent it, and uvicorn waits only while some comes.
        """
        connection = getattr(self, "conn", None)  # of h11; httptools keeps it to itself
        return connection is not None and connection.their_state is h11.SEND_BODY

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
