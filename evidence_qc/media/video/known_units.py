"""Messages inside an H.264 stream (SEI, ITU-T H.264 annex D), which players never show.

Cameras and editors write place, serial numbers or whole texts there; a copy for strangers carries
only messages that are known and hold numbers for the decoder.
"""

from __future__ import annotations

import re

from evidence_qc.media.video.ffmpeg import Timeouts, input_arguments, run
from evidence_qc.media.video.probe import VideoProbe

_SEI = 6
_FOR_DECODERS = {0, 1, 6, 45, 137, 144, 147}
"""Buffering, picture timing, recovery point, frame packing, mastering display, light levels."""
_UNREGISTERED = 5
_X264 = bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef")
_X264_SAYS = re.compile(
    rb"x264 - core \d+( r\d+)?( \w{7,})? - H\.264/MPEG-4 AVC codec - Copyleft 2003-\d{4} - "
    rb"http://www\.videolan\.org/x264\.html - options:( [a-z0-9_]+=[-\w.:,]{1,24})*\x00?"
)
_MESSAGES_MAX = 64 << 20

WITHOUT_MESSAGES = "filter_units=pass_types=1-5|7-11|13-15|20"
"""ffmpeg's filter that keeps slices, parameter sets and marks, and nothing that can hold text."""


def has_silent_messages(path: str, probe: VideoProbe, *, timeouts: Timeouts | None = None) -> bool:
    """True when all that an H.264 stream holds beside pictures are messages for its decoder.

    Args:
        path: file-system path.
        probe: what ``probe_video`` said of it.
        timeouts: how long reading may take.

    Raises:
        MissingDependencyError: there is no ffmpeg.
    """
    output, ended = run(
        [
            "-loglevel", "error", *input_arguments(path), "-map", probe.specifier, "-c", "copy",
            "-copyinkf", "-bsf:v",
            "h264_mp4toannexb,filter_units=remove_types=1-5|7-11|13-15|20", "-f", "data", "-",
        ],
        timeouts=timeouts,
    )  # fmt: skip
    if ended.returncode != 0 or len(output) >= _MESSAGES_MAX:
        return False
    units = re.split(rb"\x00*\x00\x00\x01", output)
    return not units[0].strip(b"\0") and all(_is_silent(unit) for unit in units[1:])


def _is_silent(unit: bytes) -> bool:
    if not unit or unit[0] & 0x1F != _SEI:
        return False
    data = unit[1:].replace(b"\0\0\3", b"\0\0")  # emulation prevention
    at = 0
    while at < len(data) and data[at:].rstrip(b"\0") not in {b"\x80", b""}:
        kind, at = _number(data, at)
        length, at = _number(data, at)
        if at + length > len(data) or not _message_is_silent(kind, data[at : at + length]):
            return False
        at += length
    return True


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number in bytes of which all but the last are 255."""
    total = 0
    while at < len(data) and data[at] == 255:
        total, at = total + 255, at + 1
    return total + (data[at] if at < len(data) else 0), at + 1


def _message_is_silent(kind: int, content: bytes) -> bool:
    if kind == _UNREGISTERED:
        return content[:16] == _X264 and _X264_SAYS.fullmatch(content[16:]) is not None
    return kind in _FOR_DECODERS and len(content) <= 64
