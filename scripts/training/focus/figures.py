"""What a focus model is worth on labelled photos that it was not trained on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.focus import FocusModel, FocusSummary, summarize

Luma = NDArray[np.uint8]
Row = dict[str, str]


def measure(model: FocusModel, data: Path) -> list[tuple[str, float]]:
    """The table of figures: what is measured and its value."""
    return [*_photos(model, data), *_patches(model, data), *_relations(model, data)]


def auc(positive: list[float], negative: list[float]) -> float:
    """Area under the ROC curve: how often a positive is above a negative; ties count half."""
    if not positive or not negative:
        return float("nan")
    low, high = np.array(negative)[None, :], np.array(positive)[:, None]
    return float(((high > low) + 0.5 * (high == low)).mean())


def _photos(model: FocusModel, data: Path) -> Iterator[tuple[str, float]]:
    rows = [(r, summarize(model.map(_luma(data / "photos" / r["file"]))))
            for r in _table(data / "photos.csv")]  # fmt: skip
    fair = [x for x in rows if x[0]["exposure"] in {"ok", "dim", "bright"}]
    sharp = [_blur(s) for r, s in fair if r["focus"] == "sharp"]
    for cause in ("", "defocus", "motion"):
        blurry = [_blur(s) for r, s in fair
                  if r["focus"] == "blurry" and cause in {"", r["cause"]}]  # fmt: skip
        yield f"photos: AUC blurry ({cause or 'any cause'}) vs sharp", auc(blurry, sharp)
    faults = [(r["cause"], s.motion_ratio or 1.0) for r, s in fair if r["focus"] == "blurry"]
    yield (
        "photos: AUC motion vs defocus among blurry",
        auc([m for c, m in faults if c == "motion"], [m for c, m in faults if c == "defocus"]),
    )
    mos = np.array([float(r["mos"]) for r, _ in rows])
    blur = np.array([_blur(s) for _, s in rows])
    yield "photos: Spearman of sharpness with opinion", -_spearman(blur, mos)


def _patches(model: FocusModel, data: Path) -> Iterator[tuple[str, float]]:
    found: dict[str, list[FocusSummary]] = {"sharp": [], "defocus": [], "motion": []}
    for row in _table(data / "partial_blur_patches.csv"):
        x, y, w, h = (int(row[k]) for k in "xywh")
        patch = _luma(data / "partial_blur" / "images" / row["image"])[y : y + h, x : x + w]
        found[row["label"]].append(summarize(model.map(np.ascontiguousarray(patch))))
    # A patch has no composition: its median counts, not where a person would look.
    middle = {k: [s.blur_median_permille or 0.0 for s in v] for k, v in found.items()}
    motion = {k: [s.motion_ratio or 1.0 for s in v] for k, v in found.items()}
    yield "patches: AUC defocus vs sharp", auc(middle["defocus"], middle["sharp"])
    yield "patches: AUC motion vs sharp", auc(middle["motion"], middle["sharp"])
    yield "patches: AUC motion vs defocus", auc(motion["motion"], motion["defocus"])


def _relations(model: FocusModel, data: Path) -> Iterator[tuple[str, float]]:
    """How far the reading moves when nothing about the focus does."""
    planes = [_luma(data / "cameras" / r["file"]) for r in _table(data / "cameras.csv")]
    planes += [_luma(data / "photos" / r["file"]) for r in _table(data / "photos.csv")[::10]]
    dark = [_octaves(model, p, dimmed(p, 0.5)) for p in planes]
    yield "half the light: median change, octaves", float(np.median(dark))
    yield "half the light: 95th percentile, octaves", float(np.percentile(dark, 95))
    for pixels in (3e6, 1e6):
        large = [p for p in planes if p.size > 1.5 * pixels]
        moved = [_octaves(model, p, reduced(p, pixels)) for p in large]
        yield f"reduced to {pixels / 1e6:.0f} MP: largest change, octaves", float(np.max(moved))


def dimmed(luma: Luma, share: float) -> Luma:
    """The same picture with ``share`` of its linear light."""
    light = (np.arange(256) / 255.0) ** 2.2 * share
    return cv2.LUT(luma, np.rint(light ** (1 / 2.2) * 255).astype(np.uint8))


def reduced(luma: Luma, pixels: float) -> Luma:
    """The same picture with about so many pixels."""
    scale = (pixels / luma.size) ** 0.5
    return cv2.resize(luma, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def _octaves(model: FocusModel, a: Luma, b: Luma) -> float:
    first, second = (_blur(summarize(model.map(p))) for p in (a, b))
    return abs(float(np.log2(first / second)))


def _blur(summary: FocusSummary) -> float:
    return summary.blur_permille if summary.blur_permille is not None else 0.5


def _spearman(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    rank = [np.argsort(np.argsort(x)).astype(float) for x in (a, b)]
    return float(np.corrcoef(rank[0], rank[1])[0, 1])


def _table(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _luma(path: Path) -> Luma:
    plane = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
    if plane is None:
        raise SystemExit(f"{path} cannot be read.")
    return plane
