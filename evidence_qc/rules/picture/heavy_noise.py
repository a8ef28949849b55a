"""Grain covers the picture, as phones give it in poor light.

What it measures:
    The standard deviation of fine structure in the flattest parts, compared with how bright they
    are, and whether the rest of the picture has more of it: grain is everywhere alike. Both at
    the size at which the picture is judged. And how it compares with the crispest detail: where
    print and threads stand out of the grain, it covers nothing.
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
    is noise, at 1 of 101 labelled good. There grain over detail is 0.066 or more where noise is the
    fault and the rule finds it, and 0.047 in a good one. On 408 native photos, which played no part
    in that limit, 9 of 226 labelled good were called without it and none with it.

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
    crispness, noise = measured.acutance_dn or 0.0, measured.noise_dn
    if noise is not None and noise <= limits["detail_ratio"] * crispness:
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
        Limit("detail_ratio", 0.055, "of the crispest detail", 0.0, 10.0, "less grain covers none"),
        Limit("dark_area_ratio", 0.25, "of the area", 0.0, 1.0, "less dark area: not a finding"),
    ),
    check=check,
)
