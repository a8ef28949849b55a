"""The packets of a video stream: true times, sizes and kinds, without decoding anything."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from enum import StrEnum
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
    hidden: int = 0
    """Further frames in the file that an edit list keeps from being shown."""
    zeroed: int = 0
    """Of the frames, how many are nothing but zeros in the file."""
    tick_s: float = 0.0
    """Of the clock in the file."""

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


class Timing(StrEnum):
    """How far the times in the file can be trusted."""

    STAMPED = "stamped"
    """Every packet says when its frame is shown."""
    JOINED = "joined"
    """The clock starts anew on the way (recordings put together): ffmpeg joins the pieces as it
    reads from the first packet on, so nothing can be sought."""
    UNSTAMPED = "unstamped"
    """Packets say when they are decoded, not when they are shown (B-frames in AVI): frames are
    timed in the order in which they leave the decoder, from the first one on."""


@dataclass(frozen=True, slots=True)
class ListedStream:
    """One stream as ffmpeg's ``framecrc`` lists it."""

    media_type: str
    """``video``, ``audio`` …"""
    codec: str
    width_px: int = 0
    height_px: int = 0
    sample_rate_hz: int = 0
    aspect: Fraction = Fraction(1)
    """Of one pixel."""
    packets: Packets = field(default_factory=Packets)
    timing: Timing = Timing.STAMPED
    is_cut: bool = False
    """Its last packet breaks off."""


_NO_TIME = -(1 << 63)
_STANDING = 3
"""So many packets in a row at one time: the clock started anew, for ffmpeg writes none back …"""
_AHEAD_S = 10.0
"""… and so it did where it leaps this far ahead."""
_IS_KEY, _IS_CORRUPT, _IS_HIDDEN = 1, 2, 4
"""Flags of ``AVPacket``; hidden are packets outside the edit list, which are never shown."""

_ZEROS_BYTES = 256
"""A shorter packet of zeros may be an empty frame."""
_UNCOMPRESSED = {"rawvideo", "v210", "r210", "yuv4", "bitpacked", "wrapped_avframe"}
"""Here zeros are black."""

_FLEETING = 0.2
"""A last frame that is said to stand for so much less than the others is not."""

_Row = tuple[int | None, int | None, int, int, int, bool]
"""pts, dts, duration, bytes, flags, only zeros."""


def parse_listing(text: str, *, media_type: str = "video") -> tuple[ListedStream, ...]:
    """Streams in the output of ffmpeg's ``framecrc``, in order of their number.

    Args:
        text: its whole output, cut off anywhere.
        media_type: packets are kept of streams of this type only.
    """
    heads: dict[int, dict[str, str]] = {}
    rows: dict[int, list[_Row]] = {}
    cut: dict[int, bool] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            if match := re.match(r"#(\w+) (\d+): +(\S+)", line):
                heads.setdefault(int(match[2]), {})[match[1]] = match[3]
            continue
        cells = line.split(",")
        if len(cells) >= 6 and (row := _row(cells)):
            index = int(cells[0])
            cut[index] = bool(row[4] & _IS_CORRUPT)
            if heads.get(index, {}).get("media_type") == media_type:
                stream = rows.setdefault(index, [])
                if len(stream) < MAX_PACKETS:
                    stream.append(row)
    return tuple(
        replace(_listed(heads[index], rows.get(index, [])), is_cut=cut.get(index, False))
        for index in sorted(heads)
    )


def _row(cells: list[str]) -> _Row | None:
    try:
        int(cells[0])
        dts, pts = (_time(cells[1]), _time(cells[2]))
        duration, size = int(cells[3]), int(cells[4])
        flag = next((c.strip() for c in cells[6:] if c.strip().startswith("F=")), "F=0x1")
        # The checksum is Adler-32 from 0 on, which stays 0 on zeros and on nothing else.
        zeros = size >= _ZEROS_BYTES and int(cells[5], 16) == 0
        return pts, dts, duration, size, int(flag[2:], 16), zeros
    except ValueError:
        return None


