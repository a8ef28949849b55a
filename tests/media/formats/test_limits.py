"""What a header declares is enough to refuse a file; nothing that a camera writes is refused."""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.formats.jpeg_header import read_header
from evidence_qc.media.formats.limits import (
    CANVAS_PIXELS_MAX,
    ENTRIES_MAX,
    FRAMES_MAX,
    PARTS_MAX,
    PIECES_MAX,
    SCANS_MAX,
    SLACK_BYTES,
    declares_too_much,
    pillow_pixels_max,
    progressive_pixels_max,
    scans_too_much,
)
from evidence_qc.media.photo.decode import pixel_count, read_planes
from evidence_qc.model import DamageKind
from tests.media.encoded import corner_marked, encode

RGB = corner_marked()


def tiff(
    entries: int, values: int, *, order: str = "<", tag: int = 273, is_big: bool = False
) -> bytes:
    """A directory whose entries all speak of the same values."""
    kind = {"<": b"II", ">": b"MM"}[order]
    if is_big:
        head = kind + struct.pack(f"{order}HHHQ", 43, 8, 0, 16) + struct.pack(f"{order}Q", entries)
        return head + struct.pack(f"{order}HHQQ", tag, 4, values, 16) * entries + bytes(5000)
    head = kind + struct.pack(f"{order}HIH", 42, 8, entries)
    return head + struct.pack(f"{order}HHII", tag, 4, values, 8) * entries + bytes(5000)


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def with_items(count: int, length: int) -> bytes:
    """An AVIF that places so many items, all at the same place."""
    items = b"".join(struct.pack(">HHHII", n, 0, 1, 0, length) for n in range(count))
    iloc = bytes(4) + bytes([0x44, 0]) + struct.pack(">H", count) + items
    return box(b"ftyp", b"avif\0\0\0\0avif") + box(b"meta", bytes(4) + box(b"iloc", iloc))


def with_pieces_of_nothing(items: int, pieces: int) -> bytes:
    """Numbers of no bytes: a few items have pieces without end."""
    places = b"".join(struct.pack(">HHH", n, 0, pieces) for n in range(items))
    iloc = bytes(6) + struct.pack(">H", items) + places
    return box(b"ftyp", b"avif\0\0\0\0avif") + box(b"meta", bytes(4) + box(b"iloc", iloc))


def with_scans(count: int) -> bytes:
    """A progressive JPEG that goes over its pixels again and again."""
    data = encode(RGB, "jpeg", progressive=True)
    last = data.rfind(b"\xff\xda")
    return data[:-2] + data[last:-2] * count + data[-2:]


@pytest.mark.parametrize("format", ["png", "webp", "gif", "tiff", "bmp", "heif", "avif"])
def test_whole_files_are_let_in(format: str) -> None:
    """Whatever an encoder writes."""
    assert not declares_too_much(encode(RGB, format), format)


@pytest.mark.parametrize(
    ("order", "is_big"), [("<", False), (">", False), ("<", True), (">", True)]
)
def test_a_tiff_whose_values_lie_on_top_of_each_other_is_refused(order: str, is_big: bool) -> None:
    """Each entry alone is possible; together they are read a thousand times."""
    assert declares_too_much(tiff(1000, 1000, order=order, is_big=is_big), "tiff")
    assert not declares_too_much(tiff(1, 1000, order=order, is_big=is_big), "tiff")


def test_a_tiff_of_too_many_entries_or_strips_is_refused() -> None:
    """At the limit it is let in."""
    assert declares_too_much(tiff(ENTRIES_MAX + 1, 0, tag=1), "tiff")
    assert not declares_too_much(tiff(ENTRIES_MAX, 0, tag=1), "tiff")
    assert declares_too_much(tiff(1, PARTS_MAX + 1), "tiff")


def test_heif_items_cannot_hold_more_than_the_file() -> None:
    """Nor can there be more of them than any picture has."""
    assert declares_too_much(with_items(300, 65_535), "avif")
    assert not declares_too_much(with_items(300, 10), "avif")
    assert declares_too_much(with_items(PIECES_MAX + 1, 0), "heif")
    assert declares_too_much(with_pieces_of_nothing(4000, 65_535), "avif")


