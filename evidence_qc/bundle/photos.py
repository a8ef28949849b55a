"""Encoding one photo to submit: an upright sRGB baseline JPEG within bytes and pixels.

Nothing of the sources' metadata goes in, only words that say what the photo was made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from evidence_qc.errors import CannotFitError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    """Upright sRGB, H×W×3."""

COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeCapture"
CAPTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
"""IPTC digital source types: a composite of captured elements, a capture."""

LADDER = (
    (2400, (92, 90, 88, 86)),
    (2000, (90, 88, 86, 84)),
    (1600, (90, 88, 85, 82, 79, 76)),
    (1360, (84, 80, 76, 72)),
    (1080, (82, 76, 70, 64, 58)),
    (800, (74, 66, 58, 50, 42)),
    (600, (70, 60, 50, 40, 30)),
    (480, (60, 45, 30)),
)
"""Long side, and the qualities tried at it, best first. Above what platforms keep (1,600 px,
quality 75) quality stays high and pixels go first; below, pixels are what shows a defect on a
phone (390 px wide, three device pixels each), so quality goes first. By eye, 2026-11."""

XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\0"
FULL_COLOUR_QUALITY = 84
"""From here on colour is stored at full resolution: thin red rings stay thin."""


@dataclass(frozen=True, slots=True)
class Source:
    """One original that a photo shows; no name, as names can be personal."""

    tile: str
    sha256: str
    time_s: float | None = None
    is_detail: bool = False


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """What is written into a photo: that it is derived, by what, and of what."""

    description: str
    software: str
    sources: tuple[Source, ...] = ()
    is_composite: bool = True


@dataclass(frozen=True, slots=True)
class EncodedPhoto:
    """A photo as it is written."""

    data: bytes
    width_px: int
    height_px: int
    quality: int
    subsampling: str
    """``4:4:4`` or ``4:2:0``."""
    scale: float
    """Written px per px given, at most 1."""


def encode_photo(
    rgb: Pixels,
    *,
    max_bytes: int | None = None,
    max_pixels: int | None = None,
    max_long_side_px: int | None = None,
    metadata: PhotoMetadata | None = None,
) -> EncodedPhoto:
    """Encode with the best size and quality that fit; the same input gives the same bytes.

    Args:
        rgb: upright sRGB, H×W×3 uint8.
        max_bytes: most bytes of the file, metadata included.
        max_pixels: most pixels.
        max_long_side_px: longest long side.
        metadata: written as XMP and EXIF; nothing of the sources' own metadata is kept.

    Raises:
        CannotFitError: even the smallest try is larger than ``max_bytes``.
    """
    height, width = rgb.shape[:2]
    most = min(1.0, (max_long_side_px or 10**9) / max(width, height))
    if max_pixels:
        most = min(most, (max_pixels / (width * height)) ** 0.5)
    segments = _segments(metadata) if metadata else b""
    smallest = 0
    for scale, qualities in _tries(max(width, height), most):
        small = reduced(rgb, scale)
        for quality in qualities:
            full = quality >= FULL_COLOUR_QUALITY
            data = _jpeg(small, quality, full, segments)
            if max_bytes is None or len(data) <= max_bytes:
                sampling = "4:4:4" if full else "4:2:0"
                size = small.shape[1], small.shape[0]
                return EncodedPhoto(data, *size, quality, sampling, round(size[0] / width, 6))
            smallest = len(data)
    raise CannotFitError("error.photo-does-not-fit", limit_bytes=max_bytes, size_bytes=smallest)


def _tries(long_side: int, most: float) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Scales from the largest that is allowed downwards, with the qualities to try at each."""
    allowed = long_side * most
    rung = next((step for step in LADDER if step[0] <= allowed), LADDER[-1])
    best = LADDER[0][1]
    yield most, (*best, *(quality for quality in rung[1] if quality < best[-1]))
    for side, qualities in LADDER:
        if side < allowed - 0.5:
            yield side / long_side, qualities


def reduced(rgb: Pixels, scale: float) -> Pixels:
    """The picture at a scale of at most 1, by area; rounded down, so that limits hold."""
    import cv2
    import numpy as np

    height, width = rgb.shape[:2]
    size = (max(1, int(width * scale + 1e-6)), max(1, int(height * scale + 1e-6)))
    if (width, height) == size:
        return np.ascontiguousarray(rgb)
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(rgb: Pixels, quality: int, full_colour: bool, segments: bytes) -> bytes:
    """A baseline JPEG with the segments behind its JFIF header."""
    import simplejpeg

    sampling = "444" if full_colour else "420"
    data: bytes = simplejpeg.encode_jpeg(rgb, quality, "RGB", sampling, fastdct=False)
    header = 4 + int.from_bytes(data[4:6], "big")
    return data[:header] + segments + data[header:]


def _segments(metadata: PhotoMetadata) -> bytes:
    """EXIF (description, software, sRGB) and XMP as APP1 segments (EXIF 2.32, XMP part 3)."""
    from PIL import ExifTags, Image

    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = metadata.description.encode("ascii", "replace").decode()
    exif[ExifTags.Base.Software] = metadata.software
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.ColorSpace: 1}
    contents = (exif.tobytes(), XMP_HEADER + _xmp(metadata).encode("utf-8"))
    return b"".join(b"\xff\xe1" + (len(c) + 2).to_bytes(2, "big") + c for c in contents)


def _xmp(metadata: PhotoMetadata) -> str:
    """The packet: description, tool, digital source type, and each source by its SHA-256."""
    items = "".join(_ingredient(source) for source in metadata.sources)
    kind = COMPOSITE if metadata.is_composite else CAPTURE
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
        ' xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
        f"<xmp:CreatorTool>{escape(metadata.software)}</xmp:CreatorTool>"
        f"<Iptc4xmpExt:DigitalSourceType>{kind}</Iptc4xmpExt:DigitalSourceType>"
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(metadata.description)}</rdf:li></rdf:Alt></dc:description>"
        f"<xmpMM:Ingredients><rdf:Bag>{items}</rdf:Bag></xmpMM:Ingredients>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="r"?>'
    )


def _ingredient(source: Source) -> str:
    part = f"tile {source.tile}" if source.tile else "photo"
    part += ", detail" if source.is_detail else ""
    part += f", frame at {source.time_s:.3f} s" if source.time_s is not None else ""
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<stRef:documentID>sha256:{escape(source.sha256)}</stRef:documentID>"
        f"<stRef:toPart>{escape(part)}</stRef:toPart></rdf:li>"
    )
