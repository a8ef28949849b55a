"""What the focus measurements say together.

The three blur rules share this, so that one picture gets one of them.
"""

from __future__ import annotations

from enum import StrEnum

from evidence_qc.model import Finding, PictureMeasurements, Severity
from evidence_qc.rules.base import Limits, Picture
from evidence_qc.rules.picture import low_resolution

BEHIND = "focus-behind-subject"
MOTION_RATIO = 1.8
"""A kernel this much longer than wide is called motion; defocus kernels measure about 1."""
BEHIND_FACTOR = 2.0
"""The middle is this many times more blurred than its surroundings when focus lies behind."""
SURE_RATIO = 0.5
"""Without a mark so much of the middle must be surely blurred, and its sharpest tenth more than a
warning allows: what is soft by nature (petals, skin, sky, paint) does not blur what it meets."""


class BlurKind(StrEnum):
    """Why a picture is blurred, as far as can be told."""

    DEFOCUS = "defocus"
    MOTION = "motion"
    BEHIND = "behind"
    UNTOLD = "untold"
    """The picture is so small that a lens which missed and a reduced copy look the same."""


def kind_of_blur(picture: Picture, limits: Limits) -> BlurKind:
    """The one kind of blur to speak of, whether or not there is enough of it to matter.

    While the camera moves, what is near is smeared more than what is far: that is no wrong focus.
    In a photo a moved camera leaves nothing sharp, so sharp surroundings speak for wrong focus
    even where the cloth in the middle runs one way and its blur seems to. A middle that only
    seems blurred is not spoken of: the picture is then judged where a person would look.
    """
    if _is_thumbnail(picture, limits):
        return BlurKind.UNTOLD
    measured = picture.measurements
    centre, surround = measured.centre_blur_permille, measured.surround_blur_permille
    is_long = measured.motion_ratio is not None and measured.motion_ratio >= MOTION_RATIO
    if centre is not None and surround is not None and centre >= BEHIND_FACTOR * surround:
        if picture.is_moving or (is_long and surround > limits[f"{BEHIND}.warn_permille"]):
            return BlurKind.MOTION
        return BlurKind.BEHIND if _is_surely_blurred(measured, limits) else BlurKind.DEFOCUS
    return BlurKind.MOTION if is_long else BlurKind.DEFOCUS


def _is_thumbnail(picture: Picture, limits: Limits) -> bool:
    """Would taking the photo again be no help, as its original is needed?"""
    least = [limits[f"{low_resolution.NAME}.{limit.name}"] for limit in low_resolution.LEAST]
    short, long = sorted((picture.width_px, picture.height_px))
    return 0 < long < least[0] or 0 < short < least[1]


def _is_surely_blurred(measured: PictureMeasurements, limits: Limits) -> bool:
    """Is the middle blurred, not merely soft? At a mark, where nothing is guessed, always."""
    share, sharpest = measured.centre_blurred_ratio, measured.centre_sharpest_permille
    if share is None:
        return True
    least = limits[f"{BEHIND}.warn_permille"]
    return share >= SURE_RATIO and sharpest is not None and sharpest > least


def graded(
    rule: str,
    blur_permille: float | None,
    limits: Limits,
) -> Finding | None:
    """A finding where the blur passes the rule's limits: a warning, beyond the second a reject."""
    if blur_permille is None or blur_permille <= limits["warn_permille"]:
        return None
    reject = blur_permille > limits["reject_permille"]
    return Finding(
        rule=rule,
        severity=Severity.REJECT if reject else Severity.WARN,
        message_id=f"{rule}.reject" if reject else f"{rule}.warn",
        advice_id=f"{rule}.advice",
        measured=round(blur_permille, 2),
        limit=limits["reject_permille" if reject else "warn_permille"],
        unit="‰ of the long side",
    )
