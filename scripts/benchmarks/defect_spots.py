"""Painted defects that cover a spot: holes, missing parts, bare ground, stains, rust."""

from __future__ import annotations

import cv2
import numpy as np
from defect_tools import SOFT_RATIO, Defect, Pixels, Plane, cloud, inside, light, local, mix


def hole(
    rgb: Plane, defect: Defect, points: Plane, long_side: int, rng: np.random.Generator
) -> Plane:
    """Torn through: dark inside, the wall away from the light lit, a lifted edge around."""
    return _opening(rgb, defect, points[0], long_side, rng, rough=0.16)


def recess(
    rgb: Plane, defect: Defect, points: Plane, long_side: int, rng: np.random.Generator
) -> Plane:
    """A clean opening, as where a button or a key is missing."""
    return _opening(rgb, defect, points[0], long_side, rng, rough=0.012)


def _opening(
    rgb: Plane,
    defect: Defect,
    centre: Plane,
    long_side: int,
    rng: np.random.Generator,
    rough: float,
) -> Plane:
    part, u, v, radius = local(rgb, defect, centre, long_side)
    here = rgb[part].copy()
    edge = SOFT_RATIO * long_side * 2.5 / radius
    noise = rough * cloud(here.shape, rng, radius / 2.2)
    distance = np.hypot(u, v) - 1 + noise
    mask = inside(distance, edge)
    surface = np.median(here[np.abs(distance) < 0.35], axis=0)
    # Light comes from the upper left: the wall at the lower right is seen, lit.
    wall = np.clip(1 - np.hypot(u + 0.13, v + 0.16 / max(0.4, defect.squash)), -1, 1)
    inner = np.clip(-(wall + noise) * 6, 0, 1)[..., None] * surface * 0.62
    depth = (0.10 + 0.10 * np.clip(u + v, -1, 1))[..., None] * surface * 0.7 + 7
    lip = np.exp(-((distance - 0.05) ** 2) / 0.004) * (0.5 + 0.5 * np.sign(-(u + v)))
    shadow = np.exp(-((distance - 0.07) ** 2) / 0.01) * (0.5 + 0.5 * np.sign(u + v))
    here = here * (1 - 0.3 * shadow[..., None]) + 0.22 * lip[..., None] * (surface + 25)
    rgb[part] = mix(here, np.maximum(depth, inner).astype(np.float32), mask)
    return rgb


def chipped(
    rgb: Plane, defect: Defect, points: Plane, long_side: int, rng: np.random.Generator
) -> Plane:
    """Paint or glaze come off: the bare ground, and a step all around it that casts a shadow."""
    part, u, v, radius = local(rgb, defect, points[0], long_side)
    here = rgb[part]
    distance = np.hypot(u, v) - 0.78 + 0.26 * cloud(here.shape, rng, radius / 1.6)
    mask = inside(distance, SOFT_RATIO * long_side * 2 / radius)
    ground = np.array(defect.colour, np.float32) * light(here)
    ground = ground * (1 + 0.025 * cloud(here.shape, rng, radius / 9))[..., None]
    soft = cv2.GaussianBlur(mask, (0, 0), max(1.0, 0.0022 * long_side))
    relief = cv2.Sobel(soft, cv2.CV_32F, 1, 0) + cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    out = mix(here, ground, mask)
    relief = relief / float(np.abs(relief).max() + 1e-6)
    rgb[part] = out * (1 - 0.45 * np.clip(relief, 0, 1)[..., None])
    rgb[part] += 18 * np.clip(-relief, 0, 1)[..., None]
    return rgb


def stain(
    rgb: Plane, defect: Defect, points: Plane, long_side: int, rng: np.random.Generator
) -> Plane:
    """Soaked in: it filters the colour below, darkest along its rim, with splashes beside it."""
    part, u, v, radius = local(rgb, defect, points[0], long_side)
    here = rgb[part]
    distance = np.hypot(u, v) - 0.75 + 0.22 * cloud(here.shape, rng, radius / 1.4)
    cloudy = np.clip(0.72 + 0.16 * cloud(here.shape, rng, radius / 4), 0, 1)
    body = inside(distance, 0.10) * cloudy
    rim = np.exp(-((distance + 0.05) ** 2) / 0.003) * 0.35
    drops = inside(0.9 - 0.33 * cloud(here.shape, rng, radius / 6) + 0.25 * np.hypot(u, v), 0.08)
    alpha = cv2.GaussianBlur(np.clip(body + rim + 0.8 * drops, 0, 1), (0, 0), 1.5)
    tint = np.array(defect.colour, np.float32) / 255
    rgb[part] = mix(here, here * tint, alpha.astype(np.float32))
    return rgb


def rust(
    rgb: Plane,
    defect: Defect,
    centre: Plane,
    long_side: int,
    rng: np.random.Generator,
    texture: Pixels | None,
) -> Plane:
    """Crusts of rust with the structure of a real rough ground, in the light of the surface."""
    part, u, v, radius = local(rgb, defect, centre, long_side)
    here = rgb[part]
    noise = cloud(here.shape, rng, radius / 2)
    if texture is None:
        rough = 1 + 0.25 * cloud(here.shape, rng, radius / 8)
    else:
        size = (here.shape[1], here.shape[0])
        small = cv2.resize(texture, size, interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
        rough = grey.astype(np.float32) / float(grey.mean())
    mask = inside(np.hypot(u, v) - 0.75 + 0.38 * noise, 0.16)
    warm = np.clip(0.5 + 0.25 * noise, 0, 1)[..., None]
    colour = (1 - warm) * np.array((84, 48, 30)) + warm * np.array((150, 88, 50))
    crust = (colour * rough[..., None] * light(here)).astype(np.float32)
    rgb[part] = mix(here, crust, mask * 0.9)
    return rgb
