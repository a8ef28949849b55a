"""A living room with a full shelf, and the torn sleeve held up before it, close to the phone."""

from __future__ import annotations

import numpy as np

from . import clutter
from .garment import Jacket
from .meshes import Mesh, Strands, box, grid_mesh, lathe
from .spines import TABLE

HELD_Z = 1.24
"""How high the hole is held, metres above the floor."""
SHELF_Y = 1.86
"""Where the shelf's front is; the hole is at 0."""
SPAN, BOARD, DEEP = 0.335, 0.022, 0.30
COLUMNS, ROWS = range(-4, 5), 5


def held_sleeve(
    coat: Jacket, turn_deg: float = 24.0
) -> tuple[list[Mesh], list[Strands], np.ndarray]:
    """The left sleeve alone, hanging down, its outside to the phone (to -y), and its hole."""
    a = np.radians(turn_deg)
    hole = coat.spots["hole"]

    def hung(points: np.ndarray) -> np.ndarray:
        x, up, out = np.moveaxis(np.asarray(points, float) - hole, -1, 0)
        right = np.cos(a) * x + np.sin(a) * up
        high = -np.sin(a) * x + np.cos(a) * up
        return np.stack([right, -out, high + HELD_Z], -1).astype(np.float32)

    ours = ("sleeve 1", "cuff 1", "hole", "quill", "barbs")
    meshes = [
        Mesh(m.name, hung(m.points), m.quads, m.uv, m.material, m.attributes, m.smooth)
        for m in coat.meshes
        if m.name.startswith(ours)
    ]
    strands = [
        Strands(s.name, hung(s.points), s.radius, s.material)
        for s in coat.strands
        if s.name.startswith(ours)
    ]
    return meshes, strands, hung(hole)


def thumb(hole: np.ndarray) -> list[Mesh]:
    """The thumb of the hand that holds the sleeve by its edge, and its nail; the rest is behind."""
    line = clutter.spline(
        [
            (-0.215, 0.050, -0.175),
            (-0.165, 0.034, -0.130),
            (-0.118, 0.006, -0.090),
            (-0.088, -0.012, -0.068),
            (-0.064, -0.011, -0.055),
            (-0.055, -0.008, -0.051),
        ],
        140,
    )
    girth = np.interp(
        np.linspace(0, 1, len(line)),
        [0, 0.16, 0.36, 0.54, 0.72, 0.86, 0.94, 0.98, 1],
        np.array([46, 42, 29, 13.5, 12.4, 10.8, 8.8, 5.5, 0.5]) / 1000,
    )
    skin = clutter.hose("thumb", line + hole, girth, "skin", 28)
    a, b = np.meshgrid(np.linspace(-1, 1, 24), np.linspace(-1, 1, 24), indexing="ij")
    way = line[-6] - line[-40]
    way /= np.linalg.norm(way)
    up = np.array([0.0, -1.0, 0.0]) - way * (-way[1])
    up /= np.linalg.norm(up)
    side = np.cross(way, up)
    middle = line[-24] + hole
    bow = np.sqrt(np.clip(1 - (0.72 * b) ** 2, 0, 1))
    nail = (
        middle
        + (a * 0.0070)[..., None] * way
        + (b * 0.0064 * (1 - 0.25 * a**4))[..., None] * side
        + (0.0103 * bow + 0.0006)[..., None] * up
    )
    return [skin, grid_mesh("nail", nail.astype(np.float32), "nail")]


def shelf(seed: int = 5) -> list[Mesh]:
    """A white shelf of square compartments with the books and boxes of years."""
    rng = np.random.default_rng(seed)
    half, high = (len(COLUMNS) / 2) * SPAN, ROWS * SPAN
    boards = [
        box(
            f"board {k}",
            (2 * half, DEEP, BOARD),
            (0, SHELF_Y + DEEP / 2, k * SPAN + 0.04),
            "skirting",
        )
        for k in range(ROWS + 1)
    ]
    boards += [
        box(
            f"post {k}",
            (BOARD, DEEP - 0.002, high),
            ((k - len(COLUMNS) / 2) * SPAN, SHELF_Y + DEEP / 2, high / 2 + 0.04),
            "skirting",
        )
        for k in range(len(COLUMNS) + 1)
    ]
    books: list[np.ndarray] = []
    things: list[Mesh] = []
    for row in range(ROWS):
        for column in range(len(COLUMNS)):
            left = (column - len(COLUMNS) / 2) * SPAN + BOARD / 2
            floor = row * SPAN + 0.04 + BOARD / 2
            _fill(left, floor, rng, books, things)
    _on_top(high + 0.04 + BOARD / 2, rng, books, things)
    return [*boards, _bound(books, rng), *things]