def _time(cell: str) -> int | None:
    if "NOPTS" in cell or int(cell) == _NO_TIME:
        return None
    return int(cell)


def _listed(head: dict[str, str], rows: list[_Row]) -> ListedStream:
    width, _, height = head.get("dimensions", "0x0").partition("x")
    base = _fraction(head.get("tb", "0/1"))
    packets, timing = _packets(rows, base) if base else (Packets(), Timing.STAMPED)
    if head.get("codec_id") in _UNCOMPRESSED:
        packets = replace(packets, zeroed=0)
    return ListedStream(
        media_type=head.get("media_type", ""),
        codec=head.get("codec_id", ""),
        width_px=int(width) if width.isdigit() else 0,
        height_px=int(height) if height.isdigit() else 0,
        sample_rate_hz=int(rate) if (rate := head.get("sample_rate", "")).isdigit() else 0,
        aspect=_fraction(head.get("sar", "1/1")) or Fraction(1),
        packets=packets,
        timing=timing,
    )


def _fraction(text: str) -> Fraction:
    """Nought where it is none, or negative: no clock runs backwards."""
    numerator, _, denominator = text.partition("/")
    try:
        return max(Fraction(0), Fraction(int(numerator), int(denominator)))
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


def _packets(rows: list[_Row], base: Fraction) -> tuple[Packets, Timing]:
    """Frames in order of presentation, from the packets in order of decoding."""
    clock = [dts for _, dts, *_ in rows if dts is not None]
    joined = any((b - a) * base > _AHEAD_S for a, b in pairwise(clock)) or any(
        a == b for a, b in zip(clock, clock[_STANDING:], strict=False)
    )
    if rows and rows[-1][4] & _IS_CORRUPT:  # cut off in its middle
        rows = rows[:-1]
    unstamped = sum(pts is None for pts, *_ in rows) > len(rows) // 2 and bool(clock)
    first = min(clock) if unstamped else 0
    frames: list[tuple[int, int, int, bool]] = []
    hidden = zeroed = 0
    for pts, dts, duration, size, flags, zeros in rows:
        stamp = dts if unstamped else pts
        if stamp is None:
            continue
        if flags & _IS_HIDDEN or stamp - first < 0:
            hidden += 1
            continue
        zeroed += zeros
        frames.append((stamp - first, max(0, duration), size, bool(flags & _IS_KEY)))
    timing = Timing.UNSTAMPED if unstamped else Timing.JOINED if joined else Timing.STAMPED
    if not frames:
        return Packets(hidden=hidden), timing
    reordered = unstamped or any(b[0] < a[0] for a, b in pairwise(frames))
    frames.sort()
    steps = sorted(b[0] - a[0] for a, b in pairwise(frames))
    last = frames[-1][0] + _last_step(frames[-1][1], steps)
    unit = float(base)
    packets = Packets(
        times_s=tuple(frame[0] * unit for frame in frames),
        sizes_bytes=tuple(frame[2] for frame in frames),
        keys=tuple(frame[3] for frame in frames),
        end_s=last * unit,
        is_reordered=reordered,
        hidden=hidden,
        zeroed=zeroed,
        tick_s=unit,
    )
    return packets, timing


def _last_step(stated: int, steps: list[int]) -> int:
    """How long the last frame stands: as stated, but for a header's "1,000 frames a second".

    Args:
        stated: ticks; 0 where nothing is.
        steps: ticks between the frames before it, sorted.
    """
    middle = steps[len(steps) // 2] if steps else 0
    return middle if stated < _FLEETING * middle else stated


def rate_varies(packets: Packets) -> bool:
    """True when steps between frames differ by more than a rounded clock explains."""
    times = packets.times_s
    if len(times) < 4:
        return False
    steps = sorted(b - a for a, b in pairwise(times))
    middle = steps[len(steps) // 2]
    odd = sum(abs(step - middle) > 0.0035 + 0.1 * middle for step in steps)
    return odd > max(1, 0.01 * len(steps))
