"""Finds the mark that a damaged byte leaves in a JPEG without any decoder noticing.

The brightness of each block is stored as a difference to the one before it, and so are its two
colours. A flipped bit there shifts everything that follows, in reading order: from some block of
a row to the row's end, and all rows below. What shows is a step of constant height that runs along
the top edge of one row of blocks from the damage to the right border, and goes on along the top
edge of the next row from the left border to below the damage: exactly one row's worth of blocks.
What is seen goes on behind the step, as behind a tinted pane. Nothing in nature draws that line,
and no encoder does. Where restart markers stand, the shift ends at the next one: a line that goes
on behind it was drawn by somebody. Where they stand at every row, a wrong byte shifts the rest of
its row alone: ``jpeg_strips`` and ``jpeg_row_breaks`` look for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.integrity.block_edges import (
    Float,
    Rows,
    likelier_by,
    likeness,
    median,
    medians,
    rows_at_edges,
    scatter_of,
    steps_across,
)

STEP_DN = 4.0
"""Least height of the step, in code values: less is hardly seen …"""
STEP_QUANTA = 1.5
"""… and in units that the file can tell apart: a smooth sky goes down in single ones."""

# Evidence is the logarithm of how much likelier the steps along the line are with one constant
# height than with none, summed over the line, less what goes on beside it, and divided by the root
# of the blocks, as chance would have it grow. Limits were first set by 3,611 intact JPEGs (BIQ2021,
# CUHK, SICE, camera samples; 2026-11), none of which had more, and by thousands of pictures made of
# them (turned, cut, saved anew, set in sheets) or drawn (bands, tables, text). Of 11,000 files of
# 160 public collections that had no part in it four had up to a third more, where frames of panels
# and old prints end along a row of blocks: hence a third more is asked for. Of 345 JPEGs spoiled
# visibly by 1 or 5 bits without a complaint of the decoder 59 % are found (67 % with the first
# limits). Not found is damage weaker than the texture around it, or in the first or last row of
# blocks or within two blocks of a row's end: a line along a whole row may as well be a bar or a
# table's.
EVIDENCE = 9.5
"""Where what is seen goes on behind the step, in a picture with grain …"""
EVIDENCE_UNEVEN = 12.0
"""… where it is less even, because the shift made much of it black or white …"""
EVIDENCE_FLAT = 19.0
"""… in a picture without grain, as drawings are …"""
EVIDENCE_ALONE = 35.0
"""… and where the step leaves nothing to compare, because one side is black or white."""
PART_WEIGHT = 4.0
PART_POWER = 0.7
"""The line's right and left part each need their share: this over blocks to this power."""
EVEN_SHARE = 0.55
EVEN_SHARE_LEAST = 0.4
EVEN_SHARE_ALONE = 0.75
"""Of the line this much is within the scatter of the step's height, or a third of it."""
CONTINUES = 0.3
"""Correlation of the two rows of pixels on both sides of the line."""

DOUBTFUL = 2.0
EVEN_SHARE_DOUBTFUL = 0.25
"""From here on a line is worth asking the embedded thumbnail of (``thumbnail_witness``), which
less than one intact photo in fifty has."""

_GRAIN_DN = 0.1
_GRAIN_DN_ALONE = 0.3
_CLIP = 3.0
"""A block's step counts at most so many times its scatter where lines are looked for."""
_ALIGNED = 2
"""A line that starts less than so many blocks from a row's end may be a table or a horizon."""
_CANDIDATES = 12
_COLUMNS_MIN = 8


@dataclass(frozen=True, slots=True)
class DcShift:
    """A step along block edges.

    Attributes:
        height_ratio: how far down the picture it lies, 0–1.
        step_dn: its height in code values.
        in_colour: it is a step in colour, not in brightness.
        is_sure: the picture alone tells; else it is worth asking somebody else.
        row, column: the minimum coded unit from which on everything is shifted …
        shift_dn: … by so many code values, with their sign …
        channel: … of luma (0) or chroma (1, 2).
    """

    height_ratio: float
    step_dn: float
    in_colour: bool = False
    is_sure: bool = True
    row: int = 0
    column: int = 0
    shift_dn: float = 0.0
    channel: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    start: int
    step_dn: float
    evidence: float
    even_share: float


