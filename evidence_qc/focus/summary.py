"""From the focus map to the few numbers that rules judge."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evidence_qc.focus.focus_map import FocusMap
from evidence_qc.model.case import Mark

Floats = NDArray[np.floating]

#: Fewer decidable cells than this share of the picture cannot tell for the whole of it.
LEAST_DECIDABLE_RATIO = 0.1
#: Fewer than this share cannot even hint at the median, the area or the motion.
LEAST_HINT_RATIO = 0.02
#: A cell with less blur than this is sharp: about what a phone's full-screen picture can show.
SHARP_PERMILLE = 1.6
#: The middle of the picture: an ellipse of this share of either side.
_CENTRE_RATIO = 0.6
#: The picture is judged by this quantile of blur over its cells, weighted towards the middle by a
#: bell of this width (1 is half a side).  Chosen on labelled photos: it parts blurred photos of
#: goods from sharp ones and from deliberate bokeh, where a median takes bokeh for blur.  Cells that
#: cannot tell count with their expected blur: without them smooth folds outvote the sharp seams.
_JUDGED_QUANTILE, _LOOKED_WIDTH = 0.12, 0.5
#: Standard deviations that a cell's blur must lie below a limit to be surely below: nine in ten.
_SURE_SD = 1.28
#: So much of the surroundings tells where the focus went. A quarter of what lies round the middle
#: keeps deliberate bokeh from being called wrong.  Round a mark, where nothing is guessed, a tenth
#: finds 9 of the 12 made photos focused behind their subject (7 without the mark):
#: `scripts/benchmarks/accuracy.py --truth-set` prints the shares.
_SHARPEST_AROUND_MIDDLE, _SHARPEST_AROUND_MARK = 0.25, 0.1


@dataclass(frozen=True, slots=True)
class FocusSummary:
    """Focus of one picture; ``None`` where there is nothing to judge it by.

    Blurs are standard deviations of the blur kernel along its major axis in thousandths of the
    upright long side.  A perfectly sharp picture reads about 0.3 px of its working plane: 0.45 for
    pictures of 672 px or more, 0.6 for one of 512 px; differences below that mean nothing.
    """

    blur_permille: float | None
    """Blur where the picture is judged: at the mark, else where a person would look."""
    blur_median_permille: float | None
    """Median over all cells."""
    blur_sharpest_permille: float | None
    """The sharpest tenth of the cells is sharper than this."""
    sharp_area_ratio: float | None
    """Share of the decidable cells that are sharp, 0 to 1."""
    centre_blur_permille: float | None
    """Median over the decidable cells of the subject: at the mark, else the picture's middle."""
    surround_blur_permille: float | None
    """The sharpest of the decidable cells around the subject, a quarter of them, is sharper than
    this; around a mark, where the subject is known and not guessed, a tenth."""
    centre_sharpest_permille: float | None
    """The sharpest tenth of the decidable cells of the middle is sharper than this; None at a mark,
    where the subject is known and not guessed."""
    centre_blurred_ratio: float | None
    """Share of the cells of the middle that are surely blurred, 0 to 1; None at a mark. Petals,
    skin, sky and smooth paint are soft, not blurred: their cells are not sure of it."""
    motion_ratio: float | None
    """Length over width of the blur kernel that the cells agree on, at least 1; 2 is motion."""
    motion_angle_deg: float | None
    """Direction of that kernel, 0 to 180, 0 is horizontal, counter-clockwise."""
    decidable_ratio: float
    """Share of the cells that have enough structure to tell, 0 to 1."""


def summarize(
    focus_map: FocusMap, *, mark: Mark | None = None, is_sure: bool = False
) -> FocusSummary:
    """Reduce a map to the numbers above.

    With a mark, ``blur_permille``, ``motion_ratio`` and ``motion_angle_deg`` are those of the
    cells under it (at least the nearest 3 x 3), and these cells are the subject; the others always
    describe the whole picture.
    ``is_sure`` says that ``is_surely_sharp`` holds: few cells may then be able to tell their exact
    blur, but it is known to be small.
    """
    blur = np.log2(focus_map.blur_permille.astype(np.float64))
    able = focus_map.decidable
    whole = float(able.mean())
    enough = is_sure or whole >= LEAST_DECIDABLE_RATIO
    hint = is_sure or whole >= LEAST_HINT_RATIO
    looked, share, is_subject = _looked(focus_map, mark)
    can_judge = enough if mark is None else bool((able & (looked > 0)).any())
    sharpest = _SHARPEST_AROUND_MIDDLE if mark is None else _SHARPEST_AROUND_MARK
    everywhere = np.ones_like(blur)
    judged, median, sharp, centre, surround, centre_sharp = _weighted_quantiles(
        blur,
        (looked, share),
        (everywhere, 0.5),
        (everywhere, 0.1),
        (able & is_subject, 0.5),
        (able & ~is_subject, sharpest),
        (able & is_subject, 0.1),
    )
    is_sharp = blur <= math.log2(SHARP_PERMILLE)
    is_blurred = blur - _SURE_SD * focus_map.log2_sigma_sd > math.log2(SHARP_PERMILLE)
    ratio, angle = _direction(focus_map, looked)
    return FocusSummary(
        blur_permille=judged if can_judge else None,
        blur_median_permille=median if hint else None,
        blur_sharpest_permille=sharp if hint else None,
        sharp_area_ratio=float(is_sharp[able].mean()) if hint and able.any() else None,
        centre_blur_permille=centre,
        surround_blur_permille=surround,
        centre_sharpest_permille=centre_sharp if mark is None else None,
        centre_blurred_ratio=(
            float(is_blurred[is_subject].mean()) if mark is None and is_subject.any() else None
        ),
        motion_ratio=ratio if hint else None,
        motion_angle_deg=angle if hint else None,
        decidable_ratio=whole,
    )


