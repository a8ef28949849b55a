"""Whether the closer look ever takes a blurred picture for a sharp one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from focus import kernels
from numpy.typing import NDArray

from evidence_qc.focus import FocusModel, is_doubtful, is_surely_sharp, summarize
from evidence_qc.media.photo.planes import planes_from_luma
from judgement import labels, statistics
from judgement.figures import Figure

Luma = NDArray[np.uint8]
LONG_SIDE_PX = 2000
BLURS_PX = (4, 6, 9, 14)
"""Standard deviations of the kernel: 2 to 7 ‰ of the long side."""
GRAINS = (0.0, 0.01, 0.04)
"""Shot noise at full light, as a share of it."""


def of_second_pass(focus: FocusModel, data: Path) -> list[Figure]:
    """Camera photos of 2,000 px, blurred by known kernels, with and without grain."""
    taken = []
    for luma in _blurred(data):
        planes = planes_from_luma(luma)
        if is_doubtful(summarize(focus.map(planes.working))):
            taken.append(is_surely_sharp(focus.map_closely(planes.fine)))
    return [
        Figure(f"cameras blurred by 4 to 14 px, {len(taken)} that seem so: closer look → sharp",
               statistics.share(taken), 0.0, at_least=False, is_share=True),
    ]  # fmt: skip


def _blurred(data: Path) -> Iterator[Luma]:
    rng = np.random.default_rng(0)
    for photo in labels.cameras(data):
        plane = cv2.imread(str(photo.path), cv2.IMREAD_GRAYSCALE)
        if plane is None or max(plane.shape) < LONG_SIDE_PX:
            continue
        scale = LONG_SIDE_PX / max(plane.shape)
        small = cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        light = (small.astype(np.float32) / 255) ** 2.2
        for sigma_px in BLURS_PX:
            for kind in (kernels.disk, kernels.motion, kernels.shake):
                blurred = cv2.filter2D(
                    light, -1, kind(rng, sigma_px), borderType=cv2.BORDER_REFLECT_101
                )
                for grain in GRAINS:
                    yield _developed(rng, blurred, grain)


def _developed(rng: np.random.Generator, light: NDArray[np.float32], grain: float) -> Luma:
    noise = np.sqrt(grain**2 * light.clip(0) + (grain / 4) ** 2)
    noisy = light + rng.standard_normal(light.shape, np.float32) * noise
    luma = np.rint(noisy.clip(0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
    packed = cv2.imencode(".jpg", luma, [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
