"""A cardboard box dropped on its corner: position-based dynamics of its panels, with creases.

Müller et al., 2007 (doi:10.1016/j.jvcir.2007.01.005). Board hardly stretches and is stiff until it
is bent too far; there it stays creased, so that folds gather in few sharp lines between panels that
stay nearly flat. The ground comes in along the corner's diagonal; the board gives way before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

CELL = 0.005
"""Grid step of the panels, metres."""
CREASE = 0.14
"""Bend over one step, radians, from which board keeps a crease."""
STEPS, REST_STEPS = 46, 8
"""How many steps the ground takes in, and then the board to come to rest."""


@dataclass(slots=True)
class Panels:
    """All points (N, 3) of the box and, for each sheet, the grid of their indices.

    ``walls`` (rows bottom to top, columns round from the near left corner), ``lid`` (rows near to
    far hinge), ``right`` and ``left`` inner flaps (rows from the hinge in).
    """

    points: np.ndarray
    walls: np.ndarray
    lid: np.ndarray
    right: np.ndarray
    left: np.ndarray


def panels(size: np.ndarray, board: float = 0.004) -> Panels:
    """The box as folded: the outer flaps lie a board's thickness over the inner ones."""
    nx, ny, nz = (round(k / CELL) for k in size)
    x, y = np.linspace(-0.5, 0.5, nx + 1) * size[0], np.linspace(-0.5, 0.5, ny + 1) * size[1]
    ring = np.concatenate(
        [
            np.stack([x[:-1], np.full(nx, y[0])], -1),
            np.stack([np.full(ny, x[-1]), y[:-1]], -1),
            np.stack([x[:0:-1], np.full(nx, y[-1])], -1),
            np.stack([np.full(ny, x[0]), y[:0:-1]], -1),
        ]
    )
    top = np.full(len(ring), size[2])
    top[nx + 1 : nx + ny] -= board
    top[2 * nx + ny + 1 :] -= board
    z = np.linspace(0, 1, nz + 1)[:, None] * top[None]
    wall = np.concatenate([np.broadcast_to(ring, (*z.shape, 2)), z[..., None]], -1)
    walls = np.arange(z.size).reshape(z.shape)
    bank, count = [wall.reshape(-1, 3)], z.size

    def sheet(grid: np.ndarray, fixed: np.ndarray) -> np.ndarray:
        """Indices of a grid, those in ``fixed`` (0 or more) taken from the walls."""
        nonlocal count
        new = fixed < 0
        out = fixed.copy()
        out[new] = count + np.arange(new.sum())
        bank.append(grid[new])
        count += int(new.sum())
        return out

    xx, yy = np.meshgrid(x, y)
    own = np.full((ny + 1, nx + 1), -1)
    own[0] = walls[-1, : nx + 1]
    own[-1] = walls[-1, nx + ny : 2 * nx + ny + 1][::-1]
    lid = sheet(np.stack([xx, yy, np.full_like(xx, size[2])], -1), own)
    half, inner = ny // 2, []
    for side in (1, -1):
        u, v = np.meshgrid(y[1:-1] * side, side * (size[0] / 2 - CELL * np.arange(half)))
        own = np.full(u.shape, -1)
        start = nx + 1 if side > 0 else 2 * nx + ny + 1
        own[0] = walls[-1, start : start + ny - 1]
        grid = np.stack([v, u, np.full_like(u, size[2] - board)], -1)
        inner.append(sheet(grid, own))
    return Panels(np.concatenate(bank), walls, lid, inner[0], inner[1])


def _pairs(grids: list[np.ndarray], wrap: bool, torn) -> list[np.ndarray]:
    """Batches of point pairs along the sides and diagonals; within one no point comes twice."""
    out = []
    for dv, du in ((0, 1), (1, 0), (1, 1), (1, -1)):
        parts: dict[int, list] = {0: [], 1: []}
        for grid in grids:
            g = np.concatenate([grid, grid[:, :1]], 1) if wrap else grid
            h, w = g.shape
            a = g[: h - dv, max(0, -du) : w - max(0, du)]
            b = g[dv:, max(0, du) : w + min(0, du)]
            line = np.indices(a.shape)[0 if dv else 1] % 2
            for k, part in parts.items():
                part.append(np.stack([a[line == k], b[line == k]], -1))
        for rows in parts.values():
            pairs = np.concatenate(rows)
            out.append(pairs[~torn(pairs)])
    return out


