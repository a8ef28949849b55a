#!/usr/bin/env python3
"""Fit the templates of ``measures/effective_resolution.py``: ``fit_enlargement.py DIR NATIVE.csv``.

DIR holds the photos that NATIVE.csv names as ``<owner>__<name>/<path>``; columns repo, path,
verdict, focus. Every photo as it is says what cameras write; every third sharp, good one is reduced
to 800 and 1,600 px, enlarged 2-, 3- and 4-fold (linear, cubic, Lanczos) and saved as JPEG 90.
Prints what is found without the photo's own repository (templates and limit), then the constants.
"""

from __future__ import annotations

import argparse
import csv
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from evidence_qc.measures.effective_resolution import band_levels  # noqa: E402
from evidence_qc.media.photo.decode import read_planes  # noqa: E402

Floats = NDArray[np.float64]
KINDS = {
    "800x2": 0, "800x4": 0, "800x3": 1, "1600x3": 2,
}  # fmt: skip
"""Reduced to, enlarged by → which template: where the spectrum ends in the plane that is read
(from 3,072 px on a JPEG is read at half its size, so 4-fold is 2-fold there)."""
HOW = {"linear": cv2.INTER_LINEAR, "cubic": cv2.INTER_CUBIC, "lanczos": cv2.INTER_LANCZOS4}
RIDGE = 5.0
LIMIT_QUANTILE = 1.0


def main() -> int:
    """Measure, cross-validate by repository, print the constants."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("table", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    with args.table.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["path"].lower().endswith(".heic")]
    good = [row for row in rows if (row["verdict"], row["focus"]) == ("good", "sharp")]
    chosen = {(row["repo"], row["path"]) for row in good[::3]}

    def measured(row: dict[str, str]) -> list[tuple[str, str, Floats]]:
        data = (args.folder / row["repo"].replace("/", "__") / row["path"]).read_bytes()
        made = [("native", data)]
        if (row["repo"], row["path"]) in chosen:
            made += enlarged(data)
        found = [(row["repo"], kind, levels_of(each)) for kind, each in made]
        return [(repo, kind, levels) for repo, kind, levels in found if levels is not None]

    with ThreadPoolExecutor(args.jobs) as pool:
        samples = [each for found in pool.map(measured, rows) for each in found]
    repos = np.array([repo for repo, _, _ in samples])
    kinds = np.array([kind for _, kind, _ in samples])
    levels = np.array([each for _, _, each in samples])
    _report(repos, kinds, levels)
    np.set_printoptions(precision=3, suppress=True, floatmode="fixed")
    templates = fitted(kinds, levels)
    templates[:, -1] -= limit_of(templates, kinds, levels)
    print(repr(templates))
    return 0


def enlarged(data: bytes) -> list[tuple[str, bytes]]:
    """(kind, JPEG) of a photo reduced and enlarged again."""
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        return []
    made = []
    for kind in KINDS:
        long_side, factor = (int(part) for part in kind.split("x"))
        scale = long_side / max(picture.shape[:2])
        if scale >= 0.8:
            continue
        base = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        for how in HOW if long_side == 800 else ("cubic",):
            larger = cv2.resize(base, None, fx=factor, fy=factor, interpolation=HOW[how])
            coded = cv2.imencode(".jpg", larger, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]
            made.append((kind, coded.tobytes()))
    return made


def levels_of(data: bytes) -> Floats | None:
    """What the measure reads of a JPEG."""
    if data[:2] != b"\xff\xd8":
        return None
    planes = read_planes(data, "jpeg").planes
    return None if planes is None else band_levels(planes.fine)


def fitted(kinds: NDArray[np.str_], levels: Floats) -> Floats:
    """One row a template: 14 weights of the bands from the third on, over the second; offset."""
    relative = levels[:, 2:] - levels[:, 1:2]
    steps = np.diff(np.c_[np.zeros(len(relative)), relative], axis=1)
    both = np.c_[relative, steps]  # shares the ridge between a level and a step
    native = kinds == "native"
    rows = []
    for template in sorted(set(KINDS.values())):
        of = [name for name, each in KINDS.items() if each == template]
        used = native | np.isin(kinds, of)
        weights = _logistic(both[used], (~native)[used])
        mean, plain, on_steps = weights[-1], weights[:14].copy(), weights[14:28]
        plain += on_steps
        plain[:-1] -= on_steps[1:]
        # Each template by itself calls one native in a hundred.
        offset = mean - np.quantile(relative[native] @ plain + mean, 0.99)
        rows.append(np.r_[plain, offset])
    return np.array(rows)


def scores(templates: Floats, levels: Floats) -> Floats:
    """Of the template that fits best."""
    relative = levels[:, 2:] - levels[:, 1:2]
    best: Floats = (relative @ templates[:, :-1].T + templates[:, -1]).max(axis=1)
    return best


def limit_of(templates: Floats, kinds: NDArray[np.str_], levels: Floats) -> float:
    """What all native photos stay below."""
    return float(np.quantile(scores(templates, levels[kinds == "native"]), LIMIT_QUANTILE))


def _logistic(features: Floats, labels: NDArray[np.bool_]) -> Floats:
    """Weights and offset of a ridge logistic regression, both classes weighing the same."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    design = np.c_[(features - mean) / spread, np.ones(len(features))]
    share = np.where(labels, 0.5 / labels.sum(), 0.5 / (~labels).sum()) * len(labels)
    ridge = RIDGE * np.eye(design.shape[1])
    ridge[-1, -1] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        curvature = share * chance * (1 - chance) + 1e-9
        hessian = (design * curvature[:, None]).T @ design + ridge
        weights -= np.linalg.solve(
            hessian, design.T @ (share * (chance - labels)) + ridge @ weights
        )
    scaled = weights[:-1] / spread
    return np.r_[scaled, weights[-1] - scaled @ mean]


def _report(repos: NDArray[np.str_], kinds: NDArray[np.str_], levels: Floats) -> None:
    """Shares that are called, each repository by templates and a limit made without it."""
    called = np.zeros(len(kinds), bool)
    for repo in sorted(set(repos.tolist())):
        own = repos == repo
        templates = fitted(kinds[~own], levels[~own])
        called[own] = scores(templates, levels[own]) > limit_of(
            templates, kinds[~own], levels[~own]
        )
    rng = np.random.default_rng(0)
    names = sorted(set(repos.tolist()))
    for kind in ("native", *KINDS, "all enlarged"):
        chosen = kinds != "native" if kind == "all enlarged" else kinds == kind
        again = [
            np.concatenate(
                [called[chosen & (repos == each)] for each in rng.choice(names, len(names))]
            )
            for _ in range(500)
        ]
        low, high = np.quantile([each.mean() for each in again if len(each)], [0.05, 0.95])
        print(
            f"{kind}: {100 * called[chosen].mean():.1f} % called of {chosen.sum()} "
            f"(90 %: {100 * low:.1f} to {100 * high:.1f})"
        )


if __name__ == "__main__":
    sys.exit(main())
