"""What is of a rare kind is asked for in another format, and never called damaged."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.formats.coded import Coded
from evidence_qc.media.formats.rare_kinds import is_rare_kind
from evidence_qc.media.photo.decode import read_planes
from evidence_qc.model import Damage, DamageKind, FileFacts, Media
from evidence_qc.rules.file.unreadable_file import RULE
from tests.pictures import scene

SIDE = 16


def tiff(**fields: tuple[int, ...]) -> bytes:
    """Little-endian, one strip of plenty of bytes; fields by name, as they are given."""
    tags = {"bits": 258, "compression": 259, "colour": 262, "samples": 277, "order": 284,
            "tile": 322, "numbers": 339}  # fmt: skip
    every = {256: (SIDE,), 257: (SIDE,), 258: (8,), 259: (1,), 262: (1,), 277: (1,)}
    every |= {tags[name]: values for name, values in fields.items()}
    pixels = bytes(range(256)) * 64
    every |= {273: (8,), 279: (len(pixels),)}
    entries, behind = b"", b""
    place = 8 + len(pixels) + 2 + 12 * len(every) + 4
    for tag, values in sorted(every.items()):
        packed = struct.pack(f"<{len(values)}I", *values)
        entries += struct.pack("<HHI", tag, 4, len(values))
        if len(values) == 1:
            entries += packed
        else:
            entries += struct.pack("<I", place + len(behind))
            behind += packed
    directory = struct.pack("<H", len(every)) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(pixels)) + pixels + directory + behind


def bmp(compression: int, bits: int) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE, 1, bits, compression, 0, 0, 0, 0, 0)
    masks = struct.pack("<III", 0x1C0, 0x38, 0x7)
    offset = 14 + len(head) + len(masks)
    body = bytes(SIDE * SIDE * bits // 8)
    return b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset) + head + masks + body


def png_of_apple() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = b"".join(b"\0" + row.tobytes() for row in scene(SIDE, SIDE))
    bare = zlib.compressobj(wbits=-15)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"".join([
        b"\x89PNG\r\n\x1a\n", chunk(b"CgBI", b"\x50\0\x20\2"), chunk(b"IHDR", header),
        chunk(b"IDAT", bare.compress(rows) + bare.flush()), chunk(b"IEND", b""),
    ])  # fmt: skip


def jpeg_of(marker: int, bits: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(scene(SIDE, SIDE)).save(out, "JPEG")
    data = bytearray(out.getvalue())
    at = data.index(b"\xff\xc0")
    data[at + 1], data[at + 4] = marker, bits
    return bytes(data)


RARE = {
    "a TIFF of 24 bits": ("tiff", tiff(bits=(24,))),
    "a TIFF of half floats": ("tiff", tiff(bits=(16, 16, 16), samples=(3,), numbers=(3, 3, 3))),
    "a TIFF in Lab": ("tiff", tiff(colour=(8,), bits=(8, 8, 8), samples=(3,))),
    "a TIFF by ThunderScan": ("tiff", tiff(compression=(32809,), bits=(4,))),
    "a TIFF of five inks": ("tiff", tiff(colour=(5,), bits=(8,) * 5, samples=(5,))),
    "a BMP with odd masks": ("bmp", bmp(3, 16)),
    "a BMP of 64 bits": ("bmp", bmp(0, 64)),
    "a PNG as Apple packs it": ("png", png_of_apple()),
    "a JPEG-LS": ("jpeg", jpeg_of(0xF7, 8)),
    "a JPEG of 12 bits, lossless": ("jpeg", jpeg_of(0xC3, 12)),
}


@pytest.mark.parametrize("name", RARE)
def test_a_rare_kind_is_not_damage(name: str) -> None:
    """It is rejected, since no platform shows it, with advice that helps and no blame."""
    format, data = RARE[name]

    read = read_planes(data, format)

    if read.planes is not None:  # one of the decoders takes it after all
        return
    assert [(d.kind, d.message_id) for d in read.damage] == [
        (DamageKind.UNSUPPORTED, "damage.rare-kind")
    ]
    finding = RULE.check(FileFacts("x", Media.PHOTO, format, len(data), damage=read.damage), {})
    assert finding is not None
    assert "nothing is known to be wrong" in finding.message
    assert "Save it as JPEG" in finding.advice


@pytest.mark.parametrize("name", RARE)
def test_what_is_cut_off_is_still_told(name: str) -> None:
    """A rare kind excuses nothing: half of its description is no description."""
    format, data = RARE[name]

    assert read_planes(data[:20], format).damage


@pytest.mark.parametrize("format", ["tiff", "bmp", "png", "jpeg"])
def test_a_common_kind_is_no_rare_one(format: str) -> None:
    """Else real damage would be excused."""
    out = io.BytesIO()
    Image.fromarray(scene(SIDE, SIDE)).save(out, format.upper())

    assert not is_rare_kind(out.getvalue(), format)


@pytest.mark.parametrize("format", ["tiff", "bmp", "png", "jpeg", "mpo", "heif", "webp", "gif"])
@pytest.mark.parametrize("data", [b"", b"II*\0", b"BM" + bytes(20), b"\xff\xd8\xff\xc3", bytes(40)])
def test_scraps_are_no_kind(format: str, data: bytes) -> None:
    """Too short to say anything; never an error."""
    assert not is_rare_kind(data, format)


def test_a_heif_is_rare_by_its_codec() -> None:
    """Uncompressed, VVC, JPEG 2000 inside HEIF; not what phones write."""
    kinds = {codec: is_rare_kind(b"", "heif", Coded((), codec=codec))
             for codec in (b"unci", b"vvc1", b"j2k1", b"hvc1", b"av01", b"")}  # fmt: skip

    assert [codec for codec, is_rare in kinds.items() if is_rare] == [b"unci", b"vvc1", b"j2k1"]


def test_numbers_with_a_sign_are_no_foreign_rows() -> None:
    """As bytes, samples around zero leap from 0 to 255, as bytes of another file would."""
    rng = np.random.default_rng(1)
    pixels = rng.integers(-90, 90, (64, 64)).astype(np.int8).tobytes()
    plain, signed = tiff(), tiff(numbers=(2,))
    noisy = plain[:8] + (pixels * 4)[: 256 * 64] + plain[8 + 256 * 64 :]
    noisy_signed = signed[:8] + (pixels * 4)[: 256 * 64] + signed[8 + 256 * 64 :]

    assert read_planes(noisy_signed, "tiff").damage == ()
    assert isinstance(next(iter(read_planes(noisy, "tiff").damage), None), Damage | None)


def test_a_comment_of_a_codestream_may_hold_any_bytes() -> None:
    """JPEG 2000: a tile's mark inside the main header's comment begins no tile."""
    out = io.BytesIO()
    Image.fromarray(scene(64, 64)).save(out, "JPEG2000", no_jp2=True)
    data = out.getvalue()
    first = data.index(b"\xff\x52")
    comment = b"\xff\x90\x00\x0a\0\0\xff\xff\xff\xff\0\1"
    marked = (
        data[:first]
        + b"\xff\x64"
        + struct.pack(">HH", len(comment) + 4, 0)
        + comment
        + data[first:]
    )

    assert read_planes(marked, "jp2").damage == ()
    assert read_planes(marked[: len(marked) * 2 // 3], "jp2").damage != ()


@pytest.mark.parametrize(
    ("size", "rare"), [(12, False), (16, True), (40, False), (64, True), (108, False), (124, False)]
)
def test_the_long_headers_of_os2_are_rare(size: int, rare: bool) -> None:
    """Known by their length; those of Windows and the first of OS/2 are not."""
    data = b"BM" + bytes(12) + struct.pack("<IiiHH", size, SIDE, SIDE, 1, 24) + bytes(128)

    assert is_rare_kind(data, "bmp") is rare
