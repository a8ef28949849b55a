"""Small pictures with a known state, made on the spot."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

RGB = NDArray[np.uint8]


def scene(width_px: int = 1200, height_px: int = 900, seed: int = 1) -> RGB:
    """Sharp, well lit and full of edges: overlapping patches with lettering and fine grain."""
    rng = np.random.default_rng(seed)
    image = np.full((height_px, width_px, 3), 150, np.uint8)
    for _ in range(150):
        x, y = int(rng.integers(0, width_px)), int(rng.integers(0, height_px))
        size = int(rng.integers(15, 120))
        colour = tuple(int(c) for c in rng.integers(40, 225, 3))
        if rng.random() < 0.5:
            cv2.rectangle(image, (x, y), (x + size, y + size // 2), colour, -1)
        else:
            cv2.putText(image, f"{rng.integers(999)}", (x, y), 0, size / 60, colour, 2)
    grain = rng.normal(0, 2.0, image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def blurred(image: RGB, sigma_px: float) -> RGB:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma_px), np.uint8)


def dimmed(image: RGB, light: float) -> RGB:
    """The same with this share of the light (in linear light, about gamma 2.2)."""
    return np.clip(255 * (image / 255.0) * light ** (1 / 2.2), 0, 255).astype(np.uint8)


def jpeg(image: RGB, quality: int = 90, **options: object) -> bytes:
    """The picture as a JPEG file."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality, **options)
    return buffer.getvalue()


def write(folder: Path, **files: bytes) -> Path:
    """Write ``name=bytes`` as ``name.jpg`` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return folder
