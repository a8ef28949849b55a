"""Does the code of an AVIF picture end where it must? Decoders can tell, and are seldom asked.

AV1 is one arithmetic code for each tile, and what is left of it when the last block has been read
is known bit by bit: a one, then zeros (AV1 specification, 8.2.4). A wrong bit shifts all that is
read after it, so the end is missed. dav1d looks at that only when it is told to be strict; Pillow
does not tell it so, ffmpeg can. Asked of 727 intact AVIFs of public collections it complains of
none; of 50 with visibly wrong bits Pillow shows 11 without a word, and it complains of all
(2026-11).
"""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Iterable

from evidence_qc.media.formats.coded import CodedStream
from evidence_qc.media.formats.other_decoders import (
    FFMPEG_PIXELS_MAX,
    FFMPEG_S,
    ffmpeg_program,
)
from evidence_qc.media.integrity.hevc_witness import Answer

_COMPLAINT = (b"[dec:libdav1d", b"Invalid data")
"""What it says of code that it does not accept; of a missing decoder it speaks otherwise."""


def ask_av1(data: bytes, streams: Iterable[CodedStream]) -> Answer:
    """Decode all parts strictly.

    Args:
        data: the whole file.
        streams: where the code of each part lies, a temporal unit with its sequence header.
    """
    program = ffmpeg_program()
    if program is None:
        return Answer.SILENT
    codes = [b"".join(data[start:end] for start, end in stream.pieces) for stream in streams]
    arguments = [
        *(program, "-nostdin", "-hide_banner", "-v", "error", "-xerror", "-err_detect", "explode"),
        *("-threads", "1", "-max_pixels", str(FFMPEG_PIXELS_MAX), "-strict", "strict"),
        *("-c:v", "libdav1d", "-f", "ivf", "-i", "pipe:0"),
        *("-fps_mode", "passthrough", "-f", "null", "-"),
    ]
    try:
        ended = subprocess.run(
            arguments, input=ivf(codes), capture_output=True, timeout=FFMPEG_S, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return Answer.SILENT
    if not ended.returncode:
        return Answer.AGREES
    is_complaint = all(words in ended.stderr for words in _COMPLAINT)
    return Answer.DISAGREES if is_complaint else Answer.SILENT


def ivf(codes: Iterable[bytes]) -> bytes:
    """Temporal units in the plainest container there is; sizes are read from the code itself."""
    head = struct.pack("<4sHH4sHHIIII", b"DKIF", 0, 32, b"AV01", 16, 16, 25, 1, 0, 0)
    units = (struct.pack("<IQ", len(code), n) + code for n, code in enumerate(codes))
    return head + b"".join(units)