def _triples(grids: list[np.ndarray], step: int, torn) -> list[np.ndarray]:
    """Batches of three points in a row, ``step`` cells apart: along, across and both diagonals."""
    out = []
    for dv, du in ((step, 0), (0, step), (step, step), (step, -step)):
        parts: dict[int, list] = {k: [] for k in range(3)}
        for grid in grids:
            h, w = grid.shape
            if h <= 2 * dv or w <= 2 * abs(du):
                continue
            left = max(0, -2 * du)
            size = (h - 2 * dv, w - 2 * abs(du))
            rows = np.stack(
                [
                    grid[k * dv : k * dv + size[0], left + k * du : left + k * du + size[1]]
                    for k in range(3)
                ],
                -1,
            )
            line = (np.indices(size)[0 if dv else 1] // step) % 3
            for k, part in parts.items():
                part.append(rows[line == k])
        for rows in parts.values():
            three = np.concatenate(rows)
            out.append(three[~(torn(three[:, :2]) | torn(three[:, 1:]))])
    return out


def _torn(box: Panels, column: int, rows: int):
    """Which neighbours are no longer joined: the upright edge at ``column``, ``rows`` from the top.

    Of lines of two points, (N, 2) -> bool (N,).
    """
    split, beside = box.walls[-1 - rows :, column], box.walls[:, column + 1]

    def torn(pairs: np.ndarray) -> np.ndarray:
        a, b = pairs.T
        return (np.isin(a, split) & np.isin(b, beside)) | (np.isin(a, beside) & np.isin(b, split))

    return torn


def _held(box: Panels, nx: int, ny: int) -> list[np.ndarray]:
    """The tape holds the lid's open ends to the walls under them."""
    band = range(ny // 2 - 5, ny // 2 + 6)
    out = []
    for row in (-1, -4):
        out.append(np.array([[box.lid[k, -1], box.walls[row, nx + k]] for k in band]))
        out.append(np.array([[box.lid[k, 0], box.walls[row, -k]] for k in band]))
    return out


def crush(size: np.ndarray, way, depth: float, tear: float, seed: int = 4) -> Panels:
    """The box after the ground came ``depth`` metres in along ``way`` at the right near corner.

    The corner's upright edge is torn open over ``tear`` metres from the top.
    """
    box = panels(size)
    rng = np.random.default_rng(seed)
    p = box.points
    nx, ny = (round(k / CELL) for k in size[:2])
    corner = p[box.walls[-1, nx]].copy()
    torn = _torn(box, nx, int(tear / CELL))
    ends = [0, nx, nx + ny, 2 * nx + ny, 2 * (nx + ny)]
    ring = np.concatenate([box.walls, box.walls[:, :1]], 1)
    faces = [ring[:, a : b + 1] for a, b in pairwise(ends)]
    lid = [box.lid[: ny // 2 + 1], box.lid[ny // 2 :]]
    flaps = [box.right, box.left]
    pairs = [
        batch
        for grids, wrap in (([box.walls], True), ([box.lid], False), (flaps, False))
        for batch in _pairs(grids, wrap, torn)
    ] + _held(box, nx, ny)
    rest = [np.linalg.norm(p[b[:, 0]] - p[b[:, 1]], axis=1) for b in pairs]
    triples = [
        (batch, step)
        for step in (1, 3, 6)
        for grids in (faces, lid, flaps)
        for batch in _triples(grids, step, torn)
        if len(batch)
    ]
    stiff = [np.full(len(batch), 0.9 / step) for batch, step in triples]
    home = p[box.walls[0]].copy()
    under = np.concatenate([box.right[1:].ravel(), box.left[1:].ravel()])
    over = _above(box, under)
    inward = np.asarray(way, float) / np.linalg.norm(way)
    p += _unevenness(p, rng)
    give = CREASE * CELL * rng.lognormal(0, 0.2, len(p))
    for k in range(STEPS + REST_STEPS):
        # At the end the ground draws back a little, and the board with it.
        reach = depth * ((k + 1) / STEPS if k < STEPS else 0.9)
        for _ in range(26 if k < STEPS else 10):
            for (batch, _step), k_bend in zip(triples, stiff, strict=True):
                _straighten(p, batch, k_bend)
            for batch, long in zip(pairs, rest, strict=True):
                _hold(p, batch, long)
            deep = reach - (p - corner) @ inward
            p += np.clip(deep, 0, None)[:, None] * inward
            push = 0.5 * np.clip(p[under, 2] + 0.003 - p[over, 2], 0, None)
            p[under, 2] -= push
            p[over, 2] += push
            p[:, 2] = np.maximum(p[:, 2], 0)
            p[box.walls[0]] = home
        for (batch, step), k_bend in zip(triples, stiff, strict=True):
            bend = np.linalg.norm(p[batch].mean(1) - p[batch[:, 1]], axis=1) * 3
            k_bend[bend > give[batch[:, 1]] * step] = 0.20 if step == 1 else 0.01
    return box


def _straighten(p: np.ndarray, batch: np.ndarray, stiff: np.ndarray) -> None:
    """Three points in a row are drawn to one line."""
    a, b, c = p[batch[:, 0]], p[batch[:, 1]], p[batch[:, 2]]
    move = (stiff / 1.5)[:, None] * (b - 0.5 * (a + c))
    p[batch[:, 1]] = b - move
    p[batch[:, 0]] = a + 0.5 * move
    p[batch[:, 2]] = c + 0.5 * move


def _hold(p: np.ndarray, batch: np.ndarray, long: np.ndarray) -> None:
    """Two points are drawn back to their distance."""
    a, b = p[batch[:, 0]], p[batch[:, 1]]
    far = np.maximum(np.linalg.norm(b - a, axis=1), 1e-9)
    move = (0.5 * (far - long) / far)[:, None] * (b - a)
    p[batch[:, 0]] = a + move
    p[batch[:, 1]] = b - move


def _above(box: Panels, under: np.ndarray) -> np.ndarray:
    """The lid point over each inner flap point, as folded."""
    flat = box.points[under][:, :2]
    low = box.points[box.lid[0, 0], :2]
    c, r = np.round((flat - low) / CELL).astype(int).T
    return box.lid[r, c]


def _unevenness(points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """No box is flat: a millimetre or so of waves, 4 to 15 cm long, any way."""
    out = np.zeros_like(points)
    for _ in range(14):
        way = rng.standard_normal(3)
        way *= 2 * np.pi / rng.uniform(0.04, 0.15) / np.linalg.norm(way)
        out += (
            0.00035 * rng.standard_normal(3) * np.sin(points @ way + rng.uniform(0, 6.3))[:, None]
        )
    return out
