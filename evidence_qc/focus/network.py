"""Run the focus network through ``cv2.dnn``."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.errors import MissingDependencyError
from evidence_qc.focus.focus_map import FocusMap
from evidence_qc.focus.plane import TILE_PX, network_input, squares, tiles, working_plane
from evidence_qc.focus.weights import WEIGHTS_SHA256, version_of


class FocusModel:
    """The learned focus model: luma in, map of blur out.

    The weights are read when the first picture comes.  One model may be used by many threads: each
    call borrows a network of its own, because ``cv2.dnn`` networks hold their last result.
    A model can be pickled; it then travels without its networks.
    """

    def __init__(self, weights: Path | None = None) -> None:
        """Use the weights of the package, whose digest is checked, or those of an ONNX file."""
        self._weights = weights
        self._data: bytes | None = None
        self._idle: LifoQueue[Any] = LifoQueue()

    @property
    def version(self) -> str:
        """Generation and digest of the weights, for example ``"1-5f3a09c2"``."""
        return version_of(hashlib.sha256(self._bytes()).hexdigest())

    def map(self, luma: NDArray[np.uint8]) -> FocusMap:
        """Look at a luma plane (H, W) uint8 of any size from 1 x 1 px.

        Planes with a long side above 672 px are reduced first, smaller ones are read as they are.
        The result depends on the plane alone: not on threads, nor on pictures seen before.

        Raises:
            ValueError: the plane is not two-dimensional uint8, or empty.
        """
        plane = working_plane(_checked(luma))
        cells = self._run(network_input(plane))[0]
        return _as_map(cells, plane.shape[1], plane.shape[0])

    def map_closely(self, luma: NDArray[np.uint8], *, whole_px: int | None = None) -> FocusMap:
        """Look at squares of a larger plane (H, W) uint8 at its own size, not at the whole of it.

        Cloth and paper have threads and fibres that a working plane does not show any more. The
        map is one of the picture all the same: every square stands for the part of the picture
        that it is the middle of, and its blurs are in pixels of a plane as large as the map.
        Where ``luma`` is itself cut out of a picture, ``whole_px`` is the long side of that.

        Raises:
            ValueError: the plane is not two-dimensional uint8, or empty.
        """
        phases, rows, columns = tiles(_checked(luma))
        cells = self._run(phases)
        down, right = cells.shape[2:]
        mosaic = cells.reshape(rows, columns, -1, down, right).transpose(2, 0, 3, 1, 4)
        height, width = rows * TILE_PX, columns * TILE_PX
        seen = _as_map(mosaic.reshape(-1, rows * down, columns * right), width, height)
        smaller = np.float32(max(height, width) / (whole_px or max(luma.shape)))
        return replace(seen, sigma_px=seen.sigma_px * smaller)

    def map_squares(self, luma: NDArray[np.uint8], corners: Sequence[tuple[int, int]]) -> FocusMap:
        """Look at squares of 128 px of a plane (H, W) uint8, named by their top left corners.

        The map has the squares one below the other; its blurs are in thousandths of the long side
        of the plane, as all blurs are.

        Raises:
            ValueError: the plane is not two-dimensional uint8, or empty; no square is named.
        """
        cells = self._run(squares(_checked(luma), corners))
        column = cells.transpose(1, 0, 2, 3).reshape(cells.shape[1], -1, cells.shape[3])
        seen = _as_map(column, TILE_PX, len(corners) * TILE_PX)
        longest = max(seen.plane_width_px, seen.plane_height_px)
        return replace(seen, sigma_px=seen.sigma_px * np.float32(longest / max(luma.shape)))

    def _run(self, phases: NDArray[np.float32]) -> NDArray[np.float32]:
        try:
            net = self._idle.get_nowait()
        except Empty:
            net = cv2.dnn.readNetFromONNX(np.frombuffer(self._bytes(), np.uint8))
        try:
            net.setInput(phases)
            cells: NDArray[np.float32] = net.forward().copy()
        finally:
            self._idle.put(net)
        return cells

    def _bytes(self) -> bytes:
        if self._data is None:
            if self._weights is not None:
                self._data = self._weights.read_bytes()
            else:
                here = resources.files("evidence_qc.focus")
                data = here.joinpath("focus.onnx").read_bytes()
                if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
                    raise MissingDependencyError("error.focus-model-foreign")
                self._data = data
        return self._data

    def __getstate__(self) -> dict[str, Any]:
        return {"_weights": self._weights, "_data": self._data}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._idle = LifoQueue()


def _checked(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if luma.ndim != 2 or luma.dtype != np.uint8 or luma.size == 0:
        raise ValueError(f"luma must be H x W uint8, not {luma.dtype} {luma.shape}")
    return luma


def _as_map(cells: NDArray[np.float32], width: int, height: int) -> FocusMap:
    size, ratio, cosine, sine, *logvars = cells
    deviation = [np.exp(0.5 * np.clip(v, -7.0, 4.0)) for v in logvars]
    return FocusMap(
        sigma_px=np.exp2(np.clip(size, -3.0, 6.0)),
        axis_ratio=np.exp2(np.clip(ratio, 0.0, 6.0)),
        angle_deg=np.degrees(np.arctan2(sine, cosine)) / np.float32(2.0) % np.float32(180.0),
        anisotropy=np.hypot(cosine, sine),
        log2_sigma_sd=deviation[0],
        log2_ratio_sd=deviation[1],
        anisotropy_sd=deviation[2],
        plane_width_px=width,
        plane_height_px=height,
    )
