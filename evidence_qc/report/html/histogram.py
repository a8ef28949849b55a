"""The exposure of a photo as a small drawing, dark on the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence_qc.language import Sentence
from evidence_qc.model import PictureMeasurements

BAR_WIDTH = 3
HEIGHT = 24


@dataclass(frozen=True, slots=True)
class Histogram:
    """One SVG path and its words."""

    path: str
    width: int
    height: int
    spoken: Sentence


def histogram_of(picture: PictureMeasurements | None) -> Histogram | None:
    """None where nothing was measured."""
    if picture is None or not picture.luma_histogram or not any(picture.luma_histogram):
        return None
    return Histogram(
        path=_steps(picture.luma_histogram),
        width=BAR_WIDTH * len(picture.luma_histogram),
        height=HEIGHT,
        spoken=_spoken(picture),
    )


def _steps(bins: Sequence[int]) -> str:
    """The outline of all bars in one path; a bin that holds anything is at least a line."""
    parts = [f"M0 {HEIGHT}"]
    for value in bins:
        bar = max(round(HEIGHT * value / 255), 1 if value else 0)
        parts.append(f"V{HEIGHT - bar}h{BAR_WIDTH}")
    return "".join(parts) + f"V{HEIGHT}Z"


def _spoken(picture: PictureMeasurements) -> Sentence:
    return Sentence("html.histogram", median_ratio=picture.luma_p50_ratio)