def _fill(left: float, floor: float, rng, books: list, things: list[Mesh]) -> None:
    """What stands in one compartment."""
    wide = SPAN - BOARD
    kind = rng.random()
    if kind < 0.20:
        material = ("kraft", "white plastic", "grey box", "orange")[rng.integers(4)]
        size = (wide * rng.uniform(0.86, 0.95), DEEP * 0.9, rng.uniform(0.16, 0.27))
        at = (
            left + wide / 2,
            SHELF_Y + rng.uniform(0.015, 0.05) + DEEP * 0.45,
            floor + size[2] / 2,
        )
        things.append(box(f"store {left:.2f} {floor:.2f}", size, at, material))
        grip = (0.07, 0.002, 0.022)
        at = (at[0], at[1] - size[1] / 2 - 0.001, at[2] + 0.05)
        things.append(box(f"grip {left:.2f} {floor:.2f}", grip, at, "black"))
        return
    end = left + wide * (1.0 if rng.random() < 0.5 else rng.uniform(0.45, 0.85))
    x, family = left + 0.002, rng.uniform(0.20, 0.275)
    while True:
        thick = rng.uniform(0.012, 0.046)
        if x + thick > end:
            break
        tall = np.clip(family + rng.normal(0, 0.022), 0.15, SPAN - BOARD - 0.02)
        is_last = x + thick >= end - 0.05 and end <= left + wide * 0.95
        lean = rng.uniform(0.05, 0.16) if is_last else 0.0
        books.append(_book(x, floor, thick, tall, rng, lean))
        x += thick + rng.uniform(0.0003, 0.0022) + lean * tall * 0.55
    if left + wide - x > 0.10:
        at = np.array([(x + left + wide) / 2, SHELF_Y + rng.uniform(0.07, 0.16), floor])
        if rng.random() < 0.55:
            radius = min(0.060, (left + wide - x) / 2 - 0.008)
            things.append(_pot(at, radius, rng))
        else:
            low = floor
            for _ in range(rng.integers(2, 5)):
                thick = rng.uniform(0.014, 0.034)
                books.append(_book_lying(x + 0.006, left + wide - 0.004, low, thick, rng))
                low += thick


def _on_top(floor: float, rng, books: list, things: list[Mesh]) -> None:
    for x, material, size in (
        (-1.12, "kraft", (0.36, 0.26, 0.20)),
        (0.88, "grey box", (0.42, 0.27, 0.15)),
    ):
        at = (x, SHELF_Y + 0.15, floor + size[2] / 2)
        things.append(box(f"on top {x}", size, at, material))
    for x in (-0.66, 1.22):
        things.append(_pot(np.array([x, SHELF_Y + 0.14, floor]), 0.075, rng))
    x = 0.30
    while x < 0.62:
        thick = rng.uniform(0.014, 0.04)
        books.append(_book(x, floor, thick, rng.uniform(0.19, 0.27), rng, 0.0))
        x += thick + 0.001


def _pot(at: np.ndarray, radius: float, rng) -> Mesh:
    belly, neck = rng.uniform(0.75, 1.0), rng.uniform(0.35, 0.8)
    high = radius * rng.uniform(1.6, 3.0)
    profile = [(0.001, 0), (0.6, 0), (belly, 0.35), (belly * 0.95, 0.6), (neck, 0.88)]
    profile += [(neck * 1.08, 1.0), (neck * 0.95, 1.0), (neck * 0.8, 0.9), (0.001, 0.6)]
    material = ("ceramic", "ceramic", "white plastic", "steel", "coffee")[rng.integers(5)]
    name, size = f"pot {at[0]:.2f} {at[2]:.2f}", np.array([radius, high])
    return lathe(name, np.array(profile) * size, at, np.array([0, 0, 1.0]), material, 48)


def _book(x: float, floor: float, thick: float, tall: float, rng, lean: float) -> np.ndarray:
    """The eight corners of an upright book: the spine's four to the front, then the back's."""
    y = SHELF_Y + rng.uniform(0.004, 0.05)
    deep = min(DEEP - 0.06, tall * rng.uniform(0.62, 0.76))
    flat = np.array([(0, 0), (thick, 0), (thick, tall), (0, tall)])
    slope = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
    flat = flat @ slope
    ends = [
        np.column_stack([flat[:, 0] + x, np.full(4, k), flat[:, 1] + floor]) for k in (y, y + deep)
    ]
    out = np.vstack(ends)
    out[:, 2] += floor - out[:, 2].min()
    return out


def _book_lying(x0: float, x1: float, floor: float, thick: float, rng) -> np.ndarray:
    """A book on its side, its spine to the front: the same corners, turned."""
    long = min(x1 - x0, rng.uniform(0.17, 0.25))
    x = x0 + rng.uniform(0, max(0.0, x1 - x0 - long))
    y = SHELF_Y + rng.uniform(0.01, 0.06)
    face = [(x, floor + thick), (x, floor), (x + long, floor), (x + long, floor + thick)]
    return np.vstack([[(p, q, r) for p, r in face] for q in (y, y + 0.17)])


def _bound(books: list[np.ndarray], rng) -> Mesh:
    """All books as one mesh; each spine takes one of the painted ones, the rest its cloth."""
    points = np.vstack([b[[0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7]] for b in books])
    faces = np.array([[0, 1, 2, 3], [5, 9, 10, 6], [7, 6, 10, 11], [4, 7, 11, 8], [4, 8, 9, 5]])
    quads = np.vstack([faces + 12 * k for k in range(len(books))])
    uv = np.zeros((len(books), 12, 2))
    for k in range(len(books)):
        cell = rng.integers(TABLE[0] * TABLE[1])
        x, y = (cell % TABLE[0]) / TABLE[0], (cell // TABLE[0]) / TABLE[1]
        w, h = 1 / TABLE[0], 1 / TABLE[1]
        uv[k, :4] = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
        uv[k, 4:] = (x + 0.03 * w, y + 0.01 * h)
    uv[:, :4] += (np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * 0.0004)[None]
    return Mesh("books", points, quads, uv.reshape(-1, 2), "spines", {}, smooth=False)


def around() -> tuple[list[Mesh], list[Strands]]:
    """The rug before the shelf and what stands on the floor."""
    rugs, fringe = clutter.rug((2.6, 1.15), (0.15, 0.95, 0), 3.0)
    basket = np.array([(0.001, 0.004), (0.15, 0.0), (0.17, 0.02), (0.19, 0.30), (0.198, 0.31)])
    basket = np.vstack([basket, [(0.188, 0.30), (0.16, 0.02), (0.001, 0.015)]])
    tub = lathe("basket", basket, np.array([0.98, 1.58, 0.0]), np.array([0, 0, 1.0]), "kraft", 64)
    return [*rugs, tub], fringe
