"""Finds wrong bytes inside WebP, HEIF and AVIF, which carry no checksum.

Their pixels are one long code: a wrong bit shifts everything that is read after it, so the decoder
is through before the data is, or wants more than there is. Decoders of AV1 and HEVC see that and
are not asked: here they are (``av1_witness``, ``heif_once``). Of a WebP it is told from outside by
cutting its end off (``webp_leftover``), and of the others, where they cannot be asked, by changing
it: if not one pixel differs, nobody read it. The noise itself can be seen too (``chroma_noise``,
``wraparound``), or the step to the next tile (``tile_seams``).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.formats import pillow
from evidence_qc.media.formats.coded import Coded, CodedExtents
from evidence_qc.media.formats.heif_once import find_odd
from evidence_qc.media.formats.limits import COLOUR_PIXELS_MAX
from evidence_qc.media.formats.other_decoders import ask_ffmpeg, has_other_decoder
from evidence_qc.media.formats.webp_chunks import LOSSLESS, chunks
from evidence_qc.media.integrity.av1_witness import ask_av1
from evidence_qc.media.integrity.chroma_noise import has_chroma_noise
from evidence_qc.media.integrity.gif_pixels import is_miscounted
from evidence_qc.media.integrity.hevc_witness import Answer, ask_hevc
from evidence_qc.media.integrity.tile_seams import find_seams
from evidence_qc.media.integrity.verdicts import corrupt, suspected
from evidence_qc.media.integrity.webp_leftover import leftover_bytes
from evidence_qc.media.integrity.wraparound import has_wraparound
from evidence_qc.model import Damage

TAIL_BYTES = 24
"""Changed at the end. Encoders flush at most 3 bytes that nobody reads (25 photos in 5 kinds of
WebP, 2026-11); flat corners take few bits, so one unit of the code may hold many blocks."""

GLARING_DN = 40
"""Green above, or below, both other channels by so much, as wrong bits in HEIF make it …"""
GLARING_RATIO = 1e-5
"""… in this share of the picture: nine in ten of 121 damaged pictures hold more, and one in four of
383 intact ones (BIQ2021, SICE, cameras; 2026-11). These are searched for noise; those that were not
heard when they were decoded are decoded again."""

PARTS_ASKED = 16
"""At most so many parts of a grid are shown to the other decoder: an iPhone's photo has 48."""

ASKED_PIXELS = 2_100_000
"""HEIFs of rare kinds, which are not heard at their first decode, are decoded again up to here."""

_CORNER_PX = 4
_UNWRITTEN_GREENS = range(70, 141)
"""77 to 136, by the matrix and the range of the colours."""

_ERASED_BYTES = 512
_CELL = 16
_ALIKE_DN = 12
_UNLIKE_DN = 48
"""Two decoders differ by their rounding and by how they enlarge chroma; a mean of 16×16 pixels by
less than this."""


def silent_corruption(
    data: bytes,
    format: str,
    pixels: NDArray[np.uint8],
    coded: Coded | None = None,
    odd: tuple[int, ...] | None = None,
) -> Damage | None:
    """Damage that the decoder did not complain of.

    What is found here needs a witness: ffmpeg, whose decoders are others. Where it complains too,
    or shows another picture, the file is corrupt; where it does not, it may be.

    Args:
        data: the whole file.
        format: as ``identify`` says; others than webp, heif, avif and gif are not looked at.
        pixels: what it was decoded to, as stored.
        coded: where it is coded.
        odd: streams of a HEIF in which its decoder found something odd; None: it was not heard.
    """
    if format == "webp":
        return _webp(data, pixels)
    if format == "gif":
        return suspected("damage.maybe-silent") if is_miscounted(data) else None
    parts = coded.parts if coded else None
    if format == "heif":
        return _heif(data, pixels, coded, parts, odd)
    if format == "avif" and coded is not None and parts is not None:
        answer = ask_av1(data, coded.streams)
        if answer is not Answer.SILENT:
            return suspected("damage.maybe-silent") if answer is Answer.DISAGREES else None
    what = _leftover(data, format, pixels, parts)
    if what is None:
        return None
    return _with_witness(data, format, pixels, what)


def _webp(data: bytes, pixels: NDArray[np.uint8]) -> Damage | None:
    """Bytes that nobody reads are a witness; colours that ran over are none."""
    size_bytes = leftover_bytes(data, pixels)
    if size_bytes:
        return corrupt("damage.leftover", values={"size_bytes": size_bytes})
    is_lossless = any(chunk.kind == LOSSLESS for chunk in chunks(data))
    if is_lossless and has_wraparound(pixels):
        return suspected("damage.maybe-silent")
    return None


def _heif(
    data: bytes,
    pixels: NDArray[np.uint8],
    coded: Coded | None,
    parts: CodedExtents | None,
    odd: tuple[int, ...] | None,
) -> Damage | None:
    """What the first decoder found odd, or what looks so, is shown to another decoder of HEVC."""
    seams = find_seams(pixels, parts) if parts else ()
    is_glaring = is_in_doubt(pixels, "heif")
    is_worth_it = is_glaring or pixels.shape[0] * pixels.shape[1] <= ASKED_PIXELS
    if odd is None and is_worth_it and coded is not None and coded.codec == b"hvc1":
        odd = find_odd(data, coded, COLOUR_PIXELS_MAX)
    is_erased = coded is not None and _has_erased(data, coded)
    noise = is_glaring and not seams and has_chroma_noise(pixels)
    if not (odd or seams or noise or is_erased):
        is_unheard = odd is None and is_glaring
        if is_unheard or _ends_unwritten(pixels, parts):
            left = _leftover(data, "heif", pixels, parts)
            return None if left is None else _with_witness(data, "heif", pixels, left)
        return None
    what = "tile-seam" if seams else "chroma-noise" if noise else "silent"
    answer = Answer.SILENT
    if coded is not None and coded.codec == b"hvc1" and parts is not None:
        asked = {*seams, *_with_end(odd or (), parts)}
        which = sorted(asked) or range(len(parts.areas))
        answer = ask_hevc(data, pixels, parts, tuple(which[:PARTS_ASKED]))
    if answer is Answer.DISAGREES:
        return corrupt(f"damage.{what}")
    return suspected(f"damage.maybe-{what}") if odd or seams or noise else None


