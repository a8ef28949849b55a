"""Finds wrong bytes inside WebP, HEIF and AVIF, which carry no checksum.

Their pixels are one long arithmetic code: a wrong bit shifts everything that is read after it, so
the decoder is through before the data is, or wants more than there is. Decoders complain of the
second and are silent about the first. What they left unread can be told from outside: change the
last bytes of the code, decode again, and if not one pixel differs, nobody read them. That says
nothing where rows or slices are coded apart and the last one is whole; there the noise itself can
be seen (``chroma_noise``), or the step to the next tile (``tile_seams``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.formats import pillow
from evidence_qc.media.formats.heif_items import CodedParts, coded_parts
from evidence_qc.media.integrity.chroma_noise import has_chroma_noise
from evidence_qc.media.integrity.tile_seams import has_tile_seam
from evidence_qc.model import Damage, DamageKind

TAIL_BYTES = 24
"""Changed at the end. Encoders flush at most 3 bytes that nobody reads (25 photos in 5 kinds of
WebP, 2026-11); flat corners take few bits, so one unit of the code may hold many blocks."""

GLARING_DN = 40
"""Green above, or below, both other channels by so much, as wrong bits in HEIF make it …"""
GLARING_RATIO = 1e-5
"""… in this share of the picture: nine in ten of 121 damaged pictures hold more, and one in four of
383 intact ones (BIQ2021, SICE, cameras; 2026-11). What the second decode can tell it tells of 70 of
the 79 it would be right about; a decode of every HEIF would cost 0.38 s a 12-megapixel photo, these
cost 0.09 s on average."""


def silent_corruption(data: bytes, format: str, pixels: NDArray[np.uint8]) -> Damage | None:
    """Damage that the decoder did not complain of.

    Args:
        data: the whole file.
        format: as ``identify`` says; others than webp, heif and avif are not looked at.
        pixels: what it was decoded to, as stored.
    """
    parts = coded_parts(data, format) if format in {"webp", "heif", "avif"} else None
    if parts is not None and has_tile_seam(pixels, parts):
        return Damage(DamageKind.CORRUPT, "damage.tile-seam", 0.0)
    if not is_in_doubt(pixels, format):
        return None
    if format in {"heif", "avif"} and pixels.ndim == 3 and has_chroma_noise(pixels):
        return Damage(DamageKind.CORRUPT, "damage.chroma-noise", 0.0)
    if parts is None:
        return None
    try:
        again = pillow.load_pixels(pillow.open_raster(with_changed_end(data, parts), format))
    except Exception:  # that is how an intact file answers
        return None
    if not is_unread(pixels, again, parts):
        return None
    return Damage(DamageKind.CORRUPT, "damage.silent", None)


def is_unread(before: NDArray[np.uint8], after: NDArray[np.uint8], parts: CodedParts) -> bool:
    """Did the change leave any part as it was: the pixels of the file, and of the changed one."""
    if before.shape != after.shape:
        return False
    before, after = (np.rot90(pixels, -parts.quarter_turns) for pixels in (before, after))
    return any(np.array_equal(before[area], after[area]) for area in parts.areas)


def is_in_doubt(pixels: NDArray[np.uint8], format: str) -> bool:
    """Is a second decode worth its time? Always for the rare formats, for HEIF by its colours."""
    if format in {"webp", "avif"}:
        return True
    if format != "heif" or pixels.ndim != 3:
        return False
    red, green, blue = (pixels[::3, ::3, channel].astype(np.int16) for channel in range(3))
    above = green - np.maximum(red, blue) > GLARING_DN
    below = np.minimum(red, blue) - green > GLARING_DN
    return float((above | below).mean()) > GLARING_RATIO


def with_changed_end(data: bytes, parts: CodedParts) -> bytes:
    """The same file with the end of every part's code changed, to compare with."""
    changed = bytearray(data)
    for start, end in parts.codes:
        for place in range(max(start, end - TAIL_BYTES), end):
            changed[place] ^= 0x5A
    return bytes(changed)
