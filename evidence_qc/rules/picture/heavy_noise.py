"""Grain covers the picture, as phones give it in poor light.

What it measures:
    The standard deviation of fine structure in the flattest parts, compared with how bright they
    are, and whether the rest of the picture has more of it: grain is everywhere alike. Both at
    the size at which the picture is judged.
Why it matters:
    Grain hides fine scratches and small print, and it makes a platform's recompression worse.
How to retake:
    More light: by a window, or with a lamp beside the phone. Do not zoom.
Known limits:
    Fine cloth that fills the frame looks like grain, so only pictures that are partly dark, where
    grain comes from, are judged. Phones smooth grain away, and the detail
    with it; what is left then is blur.
Where the limit comes from:
    282 phone photos judged by an annotator (BIQ2021 subset 1), 2026-11: finds 10 of 17 whose fault
    is noise, at 2 of 101 labelled good. Grain and fine texture cannot be told apart better here.

References:
    J. Immerkær, "Fast noise variance estimation", CVIU 64 (1996).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn where grain is strong for its light and everywhere alike, and the picture not bright."""
    measured = picture.measurements
    grain, spread = measured.noise_contrast_ratio, measured.noise_spread_ratio
    if grain is None or spread is None or measured.dark_area_ratio is None:
        return None
    if grain <= limits["warn_ratio"] or spread <= limits["spread_ratio"]:
        return None
    if measured.dark_area_ratio <= limits["dark_area_ratio"]:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="heavy-noise.message",
        advice_id="heavy-noise.advice",
        measured=round(grain, 4),
        limit=limits["warn_ratio"],
        unit="of the light (standard deviation)",
    )


RULE = PictureRule(
    name="heavy-noise",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit("warn_ratio", 0.01, "of the light", 0.0, 1.0, "stronger grain is a warning"),
        Limit("spread_ratio", 0.6, "ratio", 0.0, 1.0, "quieter flat parts: detail, not grain"),
        Limit("dark_area_ratio", 0.25, "of the area", 0.0, 1.0, "less dark area: not a finding"),
    ),
    check=check,
)
