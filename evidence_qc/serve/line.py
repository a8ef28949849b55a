"""How long a new request would wait: so many are before it, and so fast they have been served.

Whoever would wait longer than a client has patience is told so at once, with the time after which
it is worth to ask again, and the others are answered in time.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from evidence_qc.serve.error_responses import BusyError

WAIT_MAX_S = 8.8
"""Longest wait that is expected for whoever comes, the upload included: clients commonly give up at
ten seconds, and no pace is even."""
PROMISED_MAX_S = 9.5
"""Whoever was let in to upload is sent away after it only where the pace has fallen since."""
COMING_S = 2.0
"""An upload that takes longer is no sign of one more who waits soon: its client is slow."""
MEASURED = 128
"""Newest answers by which the pace is judged."""
_RECENT = 32
"""Where these were slower than all of them, their pace counts: the machine has got other work."""
_KNOWN_FROM = 8
"""With fewer answers the pace is a guess, and nobody is sent away for a guess."""


class Line:
    """Requests of one kind that wait or are worked on; used by one thread.

    Args:
        clock: seconds, for tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._inside = 0
        self._coming: dict[object, float] = {}
        self._due: deque[float] = deque()
        self._answered_at: deque[float] = deque(maxlen=MEASURED)
        self._each_s: float | None = None

    @property
    def expected_s(self) -> float:
        """Seconds until a request that came now would be answered; 0 while that is unknown."""
        return self._expected_s(self._inside + self._soon)

    @property
    def takes_more(self) -> bool:
        """Whether a request that came now would be answered in time."""
        return self.expected_s <= WAIT_MAX_S

    @property
    def _soon(self) -> int:
        """So many are uploading who are about to join."""
        since = self._clock() - COMING_S
        return sum(came >= since for came in self._coming.values())

    def _expected_s(self, before: int) -> float:
        return (before + 1) * self._each_s if self._each_s and self._inside else 0.0

    @contextmanager
    def announced(self) -> Iterator[None]:
        """A place in mind for the length of an upload, after which its client joins.

        Raises:
            BusyError: the wait would be too long.
        """
        expected_s = self.expected_s
        if expected_s > WAIT_MAX_S:
            self._send_away(expected_s)
        ticket = object()
        self._coming[ticket] = self._clock()
        try:
            yield
        finally:
            del self._coming[ticket]

    def _send_away(self, expected_s: float) -> NoReturn:
        """Not before those who were sent away earlier: all at once would be sent away again."""
        now = self._clock()
        while self._due and self._due[0] <= now:
            self._due.popleft()
        wait_s = expected_s + len(self._due) * (self._each_s or 0.0)
        self._due.append(now + min(wait_s, 2 * expected_s))
        raise BusyError("error.busy", retry_after_s=math.ceil(min(wait_s, 2 * expected_s)))

    @contextmanager
    def joined(self) -> Iterator[None]:
        """A place in the line for the length of the block.

        Raises:
            BusyError: the wait would be too long.
        """
        expected_s = self._expected_s(self._inside)
        if expected_s > PROMISED_MAX_S:
            self._send_away(expected_s)
        self._inside += 1
        try:
            yield
            self._note()
        finally:
            self._inside -= 1
            if not self._inside:
                self._answered_at.clear()  # what comes after a pause tells nothing of the pace

    def _note(self) -> None:
        """One was answered; the pace is that of answers while others were waiting."""
        times = self._answered_at
        times.append(self._clock())
        if len(times) >= _KNOWN_FROM:
            recent = min(len(times), _RECENT)
            self._each_s = max(
                (times[-1] - times[0]) / (len(times) - 1),
                (times[-1] - times[-recent]) / (recent - 1),
            )
