"""The numbers measured on one picture (a photo or a video frame)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureMeasurements:
    """Numbers without judgement; ``None`` means "could not be measured here".

    Suffixes: ``_ratio`` is a share 0–1 (of the full range or of the area) unless said otherwise,
    ``_permille`` thousandths of the upright long side, ``_dn`` code values 0–255.
    Measured at the mark where the picture has one, else over the whole picture.
    """

    # Focus: from the map of the learned model.
    blur_permille: float | None = None
    """Std-dev of the blur kernel where the picture is judged; None: nothing to judge it by."""
    blur_median_permille: float | None = None
    blur_sharpest_permille: float | None = None
    sharp_area_ratio: float | None = None
    """Share of the decidable area that is sharp."""
    centre_blur_permille: float | None = None
    surround_blur_permille: float | None = None
    motion_ratio: float | None = None
    """Length of the blur kernel over its width, ≥ 1; about 1 is defocus, 2 and more is motion."""
    motion_angle_deg: float | None = None
    """Direction of the motion, 0–180, 0 is horizontal, counter-clockwise."""
    decidable_ratio: float | None = None
    """Share of the picture that has enough structure to judge focus by."""

    # Tone, on the working plane.
    luma_mean_ratio: float | None = None
    luma_p01_ratio: float | None = None
    luma_p25_ratio: float | None = None
    luma_p50_ratio: float | None = None
    luma_p99_ratio: float | None = None
    luma_std_ratio: float | None = None
    dark_area_ratio: float | None = None
    crushed_ratio: float | None = None
    clipped_ratio: float | None = None
    bright_area_ratio: float | None = None
    subject_luma_ratio: float | None = None
    surround_luma_ratio: float | None = None
    detail_luma_ratio: float | None = None
    """Mean luma where edges are, weighted towards the middle; a plain backdrop does not count."""
    glare_ratio: float | None = None
    detail_ratio: float | None = None
    """Share of the picture with any structure above the noise; 0 is a blank picture."""

    # Composition, on thumbnails; for the opinion alone.
    busyness_dn: float | None = None
    """Fine structure that three quarters of the picture stay below."""
    clutter_dn: float | None = None
    """Gradient at 64 px that three quarters of the picture stay below."""
    layout_contrast_dn: float | None = None
    """How much the large patches of the picture differ."""
    stand_out_ratio: float | None = None
    """Mean gradient of the middle over that of the whole; above 1 the subject stands out."""

    # Signal, on the finest plane that was decoded.
    acutance_dn: float | None = None
    """Spread of the Laplacian in the crispest parts, at a long side of 512 px."""
    noise_dn: float | None = None
    noise_contrast_ratio: float | None = None
    """Noise over the brightness of its place."""
    noise_spread_ratio: float | None = None
    """Fine structure of the flattest parts over that of the median part; near 1 is grain."""
    blockiness_ratio: float | None = None
    jpeg_quality: float | None = None
    """Estimated from the quantisation tables, 1–100; None for other formats."""
    bits_per_pixel: float | None = None
    effective_resolution_ratio: float | None = None
    """Share of the stated width that holds detail; well below 1 means enlarged."""

    # What the report draws.
    luma_histogram: tuple[int, ...] = ()
    """32 equal bins of luma, scaled so that the highest is 255."""

    working_long_side_px: int | None = None
    """Long side of the plane that tone and focus were measured on."""

    # Witnesses added after 0.1: written only where they were made, so that old reports stay
    # what they are.
    centre_sharpest_permille: float | None = None
    """The sharpest tenth of what can be judged in the middle is sharper; None at a mark."""
    centre_blurred_ratio: float | None = None
    """Share of the middle that is surely blurred, not merely soft-toned; None at a mark."""
    detail_crispest_permille: float | None = None
    """Blur that the crispest of the most detailed places stays below, at the finer plane's own
    size; None where the working size was sharp enough not to look, or the middle is not soft, where
    there is no finer plane, and of a frame."""
    detail_sharpest_permille: float | None = None
    """Blur that the sharpest tenth stays below at that size; None too where detail is crisp."""
    print_ratio: float | None = None
    """Share of the outline of white areas that has ink close by; None: little is white."""
    flat_colour_ratio: float | None = None
    """Share of what is neither white nor black that is drawn in one flat colour; as above."""
    white_frame_ratio: float | None = None
    """Three sides of the picture are at least so white; as above."""
    surround_median_ratio: float | None = None
    """Median luma of the outer band: a window or a lamp in it does not make it lit."""
    surround_dark_ratio: float | None = None
    """Share of the outer band that is dark, as ``dark_area_ratio`` is of the whole."""
    dark_hue_ratio: float | None = None
    """Share of the picture that only luma calls dark: burgundy or navy in good light."""
    centre_red_ratio: float | None = None
    """Red over green in the middle, > 0; None without colour, as the three below."""
    centre_blue_ratio: float | None = None
    ground_red_ratio: float | None = None
    """Red over green around it."""
    ground_blue_ratio: float | None = None
    enlarged_ratio: float | None = None
    """How much the spectrum looks enlarged, 0–1; None where there is detail enough, or too little
    of a picture."""
    clipped_channel_ratio: float | None = None
    """Share of the picture where red, green or blue has reached its end; None where it is little,
    or without colour."""
    clipped_colour_ratio: float | None = None
    """Of that what is not white; as above."""
    clipped_on_white_ratio: float | None = None
    """Share of a thing on a white ground where a channel has reached its end; None where there is
    no white ground around it, or little has ended at all, or at a mark."""
    middle_soft_ratio: float | None = None
    """Share that is expected to be soft at the finer plane's own size, of the squares with the
    strongest contrast near the middle; None where the working size was sharp enough not to look,
    where there is no finer plane, and of a frame."""
    grain_dn: float | None = None
    """Grain of the flattest twentieth of the finer plane; None where that is not much larger."""
    grain_halved_ratio: float | None = None
    """What is left of it at half the size: about 0.5 is grain, 1 and more is texture; as above."""


FIRST_WITNESS = "centre_sharpest_permille"
"""The first of the measurements that are left out where they were not made."""
