"""Pixels outlive the reader that they come from."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.formats import pillow
from tests.media.encoded import corner_marked, encode


class Reader:
    """As pillow-heif's image was for long: it shows its own memory, and frees it."""

    mode = "RGB"
    size = (40, 30)

    def __init__(self) -> None:
        self.memory = bytearray(b"\xff" * (40 * 30 * 3))

    @property
    def __array_interface__(self) -> dict[str, object]:
        return {"shape": (30, 40, 3), "typestr": "|u1", "version": 3, "data": self.memory}


def test_what_a_reader_frees_was_copied() -> None:
    """Else an intact photo is read as whatever stands in that memory later."""
    reader = Reader()
    opened = pillow.Opened(image=reader, width_px=40, height_px=30, bits=8, is_heif=True)  # type: ignore[call-arg]
    pixels = pillow.load_pixels(opened)
    reader.memory[:] = bytes(len(reader.memory))

    assert pixels.min() == 255


@pytest.mark.parametrize("format", ["png", "webp", "avif", "heif", "tiff", "bmp"])
def test_pixels_stay_when_their_reader_is_gone(format: str) -> None:
    data = encode(corner_marked(403, 301), format)
    pixels = pillow.load_pixels(pillow.open_image(data, format))
    before = pixels.copy()
    others = [np.zeros(pixels.shape, np.uint8) for _ in range(8)]
    Image.fromarray(others[0]).save(io.BytesIO(), "PNG")

    assert np.array_equal(pixels, before)
    assert pixels.std() > 10
