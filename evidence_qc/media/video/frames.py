"""Decoded frames of a video with their true times: upright, square pixels, SDR, as arrays.

ffmpeg decodes, turns, tone-maps and scales; raw frames come through a pipe and their times from
its log (``showinfo``), one line a frame, so nothing is ever numbered or timed by counting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.video.ffmpeg import Ended, FfmpegProcess, Timeouts, input_arguments
from evidence_qc.media.video.frame_times import FrameTimes
from evidence_qc.media.video.packets import Timing
from evidence_qc.media.video.probe import VideoProbe

Pixels = NDArray[np.uint8]


class Colour(StrEnum):
    """What a frame is decoded to."""

    LUMA = "gray"
    RGB = "rgb24"


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """One decoded frame.

    Attributes:
        time_s: presentation time, seconds from the start of the file.
        pixels: uint8, H×W luma (full range 0–255) or H×W×3 RGB.
        is_key: True for a keyframe of the codec.
    """

    time_s: float
    pixels: Pixels
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Keyframes:
    """Only keyframes, and after every ``burst_every``-th one ``burst`` further packets.

    The packets between are dropped before decoding: a minute of 1080p costs an eighth of a full
    decode without bursts and a sixth with two packets after every second keyframe. Keyframes
    closer than ``gap_s`` to the one before are thinned out.
    """

    burst: int = 0
    burst_every: int = 2
    gap_s: float = 0.4


@dataclass(frozen=True, slots=True)
class Steps:
    """Everything is decoded; ``burst`` frames are returned every ``every`` frames."""

    every: int = 1
    burst: int = 1


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """Everything with ``start_s ≤ time < end_s``, every ``every``-th frame."""

    start_s: float
    end_s: float
    every: int = 1


@dataclass(frozen=True, slots=True)
class Windows:
    """Several windows in order of time, decoded in one run from the first to the last."""

    spans_s: tuple[tuple[float, float], ...]
    every: int = 1


Choice = Keyframes | Steps | TimeWindow | Windows

INEXACT = frozenset({"mpegts", "mpeg", "asf", "flv"})
"""Containers without an index of keyframes."""


class FrameReader:
    """An iterator over decoded frames; a context manager that leaves no process behind."""

    def __init__(
        self,
        path: str,
        probe: VideoProbe,
        choice: Choice,
        *,
        long_side_px: int | None = None,
        colour: Colour = Colour.LUMA,
        threads: int = 0,
        timeouts: Timeouts | None = None,
    ) -> None:
        """Start decoding.

        Args:
            path: file-system path.
            probe: what ``probe_video`` said of it.
            choice: which frames.
            long_side_px: scale down to this long side (never up); None for the stored size.
            colour: luma or RGB.
            threads: decoder threads, 0 for as many as there are cores.
            timeouts: how long it may take.

        Raises:
            MissingDependencyError: there is no ffmpeg.
        """
        self.width_px, self.height_px = scaled_size(probe.width_px, probe.height_px, long_side_px)
        self._shape = (self.height_px, self.width_px, *((3,) if colour is Colour.RGB else ()))
        self._end_s = _end_of(choice)
        self._times = FrameTimes()
        self.errors = 0
        """Complaints of the decoder so far."""
        self.ended: Ended | None = None
        before, after = _choose(choice, probe)
        filters = [
            *(["setpts=PTS-STARTPTS"] if probe.timing is Timing.UNSTAMPED else []),
            *after,
            self._times.filter,
            *_to_size(probe, self.width_px, self.height_px),
            f"format={colour.value}",
        ]
        self._process = FfmpegProcess(
            [
                "-loglevel", "info", "-nostats",
                *(("-threads", str(threads)) if threads else ()),
                *before,
                # Without -copyts ffmpeg joins pieces whose clocks start anew.
                *(() if probe.timing is Timing.JOINED else ("-copyts", "-start_at_zero")),
                *input_arguments(path),
                "-map", probe.specifier, "-fps_mode", "passthrough",
                "-vf", ",".join(filters),
                "-f", "rawvideo", "-",
            ],
            timeouts=timeouts,
            on_line=self._hear,
        )  # fmt: skip

    def __enter__(self) -> FrameReader:
        self._process.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._process.__exit__(None, None, None)

    def __iter__(self) -> Iterator[VideoFrame]:
        size = int(np.prod(self._shape))
        while True:
            pixels = np.empty(self._shape, np.uint8)
            if self._process.read_into(memoryview(pixels.reshape(-1).data)) < size:
                break
            stamp = self._times.take(timeout_s=10)
            if stamp is None:
                break
            time_s, is_key = stamp
            if self._end_s is not None and time_s >= self._end_s:
                self._process.kill()
                break
            yield VideoFrame(time_s, pixels, is_key)
        self.ended = self._process.finish()

    def _hear(self, line: str) -> None:
        if self._times.hear(line):
            return
        if line.startswith("[") and not line.startswith("[in#") and _COMPLAINT.search(line):
            # Tags are indented; what the container says is no complaint of the decoder.
            self.errors += 1


_COMPLAINT = re.compile(
    r"error while decoding|concealing|corrupt|Invalid data found|Error submitting|decode_slice"
    r"|Invalid NAL|missing picture|bytestream|Could not find ref",
    re.IGNORECASE,
)


def scaled_size(width_px: int, height_px: int, long_side_px: int | None) -> tuple[int, int]:
    """The size with this long side at most, never enlarged, never below 1×1."""
    long_side = max(width_px, height_px)
    if long_side_px is None or long_side <= long_side_px:
        return width_px, height_px
    share = long_side_px / long_side
    return max(1, round(width_px * share)), max(1, round(height_px * share))


def _choose(choice: Choice, probe: VideoProbe) -> tuple[list[str], list[str]]:
    """Input options and filters that pick the frames."""
    if isinstance(choice, Keyframes):
        # Variables: 0 packets since the last key, 1 keys so far, 2 time of the last, 3 any yet.
        key = f"key*(not(ld(3))+gte((pts-ld(2))*tb,{choice.gap_s:g}))"
        note = "0*st(0,0)+0*st(1,ld(1)+1)+0*st(2,pts)+0*st(3,1)"
        keep = f"{choice.burst}*not(mod(ld(1),{choice.burst_every}))"
        drop = f"if({key},{note},gt(st(0,ld(0)+1),{keep}))"
        if probe.is_sequential:  # times are counted from the first frame on: none may be missing
            return [], [f"select='not({drop.replace('tb', 'TB')})'"]
        # B-frames are skipped and nothing is held back, so that times stay in order: a decoder
        # that sees gaps in the order of frames guesses times.
        return ["-flags", "low_delay", "-skip_frame", "bidir", "-bsf:v", f"noise=drop='{drop}'"], []
    if isinstance(choice, Steps):
        if choice.every <= choice.burst:
            return [], []
        return [], [f"select='lt(mod(n,{choice.every}),{choice.burst})'"]
    spans = choice.spans_s if isinstance(choice, Windows) else ((choice.start_s, choice.end_s),)
    wanted = [f"not(mod(n,{choice.every}))"] if choice.every > 1 else []
    if probe.is_sequential:
        return [], [f"select='{'*'.join([*wanted, _between(spans)])}'"]
    start = min(max(0.0, spans[0][0]), max(0.0, probe.duration_s - 0.001))
    if probe.container in INEXACT:
        # Seeking lands on any packet, and decoding begins at the keyframe after it.
        keys = [time for time in probe.packets.key_times_s if time <= start]
        spans, start = ((start, spans[0][1]), *spans[1:]), max(0.0, (keys or [0.0])[-1] - 0.5)
    if len(spans) > 1 or start < spans[0][0]:
        wanted.append(_between(spans))
    select = [f"select='{'*'.join(wanted)}'"] if wanted else []
    return ["-ss", f"{start:.6f}", "-t", f"{max(0.001, spans[-1][1] - start):.6f}"], select


def _between(spans: Sequence[tuple[float, float]]) -> str:
    """The expression for a time inside one of the spans."""
    return "(" + "+".join(f"between(t,{a:.6f},{b:.6f})" for a, b in spans) + ")"


def _end_of(choice: Choice) -> float | None:
    """When to stop reading, seconds."""
    if isinstance(choice, TimeWindow):
        return choice.end_s
    return choice.spans_s[-1][1] if isinstance(choice, Windows) else None


def _to_size(probe: VideoProbe, width_px: int, height_px: int) -> list[str]:
    """Filters that scale and, for HDR, map to SDR (scaled first: the mapping works in floats)."""
    if not probe.transfer:
        return [f"scale={width_px}:{height_px}:flags=area:out_range=full"]
    return [
        f"scale={width_px}:{height_px}:flags=area",
        *TONE_MAP,
        "scale=out_range=full",
    ]


TONE_MAP = (
    "zscale=transfer=linear:npl=203",
    "format=gbrpf32le",
    "zscale=primaries=bt709",
    "tonemap=mobius:desat=0",
    "zscale=transfer=bt709:matrix=bt709:range=tv",
    "format=yuv420p",
)
"""HDR (PQ or HLG, BT.2020) to SDR BT.709; 203 cd/m² is reference white (ITU-R BT.2408)."""
