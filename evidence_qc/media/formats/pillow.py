"""Every format that Pillow or libheif reads, opened without touching their global switches.

The format's own class is called instead of ``Image.open``, whose size guard warns and raises by
a module global; the guard here stands in ``photo.read_planes``, before anything is decoded.
"""

from __future__ import annotations

import ctypes
import io
import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from evidence_qc.media.formats.exif import read_exif
from evidence_qc.media.formats.limits import COLOUR_PIXELS_MAX, pillow_pixels_max

_READERS = {
    "jpeg": ("JpegImagePlugin", "JpegImageFile"),
    "mpo": ("JpegImagePlugin", "JpegImageFile"),
    "png": ("PngImagePlugin", "PngImageFile"),
    "webp": ("WebPImagePlugin", "WebPImageFile"),
    "avif": ("AvifImagePlugin", "AvifImageFile"),
    "tiff": ("TiffImagePlugin", "TiffImageFile"),
    "bmp": ("BmpImagePlugin", "BmpImageFile"),
    "gif": ("GifImagePlugin", "GifImageFile"),
    "jp2": ("Jpeg2KImagePlugin", "Jpeg2KImageFile"),
}
"""Module of Pillow and its class; loaded when the first file of the kind comes: most are JPEGs."""


_LOG = logging.getLogger(__name__)
_READER_NAMES = {"heif": "libheif"}


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A picture whose header was read and whose pixels were not.

    Attributes:
        image: Pillow image or pillow-heif image; ``load_pixels`` takes it further.
        orientation: EXIF orientation still to be applied.
        pixels_max: more cannot be decoded safely.
    """

    image: Any
    width_px: int
    height_px: int
    bits: int = 8
    orientation: int = 1
    exif: bytes | None = None
    xmp: bytes | None = None
    icc: bytes | None = None
    is_heif: bool = False
    pixels_max: int = COLOUR_PIXELS_MAX
    texts: dict[str, str] = field(default_factory=dict)


def open_image(data: bytes, format: str) -> Opened:
    """Read the header; raises whatever the reader raises on a broken one."""
    _LOG.debug("%s of %d bytes: read by %s", format, len(data), _READER_NAMES.get(format, "Pillow"))
    if format == "heif":
        return _open_heif(data)
    if format == "tiff":
        _silence_libtiff()
    image = _reader(format)(io.BytesIO(data))
    info = image.info
    exif = data if format == "tiff" else info.get("exif")
    texts = {str(k): v for k, v in info.items() if isinstance(k, str) and isinstance(v, str)}
    xmp = info.get("xmp") or info.get("XML:com.adobe.xmp") or texts.get("XML:com.adobe.xmp")
    return Opened(
        image=image,
        width_px=image.size[0],
        height_px=image.size[1],
        bits=_bits(image, data, format),
        # Pillow turns TIFF by itself while loading, as libheif turns HEIF.
        orientation=1 if format == "tiff" else read_exif(exif).orientation,
        exif=exif,
        xmp=xmp.encode() if isinstance(xmp, str) else xmp,
        icc=info.get("icc_profile"),
        texts=texts,
        pixels_max=pillow_pixels_max(image.mode),
    )


@cache
def _silence_libtiff() -> None:
    """It writes to stderr what it thinks of a file; stderr is the user's.

    Pillow has no switch for it: its own copy of the library is told. Where that is not found (a
    build against the system's), it goes on writing.
    """
    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.TiffImagePlugin")
    package = Path(Image.__file__).parent
    folders = (package.parent / "pillow.libs", package / ".dylibs")
    for library in (path for folder in folders for path in folder.glob("libtiff*")):
        try:
            tiff = ctypes.CDLL(str(library))
            tiff.TIFFSetErrorHandler(None)
            tiff.TIFFSetWarningHandler(None)
        except (OSError, AttributeError):
            continue


def _open_heif(data: bytes) -> Opened:
    import pillow_heif  # only where an iPhone photo is read: it loads libheif and its codecs

    opened = pillow_heif.open_heif(data, convert_hdr_to_8bit=True)
    image = opened[opened.primary_index]
    info: dict[str, Any] = image.info
    return Opened(
        image=image,
        width_px=image.size[0],
        height_px=image.size[1],
        bits=int(info.get("bit_depth", 8)),
        exif=info.get("exif"),
        xmp=info.get("xmp"),
        icc=info.get("icc_profile"),
        is_heif=True,
    )


def _reader(format: str) -> Callable[[io.BytesIO], ImageFile.ImageFile]:
    module, name = _READERS[format]
    reader: Callable[[io.BytesIO], ImageFile.ImageFile] = getattr(
        import_module(f"PIL.{module}"), name
    )
    return reader


def _bits(image: ImageFile.ImageFile, data: bytes, format: str) -> int:
    if format == "png":
        return data[24] if len(data) > 24 else 8
    if image.mode in {"I;16", "I;16B", "I;16L", "I;16N"}:
        return 16
    return 32 if image.mode in {"I", "F"} else 1 if image.mode == "1" else 8


def load_pixels(opened: Opened) -> NDArray[np.uint8]:
    """Decode to uint8 H×W (grey), H×W×3 (RGB) or H×W×4 (RGBA), as stored, not yet upright."""
    if opened.is_heif:
        return _heif_pixels(opened.image)
    opened.image.load()
    return pillow_pixels(opened.image)


def _heif_pixels(image: Any) -> NDArray[np.uint8]:
    # A copy: pillow-heif up to 1.3 at least shows memory that is freed with the image.
    pixels = np.array(image)[:, : image.size[0]]
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    if image.mode in {"LA", "La"}:
        grey, alpha = pixels[:, :, 0], pixels[:, :, 1]
        return np.dstack([grey, grey, grey, alpha])
    return pixels


def salvaged_pixels(opened: Opened) -> tuple[NDArray[np.uint8], float] | None:
    """What a failed decode left behind, and the share of rows that stayed empty; None: nothing."""
    image = opened.image
    if opened.is_heif or getattr(image, "_im", None) is None:
        return None
    image.tile = []
    try:
        raw = np.asarray(image)
        filled = np.flatnonzero(raw.reshape(raw.shape[0], -1).any(axis=1))
        if not filled.size:
            return None
        return pillow_pixels(image), 1.0 - (int(filled[-1]) + 1) / raw.shape[0]
    except Exception:  # broken input may break any reader in any way
        return None


def pillow_pixels(image: Image.Image) -> NDArray[np.uint8]:
    """Any loaded Pillow image as uint8 grey H×W, RGB H×W×3 or RGBA H×W×4 in sRGB-like values."""
    mode = image.mode
    if mode.startswith("I;16"):
        return (np.asarray(image) >> 8).astype(np.uint8)
    if mode in {"I", "F"}:
        return _wide(np.asarray(image))
    if mode in {"P", "PA"}:
        has_alpha = mode == "PA" or "transparency" in image.info
        return np.asarray(image.convert("RGBA" if has_alpha else "RGB"))
    if mode in {"LA", "La", "RGBa"}:
        return np.asarray(image.convert("RGBA"))
    if mode == "L" and "transparency" in image.info:
        return np.asarray(image.convert("LA").convert("RGBA"))
    if mode == "RGB" and "transparency" in image.info:
        return np.asarray(image.convert("RGBA"))
    if mode == "1":
        return np.asarray(image.convert("L"))
    if mode in {"L", "RGB", "RGBA"}:
        return np.asarray(image)
    return np.asarray(image.convert("RGB"))


def _wide(values: NDArray[Any]) -> NDArray[np.uint8]:
    """32-bit grey: 0–1, 0–255 or 0–65535 by its largest value."""
    finite = np.nan_to_num(values.astype(np.float32), posinf=0.0, neginf=0.0)
    finite = np.maximum(finite, 0.0)  # "no data" in maps is the least number there is
    top = float(finite.max(initial=0.0))
    full = 1.0 if 0.0 < top <= 1.0 else 255.0 if top <= 255.0 else max(top, 65535.0)
    scaled: NDArray[np.uint8] = np.clip(finite * (255.0 / full) + 0.5, 0, 255).astype(np.uint8)
    return scaled
