"""One frame of a video at full resolution."""

from __future__ import annotations

import os

import numpy as np
from numpy.typing import NDArray

from evidence_qc.errors import CannotFitError
from evidence_qc.media.video.frames import Colour, FrameReader, TimeWindow
from evidence_qc.media.video.probe import VideoProbe, probe_video

EXACT_S = 0.002
"""Times are kept in milliseconds; frames stand at least four apart."""


def decode_frame(path: str, time_s: float, probe: VideoProbe | None = None) -> NDArray[np.uint8]:
    """One frame at full resolution: uint8 RGB H×W×3, upright, square pixels, SDR.

    Args:
        path: file-system path of the video.
        time_s: its presentation time, as an examined video gives it (to the millisecond).
        probe: what ``probe_video`` said, where it was asked already.

    Raises:
        CannotFitError: there is no frame at that time, or it cannot be decoded.
        MissingDependencyError: there is no ffmpeg.
    """
    if probe is None:
        probe, _ = probe_video(path)
    if probe is not None:
        window = TimeWindow(time_s - EXACT_S, time_s + EXACT_S)
        with FrameReader(path, probe, window, colour=Colour.RGB) as frames:
            for frame in frames:
                if abs(frame.time_s - time_s) <= EXACT_S:
                    return frame.pixels
    raise CannotFitError("error.frame-not-decoded", time_s=time_s, path=os.fspath(path))
