"""A JPEG that every viewer shows whole is whole, whatever libjpeg says; a damaged one is not."""

from __future__ import annotations

import io
import re
import struct

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.photo.decode import read_planes, read_rgb
from evidence_qc.media.photo.jpeg_whole import _first_complained, _is_padded
from tests.media.encoded import corner_marked, encode, exif_bytes

RGB = corner_marked(320, 240)
PLAIN = encode(RGB, "jpeg", quality=90)
WITH_RESTARTS = encode(RGB, "jpeg", quality=90, restart_marker_blocks=10)


def clip(size: int = 6000) -> bytes:
    """A motion photo's video, as a telephone appends it: boxes, zeros, code."""
    code = np.random.default_rng(2).integers(0, 256, size, dtype=np.uint8).tobytes()
    free = struct.pack(">I", 1008) + b"free" + bytes(1000)
    head = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
    return head + free + struct.pack(">I", 8 + size) + b"mdat" + code


def with_segment(data: bytes, marker: int, body: bytes) -> bytes:
    return data[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + data[2:]


def stray(data: bytes, marker: bytes, junk: bytes, nth: int = 0) -> bytes:
    """Bytes before the nth marker of this kind behind the start of the scan."""
    at = data.index(b"\xff\xda")
    for _ in range(nth + 1):
        at = data.index(marker, at + 2)
    return data[:at] + junk + data[at:]


def padded(data: bytes) -> bytes:
    """One byte of ones more at the end of every interval, as webcams write it."""
    at = data.index(b"\xff\xda")
    return data[:at] + re.sub(rb"(?=\xff[\xd0-\xd7])", b"\xff\x00", data[at:])


WHOLE = {
    "ones before every restart marker": padded(WITH_RESTARTS),
    "bytes between the segments": PLAIN[:20] + b"\0\1\2\3\4\5\6" + PLAIN[20:],
    "one byte between the segments": PLAIN[:20] + b"\x77" + PLAIN[20:],
    "an empty ICC chunk": with_segment(PLAIN, 0xE2, b"ICC_PROFILE\0\1\1"),
    "an ICC chunk without its number": with_segment(PLAIN, 0xE2, b"ICC_PROFILE\0\0\0abc"),
    "a strange JFIF revision": PLAIN.replace(b"JFIF\0\1", b"JFIF\0\x96", 1),
    "an unknown Adobe transform": with_segment(PLAIN, 0xEE, b"Adobe\0\x64\0\0\0\0\2"),
    "no end mark": PLAIN[:-2],
    "half an end mark": PLAIN[:-1],
    "no end mark, zeros behind": PLAIN[:-2] + bytes(4096),
    "a video for an end mark": PLAIN[:-2] + clip(),
    "a video behind the end mark": PLAIN + clip(),
    "another picture for an end mark": PLAIN[:-2] + PLAIN,
    "zeros before a restart marker": stray(WITH_RESTARTS, b"\xff\xd1", bytes(10)),
    "fives before a restart marker": stray(WITH_RESTARTS, b"\xff\xd1", bytes([5] * 10)),
    "one byte before a later marker": stray(WITH_RESTARTS, b"\xff\xd2", b"\x31", nth=2),
    "bytes before two markers": stray(
        stray(WITH_RESTARTS, b"\xff\xd4", b"abc"), b"\xff\xd1", b"\1\2\3\4"
    ),
    "bytes before the end mark": PLAIN[:-2] + b"\x11\x22\x33" + PLAIN[-2:],
}


@pytest.mark.parametrize("name", WHOLE)
def test_what_every_viewer_shows_is_whole(name: str) -> None:
    """No complaint, and the same pixels to the last bit."""
    original = WITH_RESTARTS if "marker" in name else PLAIN
    photo = read_planes(WHOLE[name], "jpeg")

    assert photo.damage == ()
    assert photo.planes is not None
    expected = read_planes(original, "jpeg").planes
    assert expected is not None
    assert np.array_equal(photo.planes.fine, expected.fine)
    assert np.array_equal(read_rgb(WHOLE[name], "jpeg"), read_rgb(original, "jpeg"))


@pytest.mark.parametrize("zeros", [300, 1100, 60_000])
def test_zeros_in_a_maker_note_are_no_hole(zeros: int) -> None:
    """Cameras leave room there."""
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x927C] = bytes(zeros)

    assert read_planes(encode(RGB, "jpeg", exif=exif.tobytes()), "jpeg").damage == ()


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
@pytest.mark.parametrize("end", [b"", b"\xff\xd9", clip()])
def test_a_picture_that_breaks_off_is_damaged(kept: float, end: bytes) -> None:
    """Whatever stands where the rest should be."""
    assert read_planes(PLAIN[: int(kept * len(PLAIN))] + end, "jpeg").damage


