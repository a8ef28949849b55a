"""What the camera or an editor wrote into a video: time, device, place, names."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from evidence_qc.media.video.probe import VideoProbe
from evidence_qc.model import CaptureMetadata

TECHNICAL_TAGS = frozenset({
    "major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id", "encoder",
    "encoder-eng", "duration", "duration-eng", "language", "creation_time", "timecode",
    "number_of_frames", "number_of_bytes", "bps", "_statistics_tags", "_statistics_writing_app",
    "_statistics_writing_date_utc", "side data", "stream mapping", "variant_bitrate",
})  # fmt: skip
"""Tags that say nothing of a person or a place."""

_PLACES = ("location", "iso6709", "xyz", "gps")
_PERSONS = ("artist", "author", "copyright", "owner", "serial", "publisher", "performer", "title",
            "comment", "description", "composer")  # fmt: skip
_EARLIEST_YEAR = 1990
"""Cameras without a clock write 1904 or 1970."""


def capture_metadata(probe: VideoProbe) -> CaptureMetadata:
    """Metadata in the same words as for photos."""
    names = {name for name, value in probe.tags if value}
    return CaptureMetadata(
        captured_at=_captured_at(probe),
        camera_make=_first(probe, "com.apple.quicktime.make", "make", "com.android.manufacturer"),
        camera_model=_first(probe, "com.apple.quicktime.model", "model", "com.android.model"),
        software=_first(probe, "com.apple.quicktime.software", "software", "encoder"),
        has_location=any(word in name for name in names for word in _PLACES),
        has_personal=any(person in name for name in names for person in _PERSONS),
    )


def is_private(probe: VideoProbe) -> bool:
    """True when a copy for strangers must leave something out.

    That is metadata beyond the technical, or streams besides one picture and one sound.
    """
    return probe.extra_streams > 0 or any(
        name not in TECHNICAL_TAGS for name, value in probe.tags if value
    )


def _first(probe: VideoProbe, *names: str) -> str | None:
    return next((value for name in names if (value := probe.tag(name))), None)


def _captured_at(probe: VideoProbe) -> str | None:
    """ISO 8601; the phone's own local time with offset where it wrote one, else UTC."""
    for name in ("com.apple.quicktime.creationdate", "date", "creation_time"):
        value = probe.tag(name)
        if not value:
            continue
        value = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", value.strip())
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            continue
        if moment.year < _EARLIEST_YEAR:
            continue
        if name == "creation_time" and moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.replace(microsecond=0).isoformat()
    return None
