"""Lines of print on paper: a receipt, an invoice, a page of a manual.

Nothing is recognised. Gravel, leaves and weave have as many small dark spots as a page has letters,
but there the nearest spot lies in any direction; the nearest letter lies along the line.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.content.patches import find_patches
from evidence_qc.measures.planes import Planes, Rgb
from evidence_qc.measures.quantile import quantile

SURROUND_PX = 31
"""Ink is told against the mean of this square; wider than a letter, narrower than a shadow."""
INK_DN = 22
"""Darker than its surroundings by so much: grey print on white has 60 and more."""
GROUND_MIN_DN = 80
"""Paper in the shade has more; dark cloth with specks has less."""
HEIGHT_PX = (5, 48)
"""Of a letter at the working size."""
WIDTH_MAX = 6.0
"""Times its height: soft letters run together, into words at most."""
FILL = (0.12, 0.92)
"""Of its box: a letter is neither a block nor a hair."""
QUERIES = 500
"""So many letters are asked for their neighbours; a page has thousands."""
LETTERS_MAX = 8000
LETTERS_MIN = 40
ALIKE_HEIGHT = 1.8
REACH = 2.6
"""Times its height: the next letter or word is nearer, the next line is further."""
ALONG_DEG = 10.0
CELLS = 24
"""Cells along the long side, by which the area of print is measured."""
MOST = (0.05, 0.95)
"""Of the letters, across and down: their ground is looked for between these."""
GROUND_BELOW_DN = 25.0
"""Paper is at most so much darker than what lies around the letters."""
PAPER_BELOW = 0.6
"""Paper in a fold's shadow has more of the ground's brightness; a dark thing on it has less."""
INK_REACH_PX = 3
"""Ink and its ground are looked for so near a letter's centre, in the coloured picture."""
INK_MOST = 0.9
"""Of the letters: a tenth may be coloured, as a logo is."""


@dataclass(frozen=True, slots=True)
class PrintedLines:
    """Print of one picture as numbers without judgement."""

    letters: int
    """Patches of ink that could be letters, at most 8,000."""
    along_ratio: float
    """0–1: of those with a neighbour, the share whose nearest one lies along the one main
    direction. Spots without order have about 0.2, print 0.6 and more."""
    area_ratio: float
    """0–1: share of the picture's cells that hold letters of such lines."""
    ground_dn: float
    """Median luma around these letters, 0–255."""
    saturation: float
    """Median HSV saturation of the ground, 0–255; 255 where no colour was read."""
    paper_ratio: float = 1.0
    """0–1: share of the box of most letters that is ground or ink, and not something dark."""
    ink_chroma: float = 0.0
    """How far the letters' colour is from their ground's, in a and b of Lab; ninth tenth."""


