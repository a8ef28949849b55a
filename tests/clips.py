"""Short clips with a known state, made on the spot with ffmpeg."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Planes
from evidence_qc.media.video.ffmpeg import run
from evidence_qc.model import PictureMeasurements

MOVE = "x='(iw-ow)/2+120*sin(t*0.7)':y='(ih-oh)/2+80*cos(t*0.9)'"
"""A calm hand: the view wanders over the scene."""
SHAKE = "x='(iw-ow)/2+90*sin(t*17)':y='(ih-oh)/2+90*cos(t*13)'"
BLUR = "gblur=sigma=9:enable='between(t,{},{})'"
DARK = "lutyuv=y=16+(val-16)*0.2:enable='between(t,{},{})'"
BLACK = "drawbox=color=black:t=fill:enable='between(t,{},{})'"


@functools.cache
def _scenery() -> Path:
    """A sharp still, larger than any clip, kept for the length of the run."""
    path = Path(tempfile.mkdtemp(prefix="evidence-qc-test-")) / "scene.png"
    image = cv2.cvtColor(_busy(1400, 1000), cv2.COLOR_RGB2BGR)
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())
    return path


def _busy(width_px: int, height_px: int) -> NDArray[np.uint8]:
    """Edges everywhere, so that every view of it is equally sharp."""
    rng = np.random.default_rng(5)
    cells = rng.integers(40, 230, (height_px // 8, width_px // 8, 3), np.uint8)
    image = cv2.resize(cells, (width_px, height_px), interpolation=cv2.INTER_NEAREST)
    large = rng.integers(0, 60, (height_px // 100, width_px // 100, 3), np.uint8)
    tint = cv2.resize(large, (width_px, height_px), interpolation=cv2.INTER_CUBIC)
    return cv2.subtract(image, tint).astype(np.uint8)


def film(
    path: Path,
    seconds: float = 4.0,
    *,
    size: str = "640:360",
    rate: int = 30,
    gop: int = 30,
    move: str = MOVE,
    filters: Sequence[str] = (),
    options: Sequence[str] = (),
    sound: bool = False,
    codec: Sequence[str] = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "23"),
) -> Path:
    """A camera that wanders over a sharp, well-lit scene; ``filters`` spoil parts of it."""
    chain = [
        f"loop=-1:1:0,setpts=N/{rate}/TB,fps={rate}", f"crop={size}:{move}",
        "noise=alls=3:allf=t", *filters, "format=yuv420p",
    ]  # fmt: skip
    encode(
        [
            "-framerate", str(rate), "-i", str(_scenery()),
            *(("-f", "lavfi", "-i", "sine=frequency=440") if sound else ()),
            "-t", f"{seconds}", "-vf", ",".join(chain), *codec,
            "-g", str(gop), "-sc_threshold", "0", *options,
        ],
        path,
    )  # fmt: skip
    return path


def encode(arguments: Sequence[str], path: Path) -> Path:
    """Run ffmpeg to write a file, or fail with its log."""
    _, ended = run(["-y", "-loglevel", "error", *arguments, "-threads", "1", str(path)])
    assert ended.returncode == 0, ended.log
    return path


def statistics(planes: Planes) -> PictureMeasurements:
    """A quick stand-in for the real measures: blur from edges, light from the median."""
    luma = planes.working
    edges = float(cv2.Laplacian(luma, cv2.CV_32F).std())
    blur = min(20.0, 40.0 / (edges + 0.1))
    return PictureMeasurements(
        blur_permille=round(blur, 3),
        luma_mean_ratio=round(float(luma.mean()) / 255, 5),
        luma_p50_ratio=round(float(np.median(luma)) / 255, 5),
    )


def score(picture: PictureMeasurements) -> float:
    """100 for sharp and bright, falling with blur and darkness."""
    blur = picture.blur_permille or 0.0
    light = min(1.0, (picture.luma_mean_ratio or 0.0) / 0.3)
    return 100 * light * max(0.0, 1 - blur / 10)


def halves(width: int = 64, height: int = 36) -> NDArray[np.uint8]:
    """White on the left, black on the right."""
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : width // 2] = 255
    return image
