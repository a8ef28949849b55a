"""An intact WebP is read to its last bytes; one with wrong bits leaves some, and they are told."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.formats import pillow
from evidence_qc.media.formats.webp_chunks import ALPHA, LOSSLESS, LOSSY, Chunk, chunks, without_end
from evidence_qc.media.integrity.webp_leftover import SLACK_BYTES, leftover_bytes
from evidence_qc.media.photo.decode import read_planes
from evidence_qc.model import DamageKind
from tests.media.encoded import corner_marked

SLOPE = np.tile(np.linspace(0, 255, 400, dtype=np.uint8), (300, 1))
PICTURES = {
    "grain": corner_marked(400, 300),
    "black": np.zeros((300, 400, 3), np.uint8),
    "white": np.full((301, 403, 3), 255, np.uint8),
    "a dark slope": np.dstack([SLOPE // 8] * 3),
    "one row": np.dstack([SLOPE[:1]] * 3),
    "seen through": np.dstack([corner_marked(400, 300), SLOPE]),
    "seen through grain": np.dstack([corner_marked(400, 300), corner_marked(400, 300)[:, :, 0]]),
}
WAYS = [
    {"quality": 30},
    {"quality": 80},
    {"quality": 95, "method": 0},
    {"quality": 60, "alpha_quality": 40},
    {"lossless": True},
    {"lossless": True, "method": 0, "exact": True},
]


def saved(rgb: np.ndarray, **way: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "WEBP", **way)
    return out.getvalue()


def pixels_of(data: bytes) -> np.ndarray | None:
    try:
        return pillow.load_pixels(pillow.open_image(data, "webp"))
    except Exception:
        return None


def with_more(data: bytes, kind: bytes, more: bytes) -> bytes:
    """Bytes at the end of a chunk that are none of the picture's."""
    chunk = next(c for c in chunks(data) if c.kind == kind)
    body = data[chunk.start : chunk.end] + more
    padded = body + bytes(len(body) % 2)
    rest = data[chunk.end + (chunk.end - chunk.start) % 2 :]
    whole = data[8 : chunk.start - 4] + len(body).to_bytes(4, "little") + padded + rest
    return data[:4] + len(whole).to_bytes(4, "little") + whole


@cache
def spoiled(kind: str, count: int = 40) -> list[bytes]:
    """Files with one wrong byte that are shown otherwise, without a word."""
    way = {"lossy": {"quality": 70}, "lossless": {"lossless": True}}[kind]
    data = saved(PICTURES["grain"], **way)
    before = pixels_of(data)
    rng = np.random.default_rng(1)
    found = []
    for _ in range(count):
        bad = bytearray(data)
        bad[int(rng.integers(len(data) // 3, len(data) - 200))] ^= 1 << rng.integers(8)
        after = pixels_of(bytes(bad))
        if after is not None and not np.array_equal(before, after):
            found.append(bytes(bad))
    return found


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("name", PICTURES)
def test_an_intact_file_is_read_to_its_end(name: str, way: dict[str, object]) -> None:
    """Whatever it shows, and however it was saved."""
    data = saved(PICTURES[name], **way)
    pixels = pixels_of(data)

    assert pixels is not None
    assert leftover_bytes(data, pixels) == 0
    assert read_planes(data, "webp").damage == ()


@pytest.mark.parametrize(
    ("name", "way", "kind"),
    [
        ("grain", {"quality": 80}, LOSSY),
        ("grain", {"lossless": True}, LOSSLESS),
        ("seen through grain", {"quality": 80}, ALPHA),
    ],
)
@pytest.mark.parametrize("more", [SLACK_BYTES, SLACK_BYTES + 4, 1000])
def test_what_nobody_reads_is_counted(
    name: str, way: dict[str, object], kind: bytes, more: int
) -> None:
    """To a quarter of it, and not told while it is as little as an encoder may leave."""
    data = saved(PICTURES[name], **way)
    pixels = pixels_of(data)
    longer = with_more(data, kind, bytes([0x5A]) * more)

    assert pixels is not None
    assert np.array_equal(pixels, pixels_of(longer))
    found = leftover_bytes(longer, pixels)
    if more <= SLACK_BYTES - 3:
        assert found == 0
    elif more > SLACK_BYTES:
        assert more / 1.3 <= found <= more + 3
        (said,) = read_planes(longer, "webp").damage
        assert said.message_id == "damage.leftover"
        assert said.kind is DamageKind.CORRUPT
        assert said.values == {"size_bytes": found}


@pytest.mark.parametrize("kind", [LOSSY, LOSSLESS])
def test_zeros_behind_the_code_are_padding(kind: bytes) -> None:
    """Some programs round sizes up."""
    data = saved(PICTURES["grain"], lossless=kind == LOSSLESS)

    assert read_planes(with_more(data, kind, bytes(64)), "webp").damage == ()


def test_wrong_bits_in_a_lossy_picture_leave_bytes() -> None:
    """Nearly all; the decoder refuses what wants more than there is."""
    bad = spoiled("lossy")
    said = [read_planes(data, "webp").damage for data in bad]

    assert len(bad) >= 10
    assert sum(not found for found in said) <= len(bad) // 20
    assert all(found.message_id == "damage.leftover" for (found,) in filter(None, said))


@pytest.mark.parametrize("frames", [1, 2])
def test_moving_pictures_are_left_alone(frames: int) -> None:
    """Their first frame is judged, and others may follow."""
    images = [Image.fromarray(np.roll(PICTURES["grain"], 5 * n, axis=0)) for n in range(frames)]
    out = io.BytesIO()
    images[0].save(out, "WEBP", save_all=True, append_images=images[1:], quality=70)

    assert read_planes(out.getvalue(), "webp").damage == ()


@pytest.mark.parametrize("size", [0, 1, 2, 5])
@pytest.mark.parametrize("kind", [LOSSY, LOSSLESS])
def test_a_chunk_is_shortened_and_all_sizes_agree(kind: bytes, size: int) -> None:
    """The chunk's, with its padding, and the file's."""
    data = saved(PICTURES["grain"], lossless=kind == LOSSLESS, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    before = {c.kind: c for c in chunks(data)}
    shorter = without_end(data, before[kind], size)
    after = {c.kind: c for c in chunks(shorter)}

    assert int.from_bytes(shorter[4:8], "little") == len(shorter) - 8
    assert len(data) - len(shorter) in {size - 1, size, size + 1}
    assert list(after) == list(before)
    for name, chunk in after.items():
        was = before[name]
        gone = size if name == kind else 0
        assert shorter[chunk.start : chunk.end] == data[was.start : was.end - gone]


@pytest.mark.parametrize("length", range(0, 60, 7))
def test_no_file_is_too_short(length: int) -> None:
    """What is cut off anywhere has chunks or none, and nothing unread."""
    data = saved(PICTURES["grain"], quality=70)[:length]

    assert all(isinstance(chunk, Chunk) for chunk in chunks(data))
    assert leftover_bytes(data, PICTURES["grain"]) == 0
