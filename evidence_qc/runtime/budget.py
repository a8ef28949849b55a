"""A budget of decoded pixels shared by all workers: one huge photo waits, it does not add up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from evidence_qc.runtime.stop import Stop, StoppedError

_POLL_S = 0.1
"""While it waits, it is looked so often whether anybody still wants the work."""


class PixelBudget:
    """Lets work in until its decoded pixels would pass the budget; larger work goes in alone.

    Waiting work is served in order of arrival, so a huge photo is not starved by small ones.
    """

    def __init__(self, pixels: int) -> None:
        self._free = self._total = pixels
        self._condition = threading.Condition()
        self._queue: list[object] = []

    def take_all(self, *, stop: Stop | None = None) -> AbstractContextManager[None]:
        """Hold the whole budget: nothing else is let in for the length of the block."""
        return self.take(self._total, stop=stop)

    @contextmanager
    def take(self, pixels: int, *, stop: Stop | None = None) -> Iterator[None]:
        """Hold ``pixels`` of the budget for the length of the block.

        Raises:
            StoppedError: ``stop`` was set while it waited.
        """
        wanted = min(max(pixels, 1), self._total)
        ticket = object()
        with self._condition:
            self._queue.append(ticket)
            try:
                self._wait(ticket, wanted, stop)
                self._free -= wanted
            finally:
                self._queue.remove(ticket)
                self._condition.notify_all()
        try:
            yield
        finally:
            with self._condition:
                self._free += wanted
                self._condition.notify_all()

    def _wait(self, ticket: object, wanted: int, stop: Stop | None) -> None:
        def is_next() -> bool:
            return self._queue[0] is ticket and self._free >= wanted

        while not self._condition.wait_for(is_next, None if stop is None else _POLL_S):
            if stop is not None and stop.is_set():
                raise StoppedError
