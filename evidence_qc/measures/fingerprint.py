"""Do two pictures look the same: 64-bit difference hashes over four rotations.

Neal Krawetz, "Kind of like that" (dHash), 2013: the signs of neighbouring differences on a 9×8
grid survive resizing, recompression and mild changes of exposure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evidence_qc.measures.planes import Luma

Fingerprint = tuple[int, int, int, int]

_GRID = 72
"""Both 8 and 9 divide it, so turned pictures share the very same grid."""

FLAT_DN = 4.0
"""A picture whose 8×9 cells differ by less (std-dev) is blank paper or darkness: its signs are
noise, and any two such pictures would seem alike."""

TURNED_DISTANCE = 6
"""A turned copy of the same file differs by a few bits only, while asking three more questions
of every pair brings three more chances to err: of 438,321 pairs of different scenes (BIQ2021,
2026-11) turning added 31 false pairs at 10 bits, 2 at 8, none at 6."""

_PAIRS_AT_ONCE = 1 << 18
"""2 MB of differences at a time, however many pictures there are."""

_FEW = 1 << 13
"""So many hashes are compared one by one in 1 ms, those of 64 pictures each with each. NumPy takes
0.1 s to load (2026-11), and whoever has files decoded by workers needs it for nothing else."""


def dhash4(luma: Luma) -> Fingerprint | None:
    """Difference hashes of a picture as it is and turned by 90°, 180° and 270°.

    Args:
        luma: uint8 H×W, any size.

    Returns:
        Four integers of 64 bits, row by row, most significant bit first; None for a flat
        picture, which is like every other flat picture and like none.
    """
    import numpy as np

    grid = _square(luma)
    if float(_cells(grid).std()) < FLAT_DN:
        return None
    first, second, third, fourth = (_hash(np.rot90(grid, turns)) for turns in range(4))
    return first, second, third, fourth


def distance(one: Sequence[int], other: Sequence[int]) -> int:
    """Hamming distance 0–64 of two pictures as they are, not turned."""
    return (one[0] ^ other[0]).bit_count()


def near_groups(
    fingerprints: Sequence[Sequence[int] | None],
    max_distance: int,
    may_be_alike: Callable[[int, int], bool] = lambda one, other: True,
) -> list[tuple[int, ...]]:
    """Groups of pictures that look the same as the first of their group, as indices in order.

    A turned copy counts too, within ``min(max_distance, TURNED_DISTANCE)``. Each picture joins
    the earliest picture that leads a group and lies within ``max_distance`` bits: groups do not
    chain along a slow pan. ``may_be_alike`` says of two indices whether anything else parts them,
    such as their colours, which luma does not know. Pictures without a fingerprint stay alone; only
    groups of two and more are returned.
    """
    known = [index for index, print_ in enumerate(fingerprints) if print_ is not None]
    if len(known) < 2:
        return []
    near = _near_pairs([print_ for print_ in fingerprints if print_ is not None], max_distance)
    leader = [-1] * len(known)
    groups: dict[int, list[int]] = {}
    for position in range(len(known)):
        if leader[position] >= 0:
            continue
        leader[position] = position
        for other in near.get(position, ()):
            if leader[other] < 0 and may_be_alike(known[position], known[other]):
                leader[other] = position
                groups.setdefault(position, [position]).append(other)
    return [tuple(known[position] for position in group) for group in groups.values()]


def _near_pairs(prints: Sequence[Sequence[int]], max_distance: int) -> dict[int, list[int]]:
    """Picture → later pictures within the distance."""
    turned = min(max_distance, TURNED_DISTANCE)
    most = (max_distance, turned, turned, turned)
    if 2 * len(prints) ** 2 > _FEW:
        return _near_pairs_of_many(prints, most)
    near: dict[int, list[int]] = {}
    for index, one in enumerate(prints):
        for later in range(index + 1, len(prints)):
            turns = zip(prints[later], most, strict=True)
            if any((one[0] ^ word).bit_count() <= bits for word, bits in turns):
                near.setdefault(index, []).append(later)
    return near


def _near_pairs_of_many(
    prints: Sequence[Sequence[int]], most: Sequence[int]
) -> dict[int, list[int]]:
    """The same, a chunk of rows at a time (memory stays flat)."""
    import numpy as np

    hashes = np.array(prints, dtype=np.uint64).reshape(-1, 4)
    near: dict[int, list[int]] = {}
    upright = hashes[:, 0]
    height = max(1, _PAIRS_AT_ONCE // len(hashes))
    for start in range(0, len(hashes), height):
        rows = upright[start : start + height]
        close = np.zeros((len(rows), len(hashes) - start), dtype=bool)
        for turn, bits in enumerate(most):
            close |= _popcount(rows[:, None] ^ hashes[None, start:, turn]) <= bits
        for row, column in np.argwhere(close):
            if column > row:
                near.setdefault(start + int(row), []).append(start + int(column))
    return near


def closest_each(ones: Sequence[int], others: Sequence[Sequence[int]]) -> bytes:
    """How close each picture comes to the closest of others, which may be turned.

    Args:
        ones: the first (upright) hash of each; an ``array("Q")`` is not copied.
        others: all four hashes of each.

    Returns:
        Distances 0–64, one for each of ``ones``; 64 where there are no others.
    """
    words = [word for other in others for word in other]
    if len(ones) * len(words) > _FEW:
        return _closest_of_many(ones, words)
    return bytes(min([(one ^ word).bit_count() for word in words], default=64) for one in ones)


def _closest_of_many(ones: Sequence[int], words: Sequence[int]) -> bytes:
    import numpy as np

    upright, turned = np.asarray(ones, dtype=np.uint64), np.array(words, dtype=np.uint64)
    best = np.empty(len(upright), np.uint8)
    height = max(1, _PAIRS_AT_ONCE // len(turned))
    for start in range(0, len(upright), height):
        rows = upright[start : start + height, None]
        best[start : start + height] = _popcount(rows ^ turned[None]).min(axis=1)
    return best.tobytes()


def _square(luma: Luma) -> NDArray[np.float32]:
    """The picture squeezed into a square grid; whole-number averaging first, which is quick."""
    import cv2  # who compares hashes has no pictures, and need not wait for it
    import numpy as np

    height, width = luma.shape
    factor = min(height, width) // (2 * _GRID)
    if factor > 1:
        cut = luma[: height - height % factor, : width - width % factor]
        size = (width // factor, height // factor)
        luma = cv2.resize(cut, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    grid = cv2.resize(luma, (_GRID, _GRID), interpolation=cv2.INTER_AREA)
    return grid.astype(np.float32)


def _cells(grid: NDArray[np.float32]) -> NDArray[np.float32]:
    """Means of 8 rows × 9 columns of cells."""
    means: NDArray[np.float32] = grid.reshape(8, _GRID // 8, 9, _GRID // 9).mean(axis=(1, 3))
    return means


def _hash(grid: NDArray[np.float32]) -> int:
    import numpy as np

    cells = _cells(grid)
    bits = cells[:, 1:] > cells[:, :-1]
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _popcount(values: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Set bits of each value."""
    import numpy as np

    if hasattr(np, "bitwise_count"):  # NumPy ≥ 2.0
        counts: NDArray[np.uint8] = np.bitwise_count(values)
        return counts
    per_byte = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).sum(1, dtype=np.uint8)
    split = np.ascontiguousarray(values).view(np.uint8).reshape(*values.shape, 8)
    summed: NDArray[np.uint8] = per_byte[split].sum(axis=-1, dtype=np.uint8)
    return summed
