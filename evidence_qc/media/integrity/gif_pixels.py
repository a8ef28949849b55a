"""Does the code of a GIF hold as many pixels as its picture has?

LZW (GIF89a, appendix F) knows nothing of rows: bytes that are lost, or were never written, shift
all that follows them, and decoders stop at the last pixel whatever is left. Read here are the codes
alone, each of which says how many pixels it stands for; an encoder writes as many as there are, and
the end behind them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.formats.gif_blocks import first_picture

CODES_MAX = 2_000_000
"""More are not read: some 0.3 µs each, of one or a few pixels."""

_BITS_MAX = 12
_AT_ONCE = 1 << 12
"""So many codes fill the table."""
_WORD_BYTES = 3
"""A code lies in no more."""


def is_miscounted(data: bytes) -> bool:
    """Does the code of the first picture hold more or fewer pixels, or name what is not there?

    False too where the file cannot be walked through, or more would have to be read. Of 3,152 GIFs
    of 26 public repositories that show no fault one is: it is damaged (2026-11).
    """
    picture = first_picture(data)
    if picture is None or not 1 < picture.bits < _BITS_MAX:
        return False
    code = np.frombuffer(picture.code + bytes(_WORD_BYTES), np.uint8)
    done = _count(code, 8 * len(picture.code), picture.bits)
    return done is not None and done != picture.width_px * picture.height_px


def _count(code: NDArray[np.uint8], end: int, bits: int) -> int | None:
    """Pixels that the codes stand for, -1 if one stands for nothing; None: they are too many.

    Read from one clearing of the table to the next.

    Args:
        code: with a word more at its end.
        end: bits of it.
        bits: of a pixel.
    """
    clear, stop = 1 << bits, (1 << bits) + 1
    lengths = [1] * (clear + 2)
    at = done = read = previous = 0
    while read < CODES_MAX:
        codes, starts = _codes(code, at, bits, len(lengths), is_first=not previous)
        codes = codes[starts[1:] <= end]
        found = np.flatnonzero((codes == clear) | (codes == stop))
        upto = int(found[0]) if len(found) else len(codes)
        for each in codes[:upto].tolist():
            if previous and len(lengths) < 1 << _BITS_MAX:
                lengths.append(previous + 1)
            if each >= len(lengths) or (not previous and each >= clear):
                return -1
            previous = lengths[each]
            done += previous
        read += upto + 1
        if len(found) and codes[upto] == clear:
            at = int(starts[upto + 1])
            del lengths[stop + 1 :]
            previous = 0
        elif upto < _AT_ONCE:  # the end, or none is written, as by some programs
            return done
        else:
            at = int(starts[upto])
    return None


def _codes(
    code: NDArray[np.uint8], at: int, bits: int, known: int, *, is_first: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The next codes from bit ``at`` on, as if none cleared the table, and where each starts.

    Every code but the first adds an entry, and is as long as all entries before it need.

    Args:
        code: with a word more at its end.
        at: the first bit.
        bits: of a pixel.
        known: entries of the table.
        is_first: whether none was read since the table was cleared.
    """
    entries = known + np.maximum(0, np.arange(_AT_ONCE) - is_first)
    widths = np.clip(np.frexp(entries)[1].astype(np.int64), bits + 1, _BITS_MAX)
    starts = at + np.concatenate(([0], np.cumsum(widths)))
    first = np.minimum(starts[:-1] >> 3, len(code) - _WORD_BYTES)
    words = sum(code[first + n].astype(np.int64) << (8 * n) for n in range(_WORD_BYTES))
    return (words >> (starts[:-1] & 7)) & ((1 << widths) - 1), starts
