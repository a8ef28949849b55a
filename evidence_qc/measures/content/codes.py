"""Reads bar codes and QR codes: places where bars run side by side are handed to zxing-cpp.

zxing-cpp scans rows and columns, so that a label held aslant is missed, and a whole photo costs it
9 ms. Where bars could be is known already (``bars.stretches``): each stretch is turned upright and
read at the finest size there is. Nothing is guessed: only what passes the code's own check is
reported, and codes without one only where they are long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from evidence_qc.measures.content.bars import Stretch
from evidence_qc.measures.planes import Planes
from evidence_qc.model import Code

LINEAR = {
    zxingcpp.BarcodeFormat.Code128: 4,
    zxingcpp.BarcodeFormat.EAN13: 13,
    zxingcpp.BarcodeFormat.Code93: 4,
    zxingcpp.BarcodeFormat.Code39: 8,
    zxingcpp.BarcodeFormat.ITF: 12,
}
"""Format and the fewest characters that are believed. Code 39 and ITF have no check digit that is
always there; short ones are read out of fences and print. UPC-A comes as EAN-13."""
PLACES_MAX = 6
"""Places that are read, the largest first; a label has two or three codes."""
ROOM = 1.35
"""Times the length that was found: cells at the ends of a code are weak, and it needs a margin."""
MARGIN_PX = 32
"""At the working size, beside that."""
HEIGHT_RATIO = 0.8
"""Of the height that was found; its ends lie on print or on the edge of the paper."""
READ_LONG_SIDE_PX = 1600
"""A code of 20 characters has 250 modules: six pixels each are more than enough."""
ROWS_RATIO, SURER, SAME_END_PX = 0.1, 4.0, 6
"""A row through a scratch passes Code 128's check by chance, one in a hundred, most often in few
rows and beside many that are right. So a tenth of the height has to be read alike, and four times
as much of it as of anything else between the same ends (18,000 drawn codes with eight scratches
and more, 12 of them misread before; 2026-11)."""
TEXT_MAX = 200
"""Characters that are kept; tickets and addresses in a QR code have more."""


def read_codes(planes: Planes, places: Sequence[Stretch]) -> tuple[Code, ...]:
    """The codes of a picture that could be read, each once, the longest on the picture first.

    Args:
        planes: ``working`` and ``fine`` are used.
        places: where bars were found on ``planes.working`` (``bars.stretches``).
    """
    found: dict[tuple[str, str], Code] = {}
    for code in (*_linear(planes, places), *_matrix(planes)):
        found.setdefault((code.format, code.text), code)
    return tuple(sorted(found.values(), key=lambda code: (-code.length_ratio, code.text)))


def _linear(planes: Planes, places: Sequence[Stretch]) -> Iterator[Code]:
    largest = sorted(places, key=lambda stretch: -stretch.length_px * stretch.height_px)[
        :PLACES_MAX
    ]
    for stretch in largest:
        picture, scale = _upright(planes, stretch)
        found = _read(picture, list(LINEAR))
        for read in found:
            is_long = len(read.text) >= LINEAR.get(read.format, TEXT_MAX)
            if is_long and _rows(read) >= ROWS_RATIO * len(picture) and not _doubted(read, found):
                yield _code(read, scale * max(planes.working.shape))


def _doubted(read: zxingcpp.Barcode, found: Sequence[zxingcpp.Barcode]) -> bool:
    """Do too many rows say something else between the same two ends?"""
    return any(
        other.text != read.text
        and all(abs(a - b) <= SAME_END_PX for a, b in zip(_ends(read), _ends(other), strict=True))
        and _rows(read) < SURER * _rows(other)
        for other in found
    )


def _ends(read: zxingcpp.Barcode) -> tuple[int, int]:
    """Where it begins and ends, px across the bars."""
    x = (read.position.top_left.x, read.position.top_right.x)
    return min(x), max(x)


def _rows(read: zxingcpp.Barcode) -> float:
    """How many rows of pixels were read alike; it may stand on its head."""
    at = read.position
    return abs(at.bottom_left.y + at.bottom_right.y - at.top_left.y - at.top_right.y) / 2


def _matrix(planes: Planes) -> Iterator[Code]:
    for read in _read(planes.working, [zxingcpp.BarcodeFormat.QRCode]):
        if read.text:
            yield _code(read, max(planes.working.shape))


def _read(
    picture: NDArray[np.uint8], formats: list[zxingcpp.BarcodeFormat]
) -> list[zxingcpp.Barcode]:
    """As it lies: bars were turned upright, and a QR code's finder knows all directions."""
    return zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(formats),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    )


def _upright(planes: Planes, stretch: Stretch) -> tuple[NDArray[np.uint8], float]:
    """The stretch from the fine picture, bars upright, and its pixels per working pixel."""
    finer = planes.fine.shape[1] / planes.working.shape[1]
    length = stretch.length_px * ROOM + 2 * MARGIN_PX
    scale = min(finer, READ_LONG_SIDE_PX / length)
    x, y = ((float(each) + 0.5) * finer - 0.5 for each in stretch.centre)
    wide, high = round(length * scale), max(24, round(stretch.height_px * HEIGHT_RATIO * scale))
    turn = cv2.getRotationMatrix2D((x, y), float(np.degrees(stretch.turn)), scale / finer)
    turn[:, 2] += (wide / 2 - x, high / 2 - y)
    picture = cv2.warpAffine(
        planes.fine, turn, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(picture, np.uint8), scale


def _code(read: zxingcpp.Barcode, long_side_px: float) -> Code:
    at = read.position
    length = hypot(at.top_right.x - at.top_left.x, at.top_right.y - at.top_left.y)
    text = "".join(c if c.isprintable() else " " for c in read.text[:TEXT_MAX])
    return Code(str(read.format), text, round(min(1.0, length / long_side_px), 3))
