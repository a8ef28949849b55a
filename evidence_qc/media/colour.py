"""Colour profiles to sRGB, where it changes what is seen."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms


def to_srgb(
    pixels: NDArray[np.uint8], icc: bytes | None, *, mode: str | None = None
) -> NDArray[np.uint8]:
    """Convert uint8 RGB H×W×3 or CMYK H×W×4 to sRGB by the embedded profile.

    Grey pictures, pictures without a profile, with an sRGB profile, or with one that cannot be
    used, keep their values (CMYK is then converted plainly). Relative colorimetric intent with
    black-point compensation, as browsers do it.
    """
    if pixels.ndim != 3:
        return pixels
    source = mode or "RGB"
    if source == "RGB" and (icc is None or b"sRGB" in icc or b"s\0R\0G\0B" in icc):
        return pixels
    image = Image.fromarray(pixels, source) if source == "RGB" else _inks(pixels, source)
    if icc is not None:
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(icc)),
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return np.asarray(converted)
    return np.asarray(image.convert("RGB"))


def _inks(pixels: NDArray[np.uint8], mode: str) -> Image.Image:
    size = (pixels.shape[1], pixels.shape[0])
    return Image.frombytes(mode, size, np.ascontiguousarray(pixels).tobytes())
