"""What a phone does to light after the lens: exposure, noise, tone, sharpening, JPEG."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Light = NDArray[np.float32]
Plane = NDArray[np.uint8]

_LINEAR = np.where(
    (_s := np.arange(256) / 255.0) <= 0.04045, _s / 12.92, ((_s + 0.055) / 1.055) ** 2.4
).astype(np.float32)


def to_light(luma: Plane) -> Light:
    """Undo the sRGB curve: 0-255 to linear light 0-1."""
    return cv2.LUT(luma, _LINEAR)


def brighten_lights(rng: np.random.Generator, light: Light) -> Light:
    """Give clipped lights back what the source photo lost, so that they blur as lamps do."""
    if rng.random() < 0.3:
        over = (light - 0.8).clip(0) / 0.2
        return light * (1.0 + over * rng.uniform(0.5, 4.0))
    return light


def expose(rng: np.random.Generator, light: Light) -> Light:
    """Under- or over-expose, now and then through haze or glare."""
    dice = rng.random()
    if dice < 0.40:
        light = light * float(np.exp(rng.uniform(np.log(0.03), 0.0)))
    elif dice < 0.55:
        light = light * rng.uniform(1.0, 3.0)
    if rng.random() < 0.15:
        veil = rng.uniform(0.0, 0.4)
        light = light * (1 - veil) + veil * rng.uniform(0.1, 0.9)
    return light


def sensor(rng: np.random.Generator, light: Light) -> Light:
    """Shot and read noise, white or smeared by demosaicing and reduction to the size at hand."""
    if rng.random() < 0.12:
        return light
    level = float(np.exp(rng.uniform(np.log(2e-4), np.log(3e-2))))
    sigma = np.sqrt(level**2 * rng.uniform(0.2, 3.0) * light.clip(0) + (level * 0.25) ** 2)
    grain = rng.standard_normal(light.shape, np.float32)
    if rng.random() < 0.5:
        smear = rng.uniform(0.4, 1.6)
        grain = cv2.GaussianBlur(grain, (0, 0), smear)
        grain /= max(float(grain.std()), 1e-3)
    return light + sigma * grain


def develop(rng: np.random.Generator, light: Light) -> Plane:
    """Tone curve to 8 bits."""
    tone = light.clip(0, 1) ** (1 / rng.uniform(1.9, 2.6))
    if rng.random() < 0.4:
        bend = rng.uniform(-0.3, 0.7)
        tone = tone + bend * tone * (1 - tone) * (2 * tone - 1)
    return np.rint(tone.clip(0, 1) * 255).astype(np.uint8)


def polish(rng: np.random.Generator, luma: Plane) -> Plane:
    """Noise reduction and sharpening in the phone."""
    dice = rng.random()
    if dice < 0.15:
        luma = cv2.bilateralFilter(luma, 5, rng.uniform(5, 40), rng.uniform(1, 3))
    elif dice < 0.22:
        luma = cv2.medianBlur(luma, 3)
    if rng.random() < 0.40:
        soft = cv2.GaussianBlur(luma, (0, 0), rng.uniform(0.6, 2.0))
        amount = rng.uniform(0.2, 1.8)
        luma = cv2.addWeighted(luma, 1 + amount, soft, -amount, 0)
    return luma


def compress(rng: np.random.Generator, luma: Plane) -> Plane:
    """JPEG at quality 30 to 97."""
    if rng.random() < 0.12:
        return luma
    quality = int(rng.integers(30, 98))
    done, data = cv2.imencode(".jpg", luma, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
