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


def matrix_profile(columns: tuple[tuple[float, float, float], ...]) -> bytes:
    """A small ICC display profile: D50 XYZ of the red, green and blue primaries, gamma 2.2."""

    def fixed(value: float) -> bytes:
        return round(value * 65536).to_bytes(4, "big", signed=True)

    def xyz(values: tuple[float, float, float]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(fixed(value) for value in values)

    curve = b"curv\0\0\0\0\0\0\0\x01" + round(2.2 * 256).to_bytes(2, "big") + b"\0\0"
    text = b"text\0\0\0\0wide\0\0\0\0"
    name = b"desc\0\0\0\0\0\0\0\x05wide\0" + bytes(79)
    tags = [(b"desc", name), (b"cprt", text), (b"wtpt", xyz((0.9642, 1.0, 0.8249)))]
    tags += [
        (tag, xyz(column)) for tag, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)
    ]
    tags += [(tag, curve) for tag in (b"rTRC", b"gTRC", b"bTRC")]
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for tag, content in tags:
        padded = content + bytes(-len(content) % 4)
        table += tag + (start + len(body)).to_bytes(4, "big") + len(content).to_bytes(4, "big")
        body += padded
    size = start + len(body)
    header = size.to_bytes(4, "big") + b"\0\0\0\0\x02\x10\0\0mntrRGB XYZ " + bytes(12)
    header += b"acsp" + bytes(28) + fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    header += bytes(128 - len(header))
    return header + len(tags).to_bytes(4, "big") + table + body


ADOBE_RGB = ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))
SRGB = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
"""D50-adapted primaries (Adobe RGB (1998), IEC 61966-2-1)."""
