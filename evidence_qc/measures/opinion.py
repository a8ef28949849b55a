"""What a panel of people would say of a picture, predicted from its measurements.

A picture starts with 100 points and each fault costs some. Every curve is monotone: more of a
fault never scores higher. Plain arithmetic on a few numbers, so that a person can follow it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from evidence_qc.model import PictureMeasurements


@dataclass(frozen=True, slots=True)
class Curve:
    """Points lost, 0–100, as straight lines between knots over one measurement."""

    fault: str
    field: str
    """A field of ``PictureMeasurements``."""
    knots: tuple[tuple[float, float], ...]
    """(measured, points lost), measured ascending; the points rise or fall throughout."""

    def lost(self, measured: float) -> float:
        """Points lost; constant outside the knots."""
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
            (0.4, 0.0),
            (0.6, 0.0),
            (0.9, 5.0),
            (1.3, 8.4),
            (1.8, 11.6),
            (2.6, 14.9),
            (3.8, 20.3),
            (5.5, 22.6),
            (8, 22.6),
            (12, 24.0),
        ),
    ),
    Curve(
        "crispness",
        "acutance_dn",
        (
            (1.5, 34.3),
            (2.5, 32.4),
            (4, 30.4),
            (6, 29.5),
            (9, 26.0),
            (13, 20.9),
            (19, 14.0),
            (28, 10.2),
            (40, 3.5),
            (60, 0.0),
        ),
    ),
    Curve(
        "darkness",
        "dark_area_ratio",
        ((0, 0.0), (0.15, 7.3), (0.3, 9.1), (0.5, 9.4), (0.7, 13.1), (0.85, 15.0), (1, 15.6)),
    ),
    Curve(
        "burnt white",
        "clipped_ratio",
        ((0, 0.0), (0.02, 3.0), (0.1, 3.3), (0.3, 3.3), (0.6, 3.3), (0.9, 4.3)),
    ),
    Curve(
        "bright detail",
        "detail_luma_ratio",
        ((0.3, 0.0), (0.4, 0.5), (0.5, 1.1), (0.6, 3.3), (0.7, 7.4), (0.85, 16.0)),
    ),
    Curve(
        "grain",
        "noise_contrast_ratio",
        ((0.001, 0.0), (0.003, 0.0), (0.006, 1.3), (0.012, 5.2), (0.03, 13.8)),
    ),
    Curve(
        "monotony",
        "noise_spread_ratio",
        ((0.15, 0.0), (0.3, 0.0), (0.45, 2.2), (0.6, 2.8), (0.75, 4.9)),
    ),
)


def opinion(measured: PictureMeasurements) -> float:
    """Predicted opinion, 0 (useless) to 100 (nothing to improve); needs no profile.

    A measurement that could not be made costs nothing.
    """
    return max(0.0, 100.0 - sum(lost for _, lost in points_lost(measured)))


def points_lost(measured: PictureMeasurements) -> tuple[tuple[str, float], ...]:
    """(fault, points lost) for every curve that could be applied."""
    return tuple(
        (curve.fault, curve.lost(float(value)))
        for curve in CURVES
        if (value := getattr(measured, curve.field)) is not None
    )
