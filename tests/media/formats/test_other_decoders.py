"""Where one decoder refuses, another is asked; none of them is ever an exception."""

from __future__ import annotations

import io
import struct

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from evidence_qc.media.formats.other_decoders import _by_opencv, by_ffmpeg, decode_elsewhere
from evidence_qc.media.photo.decode import read_planes
from tests.media.encoded import corner_marked, encode

RGB = corner_marked(96, 64)


def wide_tiff(kind: str) -> bytes:
    """RGB of 32 bits a sample, which Pillow does not know: integers, or floats 0–1."""
    floats = RGB.astype(np.float32) / 255
    samples = floats if kind == "float" else (floats * (2**32 - 1)).astype(np.uint32)
    pixels = samples.tobytes()
    entries = [
        (256, 4, 96), (257, 4, 64), (259, 3, 1), (262, 3, 2), (277, 3, 3), (278, 4, 64),
        (279, 4, len(pixels)),
    ]  # fmt: skip
    start = 8 + 2 + 12 * (len(entries) + 3) + 4
    table = [struct.pack("<HHII", tag, code, 1, value) for tag, code, value in entries]
    table.append(struct.pack("<HHII", 258, 3, 3, start))
    table.append(struct.pack("<HHII", 273, 4, 1, start + 12))
    table.append(struct.pack("<HHII", 339, 3, 3, start + 6))
    code = 3 if kind == "float" else 1
    values = struct.pack("<6H", 32, 32, 32, code, code, code)
    head = b"II*\0" + struct.pack("<IH", 8, len(table))
    return head + b"".join(sorted(table)) + bytes(4) + values + pixels


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(
            "integer",
            marks=pytest.mark.skipif(
                int(cv2.__version__.split(".")[0]) < 5, reason="OpenCV 4 reads floats alone"
            ),
        ),
        "float",
    ],
)
def test_wide_samples_are_read_by_opencv(kind: str) -> None:
    """The same picture, to the rounding."""
    photo = read_planes(wide_tiff(kind), "tiff")

    assert photo.damage == ()
    assert photo.decoder == "opencv"
    assert photo.planes is not None
    expected = read_planes(encode(RGB, "png"), "png").planes
    assert expected is not None
    assert np.abs(photo.planes.fine.astype(int) - expected.fine).max() <= 2


@pytest.mark.parametrize("format", ["png", "webp", "heif", "avif", "jpeg", "bmp", "tiff"])
def test_ffmpeg_sees_the_same_picture(format: str) -> None:
    """Whole files; of those that break off it gives none, or it would be no witness."""
    data = encode(RGB, format)
    seen = by_ffmpeg(data, format)

    assert seen is not None
    assert np.abs(seen.astype(int) - RGB).mean() < 12
    assert by_ffmpeg(data[: len(data) // 3], format) is None


@settings(max_examples=6, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["jpeg", "tiff", "heif", "gif"]))
def test_nonsense_is_nobodys_picture(data: bytes, format: str) -> None:
    """And no exception."""
    assert decode_elsewhere(data, format) is None


def test_libtiff_keeps_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    """Stderr is the user's: a damaged TIFF is told in the report alone."""
    out = io.BytesIO()
    Image.fromarray(corner_marked(320, 240)).save(out, "TIFF", compression="tiff_lzw")
    data = bytearray(out.getvalue())
    middle = len(data) // 2
    data[middle : middle + 3000] = bytes(range(250)) * 12

    read_planes(bytes(data), "tiff")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_opencv_gives_channels_in_the_usual_order(channels: int) -> None:
    """Red, green, blue, and how solid it is; as they are in the file."""
    rgb = np.random.default_rng(1).integers(0, 256, (5, 7, channels), dtype=np.uint8)
    order = [2, 1, 0, 3][:channels] if channels > 1 else [0]
    _, data = cv2.imencode(".tiff", rgb[:, :, order].astype(np.uint16) * 257)
    read = _by_opencv(data.tobytes(), "tiff")

    assert read is not None
    assert np.array_equal(read.reshape(rgb.shape), rgb)
