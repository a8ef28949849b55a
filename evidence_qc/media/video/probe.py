"""What a video is, from its streams and its container: size, times, rotation, rate, damage.

One pass without decoding (about 0.1 s for a minute of 1080p) lists the true time, the size and
the kind of every packet, so rate, length and truncation are seen, not believed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from evidence_qc.media.video.damage import cut_off, unreadable
from evidence_qc.media.video.ffmpeg import MAX_PIXELS, Timeouts
from evidence_qc.media.video.packets import ListedStream, Packets, Timing, rate_varies
from evidence_qc.media.video.streams import FirstPicture, Streams, read_streams
from evidence_qc.media.video.structure import Structure, read_structure
from evidence_qc.model import Damage, DamageKind

_BARE = frozenset({"h264", "hevc", "mpegvideo", "m4v", "mjpeg", "av1", "obu"})
"""Coded pictures in no container: ffmpeg counts their times and cannot seek to one."""


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
    """Pictures and sounds beside the ones that are looked at."""
    stream: int = 0
    """Number of the film among the file's video streams that are no covers."""
    timing: Timing = Timing.STAMPED
    is_encrypted: bool = False
    has_decoder: bool = True
    packets: Packets = field(default_factory=Packets)

    def tag(self, name: str) -> str | None:
        """The value of a metadata key, or None."""
        return next((value for key, value in self.tags if key == name), None)

    @property
    def specifier(self) -> str:
        """The film among the streams, as ffmpeg's ``-map`` wants it."""
        return f"0:V:{self.stream}"

    @property
    def is_sequential(self) -> bool:
        """True where frames can be told by time only from the first one on, without seeking."""
        return self.timing is not Timing.STAMPED or self.container in _BARE


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
    try:
        structure = read_structure(path)
    except OSError:
        return None, (Damage(DamageKind.UNREADABLE, "damage.video-cannot-open"),)
    streams = read_streams(path, timeouts=timeouts)
    if streams.timed_out:
        return None, (Damage(DamageKind.CORRUPT, "damage.video-slow"),)
    if not streams.videos:
        opened, sound = bool(streams.container), bool(streams.sounds)
        return None, (unreadable(structure, is_container=opened, has_sound=sound),)
    film = streams.videos[streams.chosen]
    described = _describe(streams, film, structure)
    if isinstance(described, Damage):
        return None, (described,)
    damage = cut_off(
        structure,
        film.packets,
        described.duration_s,
        is_packet_cut=any(stream.is_cut for stream in (*streams.videos, *streams.sounds)),
    )
    return described, (damage,) if damage else ()


def _describe(streams: Streams, film: ListedStream, structure: Structure) -> VideoProbe | Damage:
    first = streams.first or FirstPicture(film.width_px, film.height_px)
    width, height = first.width_px, first.height_px
    if not width or not height:
        return Damage(DamageKind.UNREADABLE, "damage.no-size")
    if width * height > MAX_PIXELS:
        claimed = {"width_px": width, "height_px": height}
        return Damage(DamageKind.TOO_LARGE, "damage.frame-pixels", None, claimed)
    width = max(1, round(width * (first.aspect or film.aspect)))
    if first.rotation_deg in {90, 270}:
        width, height = height, width
    packets = film.packets
    duration_s = packets.end_s or structure.duration_s or 0.0
    return VideoProbe(
        width_px=width,
        height_px=height,
        duration_s=duration_s,
        stated_duration_s=structure.duration_s,
        frame_rate=frame_rate(packets),
        codec=film.codec,
        container=streams.container,
        pixel_format=first.pixel_format,
        transfer=first.transfer,
        rotation_deg=first.rotation_deg,
        is_variable_rate=rate_varies(packets),
        is_interlaced=first.is_interlaced,
        is_full_range=first.is_full_range,
        audio_codec=streams.sounds[0].codec if streams.sounds else "",
        bit_rate_bps=_bit_rate_bps(structure, duration_s),
        tags=streams.tags,
        extra_streams=len(streams.videos) - 1 + max(0, len(streams.sounds) - 1),
        stream=streams.chosen,
        timing=film.timing,
        is_encrypted=structure.is_encrypted,
        has_decoder=streams.has_decoder,
        packets=packets,
    )


def _bit_rate_bps(structure: Structure, duration_s: float) -> int | None:
    """Of the whole file, in whole kilobits."""
    seconds = max(duration_s, structure.duration_s or 0.0)
    return int(structure.size_bytes * 8 / seconds / 1000) * 1000 if seconds else None


def frame_rate(packets: Packets) -> Fraction:
    """Frames a second by the times of the packets, whatever a header says; 0 where none tell.

    Where the rate varies it is the average; else a recorder's first gap does not count.
    """
    steps = [b - a for a, b in pairwise(packets.times_s)]
    middle = sorted(steps)[len(steps) // 2] if steps else 0.0
    if middle <= 0:
        return _snap(1 / packets.end_s) if packets.end_s > 0 else Fraction(0)
    if rate_varies(packets) or len(steps) < _FEW_STEPS:
        # A packet a millisecond after another is a picture for the decoder's eyes only (VP9).
        kept = [step for step in steps if step >= 0.2 * middle]
        return _snap(len(kept) / sum(steps), max(_EXACT, packets.tick_s / sum(steps)))
    kept = [step for step in steps if abs(step - middle) <= 0.0035 + 0.1 * middle]
    return _snap(len(kept) / sum(kept), max(_EXACT, packets.tick_s / sum(kept)))


_EXACT = 2e-4
_FEW_STEPS = 20
"""Of fewer one gap is no exception."""


def _snap(rate: float, tolerance: float = _EXACT) -> Fraction:
    """The nearest NTSC or whole rate within a tolerance, else a short fraction."""
    near = round(rate)
    standard = [
        exact
        for whole in (near - 1, near, near + 1)
        for exact in (Fraction(whole), Fraction(whole * 1000, 1001))
        if 0 < whole <= 240 and abs(rate - float(exact)) < tolerance * float(exact)
    ]
    if standard:
        return min(standard, key=lambda exact: abs(rate - float(exact)))
    return Fraction(rate).limit_denominator(1000)
