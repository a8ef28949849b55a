"""Measurements in words, for the fold of a card: grouped, with units, only what was measured."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from fractions import Fraction

from evidence_qc.language import Sentence, is_known
from evidence_qc.model import CaptureMetadata, FileFacts, PictureMeasurements

_FRACTION = re.compile(r"[0-9]+(/[1-9][0-9]*)?")

_PLAIN_RATIOS = {
    "motion_ratio", "blockiness_ratio", "stand_out_ratio",
    "centre_red_ratio", "centre_blue_ratio", "ground_red_ratio", "ground_blue_ratio",
}  # fmt: skip
"""Ratios of two things rather than shares of one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement in words."""

    label: Sentence
    value: str


def measurement_rows(picture: PictureMeasurements | None) -> tuple[Row, ...]:
    """Every number that was measured, in the order of the report."""
    if picture is None:
        return ()
    return tuple(
        Row(_label(item.name), in_words(item.name, value))
        for item in fields(picture)
        if isinstance(value := getattr(picture, item.name), int | float)
    )


def file_rows(facts: FileFacts) -> tuple[Row, ...]:
    """What the camera wrote and how a video is coded."""
    metadata, video = facts.metadata, facts.video
    camera = " ".join(part for part in (metadata.camera_make, metadata.camera_model) if part)
    rows: list[tuple[str, str]] = [
        ("camera", camera),
        ("software", metadata.software or ""),
        ("exposure", _exposure(metadata)),
    ]
    if video is not None:
        rate = Fraction(video.frame_rate) if _FRACTION.fullmatch(video.frame_rate) else None
        kind = "rate-varies" if video.is_variable_rate else "rate"
        frames = Sentence(f"row-value.{kind}", rate=f"{float(rate):.4g}") if rate else ""
        some = video.audio_codec or Sentence("row-value.sound-yes")
        rows += [
            ("codec", " ".join((video.codec, video.pixel_format)).strip()),
            ("frame-rate", frames),
            ("sound", some if video.has_audio else Sentence("row-value.sound-none")),
        ]
    return tuple(Row(Sentence(f"file-row.{name}"), value) for name, value in rows if value)


def _exposure(metadata: CaptureMetadata) -> str:
    time_s = metadata.exposure_time_s
    parts = []
    if time_s:
        parts.append(f"1/{1 / time_s:.0f} s" if 0 < time_s < 0.5 else f"{time_s:.3g} s")
    if metadata.iso_speed:
        parts.append(f"ISO {metadata.iso_speed}")
    return ", ".join(parts)


def _label(name: str) -> Sentence:
    message_id = f"measure.{name.replace('_', '-')}"
    if is_known(message_id):
        return Sentence(message_id)
    words = name.rsplit("_", 1)[0] if name.rsplit("_", 1)[-1] in _UNITS else name
    return Sentence.verbatim(words.replace("_", " ").capitalize())


_UNITS = {
    "ratio": "",
    "permille": " ‰",
    "deg": "°",
    "dn": " of 255",
    "px": " px",
    "s": " s",
}


def in_words(name: str, value: float) -> str:
    """A number with the unit of its name; shares as percent, ‰ of the long side."""
    unit = name.rsplit("_", 1)[-1]
    if unit == "ratio" and name not in _PLAIN_RATIOS:
        return f"{100 * value:.3g} %"
    return f"{value:.4g}{_UNITS.get(unit, '')}"
