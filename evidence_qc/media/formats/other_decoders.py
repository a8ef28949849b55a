"""Second opinions: other decoders for a picture that the first one refuses or reads strangely.

Each is strict: one that fills in what it cannot read is no witness. ffmpeg's decoders of HEVC, VP8,
JPEG and TIFF share no code with libde265, libwebp, libjpeg-turbo and libtiff.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.errors import MissingDependencyError
from evidence_qc.media.formats import pillow
from evidence_qc.runtime.owned import owned_temporary_folder

FFMPEG_S = 20.0
"""Longest time that ffmpeg is given; 43 megapixels of HEVC take 3 s."""
FFMPEG_PIXELS_MAX = 128_000_000
"""Larger pictures are not handed to it: it holds them in several copies."""

_DEMUXERS = {
    "jpeg": "jpeg_pipe",
    "mpo": "jpeg_pipe",
    "png": "png_pipe",
    "webp": "webp_pipe",
    "avif": "mov",
    "heif": "mov",
    "tiff": "tiff_pipe",
    "bmp": "bmp_pipe",
    "jp2": "j2k_pipe",
}


_DECODERS = tuple(f"[{name} @" for name in ("hevc", "vp8", "webp", "mjpeg", "png", "tiff", "bmp"))
_NOT_KNOWN = ("not implemented", "not supported", "unsupported", "patch", "reserved")
"""In such words a decoder says what it does not know, and in others what is wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class Witness:
    """What another decoder answers: RGB uint8 H×W×3, or None and whether it complains."""

    pixels: NDArray[np.uint8] | None = None
    complains: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Elsewhere:
    """Pixels of another decoder, uint8 grey H×W, RGB H×W×3 or RGBA H×W×4, and its name."""

    name: str
    pixels: NDArray[np.uint8]


def decode_elsewhere(data: bytes, format: str) -> Elsewhere | None:
    """The picture by the first other decoder that takes all of it without a complaint.

    HEIF and AVIF come upright, others as stored.
    """
    decoders: tuple[tuple[str, Callable[[bytes, str], NDArray[np.uint8] | None]], ...] = (
        ("ffmpeg", by_ffmpeg),
    )
    if format in {"jpeg", "mpo"}:
        decoders = (("pillow", _by_pillow), *decoders)
    elif format == "tiff":
        decoders = (("opencv", _by_opencv), *decoders)
    for name, decode in decoders:
        try:
            pixels = decode(data, format)
        except Exception:  # broken input may break any reader in any way
            continue
        if pixels is not None and (pixels.ndim == 2 or pixels.shape[2] in {3, 4}):
            return Elsewhere(name, pixels)
    return None


def _by_pillow(data: bytes, format: str) -> NDArray[np.uint8] | None:
    return pillow.load_pixels(pillow.open_image(data, format))


def _by_opencv(data: bytes, format: str) -> NDArray[np.uint8] | None:
    """TIFF of kinds that Pillow does not know: wide and floating samples, BigTIFF."""
    del format
    cv2.utils.logging.setLogLevel(
        cv2.utils.logging.LOG_LEVEL_SILENT
    )  # it writes to stderr what libtiff says
    pixels: NDArray[Any] | None = cv2.imdecode(
        np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION
    )
    if pixels is None:
        return None
    if pixels.ndim == 3 and pixels.shape[2] in {3, 4}:
        pixels = pixels[:, :, [2, 1, 0, 3][: pixels.shape[2]]]
    return np.ascontiguousarray(_to_bytes(np.asarray(pixels)))


def _to_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Wide integers by their range; floating samples 0–1, or by their largest."""
    if values.dtype == np.uint8:
        return values
    wide = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    if np.issubdtype(values.dtype, np.integer):
        full = float(np.iinfo(values.dtype).max)
    else:
        full = max(1.0, float(wide.max(initial=0.0)))
    return np.clip(wide * (255.0 / full) + 0.5, 0, 255).astype(np.uint8)


def has_other_decoder(format: str) -> bool:
    """Is ffmpeg there, and its decoder another than the usual one? Both read AV1 by dav1d."""
    return format in _DEMUXERS and format != "avif" and ffmpeg_program() is not None


def ffmpeg_program() -> str | None:
    """Path of ffmpeg; None where there is none."""
    from evidence_qc.media.video.ffmpeg import ffmpeg_path

    try:
        return ffmpeg_path()
    except MissingDependencyError:
        return None


class UnansweredError(Exception):
    """ffmpeg could not be asked, which says nothing of the picture."""


def by_ffmpeg(data: bytes, format: str) -> NDArray[np.uint8] | None:
    """RGB H×W×3 of a picture that ffmpeg decodes without an error; None where it does not.

    Raises:
        UnansweredError: the disk for temporary files is full, or ffmpeg does not start or end.
    """
    program = ffmpeg_program() if format in _DEMUXERS else None
    return None if program is None else _answer(data, format, program).pixels


def ask_ffmpeg(data: bytes, format: str) -> Witness:
    """What ffmpeg sees, or that its decoder complains of the code.

    What it does not answer in time, does not know, or does not find its way through the container
    of, is no complaint.
    """
    program = ffmpeg_program() if format in _DEMUXERS else None
    try:
        return Witness() if program is None else _answer(data, format, program)
    except UnansweredError:
        return Witness()


def _answer(data: bytes, format: str, program: str) -> Witness:
    try:
        ended = _run(data, format, program)
    except (subprocess.TimeoutExpired, OSError) as error:
        raise UnansweredError from error
    if ended.returncode:
        return Witness(complains=is_complaint(ended.stderr))
    return Witness(_ppm(ended.stdout))


def _run(data: bytes, format: str, program: str) -> subprocess.CompletedProcess[bytes]:
    with owned_temporary_folder("ffmpeg") as folder:
        # A file, not a pipe: the description of a HEIF may stand behind its pixels.
        path = folder / "picture"
        path.write_bytes(data)
        arguments = [
            *(program, "-nostdin", "-hide_banner", "-v", "error", "-xerror"),
            *("-err_detect", "explode", "-max_pixels", str(FFMPEG_PIXELS_MAX), "-threads", "1"),
            *("-protocol_whitelist", "file", "-f", _DEMUXERS[format]),
            *(() if _DEMUXERS[format] == "mov" else ("-noautorotate",)),
            *("-i", str(path)),
            *("-frames:v", "1", "-c:v", "ppm", "-pix_fmt", "rgb24", "-f", "image2pipe", "-"),
        ]
        return subprocess.run(arguments, capture_output=True, timeout=FFMPEG_S, check=False)


def is_complaint(stderr: bytes) -> bool:
    """Does ffmpeg's first line come from a decoder and speak of what it read?"""
    said = stderr.decode("utf-8", "replace").lower()
    return said.startswith(_DECODERS) and not any(words in said for words in _NOT_KNOWN)


def _ppm(data: bytes) -> NDArray[np.uint8] | None:
    """Binary PPM as ffmpeg writes it: P6, width and height, 255, each on a line."""
    head = data.split(b"\n", 3)
    if len(head) != 4 or head[0] != b"P6" or head[2] != b"255":
        return None
    width, height = (int(side) for side in head[1].split())
    if len(head[3]) != 3 * width * height:
        return None
    return np.frombuffer(head[3], np.uint8).reshape(height, width, 3)
