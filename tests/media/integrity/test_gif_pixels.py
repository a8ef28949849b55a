"""The code of a GIF is counted against its picture, whoever wrote it."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.formats.gif_blocks import first_picture
from evidence_qc.media.integrity import gif_pixels
from evidence_qc.media.integrity.gif_pixels import is_miscounted
from evidence_qc.media.photo.decode import read_planes

NOISE = np.random.default_rng(3).integers(0, 256, (90, 130), np.uint8)
SLOPE = np.add.outer(np.arange(200), np.arange(300)).astype(np.uint8)


def gif(pixels: np.ndarray, **options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "GIF", **options)
    return file.getvalue()


def packed(pixels: list[int], *, bits: int = 2, ends: bool = True, clears: bool = True) -> bytes:
    """A GIF of one row whose pixels are coded one by one, the table cleared before it grows."""
    clear, stop = 1 << bits, (1 << bits) + 1
    codes = [code for pixel in pixels for code in ([clear, pixel] if clears else [pixel])]
    codes = [*codes, stop] if ends else codes
    bit = sum(code << (n * (bits + 1)) for n, code in enumerate(codes))
    code = bit.to_bytes((len(codes) * (bits + 1) + 7) // 8, "little")
    pieces = b"".join(
        bytes([len(part)]) + part for part in (code[n : n + 255] for n in range(0, len(code), 255))
    )
    width = (20).to_bytes(2, "little")
    head = b"GIF89a" + width + b"\1\0" + b"\xf1\0\0" + bytes(12)
    return head + b"\x2c\0\0\0\0" + width + b"\1\0\0" + bytes([bits]) + pieces + b"\0\x3b"


@pytest.mark.parametrize("pixels", [NOISE, SLOPE, np.zeros((400, 500), np.uint8), NOISE[:1, :1]])
@pytest.mark.parametrize("interlace", [0, 1])
def test_whole_ones_hold_what_they_should(pixels: np.ndarray, interlace: int) -> None:
    """Noise fills the table again and again, and a plane never does."""
    assert not is_miscounted(gif(pixels, interlace=interlace))


def test_only_the_first_of_many_pictures_is_counted() -> None:
    more = [Image.fromarray(NOISE[::-1].copy())]
    assert not is_miscounted(gif(NOISE, save_all=True, append_images=more, comment=b"\x2c" * 300))


@pytest.mark.parametrize("count", [19, 20, 21])
@pytest.mark.parametrize("ends", [True, False])
def test_one_pixel_more_or_less_is_seen(count: int, ends: bool) -> None:
    """Not every program writes an end behind the last pixel."""
    assert is_miscounted(packed([1] * count, ends=ends)) == (count != 20)


def test_a_code_for_what_is_not_there_yet_is_no_picture() -> None:
    assert is_miscounted(packed([1] * 19 + [7], clears=False))


@pytest.mark.parametrize("seed", range(12))
def test_bytes_cut_out_shift_what_follows(seed: int) -> None:
    """Decoders fill up what is missing, or stop before what is too much."""
    data = gif(np.where(NOISE % 3 == 0, NOISE, SLOPE[:90, :130]).astype(np.uint8))
    picture = first_picture(data)
    assert picture is not None
    rng = random.Random(seed)
    at = data.index(picture.code[:200]) + rng.randrange(20, 150)
    spoiled = data[:at] + data[at + 3 : at + 3 + 60] + rng.randbytes(3) + data[at + 63 :]

    assert is_miscounted(spoiled)


def test_a_miscounted_one_may_be_damaged() -> None:
    damage = read_planes(packed([1] * 25), "gif").damage
    assert [each.message_id for each in damage] == ["damage.maybe-silent"]
    assert read_planes(packed([1] * 20), "gif").damage == ()


def test_what_would_take_too_long_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gif_pixels, "CODES_MAX", 10)
    assert not is_miscounted(packed([1] * 25))


@pytest.mark.parametrize("cut", [0, 6, 12, 14, 25, 30, 35])
def test_a_file_that_leads_to_no_picture_is_left_to_others(cut: int) -> None:
    assert not is_miscounted(packed([1] * 20)[:cut])
