"""A HEIF picture decoded part by part, hearing at once what the decoder finds odd in each.

HEVC is one arithmetic code for each slice. A wrong bit shifts all that is read after it, so that
the last block is not followed by the end that must stand there (ITU-T H.265, 9.3.2.5), or comes
too early. libde265 sees that and goes on, and libheif keeps it to itself. Pictures as phones write
them (8 bits, 4:2:0, full range, a grid of parts or a single one) are put together here, to the very
pixels that libheif makes; others, and those in which anything is odd, are left to it. In none of
132 intact HEIFs of phones and of libheif anything is (2026-11).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.formats import libde265
from evidence_qc.media.formats.coded import Coded, CodedExtents

_THREADS = 4
"""As many as pillow-heif takes."""

_MARGIN_PX = 128
"""Code holds whole coding units, of which the edge is cut off; these have at most 64 pixels."""

_BAND_ROWS = 256
"""An even number, as two rows have one row of chroma."""

_SHARES = {1: (0.2126, 0.0722), 2: (0.299, 0.114), 5: (0.299, 0.114), 6: (0.299, 0.114),
           9: (0.2627, 0.0593)}  # fmt: skip
"""Of red and blue in the luma, by matrix coefficients (ITU-T H.273, table 4)."""
_UNSPECIFIED = 2

_TURNS = {
    1: cv2.ROTATE_90_COUNTERCLOCKWISE,
    2: cv2.ROTATE_180,
    3: cv2.ROTATE_90_CLOCKWISE,
}

_INSIDE = {4, 6, 8, 17, 1002, 1003, 1004, 1017}
"""Errors and warnings that speak of the code of a picture (``de265.h``): a coefficient or a block
outside, a parameter out of range, an end that is missing or comes too early."""


@dataclass(frozen=True, slots=True, eq=False)
class HeifRead:
    """What came of decoding.

    Attributes:
        pixels: RGB as shown, uint8 H×W×3; None where libheif is to be asked instead.
        odd: numbers of the streams in whose code something is odd.
    """

    pixels: NDArray[np.uint8] | None
    odd: tuple[int, ...]


def read_heif(data: bytes, coded: Coded | None, size: tuple[int, int]) -> HeifRead | None:
    """Decode every part once.

    Args:
        data: the whole file.
        coded: where it is coded.
        size: width and height as shown.

    Returns:
        None where the picture is of another kind than those that are put together here.
    """
    if coded is None or coded.codec != b"hvc1" or coded.parts is None or coded.is_limited_range:
        return None
    parts = coded.parts
    if not parts.streams or len(parts.tiles) != len(coded.streams):
        return None
    out: NDArray[np.uint8] = np.empty((size[1], size[0], 3), np.uint8)
    targets = [parts.as_coded(out)[tile] for tile in parts.tiles]
    if sum(target.size for target in targets) != out.size or not all(p.size for p in targets):
        return None
    largest = max(target.shape for target in targets)
    pixels_max = (largest[0] + _MARGIN_PX) * (largest[1] + _MARGIN_PX)

    def decode(number: int) -> tuple[tuple[int, ...], bool] | None:
        target = targets[number]
        heard = libde265.decode(data, coded.streams[number], pixels_max)
        if heard is None:
            return None
        rgb = _rgb(heard.picture, coded.cicp[2] if coded.cicp else _UNSPECIFIED)
        is_odd = bool(heard.said & _INSIDE)
        if rgb is None or rgb.shape[0] < target.shape[0] or rgb.shape[1] < target.shape[1]:
            return (), is_odd
        _draw(rgb[: target.shape[0], : target.shape[1]], parts, target)
        return rgb.shape, is_odd

    with ThreadPoolExecutor(_THREADS) as threads:
        answers = [each for each in threads.map(decode, range(len(targets))) if each]
    if len(answers) < len(targets):
        return None
    shapes = {shape for shape, _ in answers}
    odd = tuple(number for number, (_, found) in enumerate(answers) if found)
    # The edge of a picture that is one part cuts it, like that of a grid.
    is_whole = shapes == {largest} or (len(targets) == 1 and () not in shapes)
    return HeifRead(out if is_whole and not odd else None, odd)


def _rgb(picture: libde265.HevcPicture | None, matrix: int) -> NDArray[np.uint8] | None:
    """Colours as libheif mixes them, chroma enlarged to the nearest; None: another kind."""
    if picture is None or not picture.is_full_range:
        return None
    shares = _SHARES.get(picture.matrix if matrix == _UNSPECIFIED else matrix)
    if shares is None:
        return None
    luma, *chroma = picture.planes
    mixed = np.empty((*luma.shape, 3), np.uint8)
    # By bands: a picture that is one part has 50 million pixels, and offsets take six bytes each.
    for top in range(0, luma.shape[0], _BAND_ROWS):
        half = slice(top // 2, (top + _BAND_ROWS) // 2)
        _mix(luma[top : top + _BAND_ROWS], [each[half] for each in chroma], shares, mixed[top:])
    return mixed


def _mix(
    luma: NDArray[np.uint8],
    chroma: list[NDArray[np.uint8]],
    shares: tuple[float, float],
    out: NDArray[np.uint8],
) -> None:
    """Colours of some rows, written to the first rows of ``out``."""
    blue, red = (plane.astype(np.int32) - 128 for plane in chroma)
    from_red, from_blue = shares
    green = from_red + from_blue - 1.0
    parts = (
        _fixed(2.0 * (1.0 - from_red)) * red,
        _fixed(2.0 * from_blue * (1.0 - from_blue) / green) * blue
        + _fixed(2.0 * from_red * (1.0 - from_red) / green) * red,
        _fixed(2.0 * (1.0 - from_blue)) * blue,
    )
    offsets = np.dstack([(part + 128) >> 8 for part in parts]).astype(np.int16)
    doubled = offsets.shape[1] * 2, offsets.shape[0] * 2
    enlarged = cv2.resize(offsets, doubled, interpolation=cv2.INTER_NEAREST)
    grey = cv2.cvtColor(luma, cv2.COLOR_GRAY2RGB)
    cv2.add(
        grey,
        enlarged[: luma.shape[0], : luma.shape[1]],
        dst=out[: luma.shape[0]],
        dtype=cv2.CV_8U,
    )


def _fixed(factor: float) -> int:
    return round(256 * factor)


def _draw(rgb: NDArray[np.uint8], parts: CodedExtents, target: NDArray[np.uint8]) -> None:
    """Put one part where it is shown; turned first, which is quicker than writing it across."""
    turn = _TURNS.get(parts.quarter_turns)
    displayed = rgb if turn is None else cv2.rotate(np.ascontiguousarray(rgb), turn)
    if parts.mirror is not None:
        displayed = cv2.flip(displayed, parts.mirror)
    parts.as_displayed(target)[:] = displayed


def find_odd(data: bytes, coded: Coded, pixels_max: int) -> tuple[int, ...] | None:
    """Which streams are odd, of a picture that was not put together here: it is decoded again.

    Args:
        data: the whole file.
        coded: where it is coded.
        pixels_max: of a part.

    Returns:
        None where the decoder cannot be asked.
    """
    heard = [libde265.decode(data, stream, pixels_max) for stream in coded.streams]
    if not heard or None in heard:
        return None
    return tuple(n for n, each in enumerate(heard) if each is not None and each.said & _INSIDE)
