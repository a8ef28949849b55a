"""Grain covers the picture, as phones give it in poor light.

What it measures:
    The standard deviation of fine structure in the flattest parts, compared with how bright they
    are, and whether the rest of the picture has more of it: grain is everywhere alike. Both at
    the size at which the picture is judged. And how it compares with the crispest detail: where
    print and threads stand out of the grain, it covers nothing. In any light: how much of it even
    the flattest twentieth has at about two thousand pixels, and what is left of that at half the
    size: grain knows nothing of its neighbour and is halved, cloth is not.
Why it matters:
    Grain hides fine scratches and small print, and it makes a platform's recompression worse.
How to retake:
    More light: by a window, or with a lamp beside the phone. Do not zoom.
Known limits:
    Fine cloth that fills the frame looks like grain, so the first two are judged only of pictures
    that are partly dark, where grain comes from. Phones smooth grain away, and the detail with it;
    what is left then is blur, or coarse grain that is not found in good light.
Where the limit comes from:
    282 phone photos judged by an annotator (BIQ2021 subset 1), 2026-11: finds 10 of 17 whose fault
    is noise, at 1 of 101 labelled good. There grain over detail is 0.066 or more where noise is the
    fault and the rule finds it, and 0.047 in a good one. On 408 native photos, which played no part
    in that limit, 9 of 226 labelled good were called without it and none with it.
    The floor, 2026-11: 194 good native photos with an eighth of the light, pushed, have 2.9 or
    more, of which 0.85 or less is left: 193 are found. Of 1,160 native photos none with so little
    left has above 1.95; two have 2.5 and 2.8, of which more than 1.4 is left. Of 182 labelled good
    of 33 other repositories one has 2.6, of which 0.7 is left: the limit lies above it. What knows
    nothing of its neighbour is halved, and no less of it is left than 0.48 in any pushed one; a
    sharpened, reduced photo had 10, of which 0.34 was left.

References:
    J. Immerkær, "Fast noise variance estimation", CVIU 64 (1996).
"""

from __future__ import annotations

from evidence_qc.model import Finding, PictureMeasurements, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn where grain is strong for its light and everywhere alike, and the picture not bright."""
    measured = picture.measurements
    if not picture.is_frame and _is_in_every_cell(measured, limits):
        return Finding(
            rule=RULE.name,
            severity=Severity.WARN,
            message_id="heavy-noise.message",
            advice_id="heavy-noise.advice",
            measured=round(measured.grain_dn or 0.0, 2),
            limit=limits["floor_dn"],
            unit="code values (standard deviation)",
        )
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


def _is_in_every_cell(measured: PictureMeasurements, limits: Limits) -> bool:
    """Have even the flattest places grain that knows nothing of its neighbours, as no cloth has?"""
    grain, halved = measured.grain_dn, measured.grain_halved_ratio
    if grain is None or halved is None:
        return False
    is_grain = limits["least_halved_ratio"] <= halved <= limits["halved_ratio"]
    return is_grain and grain > limits["floor_dn"]


RULE = PictureRule(
    name="heavy-noise",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit("warn_ratio", 0.01, "of the light", 0.0, 1.0, "stronger grain is a warning"),
        Limit("spread_ratio", 0.6, "ratio", 0.0, 1.0, "quieter flat parts: detail, not grain"),
        Limit("detail_ratio", 0.055, "of the crispest detail", 0.0, 10.0, "less grain covers none"),
        Limit("dark_area_ratio", 0.25, "of the area", 0.0, 1.0, "less dark area: not a finding"),
        Limit(
            "floor_dn", 2.75, "code values", 0.0, 100.0, "more in the flattest parts, in any light"
        ),
        Limit(
            "least_halved_ratio", 0.4, "ratio", 0.0, 10.0, "less left: drawn or sharpened, no grain"
        ),
        Limit("halved_ratio", 0.8, "ratio", 0.0, 10.0, "more left of it at half size: texture"),
    ),
    check=check,
)
