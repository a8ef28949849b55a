"""Paints believable defects into a photo, for tests that need to know where they are.

A defect lies on a surface: it is given by points on the object, flattened and turned as the surface
is, takes its light from the surface below it, and is as soft as the photo itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import cv2
import numpy as np
from defect_breaks import crack, dead_lines, glass, gone, scratch
from defect_spots import chipped, hole, recess, rust, stain
from defect_tools import SOFT_RATIO, Defect, Pixels, Plane, mix

__all__ = ["Defect", "Pixels", "paint"]


def paint(rgb: Pixels, defect: Defect, seed: int, texture: Pixels | None = None) -> Pixels:
    """A copy of uint8 H×W×3 with the defect in it; the seed gives its shape.

    Args:
        rgb: the photo.
        defect: what, and where on the object.
        seed: of its shape.
        texture: a real rough ground, for rust.
    """
    rng = np.random.default_rng(seed)
    height, width = rgb.shape[:2]
    long_side = max(height, width)
    points = np.array(defect.at, np.float32) * (width, height)
    room = (1.3 * defect.size + 0.02 + max(abs(v) for v in defect.shift)) * long_side
    x0, y0 = np.maximum(points.min(axis=0) - room, 0).astype(int)
    x1, y1 = (points.max(axis=0) + room).astype(int)
    before = rgb[y0:y1, x0:x1].astype(np.float32)
    here, corner = before.copy(), np.array((x0, y0), np.float32)
    if defect.kind == "rust":
        here = rust(here, defect, points[0] - corner, long_side, rng, texture)
    else:
        here = KINDS[defect.kind](here, defect, points - corner, long_side, rng)
    if defect.inside:
        edge = np.array(defect.inside, np.float32) * (width, height) - corner
        mask = np.zeros(here.shape[:2], np.uint8)
        cv2.fillPoly(mask, [edge.astype(np.int32)], 255, cv2.LINE_AA)
        mask = cv2.GaussianBlur(mask, (0, 0), SOFT_RATIO * long_side)
        here = mix(before, here, mask.astype(np.float32) / 255)
    painted = rgb.copy()
    painted[y0:y1, x0:x1] = np.clip(here + 0.5, 0, 255).astype(np.uint8)
    return painted


Painter = Callable[[Plane, Defect, Plane, int, np.random.Generator], Plane]
KINDS: Mapping[str, Painter] = {
    "none": lambda rgb, *_: rgb,
    "crack": crack, "glass": glass, "scratch": scratch, "hole": hole, "recess": recess,
    "chipped": chipped, "stain": stain, "gone": gone, "lines": dead_lines,
}  # fmt: skip
