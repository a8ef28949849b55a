"""EXIF and XMP of a submitted photo, written anew.

Photos are encoded from pixels, so that EXIF, GPS, serial numbers and all else that their sources
carry are stripped; only words that say what the photo was made of go in.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeCapture"
CAPTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
"""IPTC digital source types: a composite of captured elements, a capture."""

XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\0"


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


def app1_segments(metadata: PhotoMetadata) -> bytes:
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
