"""Small pictures with edges, texture and a light corner, in every format."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def corner_marked(width_px: int = 240, height_px: int = 160, seed: int = 3) -> NDArray[np.uint8]:
    """RGB with grain; the upper left ninth is bright, so that orientation shows."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height_px, 0:width_px]
    plane = 90 + 30 * np.sin(x / 9.0) + 20 * np.cos(y / 7.0) + rng.normal(0, 5, x.shape)
    plane[: height_px // 3, : width_px // 3] = 235
    return np.clip(np.dstack([plane, plane * 0.9, plane * 0.8]), 0, 255).astype(np.uint8)


def encode(rgb: NDArray[np.uint8], format: str, **options: object) -> bytes:
    """Encode by Pillow's (or libheif's) name for the format."""
    out = io.BytesIO()
    image = Image.fromarray(rgb)
    if format == "heif":
        import pillow_heif

        pillow_heif.from_pillow(image).save(out, quality=90, **options)
    else:
        image.save(out, format.upper(), **options)
    return out.getvalue()


def exif_bytes(**tags: object) -> bytes:
    """EXIF with main-directory tags by number, as ``t274=6``."""
    exif = Image.Exif()
    for name, value in tags.items():
        exif[int(name[1:])] = value
    return exif.tobytes()
