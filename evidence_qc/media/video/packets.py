"""The packets of a video stream: true times, sizes and kinds, without decoding anything."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

MAX_PACKETS = 1_000_000
"""More than nine hours at 30 frames per second."""


@dataclass(frozen=True, slots=True)
class Packets:
    """The packets of the video stream in order of presentation."""

    times_s: tuple[float, ...] = ()
    sizes_bytes: tuple[int, ...] = ()
    keys: tuple[bool, ...] = ()
    end_s: float = 0.0
    """When the last frame stops being shown."""
    is_reordered: bool = False
    """Stored in another order than shown: the stream has B-frames."""

    @property
    def key_times_s(self) -> tuple[float, ...]:
        """Presentation times of the keyframes."""
        return tuple(time for time, key in zip(self.times_s, self.keys, strict=True) if key)

    def are_quiet(self, after_s: float, until_s: float, pixels: int) -> bool:
        """True when most frames in ``after_s < time ≤ until_s`` say "as before" and no more.

        Keyframes do not count.
        """
        inside = self._inside(after_s, until_s)
        sizes = sorted(self.sizes_bytes[i] for i in inside if not self.keys[i])
        return not sizes or sizes[len(sizes) // 2] <= quiet_bytes(pixels)

    def quiet_around(self, start_s: float, end_s: float, pixels: int) -> tuple[float, float]:
        """A quiet stretch with the quiet frames on both sides of it: the whole standstill.

        It begins with the picture that then stands, and ends when another is shown.
        """
        if not self.are_quiet(start_s, end_s, pixels):
            return start_s, end_s
        first = max(0, bisect_right(self.times_s, start_s + 1e-4) - 1)
        while first > 0 and self._says_nothing(first, pixels):
            first -= 1
        last = max(0, bisect_right(self.times_s, end_s + 1e-4) - 1)
        while last + 1 < len(self.times_s) and self._says_nothing(last + 1, pixels):
            last += 1
        end = self.times_s[last + 1] if last + 1 < len(self.times_s) else self.end_s
        return self.times_s[first], max(end_s, end)

    def _says_nothing(self, index: int, pixels: int) -> bool:
        """A frame that repeats the one before; a keyframe, if the frame after it does."""
        if self.keys[index]:
            index += 1
        return (
            index < len(self.keys)
            and not self.keys[index]
            and self.sizes_bytes[index] <= quiet_bytes(pixels)
        )

    def surprise(self, after_s: float, until_s: float) -> float:
        """Size of the largest packet that is no keyframe over their middle size; ≥ 1.

        About 1 to 3 where the picture flows, 4 and more where a frame had nothing to build on.
        """
        sizes = sorted(
            self.sizes_bytes[i] for i in self._inside(after_s, until_s) if not self.keys[i]
        )
        return sizes[-1] / max(1, sizes[len(sizes) // 2]) if sizes else 1.0

    def largest_between(self, after_s: float, until_s: float) -> float:
        """Time of the largest packet with ``after_s < time ≤ until_s``; ``until_s`` if none is.

        A cut leaves nothing to predict from: its first frame is as large as a keyframe.
        """
        inside = self._inside(after_s, until_s)
        largest = max(inside, key=lambda i: self.sizes_bytes[i], default=None)
        return until_s if largest is None else self.times_s[largest]

    def _inside(self, after_s: float, until_s: float) -> range:
        """Indices of the packets with ``after_s < time ≤ until_s``."""
        return range(
            bisect_right(self.times_s, after_s + 1e-4), bisect_right(self.times_s, until_s + 1e-4)
        )


def quiet_bytes(pixels: int) -> float:
    """A frame up to this size says "as before" and no more: 0.002 bits a pixel, or 48 bytes.

    A skipped frame takes 11 to 25 bytes at 480×270 and 114 at 720p (x264), the emptiest real ones
    of fourteen public clips several times that.
    """
    return max(48.0, 0.002 * pixels / 8)


def parse_packets(text: str) -> tuple[Fraction | None, Packets]:
    """Time base and packets of the one stream in the output of ffmpeg's ``framecrc``."""
    base: Fraction | None = None
    rows: list[tuple[int, int, int, bool]] = []
    for line in text.splitlines():
        if line.startswith("#"):
            if match := re.match(r"#tb 0: (\d+)/(\d+)", line):
                base = Fraction(int(match[1]), int(match[2]))
            continue
        cells = line.split(",")
        if len(cells) < 6 or len(rows) >= MAX_PACKETS:
            continue
        shown = cells[1] if "NOPTS" in cells[2] else cells[2]
        try:
            pts, duration, size = int(shown), int(cells[3]), int(cells[4])
        except ValueError:
            continue
        flags = next((c.strip() for c in cells[6:] if c.strip().startswith("F=")), "F=0x1")
        try:
            bits = int(flags[2:], 16)
        except ValueError:
            bits = 1
        if bits & 4 or pts < 0:  # AV_PKT_FLAG_DISCARD: outside the edit list, never shown
            continue
        rows.append((pts, duration, size, bool(bits & 1)))
    if base is None or not rows:
        return base, Packets()
    reordered = any(b[0] < a[0] for a, b in pairwise(rows))
    rows.sort()
    last_pts, last_duration = rows[-1][0], max(0, rows[-1][1])
    unit = float(base)
    return base, Packets(
        times_s=tuple(row[0] * unit for row in rows),
        sizes_bytes=tuple(row[2] for row in rows),
        keys=tuple(row[3] for row in rows),
        end_s=(last_pts + last_duration) * unit,
        is_reordered=reordered,
    )


def rate_varies(packets: Packets) -> bool:
    """True when steps between frames differ by more than a rounded clock explains."""
    times = packets.times_s
    if len(times) < 4:
        return False
    steps = sorted(b - a for a, b in pairwise(times))
    middle = steps[len(steps) // 2]
    odd = sum(abs(step - middle) > 0.0035 + 0.1 * middle for step in steps)
    return odd > max(1, 0.01 * len(steps))
