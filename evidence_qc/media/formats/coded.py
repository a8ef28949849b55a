"""Words for where the code of a picture lies in its file: parts, streams, places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Area = tuple[slice, slice]
Piece = tuple[int, int]
WHOLE: tuple[Area, ...] = ((slice(None), slice(None)),)


@dataclass(frozen=True, slots=True)
class CodedStream:
    """The code of one part, for whoever decodes it apart: its ``hvcC``, if any, and its places."""

    configuration: bytes
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class CodedExtents:
    """The parts of a picture that are coded apart."""

    areas: tuple[Area, ...]
    """Rows and columns of each part, before the turns. Parts that the picture's edge cuts are left
    out: their end may not show."""
    codes: tuple[Piece, ...]
    """Where the second half of each part's code begins and where it ends in the file; heads are
    left alone."""
    quarter_turns: int = 0
    """Anticlockwise, by the decoder after it has put the parts together."""
    mirror: int | None = None
    """After the turns: 0 upside down, 1 left to right."""
    streams: tuple[CodedStream, ...] = ()
    """One for each area, of HEVC; empty for other codes, and where a part is turned or cropped."""
    tiles: tuple[Area, ...] = WHOLE
    """Every part, in the order of ``Coded.streams``, as far as it lies inside the picture."""

    def as_coded(self, displayed: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A view of the pixels before they were turned and mirrored."""
        flipped = displayed if self.mirror is None else np.flip(displayed, self.mirror)
        return np.rot90(flipped, -self.quarter_turns)

    def as_displayed(self, coded: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A view of pixels, or of a part, as the decoder turns and mirrors them."""
        turned = np.rot90(coded, self.quarter_turns)
        return turned if self.mirror is None else np.flip(turned, self.mirror)


@dataclass(frozen=True, slots=True)
class Coded:
    """What the description of a file says of its picture.

    Attributes:
        pieces: start and end in the file of all code that the picture is made from; a preview,
            transparency, a gain map and metadata are not among it.
        parts: what is coded apart; None where the structure is not one that is understood here.
        codec: of a HEIF or AVIF picture, as ``hvc1`` or ``av01``; empty where it has several.
        cicp: colour primaries, transfer and matrix by ITU-T H.273; None where nothing is said.
        streams: of a HEIF or AVIF picture, every part's code, those that its edge cuts as well.
        is_limited_range: the container says that black and white are 16 and 235.
    """

    pieces: tuple[Piece, ...]
    parts: CodedExtents | None = None
    cicp: tuple[int, int, int] | None = None
    codec: bytes = b""
    streams: tuple[CodedStream, ...] = ()
    is_limited_range: bool = False
