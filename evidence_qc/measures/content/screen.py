"""What tells a picture of a screen from a photo: rows and areas of exactly one level.

A sensor never gives the same value twice in a row of a thousand pixels, and no hand holds a phone
so straight that lines of print lie along the rows of the picture. A screenshot does both: between
its lines of text stand rows of one level from edge to edge, again and again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence_qc.measures.planes import Luma

TOLERANCE_DN = 2
"""A JPEG at the quality of a messenger moves a plain area by this much, hardly more."""
MARGIN_RATIO = 0.03
"""Left and right of a row that do not count: scroll bars, rounded corners, shadows of cards."""
SAMPLE_EVERY_PX = 16
"""A row that differs at every sixteenth pixel need not be looked at wholly."""
RUN_PX = 3
"""Fewer rows in a run may be chance between two lines of a weave."""
BLOCK_PX = 8
LEVELS = 3
"""A screen has a ground, a card and a bar; a gradient of a photo has many levels."""


@dataclass(frozen=True, slots=True)
class ScreenCues:
    """Numbers without judgement."""

    plain_row_ratio: float
    """Share of the rows, 0–1, that hold one level from margin to margin."""
    plain_row_runs: int
    """How often such rows begin anew: about once a line of text."""
    one_level_ratio: float
    """Share of 8 × 8 blocks, 0–1, that hold a single value which is among the three most usual;
    not looked for (0) where there is no plain row."""


def screen_cues(luma: Luma) -> ScreenCues:
    """Cues of one upright picture.

    Args:
        luma: uint8 H×W, 0–255; best as the decoder gave it, any size.
    """
    width = luma.shape[1]
    margin = int(width * MARGIN_RATIO)
    inner = luma[:, margin : width - margin] if width > 4 * margin else luma
    if not inner.size:
        return ScreenCues(0.0, 0, 0.0)
    plain = _is_plain(inner[:, ::SAMPLE_EVERY_PX])
    (maybe,) = plain.nonzero()
    plain[maybe] = _is_plain(inner[maybe])
    runs = _runs(plain)
    return ScreenCues(
        plain_row_ratio=float(plain.mean()),
        plain_row_runs=runs,
        one_level_ratio=_one_level_ratio(luma) if runs else 0.0,
    )


def _is_plain(rows: Luma) -> np.ndarray:
    spread = rows.max(axis=1).astype(np.int16) - rows.min(axis=1)
    return np.asarray(spread <= TOLERANCE_DN)


def _runs(plain: np.ndarray) -> int:
    """Runs of at least ``RUN_PX`` plain rows that have something else between them."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], plain.astype(np.int8), [0]))))
    lengths = edges[1::2] - edges[::2]
    return int((lengths >= RUN_PX).sum())


def _one_level_ratio(luma: Luma) -> float:
    rows, columns = luma.shape[0] // BLOCK_PX, luma.shape[1] // BLOCK_PX
    if not rows or not columns:
        return 0.0
    whole = luma[: rows * BLOCK_PX, : columns * BLOCK_PX]
    blocks = whole.reshape(rows, BLOCK_PX, columns, BLOCK_PX)
    lowest, highest = blocks.min(axis=(1, 3)), blocks.max(axis=(1, 3))
    levels = np.bincount(lowest[lowest == highest], minlength=256)
    return float(np.sort(levels)[-LEVELS:].sum() / (rows * columns))
