"""A budget of decoded pixels shared by all workers: one huge photo waits, it does not add up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PixelBudget:
    """Lets work in until its decoded pixels would pass the budget; larger work goes in alone.

    Waiting work is served in order of arrival, so a huge photo is not starved by small ones.
    """

    def __init__(self, pixels: int) -> None:
        self._free = self._total = pixels
        self._condition = threading.Condition()
        self._queue: list[object] = []

    @contextmanager
    def take(self, pixels: int) -> Iterator[None]:
        """Hold ``pixels`` of the budget for the length of the block."""
        wanted = min(max(pixels, 1), self._total)
        ticket = object()
        with self._condition:
            self._queue.append(ticket)
            self._condition.wait_for(lambda: self._queue[0] is ticket and self._free >= wanted)
            self._queue.pop(0)
            self._free -= wanted
            self._condition.notify_all()
        try:
            yield
        finally:
            with self._condition:
                self._free += wanted
                self._condition.notify_all()
