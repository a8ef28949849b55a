"""What a panel of people would say of a picture, predicted from its measurements.

A picture starts with some points more than can be had and each fault costs some. Every curve is
monotone: more of a fault never scores higher. Plain arithmetic on a few numbers, so that a person
can follow it. 100 stands for the best opinion that can be given, 50 for where an annotator turned
from reject to borderline.
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
        places = [x for x, _ in self.knots]
        index = bisect_right(places, measured)
        if index == 0:
            return self.knots[0][1]
        if index == len(places):
            return self.knots[-1][1]
        (left, low), (right, high) = self.knots[index - 1], self.knots[index]
        return low + (high - low) * (measured - left) / (right - left)


FAULTLESS = 121.7
"""Points of a picture without any fault. No picture is: the best of the labelled ones lose 20."""

CURVES: tuple[Curve, ...] = (
    Curve(
        "blur",
        "blur_permille",
        (
            (0.4, 0.0),
            (0.6, 0.4),
            (0.9, 1.1),
            (1.3, 1.6),
            (1.8, 2.4),
            (2.6, 4.0),
            (3.8, 6.0),
            (5.5, 7.8),
            (8, 9.0),
            (12, 10.1),
        ),
    ),
    Curve(
        "blur in the middle",
        "centre_blur_permille",
        (
            (0.4, 0.0),
            (0.6, 2.6),
            (0.9, 5.3),
            (1.3, 7.8),
            (1.8, 10.2),
            (2.6, 12.7),
            (3.8, 15.0),
            (5.5, 16.7),
            (8, 17.2),
            (12, 17.2),
        ),
    ),
    Curve(
        "little to judge by",
        "decidable_ratio",
        ((0.1, 2.3), (0.3, 1.0), (0.5, 0.1), (0.8, 0.1), (1, 0.0)),
    ),
    Curve(
        "crispness",
        "acutance_dn",
        (
            (1.5, 35.6),
            (2.5, 34.1),
            (4, 32.4),
            (6, 29.8),
            (9, 26.1),
            (13, 21.2),
            (19, 15.6),
            (28, 10.2),
            (40, 4.9),
            (60, 0.0),
        ),
    ),
    Curve(
        "darkness",
        "dark_area_ratio",
        ((0, 0.0), (0.15, 1.7), (0.3, 2.8), (0.5, 3.4), (0.7, 4.1), (0.85, 4.3), (1, 4.3)),
    ),
    Curve(
        "burnt white",
        "clipped_ratio",
        ((0, 0.0), (0.02, 1.5), (0.1, 2.8), (0.3, 3.6), (0.6, 4.4), (0.9, 5.6)),
    ),
    Curve(
        "bright detail",
        "detail_luma_ratio",
        ((0.3, 0.0), (0.4, 1.2), (0.5, 2.6), (0.6, 4.5), (0.7, 7.6), (0.85, 11.6)),
    ),
    Curve(
        "grain",
        "noise_contrast_ratio",
        ((0.001, 0.0), (0.003, 0.0), (0.006, 0.7), (0.012, 2.9), (0.03, 6.0)),
    ),
    Curve(
        "monotony",
        "noise_spread_ratio",
        ((0.15, 0.0), (0.3, 0.3), (0.45, 1.3), (0.6, 2.6), (0.75, 4.2)),
    ),
    Curve(
        "dark parts",
        "luma_p25_ratio",
        ((0.02, 11.4), (0.06, 9.6), (0.13, 7.5), (0.25, 5.3), (0.4, 2.9), (0.55, 0.0)),
    ),
    Curve(
        "busyness",
        "busyness_dn",
        ((2, 0.0), (5, 2.7), (8, 5.3), (12, 8.3), (18, 11.0), (28, 12.7), (45, 14.3)),
    ),
    Curve(
        "clutter", "clutter_dn", ((3, 0.0), (6, 1.3), (10, 2.6), (13, 4.4), (17, 5.8), (25, 7.0))
    ),
    Curve(
        "one grey",
        "layout_contrast_dn",
        ((1, 14.0), (3, 13.0), (6, 11.0), (10, 8.0), (15, 4.2), (25, 0.0)),
    ),
    Curve(
        "nothing stands out",
        "stand_out_ratio",
        ((0.6, 4.2), (0.8, 4.2), (1, 4.2), (1.2, 4.0), (1.5, 2.6), (2, 0.0)),
    ),
)


def predicted_mos(measured: PictureMeasurements) -> float:
    """Predicted opinion, 0 (useless) to 100 (nothing to improve); needs no profile.

    A measurement that could not be made costs nothing.
    """
    left = FAULTLESS - sum(lost for _, lost in points_lost(measured))
    return min(100.0, max(0.0, left))


def points_lost(measured: PictureMeasurements) -> tuple[tuple[str, float], ...]:
    """(fault, points lost) for every curve that could be applied."""
    return tuple(
        (curve.fault, curve.lost(float(value)))
        for curve in CURVES
        if (value := getattr(measured, curve.field)) is not None
    )
