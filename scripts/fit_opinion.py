#!/usr/bin/env python3
"""Fit the curves of the predicted opinion: ``fit_opinion.py DATA [--work DIR]``.

Prints the knots for ``evidence_qc/measures/opinion.py`` fitted on all labelled photos, and how well
curves fitted on one half of the scenes predict the other half. Needs SciPy.

The model: predicted opinion = 100 × product of shares, one per fault, each a monotone line through
fixed knots. Only the heights of the knots are fitted, to the mean opinions of ``photos`` (BIQ2021
subset 1): squared error, plus the squared error of differences within a scene (so that the best of
a burst is found), plus a little smoothness. At last the shares are raised to the power that puts
50 where people turn from reject to borderline.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from eyesight import labels, statistics  # noqa: E402
from eyesight.facts import Eye  # noqa: E402

from evidence_qc.measures.opinion import CURVES, Curve  # noqa: E402
from evidence_qc.model import PictureMeasurements  # noqa: E402

Floats = NDArray[np.float64]
BURST_WEIGHT = 2.0
ROUGHNESS_WEIGHT = 0.03
TOP = 0.9
"""Opinion (0–1) of a picture without fault: few photos are rated higher."""


def main() -> None:
    """Fit on either half and on all; print figures and knots."""
    args = _arguments()
    photos = labels.photos(args.data)
    facts = Eye(args.work, args.jobs, args.weights).photos("photos", [p.path for p in photos])
    pictures = [each.picture or PictureMeasurements() for each in facts]
    hats = [_hats(curve, pictures) for curve in CURVES]
    mos = np.array([photo.mos for photo in photos])
    scenes = [photo.scene for photo in photos]
    half = np.array([photo.half for photo in photos])
    held_out = np.empty(len(photos))
    for fold in (0, 1):
        drops = fit(hats, mos, scenes, half != fold)
        held_out[half == fold] = predict(hats, drops)[half == fold]
    drops = fit(hats, mos, scenes, np.ones(len(photos), bool))
    for name, predicted in (("held out", held_out), ("all", predict(hats, drops))):
        within, regret, bursts = statistics.best_of_bursts(scenes, predicted, mos)
        rho = statistics.spearman(predicted, mos)
        print(f"{name}: Spearman {rho:.4f}, bursts {within:.3f} of {bursts}, regret {regret:.4f}")
    border = _border(photos)
    power = float(np.log(0.5) / np.log(border / TOP))
    print(f"people reject below an opinion of {border:.2f}: shares to the power of {power:.3f}")
    for curve, drop in zip(CURVES, drops, strict=True):
        shares = np.exp(-np.concatenate([[0.0], np.cumsum(drop)])) ** power
        if curve.knots[0][1] < curve.knots[-1][1]:
            shares = shares[::-1]
        knots = ", ".join(
            f"({place:g}, {share:.3f})"
            for (place, _), share in zip(curve.knots, shares, strict=True)
        )
        print(f'    Curve("{curve.fault}", "{curve.field}", ({knots})),')


def fit(
    hats: list[Floats], mos: Floats, scenes: list[str], used: NDArray[np.bool_]
) -> list[Floats]:
    """Drops (≥ 0, in log share) from each knot to the next worse one, for every curve."""
    sizes = [hat.shape[1] - 1 for hat in hats]
    design = _design(hats)[used]
    wanted = mos[used]
    group = np.unique(np.array(scenes)[used], return_inverse=True)[1]
    count = np.bincount(group)
    rough = _roughness(sizes) * ROUGHNESS_WEIGHT * len(wanted) ** 0.5

    def within(error: Floats) -> Floats:
        return np.asarray(error - (np.bincount(group, weights=error) / count)[group])

    def errors(drops: Floats) -> Floats:
        error = TOP * np.exp(-design @ drops) - wanted
        return np.concatenate([error, BURST_WEIGHT**0.5 * within(error), rough @ drops])

    def slopes(drops: Floats) -> Floats:
        slope = -design * (TOP * np.exp(-design @ drops))[:, None]
        inside = np.stack([within(column) for column in slope.T], axis=1)
        return np.concatenate([slope, BURST_WEIGHT**0.5 * inside, rough])

    found = least_squares(errors, np.full(sum(sizes), 0.1), jac=slopes, bounds=(0.0, 4.0))
    return np.split(found.x, np.cumsum(sizes)[:-1])


def predict(hats: list[Floats], drops: list[Floats]) -> Floats:
    """Opinion 0–1 of every photo."""
    return np.asarray(TOP * np.exp(-_design(hats) @ np.concatenate(drops)))


def _border(photos: list[labels.Labelled]) -> float:
    """Opinion that best splits photos labelled reject from the others: the score's 50."""
    judged = [photo for photo in photos if photo.verdict]
    rejected = [photo.mos for photo in judged if photo.verdict == "reject"]
    kept = [photo.mos for photo in judged if photo.verdict != "reject"]
    borders = np.linspace(0.1, 0.7, 121)
    right = [np.mean(np.array(rejected) < b) + np.mean(np.array(kept) >= b) for b in borders]
    return float(np.mean(borders[np.array(right) >= max(right) - 1e-9]))


def _design(hats: list[Floats]) -> Floats:
    """How much of each drop every photo has taken: 1 beyond its far knot, 0 before its near one."""
    return np.concatenate([np.cumsum(hat[:, ::-1], axis=1)[:, -2::-1] for hat in hats], axis=1)


def _roughness(sizes: list[int]) -> Floats:
    """Differences of neighbouring drops within every curve."""
    rows = [
        np.eye(1, sum(sizes), first + 1)[0] - np.eye(1, sum(sizes), first)[0]
        for start, size in zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True)
        for first in range(start, start + size - 1)
    ]
    return np.array(rows)


def _hats(curve: Curve, pictures: list[PictureMeasurements]) -> Floats:
    """How much of each knot every photo has, the best knot first; rows sum to one."""
    places = np.array([place for place, _ in curve.knots])
    unit = np.eye(len(places))
    best = 0 if curve.knots[0][1] >= curve.knots[-1][1] else len(places) - 1
    values = [getattr(picture, curve.field) for picture in pictures]
    hat = np.array(
        [
            unit[best] if value is None else [np.interp(value, places, column) for column in unit]
            for value in values
        ]
    )
    return hat if best == 0 else hat[:, ::-1]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--work", type=Path, help="keep what was measured here, for the next run")
    parser.add_argument("--jobs", type=int, default=2, help="threads (default 2)")
    parser.add_argument("--weights", type=Path, help="ONNX file of the focus model")
    return parser.parse_args()


if __name__ == "__main__":
    main()
