"""Where the tiles of a collage go: whole photos, in order, as large as a phone can show them.

Lengths are viewport pixels ("view px"): what an adjudicator sees when the picture fits a phone's
screen. Every ordered slicing layout (rows in columns in rows …) keeps all aspect ratios, and its
height is an affine function of its width, h = slope · w + offset, captions and gutters included;
so each layout is solved exactly and the search is over layouts alone.

References:
    R. Otten: Automatic floorplan design, DAC 1982 (slicing structures).
    C. B. Atkins: Blocked recursive image composition, ACM Multimedia 2008.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

EXHAUSTIVE_TILES_MAX = 6
"""394 ordered slicing layouts for six tiles; beyond, only rows and columns (2 · 2^(n-1))."""

DETAIL_WEIGHT = 1.6
"""A detail may be this much smaller than a photo: it holds one thing only. By eye, 2026-11."""

TIE_PX = 2.0
"""Layouts whose smallest tiles differ less than this look alike; the fuller one is taken."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One picture to place, with what stands around it."""

    tile: int
    """Index of the tile that it shows."""
    aspect_ratio: float
    """Width over height of the picture."""
    native_width_px: float
    """Pixels it has; it is never shown with more."""
    strip_px: float = 0.0
    """Height above the picture for badge and caption, view px."""
    lane_px: float = 0.0
    """Width beside it for numbers, view px."""
    is_lane_left: bool = False
    detail: int | None = None
    """Index of the detail within the tile; None for the whole photo."""
    weight: float = 1.0
    """How much its size counts: short side times weight."""


