"""What stands where, in small: do two pictures show the same thing or only the same ground?

A difference hash sees little but the ground where a thing is small: two prints on one white wall
differ in a few of its 64 bits. Here the structure in front of the ground and the colours are
compared by normalised correlation, at the best of a few shifts, which a hand-held burst needs, and
then the thing itself, cell by cell, in the light of its ground.

Source: J. P. Lewis, "Fast normalized cross-correlation", Vision Interface (1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.content.layout_bounds import BOUNDS, Bounds
from evidence_qc.measures.planes import Rgb

Plane = NDArray[np.float32]

CELLS = 16
SIZE_BYTES = 3 * CELLS**2
COLOUR_CELLS = 8
SHIFT_CELLS = 1
"""A burst is out of step by so many cells of any grid at most, either way."""
GROUND_SIGMA_CELLS = 2.5
"""What is smoother than this is ground: light that falls off towards the corners of a wall."""
BLACK_DN = 12.0
"""Added to every channel before they are compared: what is nearly black has no colour."""
GREY_OCTAVES = 0.09
"""Two pictures whose colours vary by less (std-dev of log2 over green) are grey: nothing can be
told from their colours."""
THING_OCTAVES = 0.5
"""A cell that differs so much from the ground is of the thing; less counts in proportion."""
LUMA_WEIGHTS = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two layouts are."""

    structure: float
    """Correlation of what stands before the ground, −1…1; 1 is the same."""
    colour: float
    """Correlation of the colours, −1…1; 1 where both are grey."""
    thing_octaves: float
    """Mean difference where both differ from their ground, in the light of that, ≥ 0."""


def layout(rgb: Rgb) -> bytes:
    """A picture in small: red, green, blue of 16×16 cells, row by row.

    Args:
        rgb: uint8 H×W×3, upright, any size; squeezed into a square.

    Returns:
        768 bytes, one a value 0–255.
    """
    return cv2.resize(rgb, (CELLS, CELLS), interpolation=cv2.INTER_AREA).tobytes()


def likeness(one: bytes, other: bytes, quarter_turns: int = 0) -> Likeness:
    """Compare two layouts, the other turned counter-clockwise first.

    Light that is stronger or weaker, a cast of colour and a slow gradient of light change little.

    Raises:
        ValueError: bytes that are no layout.
    """
    first, second = _aspects(one, 0), _aspects(other, quarter_turns % 4)
    return Likeness(
        _correlation(first.structure, second.structure),
        _colours_alike(first.colours, second.colours),
        _difference(first.over_ground, second.over_ground),
    )


def is_same_thing(
    prints: tuple[Sequence[int], Sequence[int]],
    layouts: tuple[bytes | None, bytes | None],
    bounds: Bounds = BOUNDS,
) -> bool:
    """Of two pictures with near difference hashes: do they show one thing, not only one ground?

    Args:
        prints: difference hashes of both, four turns each (``fingerprint.dhash4``): they tell how
            the other is turned.
        layouts: of both; True where one of them is not known, or no layout.
        bounds: what is still one thing.
    """
    one, other = layouts
    if one is None or other is None or one == other:
        return True
    if len(one) != SIZE_BYTES or len(other) != SIZE_BYTES:  # a report that was edited by hand
        return True
    bits = [(prints[0][0] ^ turned).bit_count() for turned in prints[1]]
    return _is_within(one, other, bits.index(min(bits)), bounds)


