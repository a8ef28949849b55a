"""Faults made by known amounts from good photos, in linear light (sRGB, IEC 61966-2-1)."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
WHITE_ELECTRONS = 4000.0
READ_ELECTRONS = 3.0
"""Of a phone's small pixels, gathered to one of the reduced picture (J. Janesick, "Photon
Transfer", SPIE 2007: shot noise is the root of what was gathered)."""
SMALL_PX = 2048
"""Long side of what is spoiled: kernels of photos of 24 MP take minutes."""


def in_small(picture: Picture) -> Picture:
    """Area-averaged to a long side of at most ``SMALL_PX``."""
    scale = SMALL_PX / max(picture.shape[:2])
    if scale >= 1:
        return picture
    reduced = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(reduced, np.uint8)


def exposed(picture: Picture, *, stops: float) -> Picture:
    """As if 2^stops the light had fallen on the sensor; what is more than white is lost."""
    return np.asarray(cv2.LUT(picture, _coded(np.minimum(1.0, _LINEAR * 2.0**stops))), np.uint8)


def defocused(picture: Picture, *, permille: float) -> Picture:
    """Blurred by a disc whose standard deviation is so many thousandths of the long side."""
    return _from_linear(cv2.filter2D(_to_linear(picture), -1, _disc(picture, permille)))


def shaken(picture: Picture, *, permille: float, angle_deg: float) -> Picture:
    """Smeared along a line, standard deviation so many thousandths of the long side."""
    length = permille / 1000 * max(picture.shape[:2]) * math.sqrt(12)
    half = math.ceil(length / 2) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    turn = math.radians(angle_deg)
    along, across = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)
    line = np.clip(length / 2 + 0.5 - abs(along), 0, 1) * np.clip(1 - abs(across), 0, 1)
    kernel = (line / line.sum()).astype(np.float32)
    return _from_linear(cv2.filter2D(_to_linear(picture), -1, kernel))


def pushed(picture: Picture, *, stops: float, seed: int) -> Picture:
    """As bright as before from 2^-stops of the light: with the grain that this leaves.

    White holds ``WHITE_ELECTRONS`` before, and every pixel is read with ``READ_ELECTRONS``.
    """
    white = WHITE_ELECTRONS / 2**stops
    electrons = _to_linear(picture) * np.float32(white)
    grain = np.random.default_rng(seed).standard_normal(electrons.shape, dtype=np.float32)
    electrons += grain * np.sqrt(electrons + np.float32(READ_ELECTRONS**2))
    return _from_linear(electrons / white)


def behind(picture: Picture, *, permille: float) -> Picture:
    """Its middle defocused, as a thing before a sharp background: an oval of 70 % either way."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    thing = ((np.abs(x / 0.7) ** 4 + np.abs(y / 0.7) ** 4) < 1).astype(np.float32)
    disc, light = _disc(picture, permille), _to_linear(picture)
    cover = cv2.filter2D(thing, -1, disc)[..., None]
    smeared = cv2.filter2D(light * thing[..., None], -1, disc)
    return _from_linear(smeared + (1.0 - cover) * light)


def _disc(picture: Picture, permille: float) -> NDArray[np.float32]:
    radius = 2.0 * permille / 1000 * max(picture.shape[:2])
    half = math.ceil(radius) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0.0, 1.0)
    return (disc / disc.sum()).astype(np.float32)


def _to_linear(picture: Picture) -> NDArray[np.float32]:
    return np.asarray(cv2.LUT(picture, _LINEAR.astype(np.float32)), np.float32)


def _from_linear(light: NDArray[np.floating]) -> Picture:
    return _coded(np.clip(light, 0.0, 1.0))


def _coded(linear: NDArray[np.floating]) -> Picture:
    codes = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(codes * 255).astype(np.uint8)


_CODES = np.arange(256) / 255
_LINEAR = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4)
