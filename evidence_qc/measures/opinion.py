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
            (0.6, 0.1),
            (0.9, 0.8),
            (1.3, 1.4),
            (1.8, 2.6),
            (2.6, 4.6),
            (3.8, 7.0),
            (5.5, 8.7),
            (8, 9.8),
            (12, 10.8),
        ),
    ),
    Curve(
        "blur in the middle",
        "centre_blur_permille",
        (
            (0.4, 0.0),
            (0.6, 2.9),
            (0.9, 5.9),
            (1.3, 8.7),
            (1.8, 11.1),
            (2.6, 13.4),
            (3.8, 15.6),
            (5.5, 17.2),
            (8, 17.8),
            (12, 17.8),
        ),
    ),
    Curve(
        "little to judge by",
        "decidable_ratio",
        ((0.1, 4.8), (0.3, 2.6), (0.5, 1.2), (0.8, 0.9), (1, 0.0)),
    ),
    Curve(
        "crispness",
        "acutance_dn",
        (
            (1.5, 29.3),
            (2.5, 27.9),
            (4, 26.5),
            (6, 24.6),
            (9, 21.7),
            (13, 17.6),
            (19, 12.9),
            (28, 8.4),
            (40, 4.0),
            (60, 0.0),
        ),
    ),
    Curve(
        "darkness",
        "dark_area_ratio",
        ((0, 0.0), (0.15, 3.9), (0.3, 6.7), (0.5, 8.6), (0.7, 10.5), (0.85, 12.1), (1, 13.2)),
    ),
    Curve(
        "burnt white",
        "clipped_ratio",
        ((0, 0.0), (0.02, 1.6), (0.1, 2.7), (0.3, 3.1), (0.6, 3.6), (0.9, 4.2)),
    ),
    Curve(
        "bright detail",
        "detail_luma_ratio",
        ((0.3, 0.0), (0.4, 1.0), (0.5, 2.0), (0.6, 3.7), (0.7, 6.9), (0.85, 11.3)),
    ),
    Curve(
        "grain",
        "noise_contrast_ratio",
        ((0.001, 0.0), (0.003, 0.5), (0.006, 2.2), (0.012, 5.7), (0.03, 10.5)),
    ),
    Curve(
        "monotony",
        "noise_spread_ratio",
        ((0.15, 0.0), (0.3, 0.4), (0.45, 1.4), (0.6, 2.8), (0.75, 4.8)),
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
