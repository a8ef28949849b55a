"""Pixels outlive the reader that they come from."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from evidence_qc.media.formats import pillow
from evidence_qc.media.formats.pillow import open_image, salvaged_pixels
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


def test_only_texts_are_texts() -> None:
    """Beside them a PNG says numbers: its density, its gamma."""
    info = PngInfo()
    info.add_text("Comment", "from the shop")
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, "PNG", pnginfo=info, dpi=(300, 300))

    opened = open_image(buffer.getvalue(), "png")

    assert opened.texts["Comment"] == "from the shop"
    assert all(isinstance(text, str) for pair in opened.texts.items() for text in pair)


@pytest.mark.parametrize("share", [0.3, 0.7])
@pytest.mark.parametrize("shape", [(100, 100), (100, 60), (100, 150), (100, 60, 3)])
def test_what_was_saved_says_how_much_was_lost(share: float, shape: tuple[int, ...]) -> None:
    """Rows from the last one that holds anything to the end; nothing is left of nothing."""
    pixels = np.random.default_rng(1).integers(1, 255, shape, np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "BMP")
    opened = open_image(buffer.getvalue(), "bmp")
    opened.image.load()
    black = 0 if len(shape) == 2 else (0, 0, 0)
    opened.image.paste(black, (0, round(100 * share), shape[1], 100))

    saved = salvaged_pixels(opened)

    assert saved is not None
    assert saved[1] == pytest.approx(1 - share, abs=0.001)
    opened.image.paste(black, (0, 0, shape[1], 100))
    assert salvaged_pixels(opened) is None


@pytest.mark.parametrize("nothing", [np.finfo(np.float32).min, -np.inf, np.nan, -1.0])
def test_no_data_in_a_map_is_black_and_nothing_is_printed(
    nothing: float, recwarn: pytest.WarningsRecorder
) -> None:
    """Models of heights say "no data" by the least number there is; NumPy warns of multiples."""
    heights = np.linspace(0, 1, 64 * 48, dtype=np.float32).reshape(48, 64)
    heights[:, :8] = nothing
    out = io.BytesIO()
    Image.fromarray(heights).save(out, "TIFF")

    pixels = pillow.load_pixels(open_image(out.getvalue(), "tiff"))

    assert not pixels[:, :8].any()
    assert pixels[-1, -1] == 255
    assert not recwarn.list
