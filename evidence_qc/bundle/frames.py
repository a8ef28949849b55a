"""Write single frames of a video as full-resolution pictures that say where they are from."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from evidence_qc.media.video.metadata import capture_metadata
from evidence_qc.media.video.probe import probe_video
from evidence_qc.media.video.still import decode_frame
from evidence_qc.report.whole_file import whole_bytes
from evidence_qc.version import VERSION

JPEG_QUALITY = 95

Format = Literal["jpg", "png"]


def frame_name(source: str, time_s: float, suffix: Format = "jpg") -> str:
    """``clip_00-08.033.jpg`` for 8.033 s into ``clip.mp4``; minutes are not wrapped at 60."""
    millis = round(time_s * 1000)
    minutes, rest = divmod(millis, 60_000)
    stem = PurePosixPath(source).stem or "clip"
    return f"{stem}_{minutes:02}-{rest // 1000:02}.{rest % 1000:03}.{suffix}"


def write_frame(
    path: str, time_s: float, target: Path, *, display_path: str, sha256: str
) -> tuple[int, int]:
    """Write one frame as JPEG or PNG, by the suffix of ``target``.

    The same input gives the same bytes. The picture carries its source, time and the source's
    hash (EXIF or PNG text), and the time of
    capture where the video knows its own; no place, no device.

    Args:
        path: file-system path of the video.
        time_s: presentation time of the frame.
        target: ``.jpg`` or ``.png``; replaced as a whole.
        display_path: the video's path as people see it.
        sha256: of the video file.

    Returns:
        Width and height in pixels.

    Raises:
        CannotFitError: there is no such frame.
        CannotWriteError: the target cannot be written.
    """
    probe, _ = probe_video(path)
    pixels = decode_frame(path, time_s, probe)
    captured = capture_metadata(probe).captured_at if probe is not None else None
    words = f"Frame at {time_s:.3f} s of {PurePosixPath(display_path).name}; SHA-256 {sha256}"
    data = _encoded(pixels, target.suffix.lower(), words, _moment(captured, time_s))
    with whole_bytes(target) as stream:
        stream.write(data)
    return pixels.shape[1], pixels.shape[0]


def _encoded(pixels: NDArray[np.uint8], suffix: str, words: str, moment: datetime | None) -> bytes:
    picture = Image.fromarray(pixels)
    stream = io.BytesIO()
    if suffix == ".png":
        text = PngInfo()
        text.add_itxt("Description", words)
        text.add_text("Software", f"evidence-qc {VERSION}")
        if moment is not None:
            text.add_text("Creation Time", moment.isoformat())
        picture.save(stream, "PNG", pnginfo=text, compress_level=6)
    else:
        picture.save(stream, "JPEG", quality=JPEG_QUALITY, subsampling=0, exif=_exif(words, moment))
    return stream.getvalue()


def _exif(words: str, moment: datetime | None) -> Any:
    exif = Image.Exif()
    exif[0x010E] = words.encode("ascii", "replace").decode()  # ImageDescription is ASCII
    exif[0x0131] = f"evidence-qc {VERSION}"  # Software
    if moment is not None:
        detail: dict[int, Any] = exif.get_ifd(0x8769)
        detail[0x9003] = moment.strftime("%Y:%m:%d %H:%M:%S")  # DateTimeOriginal
        if (offset := moment.strftime("%z")) and len(offset) == 5:
            detail[0x9011] = f"{offset[:3]}:{offset[3:]}"  # OffsetTimeOriginal
    return exif


def _moment(captured_at: str | None, time_s: float) -> datetime | None:
    """When this frame was taken: the start of the recording plus its time."""
    if captured_at is None:
        return None
    return datetime.fromisoformat(captured_at) + timedelta(seconds=int(time_s))
