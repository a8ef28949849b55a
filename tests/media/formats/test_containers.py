"""What codes the picture is looked at, and nothing else."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.formats.coded_files import read_coded
from evidence_qc.media.formats.containers import container_damage
from evidence_qc.media.photo.decode import read_planes
from evidence_qc.model import DamageKind
from tests.media.encoded import corner_marked, encode

RGB = corner_marked(320, 240)


def exif_with_zeros(size: int) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x927C] = bytes(size)
    return exif.tobytes()


@pytest.mark.parametrize("format", ["heif", "avif", "webp", "png"])
@pytest.mark.parametrize("size", [600, 1100, 9000])
def test_zeros_in_metadata_are_no_hole(format: str, size: int) -> None:
    """Maker notes are full of them."""
    assert read_planes(encode(RGB, format, exif=exif_with_zeros(size)), format).damage == ()


@pytest.mark.parametrize("format", ["heif", "avif", "webp", "png"])
@pytest.mark.parametrize(
    "behind", [b"\n", b"\0" * 40, b"v2_f30".ljust(40) + b"LIVE_2345678".ljust(20), b"\xff" * 999]
)
def test_bytes_behind_the_end_are_no_damage(format: str, behind: bytes) -> None:
    """Motion photos keep their video and its mark there."""
    assert read_planes(encode(RGB, format) + behind, format).damage == ()


@pytest.mark.parametrize("format", ["heif", "avif", "webp", "png", "tiff", "bmp"])
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_file_that_breaks_off_is_damaged(format: str, kept: float) -> None:
    """In every format, with how much is missing."""
    data = encode(RGB, format)
    damage = read_planes(data[: int(kept * len(data))], format).damage

    assert damage[0].kind in {DamageKind.TRUNCATED, DamageKind.CORRUPT, DamageKind.UNREADABLE}


@pytest.mark.parametrize("format", ["heif", "avif", "webp"])
def test_zeros_where_the_picture_should_be_are_damage(format: str) -> None:
    """A download that was given its whole length first."""
    rgb = np.random.default_rng(1).integers(0, 256, (240, 320, 3), dtype=np.uint8)
    data = encode(rgb, format)
    kept = len(data) * 2 // 3

    assert read_planes(data[:kept] + bytes(len(data) - kept), format).damage


def test_transparency_may_be_one_value_throughout() -> None:
    """A WebP's plane of transparency is coded apart from its picture."""
    alpha = np.zeros((1200, 1600), np.uint8)
    alpha[::7, ::5] = 255
    image = Image.fromarray(np.dstack([corner_marked(1600, 1200), alpha]), "RGBA")
    out = io.BytesIO()
    image.save(out, "WEBP", quality=60, alpha_quality=100)

    assert read_planes(out.getvalue(), "webp").damage == ()


@pytest.mark.parametrize("mode", ["1", "P", "L", "RGB"])
@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "packbits"])
def test_a_picture_that_is_black_below_is_no_damage(mode: str, compression: str) -> None:
    """Zeros are black, and black is seen."""
    rgb = corner_marked(640, 480)
    rgb[240:] = 0
    out = io.BytesIO()
    Image.fromarray(rgb).convert(mode).save(out, "TIFF", compression=compression)

    assert read_planes(out.getvalue(), "tiff").damage == ()


def png_chunk(kind: bytes, body: bytes, crc: int | None = None) -> bytes:
    stated = zlib.crc32(kind + body) if crc is None else crc
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", stated)


@pytest.mark.parametrize("position", ["before", "behind"])
def test_a_wrong_checksum_of_a_note_is_no_damage(position: str) -> None:
    """No pixel depends on it; one in the picture's own chunks is damage."""
    data = encode(RGB, "png")
    note = png_chunk(b"tEXt", b"Comment\0hello", crc=0)
    at = 33 if position == "before" else data.index(b"IEND") - 4
    noted = read_planes(data[:at] + note + data[at:], "png")
    idat = data.index(b"IDAT")
    wrong = bytearray(data)
    wrong[idat + 40] ^= 1

    assert noted.damage == ()
    assert noted.planes is not None
    assert read_planes(bytes(wrong), "png").damage


@pytest.mark.parametrize("end", [b"", b"\0\0\0\0IEND\xae\x42", bytes(12), bytes(500)])
def test_a_png_that_lacks_its_end_mark_alone_is_whole(end: bytes) -> None:
    """Every viewer shows all of it; one that lacks a byte of its picture is damaged."""
    data = encode(RGB, "png")
    picture = data[: data.index(b"IEND") - 4]
    note = png_chunk(b"tEXt", b"Comment\0" + bytes(500), crc=0)
    whole = read_planes(picture + end, "png")

    assert whole.damage == ()
    assert whole.planes is not None
    assert read_planes(picture + note[:-200], "png").damage == ()
    assert read_planes(picture[:-5] + end, "png").damage


