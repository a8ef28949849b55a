"""What a file is, told by its first bytes and never by its name.

The name is looked at only where the content says nothing: a ``.jpg`` without a picture in it is
a broken photo to its owner, while a ``.txt`` without one is simply no evidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from evidence_qc.model import Damage, DamageKind, Media

HEAD_BYTES = 4096
"""How much of a file is enough to identify it."""

_PHOTO_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "jpeg": ("jpg", "jpeg", "jpe", "jfif", "mpo", "jps"),
    "mpo": ("jpg", "jpeg", "mpo", "jps"),
    "png": ("png", "apng"),
    "webp": ("webp",),
    "avif": ("avif", "avifs"),
    "heif": ("heic", "heif", "hif", "heics", "heifs"),
    "tiff": ("tif", "tiff"),
    "bmp": ("bmp", "dib"),
    "gif": ("gif",),
    "jp2": ("jp2", "j2k", "jpx", "jpf", "j2c"),
}
_VIDEO_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "mp4": ("mp4", "m4v", "mp4v", "insv"),
    "mov": ("mov", "qt"),
    "3gp": ("3gp", "3gpp", "3g2", "mp4"),
    "mkv": ("mkv",),
    "webm": ("webm", "mkv"),
    "avi": ("avi", "divx"),
    "mpegts": ("ts", "mts", "m2ts", "m2t", "tod", "mpg"),
    "mpegps": ("mpg", "mpeg", "vob", "mod", "m2v", "m1v"),
    "asf": ("wmv", "asf"),
    "flv": ("flv", "f4v"),
    "ogg": ("ogv", "ogg", "ogm"),
    "dv": ("dv", "dif"),
    "h264": ("h264", "264", "avc", "jsv", "26l"),
    "hevc": ("h265", "265", "hevc"),
    "ivf": ("ivf",),
    "mxf": ("mxf",),
    "rm": ("rm", "rmvb"),
}
_UNREADABLE_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "jxl": ("jxl",),
    "raw": ("cr2", "cr3", "nef", "nrw", "arw", "srf", "sr2", "dng", "orf", "rw2", "raf", "pef"),
    "psd": ("psd", "psb"),
    "svg": ("svg", "svgz"),
}

PHOTO_FORMATS = tuple(_PHOTO_EXTENSIONS)
VIDEO_FORMATS = tuple(_VIDEO_EXTENSIONS)
PHOTO_EXTENSIONS = frozenset(e for group in _PHOTO_EXTENSIONS.values() for e in group)
VIDEO_EXTENSIONS = frozenset(e for group in _VIDEO_EXTENSIONS.values() for e in group)
_OTHER_EXTENSIONS = frozenset(e for group in _UNREADABLE_EXTENSIONS.values() for e in group)

_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"}
_GENERIC_IMAGE_BRANDS = {b"mif1", b"msf1", b"mif2", b"miaf"}
_AVIF_BRANDS = {b"avif", b"avis"}
_QUICKTIME_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}


@dataclass(frozen=True, slots=True)
class Identity:
    """What the content says a file is.

    Attributes:
        media: photo, video, or unknown (its content cannot be told or cannot be read here).
        format: ``jpeg``, ``png``, ``heif``, ``mp4`` …; empty when the content says nothing.
        expected_extensions: extensions without dot that fit the content; empty when unknown.
        damage: set where the file is already known to be unreadable.
        is_candidate: False when nothing, not even the name, speaks of a photo or a video.
    """

    media: Media
    format: str = ""
    expected_extensions: tuple[str, ...] = ()
    damage: Damage | None = None
    is_candidate: bool = True


def extension_of(name: str) -> str:
    """Lower-case extension without the dot; empty when there is none."""
    _, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""


def identify(head: bytes, name: str, size_bytes: int) -> Identity:
    """Identify a file by its first bytes.

    Args:
        head: the first ``HEAD_BYTES`` of the file, or all of it.
        name: file name; only its extension is looked at, and only when the content is silent.
        size_bytes: size of the whole file.
    """
    extension = extension_of(name)
    has_media_name = extension in PHOTO_EXTENSIONS or extension in VIDEO_EXTENSIONS
    if size_bytes == 0 or not head:
        return _unknown(DamageKind.EMPTY, "damage.empty", has_media_name)
    found = _sniff(head)
    if found in _PHOTO_EXTENSIONS:
        if found == "tiff" and (extension in _UNREADABLE_EXTENSIONS["raw"] or is_raw_tiff(head)):
            return _unsupported("raw")
        return Identity(Media.PHOTO, found, _PHOTO_EXTENSIONS[found])
    if found in _VIDEO_EXTENSIONS:
        return Identity(Media.VIDEO, found, _VIDEO_EXTENSIONS[found])
    if found in _UNREADABLE_EXTENSIONS:
        return _unsupported(found)
    if not any(head):
        message_id = "damage.zeros-only"
    elif re.match(rb"\s*(<!doctype html|<html|<\?xml)", head[:256], re.IGNORECASE):
        message_id = "damage.web-page"
    else:
        message_id = "damage.not-media"
    return _unknown(
        DamageKind.UNREADABLE, message_id, has_media_name or extension in _OTHER_EXTENSIONS
    )


def _unknown(kind: DamageKind, message_id: str, is_candidate: bool) -> Identity:
    return Identity(Media.UNKNOWN, damage=Damage(kind, message_id, 1.0), is_candidate=is_candidate)


def _unsupported(found: str) -> Identity:
    return Identity(Media.UNKNOWN, found, _UNREADABLE_EXTENSIONS[found], unsupported(found))


def unsupported(found: str) -> Damage:
    """It is whole, for all that is known, and of a kind that is not read here."""
    return Damage(DamageKind.UNSUPPORTED, "damage.unsupported", 1.0, {"kind": f"format.{found}"})


def _sniff(head: bytes) -> str:
    """The format by its magic number; empty when nothing fits."""
    if head.startswith(b"\xff\xd8\xff"):
        return "mpo" if b"MPF\x00" in head else "jpeg"
    for magic, name in (
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF87a", "gif"),
        (b"GIF89a", "gif"),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (b"II+\x00", "tiff"),
        (b"MM\x00+", "tiff"),
        (b"IIRO", "raw"),
        (b"IIU\x00", "raw"),
        (b"FUJIFILMCCD-RAW", "raw"),
        (b"8BPS", "psd"),
        (b"\xff\x0a", "jxl"),
        (b"\x00\x00\x00\x0cJXL ", "jxl"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
        (b"\xff\x4f\xff\x51", "jp2"),
        (b"FLV\x01", "flv"),
        (b"0&\xb2u\x8ef\xcf\x11", "asf"),
        (b"\x00\x00\x01\xba", "mpegps"),
        (b"\x00\x00\x01\xb3", "mpegps"),
        (b"\x1f\x07\x00\x3f", "dv"),
        (b"\x1f\x07\x00\xbf", "dv"),
        (b"DKIF\x00\x00", "ivf"),
        (b"\x06\x0e\x2b\x34\x02\x05\x01\x01", "mxf"),
        (b".RMF\x00\x00\x00", "rm"),
    ):
        if head.startswith(magic):
            return name
    return _sniff_container(head)


def _sniff_container(head: bytes) -> str:
    """RIFF, ISO base media, Matroska, Ogg, BMP, transport and bare streams, SVG."""
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": "avi"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _brand(head)
    if head[4:8] in _QUICKTIME_ATOMS:
        return "mov"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "webm" if b"webm" in head[:64] else "mkv" if b"matroska" in head[:64] else ""
    if head[:4] == b"OggS":
        # Ogg is mostly sound: only a stream with a video codec in its first pages is media here.
        return "ogg" if b"theora" in head or b"fishead" in head or b"OVP80" in head else ""
    if head[:2] == b"BM" and len(head) >= 26 and _is_bmp(head):
        return "bmp"
    for start, packet in ((0, 188), (4, 192)):
        if len(head) > start + 2 * packet and all(
            head[start + k * packet] == 0x47 for k in range(3)
        ):
            return "mpegts"
    if b"<svg" in head[:1024]:
        return "svg"
    return _bare_stream(head)


def _bare_stream(head: bytes) -> str:
    """H.264 or HEVC without a container: a start code, then a unit that opens a stream."""
    start = 4 if head[:4] == b"\0\0\0\1" else 3 if head[:3] == b"\0\0\1" else 0
    if not start or len(head) < start + 2:
        return ""
    first, second = head[start], head[start + 1]
    if (first, second) in {(0x40, 0x01), (0x46, 0x01)}:  # VPS, access unit delimiter
        return "hevc"
    # A parameter set, or a delimiter or message with one behind it.
    opens = first & 0x9F == 7 or (
        first in {6, 9} and any(b"\0\0\1" + bytes([kind]) in head for kind in _PARAMETER_SETS)
    )
    return "h264" if opens else ""


_PARAMETER_SETS = (0x07, 0x27, 0x47, 0x67)


def _brand(head: bytes) -> str:
    """ISO base media by major and compatible brands (ISO/IEC 14496-12, 23008-12; MIAF)."""
    size = int.from_bytes(head[:4], "big")
    major = head[8:12]
    box = head[16 : max(16, min(size, len(head)))]
    brands = {major} | {box[i : i + 4] for i in range(0, len(box) - 3, 4)}
    if major == b"crx ":
        return "raw"
    if major in _AVIF_BRANDS or (major in _GENERIC_IMAGE_BRANDS and brands & _AVIF_BRANDS):
        return "avif"
    if major in _HEIF_BRANDS or major in _GENERIC_IMAGE_BRANDS:
        return "heif"
    if major == b"qt  ":
        return "mov"
    if major[:2] == b"3g":
        return "3gp"
    if major in {b"M4A ", b"M4B ", b"M4P "}:
        return ""
    return "mp4"


def _is_bmp(head: bytes) -> bool:
    """``BM`` alone opens many texts: the header size must be one that exists."""
    return int.from_bytes(head[14:18], "little") in {12, 16, 40, 52, 56, 64, 108, 124}


def is_raw_tiff(data: bytes) -> bool:
    """Is a TIFF a camera's raw file, of which readers of TIFF see the small preview only?

    Canon says so near the start; others by a tag of their own, or by what the pixels mean
    (DNG 1.7, TIFF/EP); ``data`` is the file or its head.
    """
    if data[8:10] == b"CR":
        return True
    order: Literal["little", "big"] = "little" if data[:2] == b"II" else "big"
    start = int.from_bytes(data[4:8], order)
    count = int.from_bytes(data[start : start + 2], order)
    for at in range(start + 2, start + 2 + 12 * min(count, 512), 12):
        entry = data[at : at + 12]
        if len(entry) < 12:
            return False
        tag = int.from_bytes(entry[:2], order)
        value = int.from_bytes(entry[8:10], order)
        if tag in _RAW_TAGS or (tag == 0x0106 and value in _RAW_PHOTOMETRIC):
            return True
    return False


_RAW_TAGS = {0xC612, 0x9216, 0x828D, 0x828E}
"""DNGVersion; TIFF/EP standard; the size and the pattern of a sensor's colour filter."""
_RAW_PHOTOMETRIC = {32803, 34892}
