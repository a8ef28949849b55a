"""Movement between frames: shift of the whole picture, sameness, and sudden change.

Everything works on tiny planes (long side 160 px), where a hand-held 1080p clip moves by whole
pixels, sensor noise is averaged away, and a comparison takes well under a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Luma

TINY_LONG_SIDE_PX = 160
CUT_UNLIKENESS = 0.3
"""Frames of a hand-held clip, a thirtieth of a second apart, stay below 0.1."""
BLACK_P99_RATIO = 0.1
"""A frame whose brightest hundredth stays below this share of full luma shows nothing."""
BURST_GAP_S = 0.21
"""Frames further apart than this are not compared for shake: a hand changes direction about
three times a second."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameStatistics:
    """What is cheap to know of one frame.

    Attributes:
        time_s: presentation time.
        tiny: uint8 luma, long side 160 px at most.
        luma_mean_ratio: mean luma, 0–1.
        luma_p99_ratio: 99th percentile of luma, 0–1.
        detail: mean squared Laplacian at half of the working size, dn²; compares sharpness of
            frames that show the same thing, says nothing across scenes.
    """

    time_s: float
    tiny: Luma
    luma_mean_ratio: float
    luma_p99_ratio: float
    detail: float


def frame_statistics(time_s: float, luma: Luma) -> FrameStatistics:
    """Look at one working plane (uint8 H×W) for about a millisecond."""
    half = cv2.resize(
        luma, (max(1, luma.shape[1] // 2), max(1, luma.shape[0] // 2)),
        interpolation=cv2.INTER_AREA,
    )  # fmt: skip
    edges = cv2.Laplacian(half, cv2.CV_16S, ksize=1)
    tiny = shrink(half.astype(np.uint8, copy=False))
    return FrameStatistics(
        time_s=time_s,
        tiny=tiny,
        luma_mean_ratio=float(tiny.mean()) / 255,
        luma_p99_ratio=float(np.percentile(tiny, 99)) / 255,
        detail=float(cv2.norm(edges, cv2.NORM_L2SQR)) / edges.size,
    )


def shrink(luma: NDArray[np.uint8]) -> Luma:
    """A tiny plane: area-averaged to a long side of 160 px, never enlarged."""
    height, width = luma.shape
    share = min(1.0, TINY_LONG_SIDE_PX / max(height, width))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    tiny: Luma = cv2.resize(luma, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    return tiny


def shift_ratio(first: Luma, second: Luma) -> float | None:
    """How far the picture moved between two tiny planes, as a share of the long side.

    Phase correlation (Kuglin and Hines 1975) under a Hann window; None where the planes have too
    little in common or too little structure to tell.
    """
    if first.shape != second.shape or min(first.shape) < 16 or float(first.std()) < 2.0:
        return None
    height, width = first.shape
    window = cv2.createHanningWindow((width, height), cv2.CV_32F)
    (dx, dy), response = cv2.phaseCorrelate(
        first.astype(np.float32), second.astype(np.float32), window
    )
    if response < 0.08:
        return None
    return float(np.hypot(float(dx), float(dy)) / max(height, width))


def change_dn(first: Luma, second: Luma) -> tuple[float, float]:
    """Mean and 99th percentile of the absolute difference of two tiny planes, 0–255."""
    if first.shape != second.shape:
        return 255.0, 255.0
    change = cv2.absdiff(first, second)
    return float(change.mean()), float(np.percentile(change, 99))


def unlikeness(first: Luma, second: Luma) -> float:
    """How different two frames look, 0 (the same) to 1 (nothing in common).

    One minus the correlation of the planes at 16×16; flat pairs are compared by their level.
    """
    if first.shape != second.shape:
        return 1.0
    size = (16, 16)
    a = cv2.resize(first, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    b = cv2.resize(second, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    level = abs(float(a.mean() - b.mean())) / 255
    a -= a.mean()
    b -= b.mean()
    energy = float(np.sqrt((a * a).sum() * (b * b).sum()))
    if energy < 16 * 16 * 4.0:
        return min(1.0, level * 4)
    return float(np.clip(1 - (a * b).sum() / energy, 0.0, 1.0))


def shake(frame_statistics: Sequence[FrameStatistics]) -> tuple[tuple[float, float], ...]:
    """(time_s, movement in permille of the long side per second) wherever frames stand close."""
    found = []
    for first, second in pairwise(frame_statistics):
        step_s = second.time_s - first.time_s
        if 0 < step_s <= BURST_GAP_S:
            moved = shift_ratio(first.tiny, second.tiny)
            if moved is not None:
                found.append((second.time_s, 1000 * moved / step_s))
    return tuple(found)


def cut_between(frame_statistics: Sequence[FrameStatistics]) -> float | None:
    """Time of the one jump in a run of close frames that no camera movement explains, or None.

    A cut changes the picture from one frame to the next and leaves it as calm as before; a pan or
    a shake changes many frames alike (the idea of PySceneDetect's AdaptiveDetector). A covered
    lens is no cut.
    """
    if len(frame_statistics) < 4:
        return None
    jumps = np.array([_jump(a, b) for a, b in pairwise(frame_statistics)])
    peak = int(jumps.argmax())
    near = np.delete(jumps[max(0, peak - 5) : peak + 6], min(peak, 5))
    if min(g.luma_p99_ratio for g in frame_statistics[peak : peak + 2]) < BLACK_P99_RATIO:
        return None
    if jumps[peak] < CUT_UNLIKENESS or jumps[peak] < 4 * float(near.mean()) + 0.05:
        return None
    before, after = (
        frame_statistics[max(0, peak - 2)],
        frame_statistics[min(len(frame_statistics) - 1, peak + 3)],
    )
    if 2 * float(near.max()) > jumps[peak] or _jump(before, after) < CUT_UNLIKENESS:
        return None  # a flash, or something that passed before the lens: it was there and is gone
    return frame_statistics[peak + 1].time_s


def _jump(first: FrameStatistics, second: FrameStatistics) -> float:
    tone = _histogram_distance(first.tiny, second.tiny)
    return 0.5 * (unlikeness(first.tiny, second.tiny) + tone)


def _histogram_distance(first: Luma, second: Luma) -> float:
    """Half the summed difference of 32-bin luma histograms, 0–1."""
    a = np.bincount(first.reshape(-1) >> 3, minlength=32) / max(1, first.size)
    b = np.bincount(second.reshape(-1) >> 3, minlength=32) / max(1, second.size)
    return float(np.abs(a - b).sum()) / 2