@lru_cache(maxsize=4096)
def _is_within(one: bytes, other: bytes, quarter_turns: int, bounds: Bounds) -> bool:
    """As ``likeness`` says, the cheapest first; a plan asks of the same pairs many times."""
    first, second = _aspects(one, 0), _aspects(other, quarter_turns)
    return (
        _correlation(first.structure, second.structure) >= bounds.structure_min
        and _colours_alike(first.colours, second.colours) >= bounds.colour_min
        and _difference(first.over_ground, second.over_ground) <= bounds.thing_octaves_max
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Aspects:
    """What is compared of one picture."""

    structure: Plane
    colours: Plane
    over_ground: Plane


@lru_cache(maxsize=2048)
def _aspects(packed: bytes, quarter_turns: int) -> _Aspects:
    """Of a thousand goods before one wall each is compared with hundreds."""
    if len(packed) != SIZE_BYTES:
        raise ValueError(f"a layout has {SIZE_BYTES} bytes, not {len(packed)}")
    cells = np.frombuffer(packed, np.uint8).astype(np.float32).reshape(CELLS, CELLS, 3)
    cells = np.rot90(cells, quarter_turns)
    return _Aspects(_structure(cells), _colours(cells), _in_light_of_ground(cells))


def _structure(cells: Plane) -> Plane:
    """Luma before the ground, 16×16."""
    luma = np.ascontiguousarray(cells @ LUMA_WEIGHTS)
    ground = cv2.GaussianBlur(luma, (0, 0), GROUND_SIGMA_CELLS, borderType=cv2.BORDER_REFLECT)
    return np.asarray(luma - ground, np.float32)


def _colours(cells: Plane) -> Plane:
    """Octaves of red and blue over green against their medians, 8×8×2."""
    size = (COLOUR_CELLS, COLOUR_CELLS)
    coarse = cv2.resize(np.ascontiguousarray(cells), size, interpolation=cv2.INTER_AREA)
    over_green = _over_green(np.log2(coarse + BLACK_DN))
    return np.asarray(over_green - np.median(over_green, axis=(0, 1)), np.float32)


def _over_green(octaves: NDArray[np.floating]) -> Plane:
    return np.asarray(octaves[:, :, ::2] - octaves[:, :, 1:2], np.float32)


def _in_light_of_ground(cells: Plane) -> Plane:
    """Octaves over the median of the outermost cells, channel by channel, 16×16×3."""
    edge = np.concatenate([cells[0], cells[-1], cells[:, 0], cells[:, -1]])
    ground = np.median(edge, axis=0) + BLACK_DN
    return np.asarray(np.log2((cells + BLACK_DN) / ground), np.float32)


def _colours_alike(one: Plane, other: Plane) -> float:
    if max(float(one.std()), float(other.std())) <= GREY_OCTAVES:
        return 1.0
    return _correlation(one, other)


def _correlation(one: Plane, other: Plane) -> float:
    """At the best shift, −1…1; the mean of both ways round, as the middle of one is sought."""
    return (_sought(one, other) + _sought(other, one)) / 2


def _sought(one: Plane, other: Plane) -> float:
    middle = np.ascontiguousarray(one[SHIFT_CELLS:-SHIFT_CELLS, SHIFT_CELLS:-SHIFT_CELLS])
    return float(cv2.matchTemplate(np.ascontiguousarray(other), middle, cv2.TM_CCOEFF_NORMED).max())


def _difference(one: Plane, other: Plane) -> float:
    """Of colour and of luma together, octaves, at the best shift."""
    steps = range(-SHIFT_CELLS, SHIFT_CELLS + 1)
    return min(
        _difference_of(one[_rows(down), _rows(right)], other[_rows(-down), _rows(-right)])
        for down, right in product(steps, steps)
    )


def _rows(step: int) -> slice:
    return slice(max(0, step), CELLS + min(0, step))


def _difference_of(one: Plane, other: Plane) -> float:
    """Weighted by how much a cell differs from the ground in both; a brighter thing is the same."""
    strength = np.minimum(np.abs(one).max(axis=2), np.abs(other).max(axis=2))
    of_thing = np.minimum(1.0, strength / THING_OCTAVES)
    weights = of_thing / (of_thing.sum() + 1e-3)
    colour = np.sqrt(((_over_green(one) - _over_green(other)) ** 2).sum(axis=2))
    luma = (one - other) @ LUMA_WEIGHTS
    luma = np.abs(luma - (weights * luma).sum())
    return float((weights * (colour + luma)).sum())
