"""What chat apps leave in a JPEG's header is known, and nothing that is only like it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.formats.jpeg_header import read_header
from evidence_qc.media.photo.metadata import jpeg_metadata

EXIF_OF_A_CAMERA = Image.Exif()
EXIF_OF_A_CAMERA[0x010F] = "Example"


def jpeg(long_side_px: int = 96, **options: object) -> bytes:
    """A JPEG that Pillow writes as chat apps do but for what is asked."""
    rng = np.random.default_rng(7)
    pixels = rng.integers(0, 255, (64, long_side_px, 3), np.uint8)
    out = io.BytesIO()
    like_a_copy = {"quality": 75, "progressive": True, "subsampling": "4:2:0"}
    Image.fromarray(pixels).save(out, "JPEG", **{**like_a_copy, **options})
    return out.getvalue()


def is_copy(data: bytes) -> bool:
    return jpeg_metadata(read_header(data)).is_messenger_copy


# mozjpeg's default luminance table, at quality 50 (jcparam.c, the fourth).
MOZJPEG = """
16 16 16 18 25 37 56 85 16 17 20 27 34 40 53 75 16 20 24 31 43 62 91 135 18 27 31 40 53 74 106 156
25 34 43 53 69 94 131 189 37 40 62 74 94 124 169 238 56 53 91 106 131 169 226 311
85 75 135 156 189 238 311 418
"""


def mozjpeg_table(quality: int) -> list[int]:
    """As the IJG formula scales it for a quality of 50 and more."""
    scale = 200 - 2 * quality
    return [min(255, (int(value) * scale + 50) // 100) for value in MOZJPEG.split()]


@pytest.mark.parametrize("quality", [70, 75, 80])
def test_progressive_copies_are_known_at_any_size(quality: int) -> None:
    """By their tables; a step of quality beside them says so only of a small picture."""

    def like(quality: int, long_side_px: int = 96) -> bytes:
        tables = [mozjpeg_table(quality)] * 2
        return jpeg(long_side_px, quality=-1, qtables=tables)

    assert all(is_copy(like(quality, side)) for side in (96, 1600, 1602, 3000))
    for beside in (quality - 1, quality + 1):
        assert is_copy(like(beside, 1600))
        assert not is_copy(like(beside, 1602))


def test_the_table_of_the_standard_is_one_of_them() -> None:
    """At 75 alone."""
    assert is_copy(jpeg(3000, quality=75))
    assert not is_copy(jpeg(3000, quality=74))
    assert not is_copy(jpeg(3000, quality=80))


@pytest.mark.parametrize("quality", [80, 87, 90, 92])
def test_baseline_copies_are_known_by_quality_and_size(quality: int) -> None:
    """A larger picture, or a step of quality beside these, is not."""
    like = {"quality": quality, "progressive": False}
    assert all(is_copy(jpeg(side, **like)) for side in (96, 1280, 1600))
    assert not is_copy(jpeg(1602, **like))
    assert not is_copy(jpeg(1600, **{**like, "quality": quality + 1}))


@pytest.mark.parametrize(
    "other",
    [
        {"subsampling": "4:4:4"},
        {"subsampling": "4:2:2"},
        {"progressive": False},
        {"exif": EXIF_OF_A_CAMERA},
    ],
)
def test_one_thing_that_is_other_is_enough(other: dict[str, object]) -> None:
    """Full colours, baseline at that quality, or a camera's name: no copy."""
    assert is_copy(jpeg())
    assert not is_copy(jpeg(**other))


def test_grey_and_exif_first_are_no_copies() -> None:
    """A scanner's grey; a camera puts EXIF before JFIF or writes no JFIF at all."""
    out = io.BytesIO()
    Image.new("L", (96, 64)).save(out, "JPEG", quality=75, progressive=True)
    assert not is_copy(out.getvalue())

    data = jpeg()
    jfif_ends = 4 + int.from_bytes(data[4:6], "big")
    comment = b"\xff\xfe\x00\x04hi"
    assert data[2:4] == b"\xff\xe0"
    assert not is_copy(data[:2] + data[jfif_ends:])
    assert not is_copy(data[:2] + comment + data[2:])
    assert is_copy(data[:jfif_ends] + comment + data[jfif_ends:])


@pytest.mark.parametrize("length", [0, 2, 3, 5, 11, 20, 100])
def test_a_header_that_breaks_off_is_no_copy(length: int) -> None:
    """Whatever is missing, nothing is raised and nothing said."""
    assert not is_copy(jpeg()[:length])
