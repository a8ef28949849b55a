"""Colours that a HEIF or AVIF file names by numbers (ITU-T H.273), to sRGB.

Wide primaries are converted, out-of-range colours are clipped. HDR (PQ and HLG, ITU-R BT.2100) is
shown as on a screen of its reference white, 203 cd/m² (ITU-R BT.2408), with what is brighter
rolled off, so that a lamp stays a lamp and the rest looks as it was meant to.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SRGB_PRIMARIES = {1, 2}
_SRGB_TRANSFERS = {1, 2, 6, 13, 14, 15}
"""BT.709 and its kin are shown as sRGB by every viewer."""
_LINEAR, _PQ, _HLG = 8, 16, 18
_GAMMA = {4: 2.2, 5: 2.8}

_CHROMATICITIES = {
    1: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
"""BT.709, BT.2020, P3; all with the white point D65."""
_D65 = (0.3127, 0.3290)

_REFERENCE_WHITE = 203.0
_KNEE = 0.8
"""Share of the reference white from which on brightness is rolled off."""

Float = NDArray[np.float64]


def is_srgb_like(cicp: tuple[int, int, int] | None) -> bool:
    """True where pixels can be shown as they are."""
    if cicp is None:
        return True
    primaries, transfer, _ = cicp
    return (primaries in _SRGB_PRIMARIES or primaries not in _CHROMATICITIES) and (
        transfer in _SRGB_TRANSFERS or not _is_known(transfer)
    )


def is_hdr(cicp: tuple[int, int, int] | None) -> bool:
    """True for PQ and HLG: values that look grey where they are shown as they are."""
    return cicp is not None and cicp[1] in {_PQ, _HLG}


def cicp_to_srgb(pixels: NDArray[np.uint8], cicp: tuple[int, int, int] | None) -> NDArray[np.uint8]:
    """uint8 RGB H×W×3 or RGBA H×W×4 in sRGB; grey and sRGB-like pictures stay as they are.

    Args:
        pixels: as decoded, full range.
        cicp: primaries, transfer and matrix; None where the file says nothing.
    """
    if cicp is None or is_srgb_like(cicp) or pixels.ndim != 3 or pixels.shape[2] < 3:
        return pixels
    linear = _to_linear(np.arange(256) / 255.0, cicp[1])
    matrix = _to_bt709(cicp[0])
    out = pixels.copy()
    for top in range(0, pixels.shape[0], 256):  # bands: the wide copy stays small
        band = linear[pixels[top : top + 256, :, :3]] @ matrix.T
        if is_hdr(cicp):
            peak = np.maximum(band.max(axis=2, keepdims=True), 1e-9)
            band *= _rolled_off(peak) / peak
        out[top : top + 256, :, :3] = _encoded(band)
    return out


def _is_known(transfer: int) -> bool:
    return transfer in {_LINEAR, _PQ, _HLG} or transfer in _GAMMA or transfer in _SRGB_TRANSFERS


def _to_linear(values: Float, transfer: int) -> Float:
    """Code values 0–1 to light, 1 the reference white."""
    if transfer == _PQ:
        power = values ** (1 / 78.84375)
        light = np.maximum(power - 0.8359375, 0.0) / (18.8515625 - 18.6875 * power)
        return np.asarray(light ** (1 / 0.1593017578125) * (10_000.0 / _REFERENCE_WHITE))
    if transfer == _HLG:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        scene = np.where(values <= 0.5, values**2 / 3.0, (np.exp((values - c) / a) + b) / 12.0)
        return np.asarray(scene**1.2 * (1000.0 / _REFERENCE_WHITE))
    if transfer == _LINEAR:
        return values
    if transfer in _GAMMA:
        return np.asarray(values ** _GAMMA[transfer])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def _encoded(light: Float) -> NDArray[np.uint8]:
    clipped = np.clip(light, 0.0, 1.0)
    values = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return np.asarray(values * 255.0 + 0.5).astype(np.uint8)


def _rolled_off(light: Float) -> Float:
    """Below the knee as it is; above it comes ever nearer to 1."""
    over = np.maximum(light - _KNEE, 0.0) / (1.0 - _KNEE)
    return np.where(light <= _KNEE, light, _KNEE + (1.0 - _KNEE) * over / (1.0 + over))


def _to_bt709(primaries: int) -> Float:
    source = _to_xyz(primaries if primaries in _CHROMATICITIES else 1)
    return np.asarray(np.linalg.solve(_to_xyz(1), source))


def _to_xyz(primaries: int) -> Float:
    """Linear RGB of these primaries to CIE XYZ."""
    columns = np.array([_xyz(*xy) for xy in _CHROMATICITIES[primaries]]).T
    return np.asarray(columns * np.linalg.solve(columns, _xyz(*_D65)))


def _xyz(x: float, y: float) -> Float:
    return np.array([x / y, 1.0, (1.0 - x - y) / y])
