"""The part of a video that a user asks for: ``12-40``, ``1:05-1:20``, ``0-inf``."""

from __future__ import annotations

from evidence_qc.errors import UsageError


def parse_cut(text: str, name: str) -> tuple[float, float]:
    """Start and end in seconds of the source; an end of infinity is the end of the video.

    Args:
        text: FROM-TO, each in seconds or as M:SS or H:MM:SS.
        name: what the user calls it, for the complaint.

    Raises:
        UsageError: it is no such part.
    """
    try:
        start, end = (_seconds(part) for part in text.split("-"))
    except (OverflowError, ValueError):  # hundreds of digits are no number of minutes
        start = end = 0.0
    if not 0 <= start < end:
        raise UsageError("error.span-form", name=name, text=text)
    return start, end


def _seconds(text: str) -> float:
    """``80``, ``1:20`` or ``0:01:20`` as seconds."""
    *above, seconds = text.split(":")
    if len(above) > 2:
        raise ValueError(text)
    total = 0.0
    for part in above:
        total = 60.0 * (total + int(part))
    return total + float(seconds)
