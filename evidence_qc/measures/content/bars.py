"""Finds a printed bar code: parallel bars of uneven width, straight over their whole height.

Nothing is read here (``codes`` does). Cloth, blinds and grilles have even stripes, print has short
ones; what is left is the code of a parcel, a price tag or a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Luma
from evidence_qc.measures.quantile import quantile

Slopes = cv2.typing.MatLike

CELL_PX = 16
"""Direction is pooled over cells of this size: ten modules of a code that can be read."""
COHERENCE_MIN = 0.8
"""0 no direction, 1 a single one; text has about 0.3, a row of bars 0.9 and more."""
SLOPE_MIN_DN = 12.0
"""Mean slope in a cell, code values a pixel: ink on paper has 30 and more."""
TURN_MAX_DEG = 12.0
"""Neighbouring cells of one code point the same way."""
CELLS_MIN = 4
SHORTEST_RATIO = 0.1
"""Of the long side: nothing shorter is looked at closely."""
SOBEL = 8
"""A slope of one code value a pixel gives this much."""
MOST = (0.15, 0.85)
"""Of the cells, across the height: the edge of the paper often runs on from the bars."""
LINES = 9
AGREEING = 6
"""Of so many parallel lines across the bars, so many have to agree: others meet print."""
EDGES_FEW = 8
WIDE_GAP = 7.0
"""Times the usual width: no bar or gap of a code has more than four times its narrowest."""
MODULES_TRIED = 60
PAIR_MODULES = (2, 7)
COMMON_RATIO = 0.07
TRIM_RATIO = 0.2
"""Of the height at either end: cells reach beyond the bars."""


@dataclass(frozen=True, slots=True)
class Bars:
    """The longest bar-code-like stretch of a picture; numbers without judgement."""

    length_ratio: float
    """Across all bars, as a share of the long side."""
    edges: int
    """Changes between dark and light along it."""
    unevenness: float
    """Spread of the widths of bars and gaps over their mean; even stripes have less than 0.2."""
    agreement: float
    """Correlation, -1–1, of lines at different heights with their median; of the worst of the best
    six of nine."""
    contrast_dn: float
    misfit_modules: float
    """How far a bar with its gap is from whole modules, on average: 0.1 to 0.25 of a code, which is
    ruled in modules; widths of any length have about 0.25."""
    kinds: int
    """How many of the widths of two to seven modules are common: of a code four and more."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A place where much runs in one direction, as bars do; of one picture, in its pixels."""

    centre: NDArray[np.float32]
    """x, y."""
    turn: float
    """The direction across the bars, radians."""
    length_px: float
    """Across the bars."""
    height_px: float


def find_bars(luma: Luma, places: Sequence[Stretch]) -> Bars | None:
    """The best of these places, or None where nothing has a direction.

    Args:
        luma: uint8 H×W, 0–255, long side about 1024 px.
        places: of this picture (``stretches``).
    """
    found = [bars for stretch in places if (bars := _across(luma, stretch)) is not None]
    return max(found, key=lambda bars: bars.edges * max(0.0, bars.agreement), default=None)


def stretches(luma: Luma) -> tuple[Stretch, ...]:
    """Where bars could be; most are cloth, fences and edges.

    Args:
        luma: uint8 H×W, 0–255, long side about 1024 px.
    """
    return tuple(_stretches(luma)) if min(luma.shape) >= 4 * CELL_PX else ()


def _stretches(luma: Luma) -> Iterator[Stretch]:
    gx, gy = cv2.spatialGradient(luma)
    xx, yy = (_cells(one, one) for one in (gx, gy))
    total = xx + yy
    is_steep = total > SLOPE_MIN_DN**2
    if np.count_nonzero(is_steep) < CELLS_MIN:
        return
    xy, difference = _cells(gx, gy), xx - yy
    along = np.sqrt(difference**2 + 4 * xy * xy)
    where = (is_steep & (along > COHERENCE_MIN * total)).nonzero()
    if len(where[0]) < CELLS_MIN:
        return
    angle = np.zeros_like(total)  # of the gradient: across the bars
    angle[where] = pointing = 0.5 * np.arctan2(2 * xy[where], difference[where])
    shortest_px = SHORTEST_RATIO * max(luma.shape)
    for bin_ in range(12):
        middle = bin_ * pi / 12
        off = np.abs((pointing - middle + np.pi / 2) % np.pi - np.pi / 2)
        mask = np.zeros(total.shape, np.uint8)
        mask[where] = off < np.radians(TURN_MAX_DEG)
        if cv2.countNonZero(mask) < CELLS_MIN:
            continue
        right, down = _longer_by(middle)
        count, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
        for label in range(1, count):
            left, top, wide, high, area = stats[label].tolist()
            longest_px = ((wide - 1) * right + (high - 1) * down + 1) * CELL_PX
            if area < CELLS_MIN or longest_px < shortest_px:
                continue
            rows, columns = (labels[top : top + high, left : left + wide] == label).nonzero()
            rows, columns = rows + top, columns + left
            mine = angle[rows, columns]
            turn = 0.5 * float(np.arctan2(np.sin(2 * mine).mean(), np.cos(2 * mine).mean()))
            step = np.array([np.cos(turn), np.sin(turn)])
            points = np.stack([columns, rows], axis=1) - centres[label]
            length = float(np.ptp(points @ step) + 1) * CELL_PX
            if length < shortest_px:
                continue
            side = np.array([-step[1], step[0]])
            low, high = (quantile(points @ side, share) for share in MOST)
            height = (high - low + 1) * CELL_PX
            middle_of = centres[label] + side * (low + high) / 2 + 0.5
            centre = (middle_of * CELL_PX).astype(np.float32)
            yield Stretch(centre, turn, length, height)


