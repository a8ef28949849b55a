"""Asks the small picture inside a file whether a step in the large one was there when it was taken.

Cameras and phones store a thumbnail in EXIF, made from the same capture. Wrong bits in the picture
leave it alone: where the picture steps by a constant along the edges of coded units and the
thumbnail does not, the step was not in the scene. A thumbnail may be stale, for programs that edit
a photo often keep it; so it is heard only where it agrees with the rest of the picture, and never
starts an accusation: it confirms or clears what the picture itself shows along its coded units,
which nobody draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from evidence_qc.media.formats.exif import embedded_thumbnail
from evidence_qc.media.formats.jpeg_header import JpegHeader, pixels_alone, read_header
from evidence_qc.media.integrity.block_edges import Float, likelier_by, median

LONG_SIDE_PX = 512
"""Larger ones are decoded at a part of their size; none is trusted with more than 4 megapixels."""

_PIXELS_MAX = 4_000_000
_SIDE_MIN_PX = 60
_ASPECT = 0.03
_BAR_DN = 40
"""Bars beside a photo of another aspect ratio are darker than this."""

ALIKE_DN = 12.0
"""Scatter of the picture's luma about the thumbnail's, up to which the two are the same: 95 % of
1,400 photos with a thumbnail of their own shape have less (2026-11)."""
ALIKE_GAIN = (0.7, 1.4)

SPEAKS = 1.5
"""Log likelihood ratio over the root of the columns, from which on it speaks for or against."""
DENIED = (0.5, 1.6)
"""What the thumbnail lacks, in heights of the step."""

_BESIDE_ROWS = 3
_ROWS_COMPARED, _ROWS_COMPARED_MIN = 8, 2
_COLUMNS_MIN = 4
_POWER_MIN = 0.1
_FLOOR_DN = 1.0
_SAMPLES, _ROUNDS = 4000, 5


class Preview(Enum):
    """What the thumbnail says of a step."""

    DENIES = "denies"
    """It agrees with the rest of the picture and does not show the step."""
    SHOWS = "shows"
    """It shows the step as well: it was in the scene."""
    SILENT = "silent"
    """There is none, it shows something else, or it is too coarse to tell."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where a picture steps along the edges of its coded units.

    Attributes:
        row, column: the first minimum coded unit that stands off.
        channel: 0 luma, 1 and 2 chroma.
        step_dn: by how much, in code values, with its sign.
        is_strip: it ends at the end of its row; else it goes on to the picture's end.
    """

    row: int
    column: int
    channel: int
    step_dn: float
    is_strip: bool = False


def ask_thumbnail(
    planes: Sequence[NDArray[np.uint8]], header: JpegHeader, unit: tuple[int, int], step: Step
) -> Preview:
    """Does the thumbnail show the step that the picture shows?

    Args:
        planes: luma as decoded at any scale, not turned, uint8 H×W, alone or with both chroma.
        header: of the file, with its EXIF.
        unit: width and height of a minimum coded unit in ``planes``.
        step: in one of them.
    """
    small = read_thumbnail(header)
    if small is None:
        return Preview.SILENT
    rows, columns = small.shape[:2]
    scale = rows / planes[0].shape[0] * unit[1]
    top, bottom = step.row * scale, (step.row + 1) * scale
    part = slice(None) if step.is_strip else _larger_part(rows, top, bottom)
    luma = _rest(_reduced(planes[0], rows, columns), small[:, :, 0], part)
    if luma.scatter_dn > ALIKE_DN or not ALIKE_GAIN[0] <= luma.gain <= ALIKE_GAIN[1]:
        return Preview.SILENT
    rest = luma.rest
    if step.channel:
        large = _reduced(planes[step.channel], rows, columns)
        rest = _rest(large, small[:, :, step.channel], part).rest
    if not step.is_strip:
        return _answer(*_behind_less_before(rest, top, bottom), step.step_dn)
    first = int(np.ceil(step.column * unit[0] / planes[0].shape[1] * columns))
    return _answer(*_strip_less_beside(rest[:, first:], top, bottom), step.step_dn)


def _larger_part(rows: int, top: float, bottom: float) -> slice:
    """The rows before the step, or those behind it where there are more than four times as many."""
    before, after = int(top), int(np.ceil(bottom))
    return slice(0, before) if 4 * before >= rows - after else slice(after, rows)


def _answer(lacks: Float, scatter: Float, step_dn: float) -> Preview:
    """By what the thumbnail lacks of the step, column by column: all of it, or nothing?"""
    if len(lacks) < _COLUMNS_MIN:
        return Preview.SILENT
    likelier, _ = likelier_by(lacks, np.array([step_dn], np.float32), scatter)
    evidence = float(likelier.sum()) / len(likelier) ** 0.5
    if evidence <= -SPEAKS:
        return Preview.SHOWS
    is_all = DENIED[0] <= median(lacks) / step_dn <= DENIED[1]
    return Preview.DENIES if evidence >= SPEAKS and is_all else Preview.SILENT


def _strip_less_beside(rest: Float, top: float, bottom: float) -> tuple[Float, Float]:
    """By column, the height of a strip in what the thumbnail lacks, and how sure that is.

    A row of the thumbnail may hold the strip and what is beside it.
    """
    nothing = np.empty(0, np.float32), np.empty(0, np.float32)
    edges = np.arange(len(rest) + 1)
    shares = np.clip(np.minimum(edges[1:], bottom) - np.maximum(edges[:-1], top), 0.0, None)
    power = float((shares**2).sum())
    inside = np.flatnonzero(shares)
    beside = np.r_[inside[0] - _BESIDE_ROWS : inside[0], inside[-1] + 1 : inside[-1] + 4]
    beside = beside[(beside >= 0) & (beside < len(rest))]
    if power < _POWER_MIN or len(beside) < _BESIDE_ROWS or not rest.shape[1]:
        return nothing
    ground = np.median(rest[beside], axis=0)
    weights = (shares[inside] / power).astype(np.float32)
    scatter = np.abs(rest[beside] - ground).mean(axis=0) * weights.sum()
    return weights @ (rest[inside] - ground), _smooth(scatter)


def _behind_less_before(rest: Float, top: float, bottom: float) -> tuple[Float, Float]:
    """By column, how much more the thumbnail lacks behind the step than before it."""
    before = rest[max(0, int(top) - _ROWS_COMPARED) : int(top)]
    behind = rest[int(np.ceil(bottom)) :][:_ROWS_COMPARED]
    if min(len(before), len(behind)) < _ROWS_COMPARED_MIN:
        return np.empty(0, np.float32), np.empty(0, np.float32)
    first, last = np.median(before, axis=0), np.median(behind, axis=0)
    scatter = np.abs(before - first).mean(axis=0) + np.abs(behind - last).mean(axis=0)
    return last - first, _smooth(scatter)


def _smooth(scatter: Float) -> Float:
    blurred = cv2.blur(scatter[None].astype(np.float32), (9, 1))
    return np.asarray(blurred).ravel() + np.float32(_FLOOR_DN)


def read_thumbnail(header: JpegHeader) -> NDArray[np.uint8] | None:
    """Luma and chroma of the JPEG in the EXIF, uint8 h×w×3, without bars; None: none that serves.

    Its own faults say nothing of the picture.
    """
    data = embedded_thumbnail(header.exif)
    if data is None:
        return None
    own = read_header(data)
    if not own.is_ycc or min(own.width_px, own.height_px) < _SIDE_MIN_PX:
        return None
    if own.width_px * own.height_px > _PIXELS_MAX:
        return None
    long_side = max(own.width_px, own.height_px)
    shrink = next((s for s in (1, 2, 4, 8) if long_side // s <= LONG_SIDE_PX), 8)
    try:
        small: NDArray[np.uint8] = simplejpeg.decode_jpeg(
            pixels_alone(data, own, as_plain_channels=True),
            "RGB",
            min_height=-(-own.height_px // shrink) if shrink > 1 else 0,
            min_width=-(-own.width_px // shrink) if shrink > 1 else 0,
            fastupsample=True,
            strict=True,
        )
    except ValueError:
        return None
    return without_bars(small, header.width_px / header.height_px)


def without_bars(small: NDArray[np.uint8], aspect: float) -> NDArray[np.uint8] | None:
    """Many cameras fit photos of any shape into 160×120 px, between dark bars.

    Args:
        small: luma and chroma, uint8 h×w×3.
        aspect: width by height of the picture.

    Returns:
        The part that has this aspect ratio; None where what is beside it is no bar.
    """
    height, width = small.shape[:2]
    ratio = aspect / (width / height)
    if abs(ratio - 1.0) < _ASPECT:
        return small
    turned = small if ratio > 1.0 else small.transpose(1, 0, 2)
    bar = (turned.shape[0] - turned.shape[0] * min(ratio, 1.0 / ratio)) / 2.0
    whole = int(bar)
    if whole < 1:
        return None
    bars = np.concatenate((turned[: whole - 1, :, 0], turned[len(turned) - whole + 1 :, :, 0]))
    if bars.max(initial=0) > _BAR_DN:
        return None
    first = round(bar)
    kept = turned[first : len(turned) - first]
    kept = kept if ratio > 1.0 else kept.transpose(1, 0, 2)
    return kept if min(kept.shape[:2]) >= _SIDE_MIN_PX else None


def _reduced(plane: NDArray[np.uint8], rows: int, columns: int) -> Float:
    size = (columns, rows)
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """A picture less its thumbnail, rows × columns of the thumbnail, in code values."""

    rest: Float
    scatter_dn: float
    gain: float


def _rest(large: Float, small: NDArray[np.uint8], part: slice) -> _Fit:
    """What is left of the picture after its thumbnail was fitted to it, by the rows of ``part``.

    Weights that fall with the distance keep what disagrees from bending the fit.
    """
    preview = small.astype(np.float32)
    y, x = large[part].ravel(), preview[part].ravel()
    sample = slice(None, None, max(1, len(y) // _SAMPLES))
    y, x = y[sample], x[sample]
    weights: Float = np.ones_like(y)
    gain = offset = scatter = 0.0
    for _ in range(_ROUNDS):
        total = float(weights.sum())
        x_mean, y_mean = float(weights @ x) / total, float(weights @ y) / total
        spread = float(weights @ (x - x_mean) ** 2)
        gain = float(weights @ ((x - x_mean) * (y - y_mean))) / max(spread, 1e-3)
        offset = y_mean - gain * x_mean
        away = np.abs(y - gain * x - offset)
        scatter = 1.4826 * median(away)
        weights = (1.0 / (1.0 + (away / (2.0 * scatter + 1.0)) ** 2) ** 2).astype(np.float32)
    return _Fit(large - np.float32(gain) * preview - np.float32(offset), scatter, gain)
