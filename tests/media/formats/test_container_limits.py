"""Containers by hand, at the byte: what is whole is never called cut."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.formats.containers import container_damage, png_without_faulty_notes
from evidence_qc.media.formats.other_decoders import _ppm
from evidence_qc.media.formats.pillow import open_image, pillow_pixels
from evidence_qc.model import DamageKind
from tests.pictures import scene


def chunk(kind: bytes, body: bytes = b"", *, is_right: bool = True) -> bytes:
    crc = zlib.crc32(kind + body) ^ (0 if is_right else 1)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


PNG = b"\x89PNG\r\n\x1a\n"


def test_a_png_is_cut_wherever_its_end_mark_is_not_whole() -> None:
    """Byte by byte: the end mark alone makes it whole, whatever follows."""
    data = PNG + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"\xff" * 80) + chunk(b"IEND")

    assert container_damage(data, "png") is None
    assert container_damage(data + b"more", "png") is None
    for size in range(9, len(data)):
        found = container_damage(data[:size], "png")
        assert found is not None, size
        assert found.kind is DamageKind.TRUNCATED
        assert found.lost_ratio is not None
        assert 0 < found.lost_ratio <= 1


@pytest.mark.parametrize("kind", [b"IDAT", b"PLTE", b"IHDR"])
def test_a_wrong_checksum_counts_where_pixels_depend_on_it(kind: bytes) -> None:
    """A critical chunk; of a note it is let pass, and left out for decoders that mind."""
    broken = PNG + chunk(kind, b"\xff" * 99, is_right=False) + chunk(b"IEND")
    note = PNG + chunk(b"tEXt", b"\xff" * 99, is_right=False) + chunk(b"IEND")

    assert container_damage(broken, "png") is not None
    assert container_damage(note, "png") is None
    assert png_without_faulty_notes(note) == PNG + chunk(b"IEND")
    assert png_without_faulty_notes(broken) is broken
    right = PNG + chunk(b"tEXt", b"a") + chunk(b"IDAT", b"b") + chunk(b"IEND") + b"tail"
    assert png_without_faulty_notes(right) is right
    both = PNG + chunk(b"tEXt", b"a", is_right=False) + right[8:]
    assert png_without_faulty_notes(both) == right


def bmp(width: int, height: int, bits: int) -> bytes:
    """Uncompressed, with a header of 40 bytes."""
    rows = (width * bits + 31) // 32 * 4 * abs(height)
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + rows, 0, 0, 54) + head + b"\x7f" * rows


@pytest.mark.parametrize(
    ("width", "height", "bits"),
    [(1, 1, 24), (3, 2, 24), (5, -4, 8), (33, 2, 1), (32, 2, 1), (7, 1, 4)],
)  # fmt: skip
def test_a_bmp_needs_its_rows_padded_to_four_bytes(width: int, height: int, bits: int) -> None:
    """To the byte, upside down too; what is compressed has no known length."""
    data = bmp(width, height, bits)

    assert container_damage(data, "bmp") is None
    found = container_damage(data[:-1], "bmp")
    assert found is not None
    assert found.lost_ratio == pytest.approx(1 / len(data), abs=1e-4)
    packed = data[:30] + b"\1" + data[31:]
    assert container_damage(packed[:-1], "bmp") is None
    assert container_damage(data[:53], "bmp") is not None


def tile_part(length: int | None = None, body: bytes = b"\x11" * 20) -> bytes:
    length = 14 + len(body) if length is None else length
    return b"\xff\x90\0\x0a\0\0" + struct.pack(">I", length) + b"\0\1\xff\x93" + body


def test_a_jpeg_2000_tells_how_long_each_part_is() -> None:
    """Parts one behind the other; the last one breaks off, or says that it runs to the end."""
    head = b"\xff\x4f\xff\x51\0\x29" + bytes(39)
    whole = head + tile_part() + tile_part() + b"\xff\xd9"

    assert container_damage(whole, "jp2") is None
    assert container_damage(whole[:-2], "jp2") is None
    assert container_damage(whole[:-3], "jp2") is not None
    assert container_damage(whole[: len(head) + 33], "jp2") is not None
    assert container_damage(head + tile_part(0)[:-9], "jp2") is None
    assert container_damage(head + tile_part(14, b""), "jp2") is None


def test_a_ppm_has_three_bytes_a_pixel() -> None:
    """Neither more nor fewer, of any shape."""
    for width, height in ((1, 1), (2, 3), (5, 2)):
        body = bytes(range(3 * width * height))
        data = b"P6\n%d %d\n255\n" % (width, height) + body
        pixels = _ppm(data)

        assert pixels is not None
        assert pixels.shape == (height, width, 3)
        assert pixels.tobytes() == body
        assert _ppm(data[:-1]) is None
        assert _ppm(data + b"\0") is None
        assert _ppm(data.replace(b"255", b"254")) is None


@pytest.mark.parametrize(
    ("mode", "channels"), [("L", 1), ("RGB", 3), ("P", 3), ("1", 1), ("LA", 4), ("RGBA", 4)]
)
def test_each_mode_gives_its_channels(mode: str, channels: int) -> None:
    """Grey stays grey, transparency stays, and a colour that is declared to be none is."""
    image = Image.fromarray(scene(20, 10)).convert(mode)
    pixels = pillow_pixels(image)

    assert pixels.dtype == np.uint8
    assert pixels.shape == ((10, 20) if channels == 1 else (10, 20, channels))
    if mode in {"L", "RGB"}:
        out = io.BytesIO()
        image.save(out, "PNG", transparency=0 if mode == "L" else (0, 0, 0))
        opened = open_image(out.getvalue(), "png").image
        opened.load()
        assert pillow_pixels(opened).shape == (10, 20, 4)


def test_a_png_says_how_much_of_it_is_missing() -> None:
    """Its last chunk of pixels states where it ends, and the end mark stands behind it."""
    data = PNG + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"\xff" * 80) + chunk(b"IEND")
    for size in (len(data) - 40, len(data) - 70):
        found = container_damage(data[:size], "png")

        assert found is not None
        assert found.lost_ratio == pytest.approx(1 - size / len(data), abs=0.001)


@pytest.mark.parametrize(("more", "is_cut"), [(0, False), (1, False), (2, True)])
def test_a_webp_without_a_known_picture_ends_where_it_says(more: int, is_cut: bool) -> None:
    """A byte that only fills up to an even size may be missing; a second one may not."""
    data = b"RIFF" + struct.pack("<I", 4 + 100 + more) + b"WEBP" + bytes(100)

    assert (container_damage(data, "webp") is not None) is is_cut


def test_the_header_of_a_big_tiff_is_whole_with_its_last_byte() -> None:
    """It has sixteen bytes; what follows is its decoder's matter."""
    header = b"II+\0\x08\0\0\0" + struct.pack("<Q", 16)

    assert container_damage(header, "tiff") is None
    assert container_damage(header[:-1], "tiff") is not None


@pytest.mark.parametrize("missing", [256, 273, 279, None])
def test_raw_rows_without_their_width_or_place_tell_nothing(missing: int | None) -> None:
    """A directory may lack any field; only where all are there, rows are compared."""
    rows = (np.arange(64 * 64) % 64 * 2).astype(np.uint8).reshape(64, 64)
    rows[20] = 255 - rows[20] % 128
    fields = {256: 64, 257: 64, 258: 8, 259: 1, 273: 200, 279: rows.size}
    fields.pop(missing or 0, None)
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, n) for tag, n in sorted(fields.items()))
    head = b"II*\0\x08\0\0\0" + struct.pack("<H", len(fields)) + entries + bytes(4)
    data = head.ljust(200, b"\0") + rows.tobytes()

    found = container_damage(data, "tiff")

    assert found is None or missing is None
