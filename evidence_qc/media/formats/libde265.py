"""The decoder of HEVC that came with pillow-heif, asked itself and not through libheif.

It keeps a list of what it found odd in the code of a picture, for which neither libheif nor
pillow-heif asks. So whoever decodes through them has to decode once more to hear it.
"""

from __future__ import annotations

import ctypes
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.formats.coded import CodedStream

_PREMATURE_END = 17
_STEPS_MAX = 100_000
_PLANES = 3
_CHROMA_420 = 1


@dataclass(frozen=True, slots=True, eq=False)
class HevcPicture:
    """One picture of 8 bits and 4:2:0, copied.

    Attributes:
        planes: luma uint8 H×W and the two chroma, half as wide and high, rounded up.
        matrix: matrix coefficients by ITU-T H.273, as the code itself states them; 2: it does not.
        is_full_range: black is 0 and white is 255.
    """

    planes: tuple[NDArray[np.uint8], ...]
    matrix: int
    is_full_range: bool


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What the decoder made of one stream, and all its errors and warnings, by number."""

    picture: HevcPicture | None
    said: frozenset[int]


def units(data: bytes, stream: CodedStream) -> list[bytes]:
    """The units of a stream's code, parameter sets first.

    Args:
        data: the whole file.
        stream: where its code lies, and its ``hvcC`` (ISO/IEC 14496-15, 8.3.2.1).

    Raises:
        ValueError: a unit is longer than the code.
        struct.error, IndexError: the parameter sets are broken.
    """
    configuration = stream.configuration
    length_bytes = (configuration[21] & 3) + 1
    found: list[bytes] = []
    at = 23
    for _ in range(configuration[22]):
        count, at = struct.unpack_from(">H", configuration, at + 1)[0], at + 3
        for _ in range(count):
            size = struct.unpack_from(">H", configuration, at)[0]
            found.append(configuration[at + 2 : at + 2 + size])
            at += 2 + size
    code = b"".join(data[start:end] for start, end in stream.pieces)
    at = 0
    while at + length_bytes <= len(code):
        size = int.from_bytes(code[at : at + length_bytes], "big")
        at += length_bytes
        if at + size > len(code):
            raise ValueError("a unit beyond the end")
        found.append(code[at : at + size])
        at += size
    return found


def decode(data: bytes, stream: CodedStream, pixels_max: int) -> Heard | None:
    """The last picture of one stream, and what is said of it.

    Args:
        data: the whole file.
        stream: where its code lies, and its ``hvcC``.
        pixels_max: a larger picture is refused.

    Returns:
        None where the library is not found, as with a build against the system's, or where the
        parameter sets cannot be read.
    """
    library = _library()
    if library is None:
        return None
    try:
        code = units(data, stream)
    except (struct.error, IndexError):
        return None
    except ValueError:
        return Heard(None, frozenset({_PREMATURE_END}))
    decoder = library.de265_new_decoder()
    if not decoder:
        return None
    picture, said = None, set()
    try:
        # Version (one byte), then the largest picture (libde265 1.1).
        library.de265_get_security_limits(decoder)[1] = pixels_max
        for unit in code:
            said.add(library.de265_push_NAL(decoder, unit, len(unit), 0, None))
        library.de265_flush_data(decoder)
        more = ctypes.c_int(1)
        for _ in range(_STEPS_MAX):
            error = library.de265_decode(decoder, ctypes.byref(more))
            while image := library.de265_get_next_picture(decoder):
                picture = _picture(library, image)
            said.add(error)
            if error or not more.value:
                break
        while warning := library.de265_get_warning(decoder):
            said.add(warning)
    finally:
        library.de265_free_decoder(decoder)
    return Heard(picture, frozenset(said - {0}))


def _picture(library: ctypes.CDLL, image: int) -> HevcPicture | None:
    if library.de265_get_chroma_format(image) != _CHROMA_420:
        return None
    planes = []
    for channel in range(_PLANES):
        if library.de265_get_bits_per_pixel(image, channel) != 8:
            return None
        stride = ctypes.c_int()
        at = library.de265_get_image_plane(image, channel, ctypes.byref(stride))
        width = library.de265_get_image_width(image, channel)
        height = library.de265_get_image_height(image, channel)
        if not at or min(width, height) < 1 or stride.value < width:
            return None
        rows = np.lib.stride_tricks.as_strided(
            np.ctypeslib.as_array(ctypes.cast(at, ctypes.POINTER(ctypes.c_uint8)), (1,)),
            (height, width),
            (stride.value, 1),
        )
        planes.append(rows.copy())  # the decoder uses the memory again
    return HevcPicture(
        tuple(planes),
        library.de265_get_image_matrix_coefficients(image),
        bool(library.de265_get_image_full_range_flag(image)),
    )


@cache
def _library() -> ctypes.CDLL | None:
    """The copy of libde265 that came with pillow-heif, which has loaded it already."""
    import pillow_heif

    package = Path(pillow_heif.__file__).parent
    folders = (package.parent / "pillow_heif.libs", package / ".dylibs")
    for path in (path for folder in folders for path in sorted(folder.glob("*de265*"))):
        try:
            library = ctypes.CDLL(str(path))
            pointer, number = ctypes.c_void_p, ctypes.c_int
            for name in ("new_decoder", "get_next_picture", "get_image_plane"):
                getattr(library, f"de265_{name}").restype = pointer
            library.de265_get_security_limits.restype = ctypes.POINTER(ctypes.c_uint32)
            library.de265_push_NAL.argtypes = [
                pointer, ctypes.c_char_p, number, ctypes.c_longlong, pointer,
            ]  # fmt: skip
            library.de265_decode.argtypes = [pointer, ctypes.POINTER(number)]
            library.de265_get_image_plane.argtypes = [pointer, number, ctypes.POINTER(number)]
            for name in ("width", "height"):
                getattr(library, f"de265_get_image_{name}").argtypes = [pointer, number]
            library.de265_get_bits_per_pixel.argtypes = [pointer, number]
            for name in ("flush_data", "get_next_picture", "get_warning", "free_decoder",
                         "get_security_limits", "get_chroma_format",
                         "get_image_matrix_coefficients", "get_image_full_range_flag"):  # fmt: skip
                getattr(library, f"de265_{name}").argtypes = [pointer]
        except (OSError, AttributeError):
            continue
        return library
    return None
