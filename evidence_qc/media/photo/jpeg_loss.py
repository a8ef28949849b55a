"""How much of a damaged JPEG is lost, and in which words that is said."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidence_qc.language import Value
from evidence_qc.media.formats.jpeg_header import JpegHeader, read_scans
from evidence_qc.media.integrity.verdicts import not_opened, suspected
from evidence_qc.model import Damage, DamageKind

_HOLE_BYTES = 256
"""Entropy-coded data of a photo never holds this many zero bytes in a row."""

_TRAILING_ZEROS = 16

_FILL_DN = 128
"""Blocks without data come out of libjpeg as mid-grey."""

_BENIGN = ("inconsistent progression", "adobe", "jfif", "invalid sos parameters")
"""Warnings about the header's bookkeeping; no pixel depends on them."""


def salvage(data: bytes, first_scan: int) -> bytes:
    """The data up to the first hole of zeros in its pixels (maker notes are full of zeros).

    Zeros decode to plausible-looking garbage without a warning; cut there, libjpeg fills the
    rest with grey, which can be measured and is what the owner should see.
    """
    hole = data.find(bytes(_HOLE_BYTES), first_scan)
    rescued = data[:hole] if hole > 0 else data
    stripped = rescued.rstrip(b"\0")
    return stripped if len(rescued) - len(stripped) >= _TRAILING_ZEROS else rescued


def grey_ratio(luma: NDArray[np.uint8], shrink: int) -> float:
    """Share of blocks that hold nothing but the grey that libjpeg fills in, 0–1."""
    side = 8 // shrink
    rows, columns = luma.shape[0] // side, luma.shape[1] // side
    if not rows or not columns:
        return 0.0
    blocks = luma[: rows * side, : columns * side].reshape(rows, side, columns, side)
    grey = (blocks == _FILL_DN).all(axis=(1, 3))
    return float(grey.mean())


def damage_of(
    complaint: str,
    data: bytes,
    rescued: bytes,
    header: JpegHeader,
    grey: float,
    *,
    has_shift: bool,
) -> Damage | None:
    """What a complaint of libjpeg means for the picture."""
    zeros = len(data) - len(rescued)
    if not zeros and any(word in complaint for word in _BENIGN) and grey == 0.0:
        return None
    lost: float | None = grey
    if header.is_progressive and grey < 0.01:
        lost = _progressive_loss(rescued, header)
    if zeros:
        values = {"size_bytes": zeros, **_worth_saying(lost)}
        return Damage(DamageKind.TRUNCATED, "damage.jpeg-zeros", lost, values)
    if "premature end of jpeg" in complaint:
        if lost is not None and lost <= 0.001:
            return Damage(DamageKind.TRUNCATED, "damage.no-end-mark", lost)
        return Damage(DamageKind.TRUNCATED, "damage.jpeg-cut-off", lost, _worth_saying(lost))
    if "extraneous bytes before marker 0xd9" in complaint and not has_shift and grey < 0.01:
        return suspected("damage.stray-end")
    # Grey is only what the decoder gave up on; what it decoded wrongly cannot be measured.
    lost = grey if grey >= 0.01 else None
    return Damage(DamageKind.CORRUPT, "damage.jpeg-corrupt", lost, _worth_saying(lost))


def _progressive_loss(data: bytes, header: JpegHeader) -> float | None:
    """A progressive file shows the whole picture early: what is missing is detail.

    Only the last refinement missing is 1 %; anything more cannot be told in shares.
    """
    scans = read_scans(data, header.first_scan)
    complete = scans[:-1]  # the last one is where the data broke off
    seen = {k for s in complete for k in range(s.first_coefficient, s.last_coefficient + 1)}
    return 0.01 if seen >= set(range(64)) else None


def _worth_saying(lost: float | None) -> dict[str, Value]:
    return {"lost_ratio": lost} if lost is not None and lost > 0.0 else {}


def unreadable(data: bytes, complaint: str) -> Damage:
    """What it means that no decoder gives any pixels; by what libjpeg said of the file."""
    if "premature end" in complaint or "eof" in complaint:
        return Damage(DamageKind.TRUNCATED, "damage.before-picture", 1.0)
    return not_opened(data, "jpeg")
