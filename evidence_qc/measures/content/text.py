"""Print: is there any, how tall are its letters, and how much of them has blur left?

Nothing is recognised. Letters are patches of ink of one height that stand in rows; how well they
can be read follows from their height, from the steepness of their edges, from their contrast and
from how many of them have run together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.content.patches import find_patches
from evidence_qc.measures.planes import Luma, Planes
from evidence_qc.measures.quantile import quantile
from evidence_qc.model import TextFacts

TILE_PX = 256
"""Of the fine plane: some lines of print, few enough patches to compare each with each."""
TILES_MAX = 5
FIRST_TILES = 2
"""Where these hold no line of print, no more are looked at."""
GROUND_PX = 31
"""Ink is darker or lighter than the mean of so many pixels around it."""
STEP_DN_MIN = 10.0
LETTERS_MIN = 8
"""Fewer in a tile are no print."""
PATCHES_MAX = 899
"""A tile with more patches is texture."""
COMPARED_MAX = 200
"""Letters of a tile, from the top, that are compared each with each."""
HEIGHT_PX = (4, 80)
TALL_PX = 12.0
"""Print gets hard to read below this height of its letters."""
LEGIBLE = (0.966, -0.461, 0.381, 0.161, -0.592, -0.653)
"""What a program reads of a page (Tesseract's mean confidence in its words), fitted to 420 photos
and scans of printed pages (github slug183/phone-scan, 175945b). Fitted without the condition that
is asked for, predicted and read agree with a rank correlation of 0.78
(``scripts/benchmarks/text_legibility.py``), 2026-11."""
"""Of a letter on the fine plane."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Print within one tile of the fine plane."""

    letters: int
    in_line: int
    """Of them, those that stand on one line with three more; 0 where they are too few. Letters that
    have run together do so seldom, texture hardly ever."""
    height_px: float
    """Median of the letters, on the fine plane."""
    small_height_px: float
    """Their lowest tenth: lower-case letters of the smallest print."""
    stroke_px: float
    """Area over half the outline of a letter's box."""
    merged_ratio: float
    """Share of patches wider than one letter: neighbours that have run together."""
    fill_ratio: float
    """Ink within a letter's box; blur fills it."""
    contrast_ratio: float
    """Ink against its ground, of the ground's luma."""
    slope_ratio: float
    """The steepest step from one pixel to the next, as a share of the contrast: sharp print has
    a third and more."""


def measure_text(planes: Planes, *, is_expected: bool = False) -> TextFacts | None:
    """What is known of the print in a picture; None: none is seen.

    Args:
        planes: the decoded picture.
        is_expected: there is print, whether it can be told from texture or not: a label.
    """
    tiles = text_tiles(planes, is_expected=is_expected)
    if not tiles:
        return None
    return TextFacts(
        letters=sum(tile.letters for tile in tiles),
        letter_height_px=_mean(tiles, lambda tile: tile.height_px) / planes.fine_scale,
        small_letter_height_px=_mean(tiles, lambda tile: tile.small_height_px) / planes.fine_scale,
        merged_ratio=_mean(tiles, lambda tile: tile.merged_ratio),
        contrast_ratio=_mean(tiles, lambda tile: tile.contrast_ratio),
        legible_ratio=min(1.0, max(0.0, _mean(tiles, _legible))),
    )


def _mean(tiles: Sequence[Tile], value: Callable[[Tile], float]) -> float:
    """Over all letters."""
    return sum(tile.letters * value(tile) for tile in tiles) / sum(tile.letters for tile in tiles)


def features(tile: Tile) -> tuple[float, ...]:
    """What legibility is predicted from; the factors of ``LEGIBLE`` follow in this order."""
    return (
        1.0,
        math.log(tile.height_px),
        math.log(tile.small_height_px),
        math.log(tile.stroke_px),
        min(tile.merged_ratio, 0.8),
        max(0.0, math.log(TALL_PX / tile.height_px)) ** 2,
    )


def _legible(tile: Tile) -> float:
    return sum(factor * value for factor, value in zip(LEGIBLE, features(tile), strict=True))


def text_tiles(planes: Planes, *, is_expected: bool = False) -> list[Tile]:
    """The tiles of a picture that hold print, from the busiest to less busy ones.

    Args:
        planes: the fine plane is measured where the working one is busy.
        is_expected: there is print, whether it can be told from texture or not: a label.

    Returns:
        At most ``TILES_MAX`` tiles; empty where no line of print is seen in the first
        ``FIRST_TILES`` and none is expected.
    """
    found: list[Tile] = []
    for number, (row, column) in enumerate(_busiest(planes)):
        if number == FIRST_TILES and not is_expected and not any(t.in_line for t in found):
            break
        tile = _tile(planes.fine[row : row + TILE_PX, column : column + TILE_PX])
        found += [tile] if tile else []
    return found if is_expected or any(tile.in_line for tile in found) else []


def _busiest(planes: Planes) -> list[tuple[int, int]]:
    """Upper left corners on the fine plane of the tiles with the most strokes."""
    working, (height, width) = planes.working, planes.fine.shape
    strokes = cv2.absdiff(working, cv2.blur(working, (5, 5)))
    rows, columns = max(1, round(height / TILE_PX)), max(1, round(width / TILE_PX))
    area = (working.shape[1] // columns, working.shape[0] // rows)
    whole = strokes[: rows * area[1], : columns * area[0]]
    busy = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    energy = np.asarray(busy, np.int16).ravel()
    order = np.argsort(-energy, kind="stable")
    order = order[: max(TILES_MAX, int((energy >= 0.4 * energy.max()).sum()))]
    best = order[np.linspace(0, len(order) - 1, min(TILES_MAX, len(order))).astype(int)]
    return [(i // columns * height // rows, i % columns * width // columns) for i in best.tolist()]


def _tile(plane: Luma) -> Tile | None:
    """What the tile holds of print; None: none."""
    ground = np.asarray(cv2.blur(plane, (GROUND_PX, GROUND_PX)))
    darker = np.asarray(cv2.subtract(ground, plane), np.uint8)
    lighter = np.asarray(cv2.subtract(plane, ground), np.uint8)
    below, above = float(cv2.mean(darker)[0]), float(cv2.mean(lighter)[0])
    if max(below, above) < 1:
        return None
    step = darker if _tail(darker) >= _tail(lighter) else lighter
    limit = max(STEP_DN_MIN, 2.0 * max(below, above))
    ink = np.asarray(cv2.threshold(step, limit, 1, cv2.THRESH_BINARY)[1], np.uint8)
    patches = find_patches(ink, PATCHES_MAX)
    if patches is None:
        return None
    box = (patches.left, patches.top, patches.width, patches.height, patches.area)
    x, y, width, height, area = np.array(box, np.float32)
    fill = area / (width * height)
    fits = (x > 0) & (y > 0) & (x + width < plane.shape[1]) & (y + height < plane.shape[0])
    fits &= (height >= HEIGHT_PX[0]) & (height <= HEIGHT_PX[1]) & (width >= 2)
    fits &= (fill > 0.12) & (fill < 0.95) & (width <= 12 * height)
    rest = np.flatnonzero(fits)[:COMPARED_MAX]
    if len(rest) < LETTERS_MIN:
        return None
    near, in_line = _rows(
        x[rest] + width[rest] / 2, y[rest] + height[rest], width[rest], height[rest]
    )
    rest = rest[near]
    if len(rest) < LETTERS_MIN:
        return None
    width, height, area = width[rest], height[rest], area[rest]
    contrast, slope = (
        patches.largest(each)[rest].astype(np.float32) for each in (step, _steepest(plane))
    )
    slope_ratio = slope / np.maximum(contrast, 1)
    return Tile(
        letters=len(rest),
        in_line=in_line if in_line >= LETTERS_MIN else 0,
        height_px=quantile(height, 0.5),
        small_height_px=float(np.sort(height)[len(height) // 10]),
        stroke_px=quantile(area / (width + height), 0.5),
        merged_ratio=float((width > 1.3 * height).mean()),
        fill_ratio=quantile(fill[rest], 0.5),
        contrast_ratio=quantile(contrast, 0.25) / max(1, int(ground.max())),
        slope_ratio=quantile(slope_ratio, 0.25),
    )


def _tail(step: Luma) -> float:
    """How far the strongest steps reach: ink stands out on one side of its ground only."""
    return float(cv2.norm(step, cv2.NORM_L2SQR))


def _rows(
    middle: NDArray[np.float32],
    foot: NDArray[np.float32],
    width: NDArray[np.float32],
    height: NDArray[np.float32],
) -> tuple[NDArray[np.bool_], int]:
    """Which patches have two neighbours of their height beside them; how many stand on a line."""
    across = np.abs(middle[:, None] - middle)
    down = np.abs(foot[:, None] - foot)
    taller = np.maximum(height[:, None], height)
    beside = taller < 2 * np.minimum(height[:, None], height)
    beside &= across < (width[:, None] + width) / 2 + 1.5 * taller
    on_line = beside & (down <= np.maximum(1, 0.15 * taller))
    beside &= down < 0.6 * taller
    return beside.sum(axis=1) >= 3, int((on_line.sum(axis=1) >= 4).sum())


def _steepest(plane: Luma) -> Luma:
    """Steps from each pixel to the next, across and down, the larger of both."""
    across, down = np.zeros_like(plane), np.zeros_like(plane)
    cv2.absdiff(plane[:, 1:], plane[:, :-1], across[:, 1:])
    cv2.absdiff(plane[1:], plane[:-1], down[1:])
    return np.asarray(cv2.max(across, down))
