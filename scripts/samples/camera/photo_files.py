"""Writes what a phone writes: JPEG or HEIC with EXIF, made-up maker, time with its offset."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

MAKE, MODEL, SOFTWARE = "Lumora", "Lumora L7", "L7-2.14.0"
EXIF_IFD, GPS_IFD = 0x8769, 0x8825


@dataclass(frozen=True, slots=True)
class Shutter:
    """What the phone noted: local time, exposure in seconds, ISO, flash, digital zoom."""

    taken: str
    offset: str = "+01:00"
    exposure_s: tuple[int, int] = (1, 50)
    iso: int = 500
    flash: bool = False
    orientation: int = 1
    zoom: tuple[int, int] = (1, 1)
    gps_deg: tuple[float, float] | None = None


def exif(shutter: Shutter) -> Image.Exif:
    """An EXIF block; coordinates, where given, are degrees north and east."""
    from PIL.TiffImagePlugin import IFDRational

    out = Image.Exif()
    out[0x010F], out[0x0110], out[0x0131] = MAKE, MODEL, SOFTWARE
    out[0x0112] = shutter.orientation
    out[0x0132] = shutter.taken
    ifd = out.get_ifd(EXIF_IFD)
    ifd[0x9003] = ifd[0x9004] = shutter.taken
    ifd[0x9010] = ifd[0x9011] = shutter.offset
    ifd[0x829A] = IFDRational(*shutter.exposure_s)
    ifd[0x829D] = IFDRational(18, 10)
    ifd[0x8827] = shutter.iso
    ifd[0x9209] = 0x19 if shutter.flash else 0x10
    ifd[0x920A] = IFDRational(56, 10)
    if shutter.zoom != (1, 1):
        ifd[0xA404] = IFDRational(*shutter.zoom)
    ifd[0xA405] = round(26 * shutter.zoom[0] / shutter.zoom[1])
    ifd[0xA434] = "Lumora L7 back camera 5.6mm f/1.8"
    if shutter.gps_deg:
        gps = out.get_ifd(GPS_IFD)
        for key, value, names in ((1, shutter.gps_deg[0], "NS"), (3, shutter.gps_deg[1], "EW")):
            gps[key] = names[value < 0]
            gps[key + 1] = _degrees(abs(value), IFDRational)
        gps[5], gps[6] = b"\0", IFDRational(4, 1)
        gps[29] = shutter.taken[:10]
    return out


def _degrees(value: float, rational) -> tuple:
    whole = int(value)
    minutes = int((value - whole) * 60)
    seconds = round(((value - whole) * 60 - minutes) * 6000)
    return rational(whole, 1), rational(minutes, 1), rational(seconds, 100)


def write(path: Path, pixels: np.ndarray, quality: int, shutter: Shutter | None, keep=1.0) -> None:
    """Save by suffix; ``keep`` < 1 cuts the file as an interrupted download does.

    With ``shutter.orientation`` 3 the pixels are stored upside down, so they show upright.
    """
    if shutter and shutter.orientation == 3:
        pixels = np.ascontiguousarray(pixels[::-1, ::-1])
    image = Image.fromarray(pixels)
    more = {"exif": exif(shutter)} if shutter else {}
    buffer = io.BytesIO()
    if path.suffix.lower() == ".heic":
        import pillow_heif

        pillow_heif.register_heif_opener()
        image.save(buffer, "HEIF", quality=quality, **more)
    elif path.suffix.lower() == ".png":
        image.save(buffer, "PNG", optimize=True)
    else:
        image.save(buffer, "JPEG", quality=quality, subsampling="4:2:0", optimize=True, **more)
    data = buffer.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data[: int(len(data) * keep)])
