"""Planes in, measurements and the focus heat-map out: the same for photos and video frames."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, partial

from evidence_qc.focus import (
    Detail,
    FocusMap,
    FocusModel,
    FocusSummary,
    is_doubtful,
    is_surely_sharp,
    measure_detail,
    summarize,
    to_heatmap,
)
from evidence_qc.measures.picture import measure_tone_and_signal
from evidence_qc.measures.planes import Planes
from evidence_qc.measures.region import region
from evidence_qc.model import Heatmap, Mark, PictureMeasurements
from evidence_qc.model.digits import round_all

SECOND_PASS_SCORE = 1.3
"""The finer plane has to be this much larger than what was looked at, to show anything more."""
LEAST_BLUR_PERMILLE = 0.55
"""Where the sharpest tenth of the working plane has no more blur, which is next to none there, the
finer plane is sharp too: of 24 of 751 native photos that were soft in it one had less, and 57 % of
all need not be looked at."""
AROUND_MARK_PX = 384
"""So much of the finer plane around a mark, at least, is looked at closely."""


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
    is_frame: bool = False,
) -> Examined:
    """Measure focus, tone and signal of one decoded picture; all floats are settled.

    The fine detail of a frame is not looked at: a clip shows by moving, and is coded softly.
    """
    seen = _focus(planes, focus, mark, is_frame=is_frame)
    focus_map = seen.focus_map
    measured = measure_tone_and_signal(planes, mark=mark)
    heat = to_heatmap(focus_map)
    return Examined(
        measurements=round_all(_with_focus(measured, seen.summary, seen.detail)),
        heatmap=Heatmap(rows=heat.shape[0], columns=heat.shape[1], cells=heat.tobytes()),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    focus_map: FocusMap
    summary: FocusSummary
    detail: Detail = field(default_factory=Detail)


def _focus(planes: Planes, focus: FocusModel, mark: Mark | None, *, is_frame: bool) -> _Seen:
    """Look at the working plane; look closely at the fine one before calling anything blurred.

    And before calling anything clear whose sharpest places are not quite sharp from afar.
    """
    seen = focus.map(planes.working)
    summary = summarize(seen, mark=mark)
    larger = max(planes.fine.shape) / max(seen.plane_width_px, seen.plane_height_px)
    if larger < SECOND_PASS_SCORE:
        return _Seen(seen, summary)
    sharpest = summary.blur_sharpest_permille
    ought = not is_frame and (sharpest is None or sharpest > LEAST_BLUR_PERMILLE)
    map_closely = cache(partial(focus.map_closely, planes.fine))  # asked for twice, made once
    is_blurred, detail = is_doubtful(summary), Detail()
    if ought:
        detail = measure_detail(
            focus, planes.working, planes.fine, map_closely, is_blurred=is_blurred
        )
    if not is_blurred:
        return _Seen(seen, summary, detail)
    if mark is not None:
        return _Seen(seen, _closer_at_mark(planes, focus, mark, summary), detail)
    closely = map_closely()
    if is_surely_sharp(closely):
        return _Seen(closely, summarize(closely, is_sure=True), detail)
    return _Seen(seen, summary, detail)


def _closer_at_mark(
    planes: Planes, focus: FocusModel, mark: Mark, summary: FocusSummary
) -> FocusSummary:
    around = region(planes.fine, mark, least_px=AROUND_MARK_PX)
    closely = focus.map_closely(around, whole_px=max(planes.fine.shape))
    if not is_surely_sharp(closely):
        return summary
    there = summarize(closely, is_sure=True)
    return replace(
        summary,
        blur_permille=there.blur_permille,
        centre_blur_permille=there.blur_permille,
        motion_ratio=there.motion_ratio,
        motion_angle_deg=there.motion_angle_deg,
    )


def _with_focus(
    measured: PictureMeasurements, focus: FocusSummary, detail: Detail
) -> PictureMeasurements:
    return replace(
        measured,
        blur_permille=focus.blur_permille,
        blur_median_permille=focus.blur_median_permille,
        blur_sharpest_permille=focus.blur_sharpest_permille,
        sharp_area_ratio=focus.sharp_area_ratio,
        centre_blur_permille=focus.centre_blur_permille,
        surround_blur_permille=focus.surround_blur_permille,
        centre_sharpest_permille=focus.centre_sharpest_permille,
        centre_blurred_ratio=focus.centre_blurred_ratio,
        detail_crispest_permille=detail.crispest_permille,
        detail_sharpest_permille=detail.sharpest_permille,
        middle_soft_ratio=detail.middle_soft_ratio,
        motion_ratio=focus.motion_ratio,
        motion_angle_deg=focus.motion_angle_deg,
        decidable_ratio=focus.decidable_ratio,
    )
