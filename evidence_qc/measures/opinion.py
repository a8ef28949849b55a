"""What a panel of people would say of a picture, predicted from its measurements.

Each fault keeps a share of the points; the shares are multiplied, so that one bad fault cannot be
made up for by everything else being fine. Every curve is monotone: more of a fault never scores
higher. Plain arithmetic on a few numbers, so that a person can follow it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from evidence_qc.model import PictureMeasurements


@dataclass(frozen=True, slots=True)
class Curve:
    """Share of the points kept, 0–1, as straight lines between knots over one measurement."""

    fault: str
    field: str
    """A field of ``PictureMeasurements``."""
    knots: tuple[tuple[float, float], ...]
    """(measured, share kept), measured ascending; the shares rise or fall throughout."""

    def kept(self, measured: float) -> float:
        """Share kept; constant outside the knots."""
        places = [place for place, _ in self.knots]
        index = bisect_right(places, measured)
        if index == 0:
            return self.knots[0][1]
        if index == len(places):
            return self.knots[-1][1]
        (left, low), (right, high) = self.knots[index - 1], self.knots[index]
        return low + (high - low) * (measured - left) / (right - left)


CURVES: tuple[Curve, ...] = (
    Curve(
        "blur",
        "blur_permille",
        (
            (0.5, 1.000),
            (0.8, 0.873),
            (1.2, 0.809),
            (1.8, 0.758),
            (2.7, 0.684),
            (4, 0.596),
            (6, 0.528),
            (9, 0.507),
            (14, 0.476),
        ),
    ),
    Curve(
        "crispness",
        "acutance_dn",
        ((2, 0.625), (5, 0.667), (10, 0.770), (20, 0.881), (40, 1.000)),
    ),
    Curve(
        "darkness",
        "dark_area_ratio",
        ((0.3, 1.000), (0.5, 0.963), (0.7, 0.894), (0.85, 0.837), (1, 0.809)),
    ),
    Curve(
        "burnt white", "clipped_ratio", ((0.05, 1.000), (0.3, 0.966), (0.6, 0.966), (0.9, 0.962))
    ),
    Curve(
        "bright detail",
        "detail_luma_ratio",
        ((0.55, 1.000), (0.65, 0.983), (0.75, 0.924), (0.9, 0.797)),
    ),
    Curve("grain", "noise_contrast_ratio", ((0.003, 1.000), (0.01, 0.925), (0.03, 0.834))),
    Curve(
        "monotony", "noise_spread_ratio", ((0.3, 1.000), (0.5, 0.958), (0.65, 0.922), (0.8, 0.799))
    ),
)


def opinion(measured: PictureMeasurements) -> float:
    """Predicted opinion, 0 (useless) to 100 (nothing to improve); needs no profile.

    A measurement that could not be made costs nothing.
    """
    points = 100.0
    for _, kept in shares_kept(measured):
        points *= kept
    return points


def shares_kept(measured: PictureMeasurements) -> tuple[tuple[str, float], ...]:
    """(fault, share of the points kept 0–1) for every curve that could be applied."""
    return tuple(
        (curve.fault, curve.kept(float(value)))
        for curve in CURVES
        if (value := getattr(measured, curve.field)) is not None
    )
