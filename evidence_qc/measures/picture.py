"""All measures of one picture except focus, from one pair of planes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from evidence_qc.measures.acutance import VIEW_PX, acutance_dn
from evidence_qc.measures.blockiness import blockiness_ratio
from evidence_qc.measures.composition import composition
from evidence_qc.measures.effective_resolution import effective_resolution_ratio, enlarged_ratio
from evidence_qc.measures.glare import glare_ratio
from evidence_qc.measures.hue import clipped, dark_hue_ratio, tints
from evidence_qc.measures.noise import Cells, Noise, cells_at_two_sizes, grain, noise
from evidence_qc.measures.planes import Planes, Rgb
from evidence_qc.measures.region import region
from evidence_qc.measures.structure import detail_ratio
from evidence_qc.measures.subject import subject
from evidence_qc.measures.thumbnail import thumbnail
from evidence_qc.measures.tone import display_histogram, histogram, tone
from evidence_qc.measures.whiteness import clipped_on_white_ratio, whiteness
from evidence_qc.model import Mark, PictureMeasurements

Value = TypeVar("Value")

SUBJECT_PX = 128
"""Brightness of areas needs no fine pixels."""
LEAST_COLOUR_PX = 8
"""A smaller square around a mark holds too few pixels of the small coloured picture."""
COARSE_RATIO = 0.75
"""Pictures with more detail than this for their width are not worth the look at their spectrum."""
QUIET_DN = 1.0
"""Less noise than this is not worth a second look at the finer plane."""


def measure_tone_and_signal(planes: Planes, *, mark: Mark | None = None) -> PictureMeasurements:
    """Everything that can be said of decoded pixels without their focus.

    Args:
        planes: the decoded picture; tone is measured on ``working``, signal on ``fine``.
        mark: where the defect is: tone is measured there; noise, compression, resolution and
            the middle against its surroundings always belong to the whole picture.
    """
    judged = region(planes.working, mark)
    shares = histogram(judged)
    light = tone(shares)
    fine_cells = cells_at_two_sizes(planes.fine)
    visible = _visible_noise(planes, fine_cells)
    floor = grain(planes.fine, fine_cells)
    view = thumbnail(planes.working, VIEW_PX)
    whole = thumbnail(view)
    small = whole if mark is None else thumbnail(judged)
    statistics = subject(thumbnail(whole, SUBJECT_PX))
    layout = composition(whole)
    white = whiteness(judged)
    resolution = effective_resolution_ratio(planes.fine, planes.fine_scale)
    is_coarse = resolution is not None and resolution < COARSE_RATIO
    burnt = _in_colour(clipped, planes, mark)
    is_whole = burnt is not None and mark is None
    on_white = _in_colour(clipped_on_white_ratio, planes, None) if is_whole else None
    tint = None if planes.colour is None else tints(planes.colour)
    return PictureMeasurements(
        luma_mean_ratio=light.luma_mean_ratio,
        luma_p01_ratio=light.luma_p01_ratio,
        luma_p25_ratio=light.luma_p25_ratio,
        luma_p50_ratio=light.luma_p50_ratio,
        luma_p99_ratio=light.luma_p99_ratio,
        luma_std_ratio=light.luma_std_ratio,
        dark_area_ratio=light.dark_area_ratio,
        crushed_ratio=light.crushed_ratio,
        clipped_ratio=light.clipped_ratio,
        bright_area_ratio=light.bright_area_ratio,
        print_ratio=white.print_ratio if white else None,
        flat_colour_ratio=white.flat_colour_ratio if white else None,
        white_frame_ratio=white.white_frame_ratio if white else None,
        subject_luma_ratio=statistics.subject_luma_ratio,
        surround_luma_ratio=statistics.surround_luma_ratio,
        surround_median_ratio=statistics.surround_median_ratio,
        surround_dark_ratio=statistics.surround_dark_ratio,
        dark_hue_ratio=_in_colour(dark_hue_ratio, planes, mark),
        clipped_channel_ratio=burnt.clipped_channel_ratio if burnt else None,
        clipped_colour_ratio=burnt.clipped_colour_ratio if burnt else None,
        clipped_on_white_ratio=on_white,
        centre_red_ratio=tint.centre_red_ratio if tint else None,
        centre_blue_ratio=tint.centre_blue_ratio if tint else None,
        ground_red_ratio=tint.ground_red_ratio if tint else None,
        ground_blue_ratio=tint.ground_blue_ratio if tint else None,
        detail_luma_ratio=statistics.detail_luma_ratio,
        glare_ratio=glare_ratio(small),
        detail_ratio=detail_ratio(small),
        acutance_dn=acutance_dn(view),
        busyness_dn=layout.busyness_dn,
        clutter_dn=layout.clutter_dn,
        layout_contrast_dn=layout.layout_contrast_dn,
        stand_out_ratio=layout.stand_out_ratio,
        noise_dn=visible.noise_dn if visible else None,
        noise_contrast_ratio=visible.noise_contrast_ratio if visible else None,
        noise_spread_ratio=visible.noise_spread_ratio if visible else None,
        grain_dn=floor.grain_dn if floor else None,
        grain_halved_ratio=floor.grain_halved_ratio if floor else None,
        blockiness_ratio=blockiness_ratio(planes.fine, planes.fine_scale),
        effective_resolution_ratio=resolution,
        enlarged_ratio=enlarged_ratio(planes.fine) if is_coarse else None,
        luma_histogram=display_histogram(shares),
        working_long_side_px=max(planes.working.shape),
    )


def _in_colour(measure: Callable[[Rgb], Value], planes: Planes, mark: Mark | None) -> Value | None:
    """Measured where the light is judged; None without colour."""
    if planes.colour is None:
        return None
    return measure(region(planes.colour, mark, least_px=LEAST_COLOUR_PX))


def _visible_noise(planes: Planes, fine_cells: tuple[Cells, Cells]) -> Noise | None:
    """Noise at the working size, but never more than in the finer plane.

    Averaging can only lower noise, so a working plane that seems noisier than the fine one shows
    a weave or print near the limit of its resolution.
    """
    if planes.working.shape == planes.fine.shape:
        return noise(planes.fine, fine_cells)
    visible = noise(planes.working)
    if visible is None or visible.noise_dn < QUIET_DN:
        return visible
    finest = noise(planes.fine, fine_cells)
    return visible if finest is None else min(visible, finest, key=lambda each: each.noise_dn)
