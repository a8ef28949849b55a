"""Make labelled training crops: clean photos in, blurred crops and what was done to them out."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from . import degrade, kernels, procedural

#: Side of a crop and of the cells that a label belongs to, px.
CROP, CELL = 128, 16
CELLS = CROP // CELL
#: Border that is blurred with the crop and cut off again: the largest kernel and a JPEG block.
MARGIN = kernels.RADIUS + 8
#: Crops made by one call of a worker; a chunk depends on the seed and its number alone.
CHUNK = 250
#: Share of our own pictures among the sources, and of crops with a sharp and a blurred part.
OWN_SHARE, TWO_PART_SHARE = 0.14, 0.18


@dataclass(frozen=True, slots=True, eq=False)
class Crops:
    """N crops with what was done to them."""

    luma: NDArray[np.uint8]
    """(N, 128, 128)"""
    label: NDArray[np.float32]
    """(N, 4, 8, 8): for every cell the numbers of ``kernels.shape``."""
    weight: NDArray[np.uint8]
    """(N, 8, 8): 0 where a cell has no one label."""


def load_photos(folders: list[Path], longest_px: int = 2400) -> list[NDArray[np.uint8]]:
    """Luma planes of every photo in the folders, sorted by name."""
    planes = []
    for path in sorted(p for folder in folders for p in folder.rglob("*")):
        if path.suffix.lower() not in {".jpg", ".jpeg", ".png"}:
            continue
        plane = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
        if plane is None or min(plane.shape) < 200:
            continue
        shrink = longest_px / max(plane.shape)
        if shrink < 1:
            plane = cv2.resize(plane, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        planes.append(plane)
    return planes


def sharp_plane(rng: np.random.Generator, photo: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Reduce a photo until what was in focus is about as sharp as a picture of its size can be.

    A photo of 360 px a side becomes 200 to 360; a large one is reduced at least to two fifths.
    """
    most, least = 1.0, 0.55
    if max(photo.shape) > 400:
        most, least = 0.4, max(170 / min(photo.shape), 0.1)
    scale = float(rng.uniform(min(least, most), most))
    size = (round(photo.shape[1] * scale), round(photo.shape[0] * scale))
    return cv2.resize(photo, size, interpolation=cv2.INTER_AREA)


def make(photos: list[NDArray[np.uint8]], count: int, seed: int, workers: int) -> Crops:
    """``count`` crops; the same for the same photos and seed whatever the number of workers."""
    _photos[:] = photos  # inherited by the forked workers, never copied to them
    chunks = -(-count // CHUNK)
    parts: list[Crops] = []
    with ProcessPoolExecutor(workers) as pool:
        for done, part in enumerate(pool.map(_chunk, [(seed, i) for i in range(chunks)])):
            parts.append(part)
            if done % 20 == 0:
                print(f"crops {done * CHUNK}/{count}", flush=True)
    whole = joined(parts)
    return Crops(whole.luma[:count], whole.label[:count], whole.weight[:count])


def joined(parts: list[Crops]) -> Crops:
    """All crops of several lots as one."""
    return Crops(
        np.concatenate([p.luma for p in parts]),
        np.concatenate([p.label for p in parts]),
        np.concatenate([p.weight for p in parts]),
    )


_photos: list[NDArray[np.uint8]] = []


def _chunk(job: tuple[int, int]) -> Crops:
    cv2.setNumThreads(1)
    rng = np.random.default_rng(job)
    made = [_crop(rng) for _ in range(CHUNK)]
    return Crops(*(np.stack(part) for part in zip(*made, strict=True)))


def _crop(
    rng: np.random.Generator,
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.uint8]]:
    sharp = _window(rng)
    light = degrade.brighten_lights(rng, degrade.to_light(sharp))
    first = kernels.random_kernel(rng)
    label = np.tile(np.array(kernels.shape(first), np.float32)[:, None, None], (1, CELLS, CELLS))
    weight = np.ones((CELLS, CELLS), np.uint8)
    blurred = _blur(light, first)
    if rng.random() < TWO_PART_SHARE:
        second = kernels.random_kernel(rng)
        share = _mask(rng, light.shape[0])
        blurred = blurred * (1 - share) + _blur(light, second) * share
        crop = share[MARGIN:-MARGIN, MARGIN:-MARGIN]
        cells = cv2.resize(crop, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
        other = np.array(kernels.shape(second), np.float32)[:, None, None]
        label = np.where(cells > 0.5, other, label)
        weight = ((cells < 0.1) | (cells > 0.9)).astype(np.uint8)
    light = degrade.sensor(rng, degrade.expose(rng, blurred))
    luma = degrade.polish(rng, degrade.develop(rng, light))
    cut = kernels.RADIUS  # keep a JPEG block of border so that the block grid may fall anywhere
    top, left = rng.integers(0, 8, 2)
    luma = luma[cut:-cut, cut:-cut][top : top + CROP + 8, left : left + CROP + 8]
    luma = degrade.compress(rng, np.ascontiguousarray(luma))
    y, x = 8 - top, 8 - left
    return luma[y : y + CROP, x : x + CROP], label.astype(np.float32), weight


def _window(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A random window of a sharp source, mirrored outwards where the source is too small."""
    if rng.random() < OWN_SHARE:
        plane = procedural.picture(rng)
    else:
        plane = sharp_plane(rng, _photos[int(rng.integers(len(_photos)))])
    need = CROP + 2 * MARGIN
    down, right = (max(0, need - n) for n in plane.shape)
    border = (down // 2, down - down // 2, right // 2, right - right // 2)
    plane = cv2.copyMakeBorder(plane, *border, cv2.BORDER_REFLECT_101)
    top = int(rng.integers(plane.shape[0] - need + 1))
    left = int(rng.integers(plane.shape[1] - need + 1))
    return plane[top : top + need, left : left + need]


def _blur(light: NDArray[np.float32], kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    return cv2.filter2D(light, -1, kernel[::-1, ::-1], borderType=cv2.BORDER_REFLECT_101)


def _mask(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    """A smooth-edged region over about half of the window."""
    low = rng.normal(size=(3, 3)).astype(np.float32)
    wave = cv2.resize(low, (side, side), interpolation=cv2.INTER_CUBIC)
    edge = rng.uniform(0.02, 0.2)
    return (((wave - np.median(wave)) / edge) + 0.5).clip(0, 1).astype(np.float32)
