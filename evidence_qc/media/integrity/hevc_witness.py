"""A second decoder for parts of a HEIF: does it complain, or see another picture?

libde265, which reads HEIF here, hides what goes wrong; ffmpeg's decoder of HEVC shares no code with
it, checks what it reads, and where rows are coded apart goes on where it stopped instead of where
the header says, so that wrong bits send the two different ways. It is given the bare code of the
parts in doubt and nothing of the container, of which it knows fewer kinds: whatever it complains
of lies in the picture. Asked of 228 intact HEIFs of phones, cameras and encoders it complains of
none and sees the same in all (2026-11).
"""

from __future__ import annotations

import struct
import subprocess
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.formats.coded import CodedExtents
from evidence_qc.media.formats.libde265 import units
from evidence_qc.media.formats.other_decoders import (
    FFMPEG_PIXELS_MAX,
    FFMPEG_S,
    ffmpeg_program,
    is_complaint,
)

CELL = 16
UNLIKE_DN = 40.0
"""Mean luma of 16×16 pixels: two decoders of the same code differ by rounding alone …"""
_ALIKE_DN = 12.0
"""… once it is known how the colours were mixed from luma and chroma, which is fitted."""
_CELLS_MIN = 16

_START = b"\0\0\0\1"


class Answer(Enum):
    """What the second decoder says."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    """It complains of the code, or sees another picture."""
    SILENT = "silent"
    """It is not there, took too long, or does not know this kind."""


def ask_hevc(
    data: bytes, pixels: NDArray[np.uint8], parts: CodedExtents, which: tuple[int, ...]
) -> Answer:
    """Decode some parts anew and compare.

    Args:
        data: the whole file.
        pixels: what it was decoded to, as stored, uint8 H×W×3 or H×W×4.
        parts: what is coded apart, with its streams.
        which: indices of the parts to ask about; at least one.
    """
    program = ffmpeg_program()
    if program is None or not parts.streams or pixels.ndim != 3:
        return Answer.SILENT
    if sum(pixels[parts.areas[n]].shape[0] * pixels.shape[1] for n in which) > FFMPEG_PIXELS_MAX:
        return Answer.SILENT
    try:
        code = b"".join(_START + unit for n in which for unit in units(data, parts.streams[n]))
    except (struct.error, IndexError, ValueError):
        return Answer.SILENT
    arguments = [
        *(program, "-nostdin", "-hide_banner", "-v", "error", "-xerror", "-err_detect", "explode"),
        *("-threads", "1", "-max_pixels", str(FFMPEG_PIXELS_MAX), "-f", "hevc", "-i", "pipe:0"),
        *("-fps_mode", "passthrough", "-vf", _CELLS, "-f", "rawvideo", "-pix_fmt", "gray", "-"),
    ]
    try:
        ended = subprocess.run(
            arguments, input=code, capture_output=True, timeout=FFMPEG_S, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return Answer.SILENT
    if ended.returncode:
        return Answer.DISAGREES if is_complaint(ended.stderr) else Answer.SILENT
    seen = np.frombuffer(ended.stdout, np.uint8)
    upright = parts.as_coded(pixels)
    first = [_cells(upright[parts.areas[n]]) for n in which]
    if seen.size != sum(each[:, :, 0].size for each in first):
        return Answer.SILENT
    colours = np.concatenate([each.reshape(-1, 3) for each in first])
    return Answer.DISAGREES if is_unlike(colours, seen) else Answer.AGREES


_CELLS = (
    f"extractplanes=y,format=gray,crop=trunc(iw/{CELL})*{CELL}:trunc(ih/{CELL})*{CELL}:0:0,"
    f"scale=iw/{CELL}:ih/{CELL}:flags=area"
)


def is_unlike(colours: NDArray[np.uint8], luma: NDArray[np.uint8]) -> bool:
    """Do luma and colours of the same cells show different things anywhere?

    Args:
        colours: uint8 N×3, R, G and B of one decoder.
        luma: uint8 N, of the other, of either range; how it is mixed from the colours is fitted.
    """
    if len(luma) < _CELLS_MIN:
        return False
    mixed = np.column_stack([colours.astype(np.float64), np.ones(len(luma))])
    wanted = luma.astype(np.float64)
    fits = np.ones(len(luma), bool)
    rest = np.zeros(len(luma))
    for _ in range(3):
        weights = np.linalg.lstsq(mixed[fits], wanted[fits], rcond=None)[0]
        rest = np.abs(mixed @ weights - wanted)
        fits = rest <= max(_ALIKE_DN, float(np.median(rest)))
    return float(np.median(rest)) < _ALIKE_DN and bool((rest > UNLIKE_DN).any())


def _cells(area: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = area.shape[0] // CELL, area.shape[1] // CELL
    cut = np.ascontiguousarray(area[: rows * CELL, : columns * CELL, :3])
    means: NDArray[np.uint8] = cv2.resize(cut, (columns, rows), interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    return means