@pytest.mark.parametrize("original", [WITH_RESTARTS, padded(WITH_RESTARTS)])
def test_code_that_was_overwritten_is_no_stray_byte(original: bytes) -> None:
    """Wrong bits inside an interval leave bytes before the next marker too."""
    start = original.index(b"\xff\xd0") + 2
    end = original.index(b"\xff\xd1", start)
    rng = np.random.default_rng(4)
    found = 0
    for _ in range(20):
        data = bytearray(original)
        at = int(rng.integers(start, end - 40))
        data[at : at + 20] = bytes(rng.integers(0, 255, 20, dtype=np.uint8))
        found += bool(read_planes(bytes(data), "jpeg").damage)

    assert found >= 14


@pytest.mark.parametrize("progressive", [False, True])
def test_unusual_sampling_is_read_by_another_decoder(*, progressive: bool) -> None:
    """A third of the chroma's columns: libjpeg-turbo's own interface does not know it.

    Progressive files hold the codes of most coefficients behind their first scan.
    """
    flat = np.full((8, 8, 3), 90, np.uint8)
    data = bytearray(encode(flat, "jpeg", subsampling=0, progressive=progressive))
    frame = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    data[frame + 11] = 0x31  # luma: three blocks across, one down
    whole = read_planes(bytes(data), "jpeg")

    assert whole.decoder in {"pillow", "ffmpeg"}
    assert whole.planes is not None


def test_who_decoded_is_told() -> None:
    """For each of the usual formats."""
    assert read_planes(PLAIN, "jpeg").decoder == "libjpeg-turbo"
    assert read_planes(encode(RGB, "png"), "png").decoder == "pillow"
    assert read_planes(encode(RGB, "heif"), "heif").decoder == "libheif"


@pytest.mark.parametrize("is_marked", [True, False])
@pytest.mark.parametrize("is_inverted", [True, False])
def test_four_inks_are_never_a_negative(is_marked: bool, is_inverted: bool) -> None:
    """With Adobe's mark or without, inverted or not: a bright photo stays bright."""
    bright = np.full((64, 64, 3), (230, 200, 180), np.uint8)
    inks = Image.fromarray(bright).convert("CMYK")
    if not is_inverted:
        if is_marked:
            pytest.skip("Adobe's mark means inverted inks")
        inks = Image.fromarray(255 - np.asarray(inks), "CMYK")
    out = io.BytesIO()
    inks.save(out, "JPEG", quality=95)
    data = out.getvalue()
    if not is_marked:
        at = data.index(b"\xff\xee")
        data = data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]

    assert np.abs(read_rgb(data, "jpeg").astype(int).mean(axis=(0, 1)) - bright[0, 0]).max() < 12


def test_metadata_survives_a_mended_header() -> None:
    """Orientation and date are read although bytes stand between the segments."""
    data = encode(RGB, "jpeg", exif=exif_bytes(t274=6, t306="2024:05:14 10:11:12"))
    at = data.index(b"\xff\xdb")
    photo = read_planes(data[:at] + b"\1\2\3" + data[at:], "jpeg")

    assert photo.damage == ()
    assert photo.orientation == 6
    assert photo.metadata.captured_at == "2024-05-14T10:11:12"


@pytest.mark.parametrize("start", [b"\xff\xdb", b"\xff\xc0"])
def test_a_jpeg_without_its_tables_is_not_read_by_others(start: bytes) -> None:
    """Decoders of video make do with tables of their own; the picture would be another."""
    at, scan = PLAIN.index(start) + 19, PLAIN.index(b"\xff\xda")
    data = PLAIN[:at] + bytes(scan + 8 - at) + PLAIN[scan + 8 :]

    assert read_planes(data, "jpeg").planes is None
    assert read_planes(data, "jpeg").damage


def test_a_progressive_file_of_very_many_passes_is_not_decoded() -> None:
    """Each pass costs as much as a picture."""
    data = encode(RGB, "jpeg", progressive=True)
    last = data.rindex(b"\xff\xda")
    photo = read_planes(data[:-2] + data[last:-2] * 400 + data[-2:], "jpeg")

    assert photo.planes is None
    assert photo.damage


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_the_first_marker_that_is_complained_of_is_found(count: int) -> None:
    """Whichever it is, the last one too; of none, none."""
    data = b"head" + b"".join(bytes([n, 7, 0xFF, 0xD0]) for n in range(count))
    for bad in range(count):

        def complaint(part: bytes, bad: int = bad) -> str:
            is_bad = part.count(b"\xff\xd0") > bad
            return "corrupt: 2 extraneous bytes before marker 0xd0" if is_bad else ""

        assert _first_complained(data, 4, b"\xff\xd0", complaint) == 4 + 4 * bad + 2
    assert _first_complained(data, len(data), b"\xff\xd0", lambda part: "") is None


def test_a_byte_of_ones_that_nothing_reads_is_padding() -> None:
    """All of its bits may be turned: an encoder fills up with ones."""
    pixels = np.zeros((2, 2), np.uint8)

    assert _is_padded(b"code\xff\x00", 6, pixels, lambda data: pixels)
    assert _is_padded(b"code\x7f", 5, pixels, lambda data: pixels) is False
