"""Finds the mark of a damaged byte in a JPEG whose restart markers stand at the end of every row.

So three in ten photos of phones and cameras are written (2026-11). A wrong bit in the brightness or
the colour of one block shifts what follows it, by a constant, up to the next marker: a strip as
high as one row of blocks that begins anywhere in the row and ends at the right border. What is seen
goes on inside of it, as behind a tinted pane.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.integrity.block_edges import (
    Float,
    Rows,
    likelier_by,
    median,
    rows_at_edges,
    steps_across,
)

STEP_DN = 3.0
"""Least height of the steps at both edges: less is not seen."""
STEP_QUANTA = 1.2
"""Least height in units that the file can tell apart."""
EVEN_SHARE = 0.5
"""Of the blocks in the strip this much steps by the same at both edges."""
DETAIL_LEAST, DETAIL_MOST = 0.9, 1.25
"""Detail inside by detail outside: what somebody draws covers what is behind it, or thins it …"""
DETAIL_LEAST_HIGH, HIGH_DN = 0.8, 80.0
"""… and a high step makes some of it black or white."""
DOUBTFUL = 7.0
"""Evidence (see ``Strip``) from which on the embedded thumbnail is asked. None of 565 intact photos
with markers at every row and a thumbnail reached 6; of 2,225 files of 86 further repositories one,
whose colours are stored coarsely, reached 5.7 with a strip of eight blocks, when the limit was 5,
and its thumbnail was too coarse to clear it (2026-11)."""

SURE = 8.0
"""… and from which on none is needed: of 896 intact photos with markers at every row, with and
without a thumbnail, none had more than 5.7 (15 public collections; 2026-11)."""

_BEGINS = 3
"""A strip that begins less than so many blocks from the row's start may be a drawn line …"""
_WIDE = 12
"""… and one of less blocks is too short to be sure of."""
_CANDIDATES = 3
_CLIP = 3.0
_FLOOR_DN = 0.5
_COLUMNS_MIN, _ROWS_MIN = 24, 8


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands off from the rows above and below, from one block to the row's end.

    Attributes:
        row, column: its first minimum coded unit.
        channel: 0 luma, 1 and 2 chroma.
        step_dn: its height in code values, with its sign.
        evidence: log likelihood ratio of the steps at the weaker of its two edges with this height
            against none, divided by the root of the blocks; or how much the blocks to its left
            speak against it, where that is less.
    """

    row: int
    column: int
    channel: int
    step_dn: float
    evidence: float


def find_strip(
    planes: Sequence[NDArray[np.uint8]],
    unit_width: int,
    unit_height: int,
    quanta: Sequence[float] = (),
) -> Strip | None:
    """The strip with the most evidence, or None.

    Args:
        planes: luma as decoded, not turned, uint8 H×W, alone or with both chroma, whole or halved.
        unit_width: width of a minimum coded unit in luma (DCT scaling included).
        unit_height: its height, at least 2.
        quanta: least difference of two blocks' means by plane, in code values.
    """
    height, width = planes[0].shape
    columns = width // unit_width if unit_width else 0
    if unit_height < 2 or columns < _COLUMNS_MIN or height < _ROWS_MIN * unit_height:
        return None
    luma = rows_at_edges(planes[0], columns * unit_width, unit_height)[0]
    found: list[Strip] = []
    for channel, plane in enumerate(planes):
        apart = max(1, width // plane.shape[1])
        wide, high = unit_width // apart, unit_height // apart
        if (wide * apart, high * apart) != (unit_width, unit_height) or high < 2:
            continue  # too small to show an edge
        rows = luma if channel == 0 else rows_at_edges(plane, columns * wide, high)[0]
        least = max(STEP_DN, STEP_QUANTA * quanta[channel] if channel < len(quanta) else 0.0)
        found += _strips(steps_across(rows, wide), channel, least)
    for strip in sorted(found, key=lambda strip: -strip.evidence):
        height = min(1.0, abs(strip.step_dn) / HIGH_DN)
        least = DETAIL_LEAST + height * (DETAIL_LEAST_HIGH - DETAIL_LEAST)
        if least <= detail_ratio(luma, strip, unit_width) <= DETAIL_MOST:
            return strip
    return None


def detail_ratio(luma: Rows, strip: Strip, unit_width: int) -> float:
    """Detail of the rows of pixels inside of a strip, at its edges, by that of those outside."""
    _, upper, lower, _ = luma
    start = strip.column * unit_width
    inside = lower[strip.row - 1], upper[strip.row]
    outside = upper[strip.row - 1], lower[strip.row]
    ratio = [
        sum(float(cv2.absdiff(row[start + 1 :], row[start:-1]).mean()) for row in rows)
        for rows in (inside, outside)
    ]
    return (ratio[0] + _FLOOR_DN) / (ratio[1] + _FLOOR_DN)


def _strips(steps: Float, channel: int, least_dn: float) -> Iterator[Strip]:
    """Of one channel: steps across the edges of rows, edges × columns."""
    columns = steps.shape[1]
    upper, lower = steps[:-1], -steps[1:]  # of the rows from the second to the last but one
    scatter = _scatter_beside(steps)
    weights = np.clip(upper / scatter, -_CLIP, _CLIP) + np.clip(lower / scatter, -_CLIP, _CLIP)
    weights[(upper > 0) != (lower > 0)] = 0.0
    sums = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1]
    contrast = np.abs(sums) / np.sqrt(np.arange(columns, 0, -1, dtype=np.float32))
    contrast = contrast[:, _BEGINS : columns - _WIDE]
    strongest = contrast.max(axis=1)
    for row in np.argsort(-strongest)[:_CANDIDATES]:
        first = int(contrast[row].argmax()) + _BEGINS
        strip = _measured(upper[row], lower[row], scatter[row], first)
        if strip is None:
            continue
        column, step, evidence = strip
        if abs(step) >= least_dn:
            yield Strip(int(row) + 1, column, channel, step, evidence)


def _measured(
    upper: Float, lower: Float, scatter: Float, first: int
) -> tuple[int, float, float] | None:
    """Column, height and evidence of the strip that begins near ``first``, if it is even."""
    columns = len(upper)
    step = median(np.concatenate((upper[first:], lower[first:])))
    height = np.array([step], np.float32)
    both = likelier_by(upper, height, scatter)[0] + likelier_by(lower, height, scatter)[0]
    after = np.cumsum(both[::-1])[::-1]
    column = int(after[_BEGINS : columns - _WIDE].argmax()) + _BEGINS
    step = median(np.concatenate((upper[column:], lower[column:])))
    height = np.array([step], np.float32)
    above, above_rest = likelier_by(upper, height, scatter)
    below, below_rest = likelier_by(lower, height, scatter)
    tolerance = np.maximum(scatter, 0.35 * abs(step))
    even = (np.abs(above_rest) < tolerance) & (np.abs(below_rest) < tolerance)
    if float(even[column:].mean()) < EVEN_SHARE:
        return None
    inside = columns - column
    before = slice(max(0, column - inside), column)
    root = inside**0.5
    edges = min(float(above[column:].sum()), float(below[column:].sum())) / root
    against = -float((above[before] + below[before]).sum()) / (column - before.start) ** 0.5
    return column, step, min(edges, against)


def _scatter_beside(steps: Float) -> Float:
    """How far steps may lie off by chance: what the edges beyond those of each row show.

    Args:
        steps: edges × columns; of at least 4 edges.

    Returns:
        One row less: for each row between two edges.
    """
    heights = np.abs(steps)
    grain = 1.4826 * median(heights.ravel()[::3])
    # The edge above the upper one, and the one below the lower; mirrored at the picture's ends.
    above = np.concatenate((heights[2:3], heights[:-2]))
    below = np.concatenate((heights[2:], heights[-3:-2]))
    blurred = cv2.blur(0.5 * (above + below), (5, 1), borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(blurred) + np.float32(0.5 * grain + _FLOOR_DN)