@pytest.mark.parametrize("no_jp2", [True, False])
def test_a_jpeg_2000_is_whole_with_and_without_boxes(no_jp2: bool) -> None:
    """A codestream alone is a file too; one that breaks off is damaged."""
    out = io.BytesIO()
    Image.fromarray(RGB).save(out, "JPEG2000", no_jp2=no_jp2)
    data = out.getvalue()

    assert read_planes(data, "jp2").damage == ()
    assert read_planes(data[: len(data) // 2], "jp2").damage


def test_a_sequence_is_no_damaged_picture() -> None:
    """A moving AVIF is decoded from its track, not from its still item."""
    frames = [Image.fromarray(np.roll(RGB, 9 * n, axis=1)) for n in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "AVIF", save_all=True, append_images=frames[1:], speed=9)

    assert read_planes(out.getvalue(), "avif").damage == ()


def test_zeros_of_a_picture_that_is_not_coded_are_black() -> None:
    """A HEIF may hold its pixels as they are; the item's type says so."""
    black = np.zeros((240, 320, 3), np.uint8)
    data = encode(black, "heif").replace(b"hvc1", b"unci")
    coded = read_coded(data, "heif")

    assert coded is not None
    assert coded.codec == b"unci"
    (start, end), *_ = coded.pieces
    assert container_damage(data[:start] + bytes(end - start) + data[end:], "heif", coded) is None


def test_a_suspicion_is_never_more_than_one() -> None:
    """Rows that do not fit, in a TIFF that the usual reader refuses: never called lost."""
    rgb = np.full((300, 400, 3), 200, np.uint8)
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "TIFF")
    data = bytearray(out.getvalue())
    middle = len(data) // 2
    data[middle : middle + 4096] = bytes(4096)
    suspected = read_planes(bytes(data), "tiff").damage
    photometric = data.index(struct.pack("<HHI", 262, 3, 1)) + 8
    data[photometric] = 77

    assert [each.lost_ratio for each in suspected] in ([], [0.0])
    for each in read_planes(bytes(data), "tiff").damage:
        refused = {DamageKind.UNREADABLE, DamageKind.UNSUPPORTED}
        assert each.kind in refused or each.lost_ratio == 0.0


@pytest.mark.parametrize("behind", [b"", bytes(4096), b"note"])
@pytest.mark.parametrize("frames", [1, 3])
def test_what_stands_behind_a_gif_is_no_part_of_it(behind: bytes, frames: int) -> None:
    """Zeros behind the trailer fill up a sector; zeros instead of it are a copy that broke off."""
    out = io.BytesIO()
    pictures = [Image.fromarray(np.full((40, 60, 3), 60 * n, np.uint8)) for n in range(1, 4)]
    pictures[0].save(out, "GIF", save_all=frames > 1, append_images=pictures[1:frames])
    data = out.getvalue()

    assert container_damage(data + behind, "gif") is None
    assert container_damage(data[: len(data) * 2 // 3] + bytes(200), "gif") is not None


def test_a_bitmap_of_one_pixel_is_whole() -> None:
    """With the short header of OS/2 it has 30 bytes in all."""
    head = struct.pack("<IHHHH", 12, 1, 1, 1, 24)
    data = b"BM" + struct.pack("<IHHI", 30, 0, 0, 26) + head + b"\0\0\xff\0"

    assert len(data) == 30
    assert container_damage(data, "bmp") is None
    assert [each for each in read_planes(data, "bmp").damage if each.lost_ratio] == []


def test_a_gif_may_break_off_at_any_byte() -> None:
    """Everywhere it has an answer; zeros where its end should be are called so."""
    out = io.BytesIO()
    Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16)).save(out, "GIF")
    data = out.getvalue()
    for size in range(14, len(data)):
        cut = container_damage(data[:size], "gif")
        told = b"\x3b" in data[size - 16 : size]  # as a trailer that a few bytes follow
        assert (cut is None) is told, size
    for zeros in (64, 200):
        filled = container_damage(data[: len(data) // 2] + bytes(zeros), "gif")
        assert filled is not None
        assert filled.message_id == "damage.zeros"
        broken = container_damage(data[: len(data) // 2] + b"\1" * zeros, "gif")
        assert broken is not None
        assert broken.message_id == "damage.cut-off"


@pytest.mark.parametrize("kind", [b"meta", b"mdat", b"moov", b"free"])
def test_a_heif_of_unknown_items_is_cut_where_a_box_of_the_picture_breaks_off(kind: bytes) -> None:
    """Whole it is let pass; so is a box of something else that breaks off."""
    whole = b"\0\0\0\x10ftypheic" + bytes(4) + struct.pack(">I4s", 28, kind) + bytes(20)
    damage = container_damage(whole[:-1], "heif")

    assert container_damage(whole, "heif") is None
    assert (damage is not None) is (kind != b"free")


@pytest.mark.parametrize("before", [0, 1, 2, 3, 4, 5, 9])
def test_chunks_of_a_webp_are_padded_to_two_bytes(before: int) -> None:
    """Whatever stands before the picture, however long: it is found where it is."""
    picture = b"VP8 " + struct.pack("<I", 6) + b"abcdef"
    other = b"EXIF" + struct.pack("<I", before) + bytes(before + before % 2)
    data = b"RIFF" + bytes(4) + b"WEBP" + other + picture
    coded = read_coded(data, "webp")

    assert coded is not None
    assert coded.pieces == ((len(data) - 6, len(data)),)
