"""How well the legibility of print is predicted: ``text_legibility.py PHONE-SCAN``.

PHONE-SCAN is a checkout of github slug183/phone-scan (175945b): 424 photos and scans of printed
pages, in nine conditions, with what Tesseract read in them. Prints the factors fitted to all pages,
and, with each condition predicted from the others, the rank correlation and how a limit does.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

_WORD = re.compile(r'(?m)^".*?";(?:\d+;){11} ([\d.]+); \d+')
RIDGE = 3.0
"""Keeps factors of alike features from growing against each other."""


def main() -> int:
    """Measure, fit, predict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the checkout of phone-scan")
    options = parser.parse_args()
    pages = [page for image in _images(options.folder) if (page := _page(image)) is not None]
    features = np.array([page[0] for page in pages])
    read = np.array([page[1] for page in pages])
    conditions = np.array([page[2] for page in pages])
    factors = np.linalg.lstsq(features, read, rcond=None)[0]
    print("factors", ", ".join(f"{each:.3f}" for each in factors))
    predicted = _without_own(features, read, conditions)
    print(f"{len(pages)} of {sum(1 for _ in _images(options.folder))} pages show print")
    print(f"rank correlation {_spearman(predicted, read):.3f}, without the condition asked for")
    for limit in (0.4, 0.5, 0.6):
        below = predicted < limit
        print(
            f"below {limit}: {below.sum()} predicted, {(below & (read < limit)).sum()} of "
            f"{(read < limit).sum()} right, {(below & (read > 0.7)).sum()} read above 0.7"
        )
    return 0


def _images(folder: Path) -> list[Path]:
    return sorted(folder.glob("dataset/*/IMA/*.jpg"))


def _page(image: Path) -> tuple[NDArray[np.float64], float, str] | None:
    """Features, mean confidence in words, condition; None where no print is seen."""
    from evidence_qc.measures.content.text import features, text_tiles
    from evidence_qc.media.photo.decode import read_planes

    answer = image.parent.parent / "CSV" / f"{image.stem}.csv"
    words = [float(w) for w in _WORD.findall(answer.read_text("utf-8", errors="replace"))]
    planes = read_planes(image.read_bytes(), "jpeg").planes
    tiles = text_tiles(planes, is_expected=True) if planes is not None else []
    if not tiles or not words:
        return None
    letters = [tile.letters for tile in tiles]
    mean = np.average([features(tile) for tile in tiles], axis=0, weights=letters)
    return mean, float(np.mean(words)), image.parent.parent.name


def _without_own(
    features: NDArray[np.float64], read: NDArray[np.float64], conditions: NDArray[np.str_]
) -> NDArray[np.float64]:
    """Each page predicted by the pages of the other conditions."""
    predicted = np.zeros_like(read)
    for condition in np.unique(conditions):
        own = conditions == condition
        mean, spread = features[~own].mean(axis=0), features[~own].std(axis=0) + 1e-9
        scaled = np.c_[np.ones(len(read)), (features[:, 1:] - mean[1:]) / spread[1:]]
        known = scaled[~own]
        weight = known.T @ known + RIDGE * np.eye(known.shape[1])
        predicted[own] = scaled[own] @ np.linalg.solve(weight, known.T @ read[~own])
    return predicted


def _spearman(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    ranks = [np.argsort(np.argsort(each)).astype(float) for each in (a, b)]
    return float(np.corrcoef(*ranks)[0, 1])


if __name__ == "__main__":
    sys.exit(main())