def _with_end(numbers: tuple[int, ...], parts: CodedExtents) -> set[int]:
    """Of all parts those that the picture's edge does not cut, as numbers of these alone."""
    tiles = [parts.tiles[number] for number in numbers if number < len(parts.tiles)]
    return {parts.areas.index(tile) for tile in tiles if tile in parts.areas}


def _ends_unwritten(pixels: NDArray[np.uint8], parts: CodedExtents | None) -> bool:
    """Does any part end in zeros of luma and chroma, green as RGB, where nothing was decoded to?

    Wrong bits may name the end of the code too early, of which libde265 does not complain.
    """
    if parts is None:
        return False
    upright = parts.as_coded(pixels)
    for tile in parts.tiles:
        corner = upright[tile][-_CORNER_PX:, -_CORNER_PX:].reshape(-1, *upright.shape[2:])
        if not corner.size or (corner != corner[0]).any():
            continue
        first = np.atleast_1d(corner[0])
        if len(first) < 3:
            is_unwritten = not first[0]
        else:
            is_unwritten = not first[0] and not first[2] and first[1] in _UNWRITTEN_GREENS
        if is_unwritten:
            return True
    return False


def _with_witness(data: bytes, format: str, pixels: NDArray[np.uint8], what: str) -> Damage:
    """Corrupt where ffmpeg's own decoder complains too or shows another picture."""
    answer = ask_ffmpeg(data, format)
    other = answer.pixels
    is_sure = answer.complains if other is None else is_another_picture(pixels, other)
    is_sure = is_sure and has_other_decoder(format)
    return corrupt(f"damage.{what}") if is_sure else suspected(f"damage.maybe-{what}")


def _leftover(
    data: bytes, format: str, pixels: NDArray[np.uint8], parts: CodedExtents | None
) -> str | None:
    """Does the decoder leave the end of any part's code unread?"""
    if parts is None:
        return None
    try:
        again = pillow.load_pixels(pillow.open_image(with_changed_end(data, parts), format))
    except Exception:  # that is how an intact file answers
        return None
    return "silent" if is_silent_corruption(pixels, again, parts) else None


def _has_erased(data: bytes, coded: Coded) -> bool:
    """Ones in a row, as erased flash memory holds them, and now and then a picture's code."""
    return any(data.find(b"\xff" * _ERASED_BYTES, *piece) >= 0 for piece in coded.pieces)


def is_another_picture(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Do two decoders see different things in a part of the picture?

    Args:
        one: uint8 H×W, H×W×3 or H×W×4.
        other: uint8 RGB H×W×3; of another size, nothing can be said.
    """
    if one.shape[:2] != other.shape[:2] or min(one.shape[:2]) < _CELL:
        return False
    colour = one if one.ndim == 3 else np.dstack([one] * 3)
    rows, columns = colour.shape[0] // _CELL, colour.shape[1] // _CELL
    means = [
        np.asarray(
            cv2.resize(
                np.ascontiguousarray(each[: rows * _CELL, : columns * _CELL, :3]),
                (columns, rows),
                interpolation=cv2.INTER_AREA,
            )
        ).astype(np.int16)
        for each in (colour, other)
    ]
    change = np.abs(means[0] - means[1]).max(axis=2)
    # Where most of it differs they mean different colours, not different pictures.
    return float(np.median(change)) < _ALIKE_DN and bool((change > _UNLIKE_DN).any())


def is_silent_corruption(
    before: NDArray[np.uint8], after: NDArray[np.uint8], parts: CodedExtents
) -> bool:
    """Did the change leave any part as it was: the pixels of the file, and of the changed one."""
    if before.shape != after.shape:
        return False
    before, after = parts.as_coded(before), parts.as_coded(after)
    return any(np.array_equal(before[area], after[area]) for area in parts.areas)


def is_in_doubt(pixels: NDArray[np.uint8], format: str) -> bool:
    """Is a second decode worth its time? Always for the rare formats, for HEIF by its colours."""
    if format in {"webp", "avif"}:
        return True
    if format != "heif" or pixels.ndim != 3:
        return False
    return float(_glaring(pixels).mean()) > GLARING_RATIO


def _glaring(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """One pixel in nine of uint8 H×W×C: is its green far above, or below, its red and blue?"""
    red, green, blue = (pixels[::3, ::3, channel].astype(np.int16) for channel in range(3))
    above = green - np.maximum(red, blue) > GLARING_DN
    below = np.minimum(red, blue) - green > GLARING_DN
    return np.asarray(above | below)


def with_changed_end(data: bytes, parts: CodedExtents) -> bytes:
    """The same file with the end of every part's code changed, to compare with."""
    changed = bytearray(data)
    for start, end in parts.codes:
        for position in range(max(start, end - TAIL_BYTES), end):
            changed[position] ^= 0x5A
    return bytes(changed)