def _longer_by(middle: float) -> tuple[float, float]:
    """By how much a cell more to the right, and one more down, lengthen what runs this way at most.

    Its direction is ``middle``, in radians, or up to ``TURN_MAX_DEG`` beside it.
    """
    right, down, beside = abs(cos(middle)), abs(sin(middle)), sin(radians(TURN_MAX_DEG))
    return right + beside * down, down + beside * right


def _cells(one: Slopes, other: Slopes) -> NDArray[np.float32]:
    """Mean product of two slopes, int16 H×W, in each whole cell, in squares of DN a pixel."""
    product = cv2.multiply(one, other, dtype=cv2.CV_32F)
    rows, columns = product.shape[0] // CELL_PX, product.shape[1] // CELL_PX
    part = product[: rows * CELL_PX, : columns * CELL_PX]
    while part.shape[0] > rows:  # four times the quick average of 2×2
        half = part.shape[1] // 2, part.shape[0] // 2
        part = cv2.resize(part, half, interpolation=cv2.INTER_AREA)
    return np.asarray(part, np.float32) / np.float32(SOBEL**2)


def _across(luma: Luma, stretch: Stretch) -> Bars | None:
    """Grey values across the bars, on several lines, as numbers."""
    centre, turn, length = stretch.centre, stretch.turn, stretch.length_px
    step = np.array([np.cos(turn), np.sin(turn)], np.float32)
    side = np.array([-step[1], step[0]], np.float32)
    positions = np.arange(-length / 2, length / 2, 0.5, dtype=np.float32)
    reach = stretch.height_px * (0.5 - TRIM_RATIO)
    offsets = np.linspace(-reach, reach, LINES, dtype=np.float32)
    places = (centre + positions[None, :, None] * step + offsets[:, None, None] * side).astype(
        np.float32
    )
    lines = cv2.remap(luma, places[..., 0], places[..., 1], cv2.INTER_LINEAR).astype(np.float32)
    if lines.shape[1] < 4 * CELL_PX:
        return None
    start, end = _code(np.median(lines, axis=0))
    lines = lines[:, start:end]
    usual = np.median(lines, axis=0)
    low, high = quantile(usual, 0.1), quantile(usual, 0.9)
    if high - low < 1:
        return None
    widths = np.diff(_edges(usual))
    if not len(widths):
        return None
    misfit, kinds = _modules(np.diff(_crossings(usual)))
    agreements = [float(np.corrcoef(line, usual)[0, 1]) if line.std() else -1 for line in lines]
    return Bars(
        length_ratio=length * (end - start) / len(positions) / max(luma.shape),
        edges=len(widths) + 1,
        unevenness=float(widths.std() / widths.mean()),
        agreement=float(np.sort(agreements)[-AGREEING:].min()),
        contrast_dn=high - low,
        misfit_modules=misfit,
        kinds=kinds,
    )


def _edges(line: NDArray[np.float32]) -> NDArray[np.intp]:
    """Where dark turns to light or back; told against the surroundings, for light is uneven."""
    level = cv2.blur(line[None], (65, 1), borderType=cv2.BORDER_REFLECT)[0]
    return np.flatnonzero(np.diff(line < level))


def _crossings(line: NDArray[np.float32]) -> NDArray[np.float64]:
    """The edges between the samples."""
    over = line - cv2.blur(line[None], (65, 1), borderType=cv2.BORDER_REFLECT)[0]
    at = np.flatnonzero(np.diff(over < 0))
    return np.asarray(at + over[at] / (over[at] - over[at + 1]), np.float64)


def _modules(widths: NDArray[np.float64]) -> tuple[float, int]:
    """Misfit and common widths of a bar with its gap, for the module that fits best.

    Blur widens bars at the cost of gaps; both together keep their width. In the codes of parcels
    and goods (ISO/IEC 15417, 15420) they have two to seven modules.
    """
    if len(widths) < EDGES_FEW:
        return 1.0, 0
    pairs = widths[:-1] + widths[1:]
    least, usual = quantile(widths, 0.05), quantile(widths, 0.25)
    best, kinds = 1.0, 0
    for module in np.linspace(0.6 * least, 1.3 * usual, MODULES_TRIED):
        counts = pairs / max(float(module), 0.1)
        whole = np.clip(np.round(counts), *PAIR_MODULES)
        misfit = float(np.abs(counts - whole).mean())
        if misfit < best:
            shares = np.bincount(whole.astype(int)) / len(whole)
            best, kinds = misfit, int((shares >= COMMON_RATIO).sum())
    return best, kinds


def _code(line: NDArray[np.float32]) -> tuple[int, int]:
    """The longest stretch without a wide gap: what lies beyond is the paper and its edge."""
    edges = _edges(line)
    if len(edges) < EDGES_FEW:
        return 0, len(line)
    gaps = np.diff(edges)
    breaks = np.flatnonzero(gaps > WIDE_GAP * np.median(gaps))
    starts = np.concatenate(([0], breaks + 1))
    ends = np.concatenate((breaks, [len(edges) - 1]))
    longest = int(np.argmax(ends - starts))
    first, last = int(edges[starts[longest]]), int(edges[ends[longest]])
    return (first, last) if ends[longest] - starts[longest] >= EDGES_FEW else (0, len(line))
