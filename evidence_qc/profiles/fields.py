"""The one table of values that a profile may give: kind, range and words for a person."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evidence_qc.errors import ProfileError
from evidence_qc.model import Policy


class Kind(StrEnum):
    """What a value is."""

    COUNT = "a whole number"
    BYTES = "a number of bytes"
    PIXELS = "a number of pixels"
    SECONDS = "a number of seconds"
    FORMATS = "a list of format names"
    ALPHABET = "an alphabet"
    POLICY = "a policy"


FORMATS = ("avif", "bmp", "gif", "heif", "jpeg", "png", "tiff", "webp")
"""Photo formats by content, as in ``FileFacts.format``."""
VIDEO_FORMATS = ("3gp", "avi", "mkv", "mov", "mp4", "webm")
ALPHABETS = ("ascii", "any")


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a profile."""

    kind: Kind
    words: str
    """What it is, for a person."""
    minimum: float = 0
    maximum: float = math.inf
    choices: tuple[str, ...] = ()


FIELDS: dict[str, Field] = {
    "photos_max": Field(Kind.COUNT, "photos, at most", 0, 1000),
    "photos_min": Field(Kind.COUNT, "photos, at least", 0, 1000),
    "videos_max": Field(Kind.COUNT, "videos, at most", 0, 100),
    "photo_formats": Field(Kind.FORMATS, "photo formats", choices=FORMATS),
    "video_formats": Field(Kind.FORMATS, "video formats", choices=VIDEO_FORMATS),
    "photo_bytes_max": Field(Kind.BYTES, "size of one photo", 10_000, 10**12),
    "video_bytes_max": Field(Kind.BYTES, "size of one video", 100_000, 10**12),
    "total_bytes_max": Field(Kind.BYTES, "size of everything together", 10_000, 10**13),
    "photo_pixels_max": Field(Kind.PIXELS, "pixels of one photo", 100_000, 10**10),
    "photo_long_side_max_px": Field(Kind.PIXELS, "long side of a photo, at most", 200, 100_000),
    "photo_long_side_min_px": Field(Kind.PIXELS, "long side of a photo, at least", 0, 20_000),
    "video_seconds_max": Field(Kind.SECONDS, "length of a video, at most", 1, 86_400),
    "video_seconds_min": Field(Kind.SECONDS, "length of a video, at least", 0, 3_600),
    "video_long_side_max_px": Field(Kind.PIXELS, "long side of a video, at most", 160, 20_000),
    "statement_chars_max": Field(Kind.COUNT, "characters of text, at most", 50, 10**6),
    "statement_alphabet": Field(Kind.ALPHABET, "alphabet of the text", choices=ALPHABETS),
    "collages": Field(Kind.POLICY, "collages", choices=tuple(Policy)),
    "annotations": Field(Kind.POLICY, "numbers and rings on photos", choices=tuple(Policy)),
    "recompression_long_side_px": Field(
        Kind.PIXELS, "long side after the platform's own compression", 200, 20_000
    ),
    "recompression_quality": Field(
        Kind.COUNT, "JPEG quality after the platform's own compression", 1, 100
    ),
    "pdf": Field(Kind.POLICY, "one PDF instead of photos", choices=tuple(Policy)),
    "pdf_bytes_max": Field(Kind.BYTES, "size of a PDF", 10_000, 10**12),
    "pdf_pages_max": Field(Kind.COUNT, "pages of a PDF, at most", 1, 10_000),
    "pdf_dpi_max": Field(Kind.COUNT, "dots per inch of pictures in a PDF, at most", 72, 2_400),
}


class UnfitError(ValueError):
    """A value is not what is expected; ``of`` says it of a certain value.

    Args:
        message: an id of the catalogues.
        values: what is expected.
    """

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self._message, self._values = message, values

    def of(self, value: object, name: str, where: str) -> ProfileError:
        """The error of ``value``, which was given as ``name`` in the file or option ``where``."""
        return ProfileError(self._message, where=where, name=name, value=value, **self._values)


def checked(name: str, value: object) -> object:
    """The value in its canonical type.

    Raises:
        UnfitError: says what is expected, when the value does not fit.
    """
    field = FIELDS[name]
    if field.kind is Kind.FORMATS:
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list | tuple):
            raise UnfitError("error.value-formats")
        for item in items:
            _choice(item, field)
        return tuple(str(item) for item in items)
    if field.choices:
        return _choice(value, field)
    return _number(value, field)


def parsed(name: str, text: str) -> object:
    """The value that a person typed, in its canonical type; errors as ``checked``."""
    field = FIELDS[name]
    if field.kind is Kind.FORMATS:
        return checked(name, [part.strip().lower() for part in text.split(",") if part.strip()])
    return checked(name, text.strip().lower() if field.choices else as_number(text))


def as_number(text: str) -> float:
    """A number as typed, ``_`` allowed between digits.

    Raises:
        UnfitError: it is no finite number.
    """
    try:
        number = float(text)
    except ValueError:
        raise UnfitError("error.value-number") from None
    if not math.isfinite(number):
        raise UnfitError("error.value-finite")
    return number


def _choice(value: object, field: Field) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise UnfitError("error.value-choice", known=field.choices)
    return str(value)


def _number(value: object, field: Field) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnfitError(f"error.value-{field.kind.name.lower()}")
    if isinstance(value, float) and not math.isfinite(value):  # of whole numbers any is finite
        raise UnfitError(f"error.value-{field.kind.name.lower()}")
    if not field.minimum <= value <= field.maximum:
        raise UnfitError("error.value-range", minimum=field.minimum, maximum=field.maximum)
    if field.kind is Kind.SECONDS:
        return float(value)
    if value != int(value):
        raise UnfitError(f"error.value-{field.kind.name.lower()}")
    return int(value)
