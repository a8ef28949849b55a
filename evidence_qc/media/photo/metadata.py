"""What the camera or an editor wrote into a photo: when, with what, and what to keep private."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evidence_qc.media.formats.exif import Exif, read_exif
from evidence_qc.media.formats.jpeg_header import JpegHeader
from evidence_qc.media.photo.dates import moment_of
from evidence_qc.media.photo.messengers import is_coded_by_messenger
from evidence_qc.media.photo.screenshots import names_a_screenshot
from evidence_qc.model import CaptureMetadata

_MAKE, _MODEL, _SOFTWARE, _DATE_TIME, _ARTIST = 0x010F, 0x0110, 0x0131, 0x0132, 0x013B
_EXPOSURE_TIME, _ISO, _COMMENT, _COPYRIGHT = 0x829A, 0x8827, 0x9286, 0x8298
_TAKEN, _DIGITISED = 0x9003, 0x9004
_OFFSET, _OFFSET_TAKEN, _OFFSET_DIGITISED = 0x9010, 0x9011, 0x9012
_OWNER, _BODY_SERIAL, _LENS_SERIAL, _XP_AUTHOR = 0xA430, 0xA431, 0xA435, 0x9C9D

_EDITORS = re.compile(
    r"photoshop|lightroom|gimp|snapseed|picsart|facetune|meitu|affinity|pixelmator|paint\.net"
    r"|canva|vsco|capture one|darktable|rawtherapee|acdsee|picasa|luminar|photoscape|polarr"
    r"|photopea|remini|faceapp|beautyplus|b612|airbrush|fotor|befunky|inkscape|corel|paintshop"
    r"|stable diffusion|midjourney|dall|firefly|pixlr|krita|procreate|photodirector|ps express",
    re.IGNORECASE,
)
_XMP_TOOL = re.compile(rb'(?:xmp|xap):CreatorTool(?:="([^"]{1,200})"|>([^<]{1,200})<)')
_XMP_DATE = re.compile(
    rb'(?:exif:DateTimeOriginal|photoshop:DateCreated|xmp:CreateDate)(?:="|>)([^"<]{10,60})'
)
_XMP_PERSON = re.compile(
    rb"(?:dc:creator|photoshop:AuthorsPosition|aux:SerialNumber|aux:OwnerName)"
)
_XMP_LOCATION = re.compile(rb"exif:GPSLatitude|Iptc4xmpCore:Location|photoshop:City")


@dataclass(frozen=True, slots=True)
class Texts:
    """The format and its own text fields (PNG tEXt/iTXt, keyword → text)."""

    format: str
    fields: Mapping[str, str] = field(default_factory=dict)


def capture_metadata(exif: Exif, xmp: bytes | None, texts: Texts) -> CaptureMetadata:
    """Gather what is known; malformed or absent parts stay None or False."""
    xmp = xmp or b""
    tool = _XMP_TOOL.search(xmp)
    creator = _plain(tool.group(1) or tool.group(2)) if tool else None
    software = exif.text(_SOFTWARE) or creator or texts.fields.get("Software") or None
    comment = _comment(exif) or texts.fields.get("Comment") or ""
    make, model = exif.text(_MAKE), exif.text(_MODEL)
    hints = " ".join(filter(None, (comment, software, texts.fields.get("Description"))))
    editing = " ".join(filter(None, (software, creator)))
    return CaptureMetadata(
        captured_at=_captured_at(exif) or _xmp_date(xmp),
        camera_make=make,
        camera_model=model,
        software=software,
        exposure_time_s=_positive(exif.number(_EXPOSURE_TIME)),
        iso_speed=_iso(exif),
        has_location=(0x0002 in exif.gps and 0x0004 in exif.gps) or bool(_XMP_LOCATION.search(xmp)),
        has_personal=any(
            exif.text(tag)
            for tag in (_ARTIST, _COPYRIGHT, _OWNER, _BODY_SERIAL, _LENS_SERIAL, _XP_AUTHOR)
        )
        or bool(_XMP_PERSON.search(xmp)),
        is_screenshot=names_a_screenshot(hints) and exif.number(_EXPOSURE_TIME) is None,
        is_edited=bool(_EDITORS.search(editing)) or b'stEvt:action="edited"' in xmp,
    )


def jpeg_metadata(header: JpegHeader, exif: Exif | None = None) -> CaptureMetadata:
    """What stands in a JPEG's segments, and who seems to have saved it.

    ``exif`` is that of the header, where it was read before.
    """
    found = capture_metadata(exif or read_exif(header.exif), header.xmp, Texts("jpeg"))
    is_copy = found.camera_make is None and is_coded_by_messenger(header)
    return replace(found, is_messenger_copy=is_copy)


def companions(paths: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Live Photos: a still and a short clip of the same name in the same folder.

    Args:
        paths: (path, format) of every file.

    Returns:
        path → path of its other half, both ways.
    """
    stills: dict[str, str] = {}
    clips: dict[str, str] = {}
    for path, format in paths:
        stem = path.rpartition(".")[0]
        if format in {"heif", "jpeg", "mpo"}:
            stills.setdefault(stem, path)
        elif format == "mov":
            clips.setdefault(stem, path)
    pairs = {stills[stem]: clip for stem, clip in clips.items() if stem in stills}
    return pairs | {clip: still for still, clip in pairs.items()}


def _captured_at(exif: Exif) -> str | None:
    """ISO 8601 of the moment of capture, with the offset where the camera knew it."""
    for date, offset in (
        (_TAKEN, _OFFSET_TAKEN),
        (_DIGITISED, _OFFSET_DIGITISED),
        (_DATE_TIME, _OFFSET),
    ):
        if moment := moment_of(exif.text(date), exif.text(offset)):
            return moment
    return None


def _xmp_date(xmp: bytes) -> str | None:
    dates = (found.group(1).decode("utf-8", "replace") for found in _XMP_DATE.finditer(xmp))
    return next(filter(None, map(moment_of, dates)), None)


def _comment(exif: Exif) -> str:
    """UserComment without its eight-byte character code."""
    value = exif.tags.get(_COMMENT)
    if not isinstance(value, bytes):
        return value if isinstance(value, str) else ""
    body = (
        value[8:] if value[:5] in {b"ASCII", b"UNICO", b"JIS\0\0"} or not any(value[:8]) else value
    )
    if value.startswith(b"UNICODE"):
        return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", "replace").strip(
            "\0 "
        )
    return body.decode("utf-8", "replace").strip("\0 ")


def _iso(exif: Exif) -> int | None:
    value = exif.number(_ISO)
    return int(value) if value is not None and 0 < value < 10_000_000 else None


def _positive(value: float | None) -> float | None:
    return value if value is not None and value > 0 else None


def _plain(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").strip()
