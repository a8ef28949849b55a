"""Measurements in words, for the fold of a card: grouped, with units, only what was measured."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from fractions import Fraction

from evidence_qc.model import CaptureMetadata, FileFacts, PictureMeasurements
from evidence_qc.report.text import printable

_LABELS = {
    "blur_permille": "Blur where it is judged",
    "blur_median_permille": "Blur, median",
    "blur_sharpest_permille": "Blur where sharpest",
    "sharp_area_ratio": "Sharp area",
    "centre_blur_permille": "Blur of the subject",
    "surround_blur_permille": "Blur around it",
    "centre_sharpest_permille": "Blur of the middle where sharpest",
    "centre_blurred_ratio": "Middle surely blurred",
    "detail_crispest_permille": "Blur of the finest detail",
    "detail_sharpest_permille": "Blur close up where sharpest",
    "motion_ratio": "Motion (length : width)",
    "motion_angle_deg": "Direction of motion",
    "decidable_ratio": "Area with structure",
    "luma_mean_ratio": "Brightness, mean",
    "luma_p01_ratio": "Darkest 1 %",
    "luma_p25_ratio": "Darkest quarter",
    "luma_p50_ratio": "Brightness, median",
    "luma_p99_ratio": "Brightest 1 %",
    "luma_std_ratio": "Contrast",
    "detail_luma_ratio": "Brightness of detail",
    "dark_area_ratio": "Dark area",
    "crushed_ratio": "Crushed to black",
    "clipped_ratio": "Clipped to white",
    "bright_area_ratio": "Bright area",
    "print_ratio": "White beside ink",
    "flat_colour_ratio": "Flat colours",
    "white_frame_ratio": "White frame",
    "subject_luma_ratio": "Brightness of the subject",
    "surround_luma_ratio": "Brightness around it",
    "surround_median_ratio": "Brightness around it, median",
    "surround_dark_ratio": "Dark area around it",
    "dark_hue_ratio": "Dark by hue alone",
    "centre_red_ratio": "Red over green",
    "centre_blue_ratio": "Blue over green",
    "ground_red_ratio": "Red over green around it",
    "ground_blue_ratio": "Blue over green around it",
    "glare_ratio": "Glare",
    "detail_ratio": "Area with detail",
    "busyness_dn": "Busyness",
    "clutter_dn": "Clutter",
    "layout_contrast_dn": "Contrast of large areas",
    "stand_out_ratio": "Subject over surroundings",
    "acutance_dn": "Crispness",
    "noise_dn": "Noise",
    "blockiness_ratio": "Blockiness",
    "jpeg_quality": "JPEG quality",
    "bits_per_pixel": "Bits per pixel",
    "effective_resolution_ratio": "Effective resolution",
    "enlarged_ratio": "Looks enlarged",
    "clipped_channel_ratio": "A colour burnt",
    "clipped_colour_ratio": "Burnt, not white",
    "working_long_side_px": "Measured at",
}
_FRACTION = re.compile(r"[0-9]+(/[1-9][0-9]*)?")

_PLAIN_RATIOS = {
    "motion_ratio", "blockiness_ratio", "stand_out_ratio",
    "centre_red_ratio", "centre_blue_ratio", "ground_red_ratio", "ground_blue_ratio",
}  # fmt: skip
"""Ratios of two things rather than shares of one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement in words."""

    label: str
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
    rows = [
        ("Camera", camera),
        ("Software", metadata.software or ""),
        ("Exposure", _exposure(metadata)),
    ]
    if video is not None:
        rate = Fraction(video.frame_rate) if _FRACTION.fullmatch(video.frame_rate) else None
        varies = ", varies" if video.is_variable_rate else ""
        rows += [
            ("Codec", " ".join((video.codec, video.pixel_format)).strip()),
            ("Frame rate", f"{float(rate):.4g} a second{varies}" if rate else ""),
            ("Sound", (video.audio_codec or "yes") if video.has_audio else "none"),
        ]
    return tuple(Row(label, printable(value)) for label, value in rows if value)


def _exposure(metadata: CaptureMetadata) -> str:
    time_s = metadata.exposure_time_s
    parts = []
    if time_s:
        parts.append(f"1/{1 / time_s:.0f} s" if 0 < time_s < 0.5 else f"{time_s:.3g} s")
    if metadata.iso_speed:
        parts.append(f"ISO {metadata.iso_speed}")
    return ", ".join(parts)


def _label(name: str) -> str:
    if name in _LABELS:
        return _LABELS[name]
    words = name.rsplit("_", 1)[0] if name.rsplit("_", 1)[-1] in _UNITS else name
    return words.replace("_", " ").capitalize()


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
