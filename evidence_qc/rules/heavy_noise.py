"""Grain covers the picture, as phones give it in poor light.

What it measures:
    The standard deviation of noise in the flattest parts, in code values of 255, at the size at
    which the picture is judged.
Why it matters:
    Grain hides fine scratches and small print, and it makes a platform's recompression worse.
How to retake:
    More light: by a window, or with a lamp beside the phone. Do not zoom.
Known limits:
    Fine cloth that fills the frame looks like grain. Phones smooth grain away, and the detail
    with it; what is left then is blur.
Where the limit comes from:
    First values by eye, 2026-11; to be fitted.

References:
    J. Immerkær, "Fast noise variance estimation", CVIU 64 (1996).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn above a given noise."""
    noise = picture.measurements.noise_dn
    if noise is None or noise <= limits["warn_dn"]:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message="Grain covers the fine detail.",
        advice="Use more light: go to a window or put a lamp beside the phone, and do not zoom.",
        measured=round(noise, 2),
        limit=limits["warn_dn"],
        unit="of 255",
    )


RULE = PictureRule(
    name="heavy-noise",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(Limit("warn_dn", 6.0, "of 255", 0.0, 128.0, "more noise is a warning"),),
    check=check,
)
