"""Content decides what a file is; the name only whether nonsense is worth a word."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.media.formats.identify import HEAD_BYTES, identify
from evidence_qc.model import DamageKind, Media
from tests.media.encoded import corner_marked, encode


@pytest.mark.parametrize(
    "format", ["jpeg", "png", "webp", "avif", "heif", "tiff", "bmp", "gif", "jp2"]
)
def test_photos_are_told_by_content(format: str) -> None:
    """A wrong name changes nothing."""
    name = "jpeg2000" if format == "jp2" else format
    data = encode(corner_marked(32, 24), name)
    identity = identify(data[:HEAD_BYTES], "x.mp4", len(data))

    assert (identity.media, identity.format) == (Media.PHOTO, format)
    assert identity.damage is None


@pytest.mark.parametrize(
    ("head", "format"),
    [
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "mp4"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00mp41avc1", "mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "mov"),
        (b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat", "mov"),
        (b"\x00\x00\x00\x18ftyp3gp5\x00\x00\x00\x003gp5isom", "3gp"),
        (b"\x1aE\xdf\xa3\x93\x42\x82\x88matroska", "mkv"),
        (b"\x1aE\xdf\xa3\x93\x42\x82\x84webm", "webm"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "avi"),
        ((b"G" + bytes(187)) * 4, "mpegts"),
        (b"\x00\x00\x01\xba\x44\x00", "mpegps"),
        (b"0&\xb2u\x8ef\xcf\x11\xa6\xd9", "asf"),
        (b"\x1f\x07\x00\xbf" + bytes(76), "dv"),
        (b"\0\0\0\1\x67\x64\0\x0d\xac", "h264"),
        (b"\0\0\0\1\x06\5\xff\xff" + b"x" * 600 + b"\0\0\0\1\x67\x64", "h264"),
        (b"\0\0\0\1\x09\xf0\0\0\0\1\x67\x64", "h264"),
        (b"\0\0\0\1\x40\1\x0c\1\xff", "hevc"),
        (b"DKIF\0\0\x20\0VP80", "ivf"),
    ],
)
def test_videos_are_told_by_content(head: bytes, format: str) -> None:
    """Containers are told by their magic numbers and brands."""
    identity = identify(head, "x.jpg", 10_000)

    assert (identity.media, identity.format) == (Media.VIDEO, format)
    assert "jpg" not in identity.expected_extensions


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\xff\x0a\x01\x02", "x.jxl"),
        (b"8BPS\x00\x01", "x.psd"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "x.cr2"),
        (b"II*\x00\x08\x00\x00\x00", "x.dng"),
    ],
)
def test_pictures_that_cannot_be_read_say_what_they_are(head: bytes, name: str) -> None:
    """The owner is told to export them, instead of being told they are broken."""
    identity = identify(head, name, 5_000_000)

    assert identity.media is Media.UNKNOWN
    assert identity.damage is not None
    assert "export" in identity.damage.message


def test_sound_is_not_media() -> None:
    """Audio shares containers with video but is no evidence to look at."""
    for head in (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00", b"RIFF\x00\x00\x00\x00WAVEfmt "):
        identity = identify(head, "x.m4a", 5_000)

        assert identity.media is Media.UNKNOWN
        assert not identity.is_candidate


def test_zeros_are_an_interrupted_copy() -> None:
    """A file of zeros was made long before its content arrived."""
    damage = identify(bytes(4096), "x.jpg", 1_000_000).damage

    assert damage is not None
    assert damage.kind is DamageKind.UNREADABLE
    assert "zeros" in damage.message


@given(st.binary(max_size=64), st.text(max_size=12))
def test_any_bytes_get_an_answer(head: bytes, name: str) -> None:
    """Never an exception; what is not media always says why."""
    identity = identify(head, name, len(head))

    assert (identity.media is Media.UNKNOWN) == (identity.damage is not None)


def dng(order: str, tag: int = 0xC612, value: bytes = b"\1\4\0\0") -> bytes:
    """A TIFF of one entry: what a DNG says of its version, unless told otherwise."""
    code = "<" if order == "II" else ">"
    head = order.encode() + struct.pack(code + "HI", 42, 8)
    return head + struct.pack(code + "HHHI", 1, tag, 1, 4) + value + bytes(4)


@pytest.mark.parametrize("name", ["a.tif", "a.jpg", "a.dng"])
@pytest.mark.parametrize("order", ["II", "MM"])
def test_a_raw_file_is_one_under_any_name(name: str, order: str) -> None:
    """Readers of TIFF see its small preview only, so it is told and not judged."""
    found = identify(dng(order), name, 1000)

    assert found.damage is not None
    assert "raw" in found.damage.message
    assert identify(dng(order, tag=0x0100), "a.tif", 1000).format == "tiff"


@pytest.mark.parametrize("code", [b"\0\0\1", b"\0\0\0\1"])
@pytest.mark.parametrize(
    ("unit", "format"), [(b"\x40\1\x0c", "hevc"), (b"\x67\x64\0", "h264"), (b"\x41\x9a\0", "")]
)
def test_a_bare_stream_is_known_by_its_first_two_bytes(
    code: bytes, unit: bytes, format: str
) -> None:
    """Cut off before them it is nothing known."""
    whole = code + unit
    told = [identify(whole[:size], "x", size).format for size in range(1, len(whole) + 1)]

    assert told[-1] == told[-2]
    assert (told[-1] if format else "") == format
    assert not {"hevc", "h264"} & set(told[:-2])
