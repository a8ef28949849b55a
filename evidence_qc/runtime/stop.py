"""How work is told that nobody waits for it any more."""

from __future__ import annotations

from typing import Protocol


class StoppedError(Exception):
    """Nobody waits for this work any more."""


class Stop(Protocol):
    """Whatever can be asked whether to go on (``threading.Event`` is one)."""

    def is_set(self) -> bool:
        """True once the work is to be dropped."""


class AnyStop:
    """Set as soon as one of several is.

    Args:
        stops: None among them is never set.
    """

    def __init__(self, *stops: Stop | None) -> None:
        self._stops = [stop for stop in stops if stop is not None]

    def is_set(self) -> bool:
        """True once one of them is."""
        return any(stop.is_set() for stop in self._stops)