def is_doubtful(summary: FocusSummary) -> bool:
    """Whether a picture ought to be looked at closely before anything is said of its focus."""
    return summary.blur_permille is None or summary.blur_permille > SHARP_PERMILLE


def is_surely_sharp(focus_map: FocusMap) -> bool:
    """Whether enough cells, where one looks, are sharp and sure of it; no cell in doubt counts."""
    looked, share, _ = _looked(focus_map, None)
    blur = np.log2(focus_map.blur_permille.astype(np.float64))
    (at_most,) = _weighted_quantiles(blur + _SURE_SD * focus_map.log2_sigma_sd, (looked, share))
    return at_most is not None and at_most <= SHARP_PERMILLE


def _weighted_quantiles(octaves: Floats, *asked: tuple[NDArray[Any], float]) -> list[float | None]:
    """Quantiles of the cells' blur (R, C), log2 of thousandths of the long side.

    Each is asked for by the cells' weights (R, C) and a share, 0 to 1. Interpolated, and in
    thousandths again; None without any weight.
    """
    order = np.argsort(octaves, axis=None, kind="stable")
    ranked = octaves.ravel()[order]
    found: list[float | None] = []
    for weights, share in asked:
        weight = weights.ravel()[order].astype(np.float64)
        kept = weight > 0
        middle = np.cumsum(weight[kept]) - 0.5 * weight[kept]
        at = share * float(weight[kept].sum())
        found.append(2.0 ** float(np.interp(at, middle, ranked[kept])) if kept.any() else None)
    return found


def _looked(focus_map: FocusMap, mark: Mark | None) -> tuple[Floats, float, NDArray[np.bool_]]:
    """How much a person looks at each cell, at which quantile of blur they judge, and the subject.

    Without a mark the subject is the picture's middle.
    """
    if mark is not None:
        under = _under(focus_map, mark)
        return under * 1.0, 0.5, under
    x, y = focus_map.centres()
    distance = np.hypot(2.0 * x[None, :] - 1.0, 2.0 * y[:, None] - 1.0)  # 1: the middle of an edge
    looked = np.exp(-0.5 * (distance / _LOOKED_WIDTH) ** 2)
    return looked, _JUDGED_QUANTILE, distance <= _CENTRE_RATIO


def _direction(focus_map: FocusMap, looked: Floats) -> tuple[float | None, float | None]:
    """The kernel that cells agree on: directions that differ from cell to cell cancel out.

    Edges of the scene pretend to a direction of their own; a moving camera gives all the same.
    """
    weight = (looked > 0) / focus_map.anisotropy_sd.astype(np.float64) ** 2
    total = float(weight.sum())
    if total <= 0:
        return None, None
    turn = np.radians(2.0 * focus_map.angle_deg.astype(np.float64))
    x = float((weight * focus_map.anisotropy * np.cos(turn)).sum()) / total
    y = float((weight * focus_map.anisotropy * np.sin(turn)).sum()) / total
    return 2.0 ** math.hypot(x, y), math.degrees(math.atan2(y, x)) / 2.0 % 180.0


def _under(focus_map: FocusMap, mark: Mark) -> NDArray[np.bool_]:
    """Cells under the mark, at least those within a cell and a half of its middle: (R, C)."""
    x, y = focus_map.centres()
    longest = max(focus_map.plane_width_px, focus_map.plane_height_px)
    across = (x[None, :] - mark.x_ratio) * focus_map.plane_width_px
    down = (y[:, None] - mark.y_ratio) * focus_map.plane_height_px
    reach = max(mark.size_ratio * longest / 2.0, 1.5 * focus_map.cell_px)
    under: NDArray[np.bool_] = np.maximum(np.abs(across), np.abs(down)) <= reach
    return under