def test_broken_directories_are_their_readers_matter() -> None:
    """Nothing is raised, whatever is cut off."""
    for format, data in (("tiff", tiff(50, 4)), ("avif", with_items(50, 4)), ("heif", b"")):
        for end in range(0, len(data), 7):
            assert not declares_too_much(data[:end], format)


def test_a_jpeg_of_too_many_scans_is_refused_at_once() -> None:
    """Its damage says so; ten scans are what encoders write."""
    bomb = with_scans(SCANS_MAX + 1)
    whole = encode(RGB, "jpeg", progressive=True)

    assert scans_too_much(bomb, read_header(bomb))
    assert not scans_too_much(whole, read_header(whole))
    assert [damage.kind for damage in read_planes(bomb, "jpeg").damage] == [DamageKind.TOO_LARGE]


def test_a_refused_file_is_never_opened() -> None:
    """Not for counting its pixels either."""
    bomb = with_items(300, 65_535)

    assert pixel_count(bomb, "avif") == 0
    assert [damage.kind for damage in read_planes(bomb, "avif").damage] == [DamageKind.TOO_LARGE]


def test_pixels_are_counted_by_what_they_take() -> None:
    """Palettes are opened to colours, and progressive files keep every coefficient."""
    assert pillow_pixels_max("P") == pillow_pixels_max("RGB") < pillow_pixels_max("L")
    full = read_header(encode(RGB, "jpeg", progressive=True, subsampling=0))
    half = read_header(encode(RGB, "jpeg", progressive=True, subsampling=2))
    grey = read_header(encode(np.asarray(RGB[:, :, 0]), "jpeg", progressive=True))
    most = [progressive_pixels_max(header) for header in (full, half, grey)]
    assert most == sorted(most)
    assert most[0] > 100_000_000


def moving_webp(width_px: int, height_px: int, frames: int) -> bytes:
    """The chunks that a reader counts, of frames that hold nothing."""
    size = (width_px - 1).to_bytes(3, "little") + (height_px - 1).to_bytes(3, "little")
    head = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + size
    body = head + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    body += (b"ANMF" + struct.pack("<I", 16) + bytes(16)) * frames
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    ("size", "frames", "is_too_much"),
    [
        ((640, 480), 500, False),
        ((640, 480), FRAMES_MAX, False),
        ((640, 480), FRAMES_MAX + 1, True),
        ((CANVAS_PIXELS_MAX // 5000, 5000), 2, False),
        ((CANVAS_PIXELS_MAX // 5000 + 1, 5000), 2, True),
    ],
)
def test_a_moving_webp_is_capped_by_canvas_and_frames(
    size: tuple[int, int], frames: int, is_too_much: bool
) -> None:
    assert declares_too_much(moving_webp(*size, frames), "webp") is is_too_much


def test_a_still_webp_may_be_as_large_as_any_picture() -> None:
    data = bytearray(moving_webp(16_000, 6_000, 0))
    data[20] = 0

    assert not declares_too_much(bytes(data), "webp")


def test_the_frames_of_a_gif_are_not_counted() -> None:
    """Only the first is read, however many follow."""
    frames = [Image.new("L", (8, 8), n) for n in range(8)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    data = file.getvalue()
    first = data.index(b"\x21\xf9")
    many = data[:first] + data[first:-1] * 3000 + b"\x3b"

    assert read_planes(many, "gif").planes is not None


@pytest.mark.parametrize("length", [10_000, 50_000_000, 4_000_000_000])
def test_what_lies_behind_the_end_is_missing_not_too_much(length: int) -> None:
    """A photo that breaks off after its directory still states how long its picture was."""
    assert not declares_too_much(with_items(1, length), "avif")


@pytest.mark.parametrize("over", [-SLACK_BYTES // 2, 0, 1])
def test_values_of_an_unknown_kind_count_as_bytes(over: int) -> None:
    """A kind that a later edition adds has one byte at least; no file is refused for more."""
    count = 2 * 150 + SLACK_BYTES + over
    unknown, byte = (
        (b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 700, kind, count, 0)).ljust(150, b"\0")
        for kind in (99, 1)
    )

    assert declares_too_much(unknown, "tiff") is declares_too_much(byte, "tiff") is (over > 0)