def find_dc_shift(
    pixels: NDArray[np.uint8],
    block_width: int,
    block_height: int,
    quanta: Sequence[float] = (),
    restart_units: int = 0,
    *,
    with_doubtful: bool = False,
) -> DcShift | None:
    """The clearest seam, or None.

    Args:
        pixels: luma as decoded, not turned, uint8 H×W; or H×W×3 with its chroma, not smoothed.
        block_width: width of a minimum coded unit in ``pixels`` (DCT scaling included).
        block_height: its height, at least 2.
        quanta: least difference of two blocks' means by channel, in code values.
        restart_units: so many units after each other are coded apart from the next; 0: all are one.
        with_doubtful: where the picture alone tells of none, the one that is worth a second look.
    """
    height, width = pixels.shape[:2]
    columns = width // block_width if block_width else 0
    if block_height < 2 or columns < _COLUMNS_MIN or height <= 4 * block_height:
        return None
    units = -(-width // block_width)
    # No shift lasts for a row: so three in ten photos of phones and cameras are written (2026-11).
    if 0 < restart_units <= units:
        return None
    best: tuple[bool, float, int, _Line] | None = None
    channels = rows_at_edges(pixels, columns * block_width, block_height)
    for channel, rows in enumerate(channels):
        steps = steps_across(rows, block_width)
        least = max(STEP_DN, STEP_QUANTA * quanta[channel] if channel < len(quanta) else 0.0)
        if not _may_hold_line(steps, least):
            continue
        grain = 1.4826 * median(np.abs(steps.ravel()[::3]))
        for line in _lines(steps, scatter_of(steps, grain), least):
            if not _is_coded_together(line.start, columns, units, restart_units):
                continue
            ratio = line.evidence / _limit(line, channels[0], columns, block_width, grain)
            is_sure = ratio >= 1.0
            if not is_sure:
                if not with_doubtful or line.even_share < EVEN_SHARE_DOUBTFUL:
                    continue
                ratio = line.evidence / DOUBTFUL
            if ratio >= 1.0 and (best is None or (is_sure, ratio) > best[:2]):
                best = is_sure, ratio, channel, line
    if best is None:
        return None
    is_sure, _, channel, line = best
    row = line.start // columns + 1
    return DcShift(
        min(1.0, row * block_height / height),
        abs(line.step_dn),
        channel > 0,
        is_sure,
        row,
        line.start % columns,
        line.step_dn,
        channel,
    )


def _is_coded_together(start: int, columns: int, units: int, restart_units: int) -> bool:
    """Could one shift draw a whole line? It ends at the next restart marker (T.81, F.2.1.3.1)."""
    if not restart_units:
        return True
    first = (start // columns + 1) * units + start % columns
    return first // restart_units == (first + units - 1) // restart_units


def _may_hold_line(steps: Float, least_dn: float) -> bool:
    """Could the median step of any line be so high? Few photos have two rows with so many steps.

    A line lies in two rows, and half of its blocks are at least as high as their median.
    """
    half = steps.shape[1] - steps.shape[1] // 2
    for is_high in (steps >= least_dn, steps <= -least_dn):
        by_row = np.count_nonzero(is_high, axis=1)
        if (by_row[:-1] + by_row[1:] >= half).any():
            return True
    return False


def _lines(steps: Float, scatter: Float, least_dn: float) -> list[_Line]:
    """The lines of one row's length that stand out most, measured."""
    columns = steps.shape[1]
    flat, scatter = steps.ravel(), scatter.ravel()
    starts = _candidates(np.clip(flat / scatter, -_CLIP, _CLIP), columns)
    if not len(starts):
        return []
    # Two whole rows hold the line and what is beside it.
    first = starts // columns * columns
    places = first[:, None] + np.arange(2 * columns)
    is_line = (places >= starts[:, None]) & (places < starts[:, None] + columns)
    places = np.minimum(places, len(flat) - 1)
    seen, spread = flat[places], scatter[places]
    step = medians(seen[is_line].reshape(len(starts), columns))
    likelier, rest = likelier_by(seen, step[:, None], spread)
    even = np.abs(rest) < np.maximum(spread, 0.35 * np.abs(step)[:, None])
    shares = (even & is_line).sum(axis=1) / columns
    sums = np.cumsum(likelier, axis=1)
    found = []
    for n, start in enumerate(starts):
        height, at = float(step[n]), int(start - first[n])
        if abs(height) < least_dn:
            continue
        ends = (at - 1, columns - 1, columns + at - 1, 2 * columns - 1)
        before, right, left, after = np.diff(sums[n, list(ends)], prepend=0.0)
        whole = right + left - max(0.0, before) - max(0.0, after)
        weakest = min(right / (columns - at) ** PART_POWER, left / at**PART_POWER)
        evidence = float(min(whole / columns**0.5, PART_WEIGHT * weakest))
        found.append(_Line(int(start), height, evidence, float(shares[n])))
    return found


def _limit(line: _Line, luma: Rows, columns: int, block_width: int, grain: float) -> float:
    """What the evidence must reach, by what else speaks for a seam; infinite: it cannot be one."""
    if line.evidence < EVIDENCE:
        return np.inf
    if line.even_share >= EVEN_SHARE_LEAST and _continues(line.start, luma, columns, block_width):
        if grain <= _GRAIN_DN:
            return EVIDENCE_FLAT
        return EVIDENCE if line.even_share >= EVEN_SHARE else EVIDENCE_UNEVEN
    if line.even_share >= EVEN_SHARE_ALONE and grain >= _GRAIN_DN_ALONE:
        return EVIDENCE_ALONE
    return np.inf


def _continues(start: int, luma: Rows, columns: int, block_width: int) -> bool:
    """Is what is seen above the line the same as below, but for the step, in both its parts?"""
    turn = (start // columns + 1) * columns
    parts = ((start, turn), (turn, start + columns))
    return all(_is_alike(luma, first, last, block_width) for first, last in parts)


def _is_alike(luma: Rows, first: int, last: int, block_width: int) -> bool:
    """Do the pixels on both sides of these blocks' edges rise and fall together?"""
    here = slice(first * block_width, last * block_width)
    upper, lower = (row.reshape(-1)[here] for row in luma[1:3])
    return any(
        likeness(upper, lower, blocks * block_width) >= CONTINUES
        for blocks in (2, max(5, (last - first) // 3))
    )


def _candidates(weights: Float, columns: int) -> NDArray[np.intp]:
    """Where lines of one row's length begin that stand out most from what is beside them.

    A line may start anywhere in a row, its ends left out: a row has ``width`` places.
    """
    sums = np.concatenate(([0.0], np.cumsum(weights, dtype=np.float64)))
    by_row = sums[:-1].reshape(-1, columns)
    at, after = (rows[:, _ALIGNED : columns - _ALIGNED + 1] for rows in (by_row[:-1], by_row[1:]))
    row, end = sums[:-1:columns][:-1, None], sums[columns::columns][1:, None]
    contrast = (np.abs(after - at) - np.abs(at - row) - np.abs(end - after)).ravel()
    width = at.shape[1]
    chosen: list[int] = []
    apart = max(2, columns // 16)
    while len(chosen) < min(_CANDIDATES, len(contrast)):
        index = int(contrast.argmax())
        chosen.append(index // width * columns + _ALIGNED + index % width)
        contrast[max(0, index - apart) : index + apart + 1] = -np.inf
    return np.array(chosen, dtype=np.intp)
