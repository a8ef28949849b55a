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

from evidence_qc.serve.error_responses import BusyError

WAIT_MAX_S = 8.0
"""Longest expected wait: clients commonly give up at ten seconds, and no pace is even."""
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
        self._answered_at: deque[float] = deque(maxlen=MEASURED)
        self._each_s: float | None = None

    @property
    def expected_s(self) -> float:
        """Seconds until a request that came now would be answered; 0 while that is unknown."""
        return (self._inside + 1) * self._each_s if self._each_s and self._inside else 0.0

    @property
    def takes_more(self) -> bool:
        """Whether a request that came now would be answered in time."""
        return self.expected_s <= WAIT_MAX_S

    def check(self) -> None:
        """BusyError where the wait would be too long."""
        if not self.takes_more:
            raise BusyError("error.busy", retry_after_s=math.ceil(self.expected_s))

    @contextmanager
    def joined(self) -> Iterator[None]:
        """A place in the line for the length of the block.

        Raises:
            BusyError: the wait would be too long.
        """
        self.check()
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
