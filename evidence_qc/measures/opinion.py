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
    """(measured, share kept), measured ascending."""

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
    Curve("blur", "blur_permille", ((0.8, 1.0), (2.0, 0.75), (3.5, 0.5), (8.0, 0.2), (20.0, 0.05))),
    Curve("motion", "motion_ratio", ((1.5, 1.0), (3.0, 0.9))),
    Curve("darkness", "dark_area_ratio", ((0.4, 1.0), (0.65, 0.8), (0.8, 0.5), (1.0, 0.2))),
    Curve("burnt white", "clipped_ratio", ((0.1, 1.0), (0.4, 0.8), (0.9, 0.4))),
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
