"""From light to a phone's picture: exposure, lens, noise, its removal, tone, sharpening."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np


@dataclass(frozen=True, slots=True)
class Phone:
    """How one picture is taken and developed.

    ``exposure_ev`` is stops around what the automatic exposure would choose (``metered``), or
    around the light as given. ``well_e`` electrons at the ceiling: fewer is a higher ISO and more
    noise.
    ``fringe`` is how much larger red is drawn than green, and green than blue, as a share.
    ``headroom_ev``: how far above white lights are still told apart, from several exposures
    merged; they are squeezed in below white.
    ``smear`` 0..1: how hard noise is removed. ``warmth`` shifts white balance, + is yellow.
    """

    exposure_ev: float = 0.0
    metered: bool = True
    well_e: float = 9000.0
    headroom_ev: float = 0.0
    read_e: float = 2.5
    vignette: float = 0.22
    lens_sigma_px: float = 0.45
    warmth: float = 0.0
    tint: float = 0.0
    smear: float = 0.35
    contrast: float = 0.18
    saturation: float = 1.06
    sharpen: float = 0.55
    flare: float = 0.006
    fringe: float = 0.0005
    seed: int = 1

    def with_(self, **changes) -> Phone:
        return replace(self, **changes)


LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def meter(light: np.ndarray) -> float:
    """The gain an automatic exposure chooses: centre-weighted mid-grey, highlights kept."""
    h, w = light.shape[:2]
    y, x = np.ogrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    weight = np.exp(-(x**2 + y**2) / 0.9)
    luma = light @ LUMA
    grey = float((np.log2(luma + 1e-4) * weight).sum() / weight.sum())
    high = float(np.percentile(luma, 98.5))
    return min(0.175 / 2.0**grey, 1.05 / max(high, 1e-4))


def develop(light: np.ndarray, phone: Phone) -> np.ndarray:
    """Linear light, float (H, W, 3), any scale -> sRGB uint8 (H, W, 3)."""
    rng = np.random.default_rng(phone.seed)
    x = np.maximum(light.astype(np.float32), 0)
    x = x * ((meter(x) if phone.metered else 1.0) * 2.0**phone.exposure_ev)
    if phone.lens_sigma_px > 0:
        x = cv2.GaussianBlur(x, (0, 0), phone.lens_sigma_px)
    if phone.flare > 0:
        haze = cv2.resize(
            np.minimum(x, 8), None, fx=1 / 16, fy=1 / 16, interpolation=cv2.INTER_AREA
        )
        haze = cv2.GaussianBlur(haze, (0, 0), max(haze.shape) / 14)
        x = x + phone.flare * cv2.resize(haze, (x.shape[1], x.shape[0]))
    h, w = x.shape[:2]
    yy, xx = np.ogrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    x = x * (1 - phone.vignette * (xx**2 + yy**2) / 2)[..., None].astype(np.float32)
    x = _squeezed(_sense(_fringed(x, phone.fringe), phone, rng), phone.headroom_ev)
    gain = np.array([1 + 0.12 * phone.warmth, 1 - phone.tint * 0.06, 1 - 0.18 * phone.warmth])
    x = np.clip(x * gain.astype(np.float32), 0, None)
    y = _tone(x, phone)
    y = _sharpened(_denoised(y, phone), phone)
    return np.clip(y * 255 + 0.5, 0, 255).astype(np.uint8)


def _fringed(x: np.ndarray, share: float) -> np.ndarray:
    """Each colour drawn at its own size about the middle, and corners a little softer."""
    if share <= 0:
        return x
    h, w = x.shape[:2]
    planes = []
    for plane, size in zip(cv2.split(x), (1 + share, 1.0, 1 - share), strict=True):
        m = np.float32([[size, 0, (1 - size) * w / 2], [0, size, (1 - size) * h / 2]])
        how = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REPLICATE}
        planes.append(plane if size == 1 else cv2.warpAffine(plane, m, (w, h), **how))
    out = cv2.merge(planes)
    yy, xx = np.ogrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    corner = np.clip((xx**2 + yy**2) / 2 - 0.35, 0, 1)[..., None].astype(np.float32)
    return out + (cv2.GaussianBlur(out, (0, 0), 0.9) - out) * corner


def _sense(x: np.ndarray, phone: Phone, rng: np.random.Generator) -> np.ndarray:
    """Shot and read noise; the ceiling clips before anything else happens."""
    ceiling = 2.0**phone.headroom_ev
    electrons = np.minimum(x, ceiling) * phone.well_e
    noise = np.sqrt(electrons + phone.read_e**2) * rng.standard_normal(x.shape, np.float32)
    # Each sensor pixel sees one colour; interpolation spreads its noise a little.
    noise = cv2.GaussianBlur(noise, (0, 0), 0.55) * 1.5
    return np.clip((electrons + noise) / phone.well_e, 0, ceiling)


def _squeezed(x: np.ndarray, headroom_ev: float, knee: float = 0.30) -> np.ndarray:
    """Lights above the knee rolled off towards white, their colour kept."""
    if headroom_ev <= 0:
        return x
    luma = np.maximum(x @ LUMA, 1e-6)[..., None]
    rolled = knee + (1 - knee) * (1 - np.exp(-(luma - knee) / (1 - knee) * 0.75))
    return x * np.where(luma > knee, np.minimum(rolled, luma) / luma, 1.0).astype(np.float32)


def _tone(x: np.ndarray, phone: Phone) -> np.ndarray:
    """SRGB coding with a soft shoulder, an S-curve and a little colour."""
    luma = (x @ LUMA)[..., None]
    x = np.clip(luma + (x - luma) * phone.saturation, 0, 1)
    y = np.where(x < 0.0031308, 12.92 * x, 1.055 * np.maximum(x, 1e-6) ** (1 / 2.4) - 0.055)
    s = y * y * (3 - 2 * y)
    return (y + phone.contrast * (s - y)).astype(np.float32)


def _denoised(y: np.ndarray, phone: Phone) -> np.ndarray:
    if phone.smear <= 0:
        return y
    ycc = cv2.cvtColor(y, cv2.COLOR_RGB2YCrCb)
    chroma = cv2.GaussianBlur(ycc[..., 1:], (0, 0), 0.6 + 2.4 * phone.smear)
    level = 0.35 / np.sqrt(phone.well_e)
    plane = np.ascontiguousarray(ycc[..., 0])
    soft = cv2.bilateralFilter(plane, 5, 2.2 * level + 0.004, 1.1 + phone.smear)
    ycc[..., 0] = plane + (soft - plane) * min(1.0, 0.25 + phone.smear)
    ycc[..., 1:] = chroma
    return cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB)


def _sharpened(y: np.ndarray, phone: Phone) -> np.ndarray:
    if phone.sharpen <= 0:
        return y
    luma = y @ np.array([0.299, 0.587, 0.114], np.float32)
    detail = luma - cv2.GaussianBlur(luma, (0, 0), 1.0)
    detail = np.clip(detail, -0.08, 0.08)
    return y + (phone.sharpen * detail)[..., None]


def linear(srgb: np.ndarray) -> np.ndarray:
    """SRGB uint8 -> linear float32 0..1."""
    y = srgb.astype(np.float32) / 255
    return np.where(y <= 0.04045, y / 12.92, ((y + 0.055) / 1.055) ** 2.4).astype(np.float32)
