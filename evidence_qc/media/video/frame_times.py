"""When each decoded frame is shown, as ffmpeg's ``showinfo`` filter writes it beside the pixels."""

from __future__ import annotations

import queue
import re
import secrets

_SHOWINFO = re.compile(r"n: *(\d+) pts: *(-?\d+) .*iskey:(\d)")
_BASE = re.compile(r"config in time_base: *(\d+)/(\d+)")

Stamp = tuple[float, bool]
"""Time in seconds, and whether it is a keyframe."""


class FrameTimes:
    """Filled by the thread that hears ffmpeg, emptied by the one that reads the pixels."""

    def __init__(self) -> None:
        self._mark = f"[showinfo@{secrets.token_hex(8)} @ "
        """No name or title in a file can know it, so none can pass for a frame."""
        self._ready: queue.SimpleQueue[Stamp] = queue.SimpleQueue()
        self._unmarked: dict[int, tuple[int, bool]] = {}
        self._unit_s = 0.0
        self._next = 0

    @property
    def filter(self) -> str:
        """The filter that writes what ``hear`` understands."""
        return f"{self._mark[1:-3]}=checksum=0"

    def hear(self, line: str) -> bool:
        """Whether a line of ffmpeg's log is about a frame."""
        if not line.startswith(self._mark):
            # Where another thread has begun a line, ffmpeg puts this behind it and leaves out the
            # mark. It counts only where the frame has no line of its own: a title could say it.
            if match := _SHOWINFO.search(line):
                self._unmarked[int(match[1])] = int(match[2]), match[3] == "1"
            return False
        content = line.partition("] ")[2]
        if match := _SHOWINFO.match(content):
            for missing in range(self._next, int(match[1])):
                if said := self._unmarked.get(missing):
                    self._put(*said)
            self._next = int(match[1]) + 1
            self._put(int(match[2]), match[3] == "1")
        elif match := _BASE.match(content):
            self._unit_s = int(match[1]) / int(match[2])
        return True

    def take(self, timeout_s: float) -> Stamp | None:
        """Of the next frame; None where ffmpeg says nothing of it in time."""
        try:
            return self._ready.get(timeout=timeout_s)
        except queue.Empty:
            if said := self._unmarked.get(self._next):
                self._next += 1
                return said[0] * self._unit_s, said[1]
            return None

    def _put(self, pts: int, is_key: bool) -> None:
        # pts_time is printed with six digits only: take pts and the time base.
        self._ready.put((pts * self._unit_s, is_key))