@dataclass(frozen=True, slots=True)
class Node:
    """A slicing tree: a cell, a row or a column; height = slope · width + offset."""

    slope: float
    offset_px: float
    cell: Cell | None = None
    is_row: bool = False
    children: tuple[Node, ...] = ()
    gutter_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A cell in its place: the outer box, strip and lane included, in view px."""

    cell: Cell
    x_px: float
    y_px: float
    width_px: float
    height_px: float

    @property
    def picture_width_px(self) -> float:
        """Width left for the picture."""
        return self.width_px - self.cell.lane_px

    @property
    def picture_height_px(self) -> float:
        """Height of the picture at that width."""
        return self.picture_width_px / self.cell.aspect_ratio


@dataclass(frozen=True, slots=True)
class Frame:
    """What all layouts must fit into: a screen, and the pixels that the file may have."""

    width_px: float = 390.0
    height_px: float = 700.0
    margin_px: float = 12.0
    header_px: float = 0.0
    gutter_px: float = 12.0
    detail_gutter_px: float = 6.0
    long_side_px: int = 2400
    pixels_max: int | None = None
    density_min: float = 1080 / 700
    """File px per view px that small sources may pull the whole canvas down to (1,080 px high)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A solved layout."""

    boxes: tuple[Box, ...]
    """In order of tiles; details follow their photo."""
    width_px: float
    """Of the canvas, view px."""
    height_px: float
    density: float
    """File px per view px."""
    smallest_px: float
    """Weighted short side of the smallest picture as shown, view px."""
    waste_ratio: float = field(default=1.0)
    """Share of the screen that shows no picture."""

    def shown_width_px(self, box: Box) -> float:
        """Width of the picture in view px: the box, or less where the source has fewer pixels."""
        return min(box.picture_width_px, box.cell.native_width_px / self.density)


def leaf(cell: Cell) -> Node:
    """A cell alone: the picture, its strip above it and its lane beside it."""
    slope = 1 / cell.aspect_ratio
    return Node(slope, cell.strip_px - cell.lane_px * slope, cell=cell)


def column(children: Sequence[Node], gutter_px: float) -> Node:
    """Children of equal width, one below the other."""
    offset = sum(child.offset_px for child in children) + gutter_px * (len(children) - 1)
    slope = sum(child.slope for child in children)
    return Node(slope, offset, None, False, tuple(children), gutter_px)


def row(children: Sequence[Node], gutter_px: float) -> Node:
    """Children of equal height, side by side."""
    inverse = sum(1 / child.slope for child in children)
    reach = sum(child.offset_px / child.slope for child in children)
    offset = (reach - gutter_px * (len(children) - 1)) / inverse
    return Node(1 / inverse, offset, None, True, tuple(children), gutter_px)


def place(node: Node, x_px: float, y_px: float, width_px: float) -> Iterator[Box]:
    """The boxes of a tree at a position and width."""
    height = node.slope * width_px + node.offset_px
    if node.cell is not None:
        yield Box(node.cell, x_px, y_px, width_px, height)
    elif node.is_row:
        for child in node.children:
            share = (height - child.offset_px) / child.slope
            yield from place(child, x_px, y_px, share)
            x_px += share + node.gutter_px
    else:
        for child in node.children:
            yield from place(child, x_px, y_px, width_px)
            y_px += child.slope * width_px + child.offset_px + node.gutter_px


def solve(node: Node, frame: Frame) -> Layout | None:
    """The largest canvas of this tree in the frame; None when a picture would vanish."""
    inner_width = frame.width_px - 2 * frame.margin_px
    inner_height = frame.height_px - 2 * frame.margin_px - frame.header_px
    width = min(inner_width, (inner_height - node.offset_px) / node.slope)
    if width <= 0:
        return None
    top = frame.margin_px + frame.header_px
    boxes = tuple(place(node, frame.margin_px, top, width))
    if any(box.picture_width_px < 2 or box.picture_height_px < 2 for box in boxes):
        return None
    canvas_width = width + 2 * frame.margin_px
    canvas_height = node.slope * width + node.offset_px + top + frame.margin_px
    layout = Layout(boxes, canvas_width, canvas_height, 1.0, 0.0)
    layout = replace(layout, density=_density(layout, frame))
    return _scored(layout, frame)


def search(tiles: Sequence[Sequence[Node]], frame: Frame) -> Layout | None:
    """The best layout over all ordered slicing trees and all variants of each tile.

    Args:
        tiles: for each tile its variants (alone, or with its details around it).
        frame: what it must fit into.

    Returns:
        The one with the largest smallest picture; among those that look alike the fullest; among
        equals the first, which reads in rows. None when nothing fits.
    """
    solved = [
        layout
        for leaves in product(*tiles)
        for tree in trees(leaves, frame.gutter_px)
        if (layout := solve(tree, frame))
    ]
    if not solved:
        return None
    most = max(layout.smallest_px for layout in solved)
    alike = [layout for layout in solved if layout.smallest_px >= most - TIE_PX]
    return min(alike, key=lambda layout: round(layout.waste_ratio, 2))


def trees(leaves: Sequence[Node], gutter_px: float) -> Iterator[Node]:
    """All slicing trees over the leaves in order (rows and columns only, when there are many)."""
    if len(leaves) == 1:
        yield leaves[0]
    elif len(leaves) <= EXHAUSTIVE_TILES_MAX:
        yield from _nested(tuple(leaves), gutter_px, is_row=False)
        yield from _nested(tuple(leaves), gutter_px, is_row=True)
    else:
        for groups in _groupings(tuple(leaves)):
            lines = [row(g, gutter_px) if len(g) > 1 else g[0] for g in groups]
            yield column(lines, gutter_px) if len(lines) > 1 else lines[0]
            stacks = [column(g, gutter_px) if len(g) > 1 else g[0] for g in groups]
            yield row(stacks, gutter_px) if len(stacks) > 1 else stacks[0]


def _nested(leaves: tuple[Node, ...], gutter_px: float, *, is_row: bool) -> Iterator[Node]:
    join = row if is_row else column
    for groups in _groupings(leaves):
        if len(groups) < 2:
            continue
        parts = [
            list(_nested(group, gutter_px, is_row=not is_row)) if len(group) > 1 else [group[0]]
            for group in groups
        ]
        for children in product(*parts):
            yield join(children, gutter_px)


def _groupings(leaves: tuple[Node, ...]) -> Iterator[tuple[tuple[Node, ...], ...]]:
    """All ways to cut the sequence into consecutive groups."""
    count = len(leaves)
    for cuts in range(count):
        for places in combinations(range(1, count), cuts):
            ends = (*places, count)
            starts = (0, *places)
            yield tuple(leaves[a:b] for a, b in zip(starts, ends, strict=True))


def _density(layout: Layout, frame: Frame) -> float:
    most = frame.long_side_px / max(layout.width_px, layout.height_px)
    if frame.pixels_max:
        most = min(most, (frame.pixels_max / (layout.width_px * layout.height_px)) ** 0.5)
    photos = [box for box in layout.boxes if box.cell.detail is None]
    fit = min(box.cell.native_width_px / box.picture_width_px for box in photos)
    return min(most, max(fit, frame.density_min))


def _scored(layout: Layout, frame: Frame) -> Layout:
    smallest, area = float("inf"), 0.0
    for box in layout.boxes:
        width = layout.shown_width_px(box)
        height = width / box.cell.aspect_ratio
        smallest = min(smallest, min(width, height) * box.cell.weight)
        area += width * height
    waste = 1 - area / (frame.width_px * frame.height_px)
    return replace(layout, smallest_px=smallest, waste_ratio=waste)
