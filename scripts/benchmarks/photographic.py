"""Procedural pictures with the statistics of photos, for benchmarks that need no data.

Octaves of smooth noise give the 1/f spectrum of real scenes, shapes give edges, and grain gives
the entropy of a sensor, so that files and decoding times come out as a phone's would.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def scene(width_px: int, height_px: int, seed: int) -> NDArray[np.uint8]:
    """An RGB picture uint8 H×W×3; the same seed gives the same pixels at the same size."""
    rng = np.random.default_rng(seed)
    light = _octaves(rng, width_px, height_px, cells=3, count=9)
    picture = np.empty((height_px, width_px, 3), np.uint8)
    base = rng.uniform(90, 160, 3)
    tint = _octaves(rng, width_px, height_px, cells=2, count=3)
    for channel in range(3):
        plane = base[channel] + 62.0 * light + (14.0, -4.0, -12.0)[channel] * tint
        picture[:, :, channel] = np.clip(plane, 0, 255)
    _shapes(rng, picture)
    return _grain(rng, picture)


def jpeg(rgb: NDArray[np.uint8], quality: int, *, progressive: bool = False) -> bytes:
    """Encode as a camera would (4:2:0)."""
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_PROGRESSIVE, int(progressive)]
    done, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), options)
    assert done
    return data.tobytes()


def with_comment(jpeg_bytes: bytes, comment: bytes) -> bytes:
    """The same picture in another file: a comment segment makes its SHA-256 differ."""
    segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    return jpeg_bytes[:2] + segment + jpeg_bytes[2:]


def _octaves(
    rng: np.random.Generator, width: int, height: int, *, cells: int, count: int
) -> NDArray[np.float32]:
    """Smooth noise of ever finer cells, amplitude falling as 1/f; about −1…1."""
    total = np.zeros((height, width), np.float32)
    for octave in range(count):
        columns = min(width, cells * 2**octave)
        rows = max(2, min(height, round(columns * height / width)))
        noise = rng.standard_normal((rows, columns), dtype=np.float32)
        total += cv2.resize(noise, (width, height), interpolation=cv2.INTER_LINEAR) / 1.65**octave
    return total / 2.2


def _shapes(rng: np.random.Generator, picture: NDArray[np.uint8]) -> None:
    """Goods on a table: bodies with edges, stripes as of a seam, small print."""
    height, width = picture.shape[:2]
    for _ in range(14):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        axes = tuple(int(a) for a in rng.uniform(0.02, 0.18, 2) * width)
        colour = tuple(int(c) for c in rng.integers(20, 235, 3))
        layer = picture.copy() if rng.random() < 0.3 else picture
        cv2.ellipse(
            layer, centre, axes, float(rng.uniform(0, 180)), 0, 360, colour, -1, cv2.LINE_AA
        )
        if layer is not picture:
            cv2.addWeighted(layer, 0.5, picture, 0.5, 0, dst=picture)
    for _ in range(60):
        start = (int(rng.integers(width)), int(rng.integers(height)))
        end = tuple(int(s + rng.normal(0, 0.08) * width) for s in start)
        colour = tuple(int(c) for c in rng.integers(0, 255, 3))
        cv2.line(picture, start, end, colour, max(1, width // 700), cv2.LINE_AA)
    for row in range(24):
        position = (int(0.55 * width), int((0.1 + 0.03 * row) * height))
        text = "".join(chr(int(c)) for c in rng.integers(48, 90, 22))
        cv2.putText(picture, text, position, cv2.FONT_HERSHEY_SIMPLEX, width / 2600, (20, 20, 25),
                    max(1, width // 1600), cv2.LINE_AA)  # fmt: skip


def _grain(rng: np.random.Generator, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Sensor noise after a phone's denoising: soft, a few code values; repeated in tiles."""
    tile = cv2.GaussianBlur(rng.normal(0, 9.0, (521, 523, 3)).astype(np.float32), (0, 0), 0.7)
    for top in range(0, picture.shape[0], 521):
        for left in range(0, picture.shape[1], 523):
            part = picture[top : top + 521, left : left + 523]
            part[:] = np.clip(part + tile[: part.shape[0], : part.shape[1]] + 0.5, 0, 255)
    return picture
