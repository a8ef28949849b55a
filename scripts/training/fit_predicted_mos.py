#!/usr/bin/env python3
"""Fit the curves of the predicted opinion: ``fit_predicted_mos.py DATA [--work DIR]``.

Prints the knots for ``evidence_qc/measures/predicted_mos.py`` fitted on all labelled photos, and
how well curves fitted on one half of the scenes predict the other half. Needs SciPy.

The model: predicted opinion = 100 − the sum of costs, one per fault, each a monotone line through
fixed knots. Only the heights of the knots are fitted, to the mean opinions of ``photos`` (BIQ2021
subset 1): squared error, plus the squared error of differences within a scene (so that the best of
a burst is found), plus a little smoothness. The scale is set by two points: 100 is the best
opinion that can be had, 1, and 50 lies where the annotator turned from reject to borderline.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import lsq_linear

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts" / "benchmarks")]

from judgement import labels, statistics  # noqa: E402
from judgement.facts import Eye  # noqa: E402

from evidence_qc.measures.predicted_mos import CURVES, Curve  # noqa: E402
from evidence_qc.model import PictureMeasurements  # noqa: E402

Floats = NDArray[np.float64]
BURST_WEIGHT = 2.0
ROUGHNESS_WEIGHT = 0.4


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
        fitted = fit(hats, mos, scenes, half != fold)
        held_out[half == fold] = predict(hats, fitted)[half == fold]
    fitted = fit(hats, mos, scenes, np.ones(len(photos), bool))
    for name, predicted in (("held out", held_out), ("all", predict(hats, fitted))):
        within, regret, bursts = statistics.best_of_bursts(scenes, predicted, mos)
        rho = statistics.spearman(predicted, mos)
        print(f"{name}: Spearman {rho:.4f}, bursts {within:.3f} of {bursts}, regret {regret:.4f}")
    border, top = _border(photos), float(fitted[0])
    print(f"people reject below an opinion of {border:.3f}; a faultless picture has {top:.3f}")
    points = 50 / (1.0 - border)
    print(f"FAULTLESS = {50 + points * (top - border):.1f}")
    steps = np.split(fitted[1:], np.cumsum([hat.shape[1] - 1 for hat in hats])[:-1])
    for curve, step in zip(CURVES, steps, strict=True):
        costs = -np.concatenate([[0.0], np.cumsum(step)]) * points
        if curve.knots[0][1] > curve.knots[-1][1]:
            costs = costs[::-1]
        knots = ", ".join(
            f"({position:g}, {abs(cost):.1f})"
            for (position, _), cost in zip(curve.knots, costs, strict=True)
        )
        print(f'    Curve("{curve.fault}", "{curve.field}", ({knots})),')


def fit(hats: list[Floats], mos: Floats, scenes: list[str], used: NDArray[np.bool_]) -> Floats:
    """Opinion of a faultless picture, then the cost (≥ 0) from each knot to the next worse one."""
    sizes = [hat.shape[1] - 1 for hat in hats]
    design = _design(hats)[used]
    group = np.unique(np.array(scenes)[used], return_inverse=True)[1]
    count = np.bincount(group)

    def within(values: Floats) -> Floats:
        return np.asarray(values - (np.bincount(group, weights=values) / count)[group])

    inside = np.stack([within(column) for column in design.T], axis=1)
    rough = _roughness(sizes) * ROUGHNESS_WEIGHT * len(design) ** 0.5
    wanted = mos[used]
    found = lsq_linear(
        np.concatenate([design, BURST_WEIGHT**0.5 * inside, rough]),
        np.concatenate([wanted, BURST_WEIGHT**0.5 * within(wanted), np.zeros(len(rough))]),
        bounds=(
            np.concatenate([[0.5], np.full(sum(sizes), -1.0)]),
            np.concatenate([[1.6], np.zeros(sum(sizes)) + 1e-12]),
        ),
    )
    return np.asarray(found.x)


def predict(hats: list[Floats], fitted: Floats) -> Floats:
    """Opinion 0–1 of every photo."""
    return np.asarray(_design(hats) @ fitted)


def _border(photos: list[labels.Labelled]) -> float:
    """Opinion that best splits photos labelled reject from the others: the score's 50."""
    judged = [photo for photo in photos if photo.verdict]
    rejected = [photo.mos for photo in judged if photo.verdict == "reject"]
    kept = [photo.mos for photo in judged if photo.verdict != "reject"]
    borders = np.linspace(0.1, 0.7, 121)
    right = [np.mean(np.array(rejected) < b) + np.mean(np.array(kept) >= b) for b in borders]
    return float(np.mean(borders[np.array(right) >= max(right) - 1e-9]))


def _design(hats: list[Floats]) -> Floats:
    """Ones, then how much of each step every photo has taken: 0 before its near knot, 1 beyond."""
    steps = [np.cumsum(hat[:, ::-1], axis=1)[:, -2::-1] for hat in hats]
    return np.concatenate([np.ones((len(hats[0]), 1)), *steps], axis=1)


def _roughness(sizes: list[int]) -> Floats:
    """Differences of neighbouring steps within every curve; the first column is the intercept."""
    rows = [
        np.eye(1, 1 + sum(sizes), 1 + first + 1)[0] - np.eye(1, 1 + sum(sizes), 1 + first)[0]
        for start, size in zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True)
        for first in range(start, start + size - 1)
    ]
    return np.array(rows)


def _hats(curve: Curve, pictures: list[PictureMeasurements]) -> Floats:
    """How much of each knot every photo has, the cheapest knot first; rows sum to one."""
    places = np.array([position for position, _ in curve.knots])
    unit = np.eye(len(places))
    best = 0 if curve.knots[0][1] <= curve.knots[-1][1] else len(places) - 1
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
