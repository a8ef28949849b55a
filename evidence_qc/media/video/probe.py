"""What a video says of itself, and what its packets show: streams, times, rotation, damage.

One demuxing pass without decoding (about 0.1 s for a minute of 1080p) lists the true time, the
size and the kind of every packet, so rate, length and truncation are seen, not believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from evidence_qc.media.video.ffmpeg import MAX_PIXELS, Ended, Timeouts, input_arguments, run
from evidence_qc.media.video.packets import Packets, parse_packets, rate_varies
from evidence_qc.model import Damage, DamageKind

_HDR_TRANSFERS = {"smpte2084": "pq", "arib-std-b67": "hlg"}


@dataclass(frozen=True, slots=True)
class VideoProbe:
    """A video stream before any of it is decoded; sizes are upright with square pixels."""

    width_px: int
    height_px: int
    duration_s: float
    """Of the video stream, from its packets; what the container states where they tell nothing."""
    stated_duration_s: float | None
    frame_rate: Fraction
    codec: str
    container: str
    pixel_format: str = ""
    transfer: str = ""
    """``pq`` or ``hlg`` for HDR, else empty."""
    rotation_deg: int = 0
    """Clockwise turn that was needed to make it upright: 0, 90, 180, 270."""
    is_variable_rate: bool = False
    is_interlaced: bool = False
    is_full_range: bool = False
    audio_codec: str = ""
    bit_rate_bps: int | None = None
    tags: tuple[tuple[str, str], ...] = ()
    """Container and stream metadata, lower-case keys, first one wins."""
    extra_streams: int = 0
    """Streams beside the first video and the first audio (data, subtitles, pictures)."""
    packets: Packets = field(default_factory=Packets)

    def tag(self, name: str) -> str | None:
        """The value of a metadata key, or None."""
        return next((value for key, value in self.tags if key == name), None)


def probe_video(
    path: str, *, timeouts: Timeouts | None = None
) -> tuple[VideoProbe | None, tuple[Damage, ...]]:
    """Look into a video without decoding it.

    Args:
        path: file-system path (surrogate escapes for bytes that are not Unicode).
        timeouts: how long the look may take; a file that hangs is damage.

    Returns:
        The stream, or None where there is none to read, and what is wrong with the file.

    Raises:
        MissingDependencyError: there is no ffmpeg.
    """
    try:
        if Path(path).stat().st_size == 0:
            return None, (Damage(DamageKind.EMPTY, "damage.video-empty", 1.0),)
    except PermissionError:
        return None, (Damage(DamageKind.PERMISSION, "damage.video-permission"),)
    except (OSError, ValueError):
        return None, (Damage(DamageKind.UNREADABLE, "damage.video-cannot-open"),)
    head: list[str] = []

    def hear(line: str) -> None:
        if len(head) < 4000:
            head.append(line)

    output, ended = run(
        [
            "-loglevel", "info", "-nostats",
            *input_arguments(path),
            "-map", "0:V:0", "-copyts", "-start_at_zero", "-c", "copy", "-f", "framecrc", "-",
        ],
        timeouts=timeouts,
        on_line=hear,
    )  # fmt: skip
    if ended.timed_out:
        return None, (Damage(DamageKind.CORRUPT, "damage.video-slow"),)
    base, packets = parse_packets(output.decode("ascii", "replace"))
    lines = _input_lines(head)
    if not lines:
        return None, (_why_unreadable(head, _is_mp4(path)),)
    described = _describe(lines, packets)
    if isinstance(described, Damage):
        return None, (described,)
    if base is None and not packets.times_s:
        return None, (_why_unreadable(head, _is_mp4(path)),)
    return described, _losses(described, ended, head)


_VIDEO = re.compile(r"Stream #0:\d+.*?: Video: (?P<rest>.+)")
_AUDIO = re.compile(r"Stream #0:\d+.*?: Audio: (?P<codec>[\w-]+)")
_SIZE = re.compile(r"(?<![\w.])(\d{1,6})x(\d{1,6})(?![\w.])")
_SAR = re.compile(r"SAR (\d+):(\d+)")
_RATE = re.compile(r"([\d.]+)(k?) (fps|tbr)")
_DURATION = re.compile(r"Duration: (?:(\d+):(\d\d):(\d\d(?:\.\d+)?)|N/A)")
_BIT_RATE = re.compile(r"bitrate: (\d+) kb/s")
_TAG = re.compile(r"^\s{4,}([\w.\- ]+?)\s*: (.*)$")
_ROTATION = re.compile(r"rotation of (-?[\d.]+) degrees")


def _describe(lines: list[str], packets: Packets) -> VideoProbe | Damage:
    video = [
        (index, match["rest"])
        for index, line in enumerate(lines)
        if (match := _VIDEO.search(line)) and "(attached pic)" not in line
    ]
    audio = [match["codec"] for line in lines if (match := _AUDIO.search(line))]
    if not video:
        return Damage(
            DamageKind.NO_VIDEO_STREAM,
            "damage.sound-only" if audio else "damage.no-stream",
        )
    index, rest = video[0]
    size = _SIZE.search(rest)
    if size is None or not int(size[1]) or not int(size[2]):
        return Damage(DamageKind.UNREADABLE, "damage.no-size")
    width, height = int(size[1]), int(size[2])
    if width * height > MAX_PIXELS:
        return Damage(
            DamageKind.TOO_LARGE,
            "damage.frame-pixels",
            None,
            {"width_px": width, "height_px": height},
        )
    if (sar := _SAR.search(rest)) and int(sar[1]) and int(sar[2]):
        width = max(1, round(width * int(sar[1]) / int(sar[2])))
    rotation = _rotation(lines[index + 1 :])
    if rotation in {90, 270}:
        width, height = height, width
    stated = _stated_duration_s(lines)
    rate = _frame_rate(rest, packets)
    coded = re.split(r",\s*(?![^(]*\))", rest)
    pixel_format = coded[1].split("(")[0].strip() if len(coded) > 1 else ""
    colour = coded[1] if len(coded) > 1 else ""
    first = lines[0]
    streams = sum("Stream #0:" in line for line in lines)
    bit_rate = next((m for line in lines if (m := _BIT_RATE.search(line))), None)
    return VideoProbe(
        width_px=width,
        height_px=height,
        duration_s=packets.end_s or stated or 0.0,
        stated_duration_s=stated,
        frame_rate=rate,
        codec=coded[0].split(" ")[0],
        container=first.split(",")[1].strip() if "," in first else "",
        pixel_format=pixel_format,
        transfer=next((v for k, v in _HDR_TRANSFERS.items() if k in colour), ""),
        rotation_deg=rotation,
        is_variable_rate=rate_varies(packets),
        is_interlaced="top first" in colour or "bottom first" in colour,
        is_full_range=pixel_format.startswith("yuvj") or "(pc" in colour,
        audio_codec=audio[0] if audio else "",
        bit_rate_bps=int(bit_rate[1]) * 1000 if bit_rate else None,
        tags=_tags(lines),
        extra_streams=streams - 1 - min(1, len(audio)),
        packets=packets,
    )


def _input_lines(head: list[str]) -> list[str]:
    """The lines that describe the input."""
    start = next((i for i, line in enumerate(head) if line.startswith("Input #0")), None)
    if start is None:
        return []
    ends = ("Stream mapping", "Output #0", "Press [q]")
    stop = next((i for i in range(start, len(head)) if head[i].startswith(ends)), len(head))
    return head[start:stop]


def _rotation(lines: list[str]) -> int:
    for line in lines:
        if "Stream #" in line:
            break
        if match := _ROTATION.search(line):
            return round(-float(match[1]) / 90) % 4 * 90
    return 0


def _stated_duration_s(lines: list[str]) -> float | None:
    for line in lines:
        if (match := _DURATION.search(line)) and match[1] is not None:
            return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
    return None


def _frame_rate(rest: str, packets: Packets) -> Fraction:
    """Average of the packets where the rate varies, else what the stream states."""
    times = packets.times_s
    if rate_varies(packets):
        return _snap((len(times) - 1) / (times[-1] - times[0]))
    rates = {m[3]: float(m[1]) * (1000 if m[2] else 1) for m in _RATE.finditer(rest)}
    return _snap(rates.get("fps") or rates.get("tbr") or 0.0)


def _snap(rate: float) -> Fraction:
    """The NTSC or whole rate within 0.05 %, else a short fraction."""
    for whole in range(1, 241):
        for exact in (Fraction(whole), Fraction(whole * 1000, 1001)):
            if abs(rate - float(exact)) < 2e-4 * float(exact):
                return exact
    return Fraction(rate).limit_denominator(1000)


def _tags(lines: list[str]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for line in lines:
        if match := _TAG.match(line):
            found.setdefault(match[1].strip().lower(), match[2].strip())
    return tuple(found.items())


_MP4_BOXES = {b"ftyp", b"mdat", b"moov", b"wide", b"free", b"skip"}


def _is_mp4(path: str) -> bool:
    """True when the file starts as an MP4 does."""
    try:
        with Path(path).open("rb") as file:
            return file.read(8)[4:] in _MP4_BOXES
    except OSError:
        return False


def _why_unreadable(head: list[str], is_mp4: bool) -> Damage:
    text = "\n".join(head)
    if "moov atom not found" in text and is_mp4:
        return Damage(
            DamageKind.TRUNCATED,
            "damage.no-index",
            1.0,
        )
    if "Permission denied" in text:
        return Damage(DamageKind.PERMISSION, "damage.video-permission")
    return Damage(DamageKind.UNREADABLE, "damage.no-video")


def _losses(probe: VideoProbe, ended: Ended, head: list[str]) -> tuple[Damage, ...]:
    """Truncation: the packets stop well before the stated end, or the file does."""
    if not probe.packets.times_s:
        return (Damage(DamageKind.UNREADABLE, "damage.no-frame", 1.0),)
    text = "\n".join((*head, *ended.log))
    cut_off = any(word in text for word in ("partial file", "Truncat", "truncated"))
    stated = probe.stated_duration_s
    if cut_off and stated:
        lost = max(0.0, 1 - probe.packets.end_s / stated)
        return (
            Damage(
                DamageKind.TRUNCATED,
                "damage.video-cut-off",
                round(lost, 3),
                {"present_s": probe.packets.end_s, "stated_s": stated},
            ),
        )
    return ()
