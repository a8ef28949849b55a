"""Planes in, measurements and the focus heat-map out: the same for photos and video frames."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evidence_qc.focus import FocusModel, FocusSummary, summarize, to_heatmap
from evidence_qc.measures.picture import measure_tone_and_signal
from evidence_qc.measures.planes import Planes
from evidence_qc.model import Heatmap, Mark, PictureMeasurements
from evidence_qc.model.digits import settle

HEATMAP_CELLS = 24
"""A report shows the map a few hundred pixels wide; more cells would only cost memory."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was measured on one picture."""

    measurements: PictureMeasurements
    heatmap: Heatmap


def examine_picture(
    planes: Planes,
    focus: FocusModel,
    *,
    mark: Mark | None = None,
    jpeg_quality: float | None = None,
    bits_per_pixel: float | None = None,
) -> Examined:
    """Measure focus, tone and signal of one decoded picture; all floats are settled."""
    focus_map = focus.map(planes.working)
    measured = measure_tone_and_signal(
        planes, mark=mark, jpeg_quality=jpeg_quality, bits_per_pixel=bits_per_pixel
    )
    return Examined(
        measurements=settle(_with_focus(measured, summarize(focus_map, mark=mark))),
        heatmap=_heatmap(to_heatmap(focus_map)),
    )


def _with_focus(measured: PictureMeasurements, focus: FocusSummary) -> PictureMeasurements:
    return replace(
        measured,
        blur_permille=focus.blur_permille,
        blur_median_permille=focus.blur_median_permille,
        blur_sharpest_permille=focus.blur_sharpest_permille,
        sharp_area_ratio=focus.sharp_area_ratio,
        centre_blur_permille=focus.centre_blur_permille,
        surround_blur_permille=focus.surround_blur_permille,
        motion_ratio=focus.motion_ratio,
        motion_angle_deg=focus.motion_angle_deg,
        decidable_ratio=focus.decidable_ratio,
    )


def _heatmap(grid: NDArray[np.uint8]) -> Heatmap:
    """Thin the grid evenly to at most ``HEATMAP_CELLS`` a side."""
    rows, columns = (min(side, HEATMAP_CELLS) for side in grid.shape)
    picked = grid[
        np.ix_(
            np.arange(rows) * grid.shape[0] // rows,
            np.arange(columns) * grid.shape[1] // columns,
        )
    ]
    return Heatmap(rows=rows, columns=columns, cells=picked.tobytes())
