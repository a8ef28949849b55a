"""What libde265 says of the code of a HEIF, and libheif keeps to itself.

HEVC is one arithmetic code for each slice. A wrong bit shifts all that is read after it, so that
the last block is not followed by the end that must stand there (ITU-T H.265, 9.3.2.5), or comes
too early. libde265 sees that, goes on, and keeps a list of warnings, for which neither libheif nor
pillow-heif asks. So the copy that they brought is asked itself. In 488 parts of 97 intact HEIFs of
phones, cameras and encoders it finds nothing (2026-11).
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from evidence_qc.media.formats.coded import CodedStream
from evidence_qc.media.integrity.hevc_witness import Answer, annex_b

_INSIDE = {4, 6, 8, 17, 1002, 1003, 1004, 1017}
"""Errors and warnings that speak of the code of a picture (``de265.h``): a coefficient or a block
outside, a parameter out of range, an end that is missing or comes too early."""
_STEPS_MAX = 100_000


def ask_libde265(data: bytes, streams: Iterable[CodedStream]) -> Answer:
    """Decode all parts and ask for the warnings.

    Args:
        data: the whole file.
        streams: where the code of each part lies, and its ``hvcC``.

    Returns:
        ``SILENT`` where the library is not found, as with a build against the system's.
    """
    library = _library()
    if library is None:
        return Answer.SILENT
    try:
        code = b"".join(annex_b(data, stream) for stream in streams)
    except (struct.error, IndexError, ValueError):
        return Answer.SILENT
    if not code:
        return Answer.SILENT
    return Answer.DISAGREES if _said(library, code) & _INSIDE else Answer.AGREES


def _said(library: ctypes.CDLL, code: bytes) -> set[int]:
    """Numbers of all errors and warnings about a bare stream."""
    decoder = library.de265_new_decoder()
    if not decoder:
        return set()
    said = set()
    try:
        library.de265_push_data(decoder, code, len(code), 0, None)
        library.de265_flush_data(decoder)
        more = ctypes.c_int(1)
        for _ in range(_STEPS_MAX):
            error = library.de265_decode(decoder, ctypes.byref(more))
            while library.de265_get_next_picture(decoder):
                pass  # nobody wants it, and its place is needed
            said.add(error)
            if error or not more.value:
                break
        while warning := library.de265_get_warning(decoder):
            said.add(warning)
    finally:
        library.de265_free_decoder(decoder)
    return said


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
            library.de265_new_decoder.restype = pointer
            library.de265_get_next_picture.restype = pointer
            library.de265_push_data.argtypes = [
                pointer, ctypes.c_char_p, number, ctypes.c_longlong, pointer,
            ]  # fmt: skip
            library.de265_decode.argtypes = [pointer, ctypes.POINTER(number)]
            for name in ("flush_data", "get_next_picture", "get_warning", "free_decoder"):
                getattr(library, f"de265_{name}").argtypes = [pointer]
        except (OSError, AttributeError):
            continue
        return library
    return None