def printed_lines(planes: Planes) -> PrintedLines | None:
    """The lines of print of a picture, or None where there are too few letters for some lines."""
    luma = planes.working
    if min(luma.shape) < 4 * SURROUND_PX:
        return None
    ground = cv2.blur(luma, (SURROUND_PX, SURROUND_PX))
    is_dark = cv2.threshold(cv2.subtract(ground, luma), INK_DN, 1, cv2.THRESH_BINARY)[1]
    is_on_paper = cv2.threshold(ground, GROUND_MIN_DN, 1, cv2.THRESH_BINARY)[1]
    centres, sizes = _letters(np.asarray(cv2.bitwise_and(is_dark, is_on_paper), np.uint8))
    if len(centres) < LETTERS_MIN:
        return None
    queried = np.linspace(0, len(centres) - 1, min(len(centres), QUERIES)).round().astype(np.intp)
    has_one, angles = _neighbours(centres, sizes, queried)
    if has_one.sum() < LETTERS_MIN // 2:
        return None
    along = _along(angles[has_one])
    x, y = centres[queried[has_one][along]].astype(int).T
    step = max(luma.shape) / CELLS
    # Not np.unique: its first call imports numpy.ma, for 15 ms of each worker.
    cells = {*((x / step).astype(int) * (CELLS + 1) + (y / step).astype(int)).tolist()}
    height, width = luma.shape
    ground_dn = quantile(ground[y, x], 0.5)
    saturation, paper_ratio = _paper(planes.colour, x / width, y / height, ground_dn)
    return PrintedLines(
        letters=len(centres),
        along_ratio=float(along.mean()),
        area_ratio=len(cells) / (-(-width // step) * -(-height // step)),
        ground_dn=ground_dn,
        saturation=saturation,
        paper_ratio=paper_ratio,
        ink_chroma=_ink_chroma(planes.colour, x / width, y / height),
    )


def _letters(ink: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Centres, x and y in px, and sizes in px of patches that could be letters."""
    patches = find_patches(ink)
    if patches is None:
        return np.empty((0, 2), np.float32), np.empty(0, np.float32)
    wide, high = patches.width, patches.height
    fill = patches.area / (wide * high)
    short, long = np.minimum(wide, high), np.maximum(wide, high)
    (chosen,) = (
        (long >= HEIGHT_PX[0])
        & (short <= HEIGHT_PX[1])
        & (long <= WIDTH_MAX * short + 1)
        & (fill >= FILL[0])
        & (fill <= FILL[1])
    ).nonzero()
    chosen = chosen[:LETTERS_MAX]
    sizes = np.sqrt(wide[chosen] * high[chosen]).astype(np.float32)
    return patches.centres()[chosen].astype(np.float32), sizes


def _neighbours(
    centres: NDArray[np.float32], sizes: NDArray[np.float32], queried: NDArray[np.intp]
) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """Of the queried letters: is one of like size near, and in which direction, in radians."""
    x, y = np.ascontiguousarray(centres.T)
    squared = (x - x[queried, None]) ** 2
    squared += (y - y[queried, None]) ** 2
    ratio = sizes / sizes[queried, None]
    np.copyto(squared, np.inf, where=(ratio > ALIKE_HEIGHT) | (ratio < 1 / ALIKE_HEIGHT))
    rows = np.arange(len(queried))
    squared[rows, queried] = np.inf
    nearest = squared.argmin(axis=1)
    near = squared[rows, nearest] <= (REACH * sizes[queried]) ** 2
    angles = np.arctan2(y[nearest] - y[queried], x[nearest] - x[queried])
    return near, angles.astype(np.float32)


def _along(angles: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of them share the direction, modulo 180°, that most share."""
    turns = np.radians(np.arange(0, 180, 5, dtype=np.float32))
    off = np.abs((angles[None] - turns[:, None] + np.pi / 2) % np.pi - np.pi / 2)
    within = off <= np.radians(ALONG_DEG)
    return np.asarray(within[int(within.sum(axis=1).argmax())])


def _paper(
    colour: Rgb | None, x: NDArray[np.float64], y: NDArray[np.float64], ground_dn: float
) -> tuple[float, float]:
    """Saturation of what is bright in the box of most letters, and how much of it is not dark."""
    if colour is None or not len(x):
        return 255.0, 0.0
    height, width = colour.shape[:2]
    left, right = (int(quantile(x, share) * width) for share in MOST)
    top, bottom = (int(quantile(y, share) * height) for share in MOST)
    hsv = cv2.cvtColor(colour[top : bottom + 1, left : right + 1], cv2.COLOR_RGB2HSV)
    paper = hsv[..., 1][hsv[..., 2] > ground_dn - GROUND_BELOW_DN]
    paper_ratio = float((hsv[..., 2] > PAPER_BELOW * ground_dn).mean())
    return quantile(paper, 0.5) if paper.size else 255.0, paper_ratio


def _ink_chroma(colour: Rgb | None, x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """The darkest spot beside the brightest one around each letter: black is grey in any light."""
    height, width = colour.shape[:2] if colour is not None else (0, 0)
    if colour is None or min(height, width) <= 2 * INK_REACH_PX or not len(x):
        return 0.0
    reach = np.arange(-INK_REACH_PX, INK_REACH_PX + 1)
    across = (x * width).astype(int).clip(INK_REACH_PX, width - 1 - INK_REACH_PX)
    down = (y * height).astype(int).clip(INK_REACH_PX, height - 1 - INK_REACH_PX)
    lightness, *chroma = cv2.split(cv2.cvtColor(colour, cv2.COLOR_RGB2LAB))
    places = (down[:, None, None] + reach[:, None]) * width + across[:, None, None] + reach
    places = places.reshape(len(x), -1)
    around = lightness.ravel()[places]
    letters = np.arange(len(x))
    ink, ground = (places[letters, at] for at in (around.argmin(axis=1), around.argmax(axis=1)))
    off = (each.ravel()[ink].astype(np.float64) - each.ravel()[ground] for each in chroma)
    return float(quantile(np.hypot(*off), INK_MOST))
