"""Words for where the code of a picture lies in its file: parts, streams, places."""

from __future__ import annotations

from dataclasses import dataclass

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
    streams: tuple[CodedStream, ...] = ()
    """One for each area, of HEVC; empty for other codes, and where a part is turned or cropped."""
    tiles: tuple[Area, ...] = WHOLE
    """Every part, in the order of ``Coded.streams``, as far as it lies inside the picture."""


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
    """

    pieces: tuple[Piece, ...]
    parts: CodedExtents | None = None
    cicp: tuple[int, int, int] | None = None
    codec: bytes = b""
    streams: tuple[CodedStream, ...] = ()
