"""What the focus measurements say together.

The three blur rules share this, so that one picture gets one of them.
"""

from __future__ import annotations

from enum import StrEnum

from evidence_qc.model import PictureMeasurements

MOTION_RATIO = 1.8
"""A kernel this much longer than wide is called motion; defocus kernels measure about 1."""
BEHIND_FACTOR = 2.0
"""The middle is this many times more blurred than its surroundings when focus lies behind."""


class BlurKind(StrEnum):
    """Why a picture is blurred, as far as can be told."""

    DEFOCUS = "defocus"
    MOTION = "motion"
    BEHIND = "behind"


def kind_of_blur(measured: PictureMeasurements) -> BlurKind:
    """The one kind of blur to speak of, whether or not there is enough of it to matter."""
    centre, surround = measured.centre_blur_permille, measured.surround_blur_permille
    if measured.motion_ratio is not None and measured.motion_ratio >= MOTION_RATIO:
        return BlurKind.MOTION
    if centre is not None and surround is not None and centre >= BEHIND_FACTOR * surround:
        return BlurKind.BEHIND
    return BlurKind.DEFOCUS
