"""One frame of a camera that is being aimed, and the frame before it: pixels in, numbers out."""

from __future__ import annotations

from evidence_qc.examine.picture import examine_picture
from evidence_qc.focus import FocusModel
from evidence_qc.measures.movement import BURST_GAP_S, shift_ratio, shrink
from evidence_qc.measures.planes import Luma, Planes
from evidence_qc.media.photo.decode import pixel_count, read_planes
from evidence_qc.model import ViewfinderFrame

LONG_SIDE_PX = 640
"""So large are the frames of the page. The limits of photos hold for them: of 160 native photos of
55 repositories 159 get the same word at 640, 800 and 960 px as at full size, 151 of them clear
(2026-11)."""
PIXELS_MAX = 4_000_000
"""Larger ones are no reduced frames."""


def examine_viewfinder(
    frame: bytes, before: bytes | None, step_s: float, focus: FocusModel
) -> ViewfinderFrame:
    """Look at one frame.

    Args:
        frame: JPEG, as the browser has reduced it; best with a long side of ``LONG_SIDE_PX``.
        before: an earlier frame of the same camera, JPEG of any size; None: there is none.
        step_s: seconds between the two; beyond ``BURST_GAP_S`` movement is not known.
        focus: the focus model.

    Raises:
        ValueError: one of them is no JPEG that can be read, or is too large.
    """
    planes = _planes(frame)
    examined = examine_picture(planes, focus, is_frame=True)
    speed = None
    if before is not None and 0 < step_s <= BURST_GAP_S:
        speed = _speed(_planes(before).working, planes.working, step_s)
    return ViewfinderFrame(planes.width_px, planes.height_px, examined.measurements, speed)


def _planes(data: bytes) -> Planes:
    if not data.startswith(b"\xff\xd8") or pixel_count(data, "jpeg") > PIXELS_MAX:
        raise ValueError("no JPEG of a viewfinder")
    planes = read_planes(data, "jpeg").planes
    if planes is None:
        raise ValueError("no picture")
    return planes


def _speed(before: Luma, now: Luma, step_s: float) -> float | None:
    """Thousandths of the long side a second; None: the two have too little in common."""
    moved = shift_ratio(shrink(before), shrink(now))
    return None if moved is None else round(1000 * moved / step_s, 1)
