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

from evidence_qc.model import TILE_SHORT_SIDE_MIN_PX

DETAIL_WEIGHT = 2.0
"""A detail may be this much smaller than a photo: at half of 150 px the defect, a third of it,
still has the 24 px that it needs."""


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
    long_side_px: int = 2400
    pixels_max: int | None = None
    density_kept: float = 1600 / 700
    """File px per view px that platforms keep: a small source pulls the canvas no further down,
    unless it would fall below ``tile_min_px``."""
    density_min: float = 1080 / 700
    """Never below: words stay crisp (1,080 px high)."""
    tile_min_px: float = TILE_SHORT_SIDE_MIN_PX


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

    def display_width_px(self, box: Box) -> float:
        """Width of the picture in view px: the box, or less where the source has fewer pixels."""
        return min(box.picture_width_px, box.cell.native_width_px / self.density)


def leaf(cell: Cell) -> Node:
    """A cell alone: the picture, its strip above it and its lane beside it."""
    slope = 1 / cell.aspect_ratio
    return Node(slope, cell.strip_px - cell.lane_px * slope, cell=cell)


def column(children: Sequence[Node], gutter_px: float) -> Node:
    """Children of equal width, one below the other."""
    offset = sum(branch.offset_px for branch in children) + gutter_px * (len(children) - 1)
    slope = sum(branch.slope for branch in children)
    return Node(slope, offset, None, False, tuple(children), gutter_px)


def row(children: Sequence[Node], gutter_px: float) -> Node:
    """Children of equal height, side by side, the tops of their pictures aligned."""
    top = max(_top_strip(branch) for branch in children)
    children = [_with_top_strip(branch, top) for branch in children]
    inverse = sum(1 / branch.slope for branch in children)
    reach = sum(branch.offset_px / branch.slope for branch in children)
    offset = (reach - gutter_px * (len(children) - 1)) / inverse
    return Node(1 / inverse, offset, None, True, tuple(children), gutter_px)


def _top_strip(node: Node) -> float:
    """Height of the strip above the topmost pictures of a tree."""
    if node.cell is not None:
        return node.cell.strip_px
    parts = node.children if node.is_row else node.children[:1]
    return max(_top_strip(branch) for branch in parts)


def _with_top_strip(node: Node, strip_px: float) -> Node:
    if node.cell is not None:
        same = node.cell.strip_px == strip_px
        return node if same else leaf(replace(node.cell, strip_px=strip_px))
    if _top_strip(node) == strip_px:
        return node
    if node.is_row:
        return row([_with_top_strip(branch, strip_px) for branch in node.children], node.gutter_px)
    first = _with_top_strip(node.children[0], strip_px)
    return column([first, *node.children[1:]], node.gutter_px)


def position_boxes(node: Node, x_px: float, y_px: float, width_px: float) -> Iterator[Box]:
    """The boxes of a tree at a position and width."""
    height = node.slope * width_px + node.offset_px
    if node.cell is not None:
        yield Box(node.cell, x_px, y_px, width_px, height)
    elif node.is_row:
        for branch in node.children:
            share = (height - branch.offset_px) / branch.slope
            yield from position_boxes(branch, x_px, y_px, share)
            x_px += share + node.gutter_px
    else:
        for branch in node.children:
            yield from position_boxes(branch, x_px, y_px, width_px)
            y_px += branch.slope * width_px + branch.offset_px + node.gutter_px


def solve(node: Node, frame: Frame) -> Layout | None:
    """The largest canvas of this tree in the frame; None when a picture would vanish."""
    inner_width = frame.width_px - 2 * frame.margin_px
    inner_height = frame.height_px - 2 * frame.margin_px - frame.header_px
    width = min(inner_width, (inner_height - node.offset_px) / node.slope)
    if width <= 0:
        return None
    top = frame.margin_px + frame.header_px
    boxes = tuple(position_boxes(node, frame.margin_px, top, width))
    if any(box.picture_width_px < 2 or box.picture_height_px < 2 for box in boxes):
        return None
    canvas_width = width + 2 * frame.margin_px
    canvas_height = node.slope * width + node.offset_px + top + frame.margin_px
    layout = Layout(boxes, canvas_width, canvas_height, 1.0, 0.0)
    layout = replace(layout, density=_density(layout, frame))
    # Small sources do not fill their boxes: the canvas ends below what is shown.
    displayed = [layout.display_width_px(box) / box.cell.aspect_ratio for box in boxes]
    ends = [b.y_px + b.cell.strip_px + height for b, height in zip(boxes, displayed, strict=True)]
    layout = replace(layout, height_px=min(canvas_height, max(ends) + frame.margin_px))
    return _scored(layout, frame)


def _density(layout: Layout, frame: Frame) -> float:
    most = frame.long_side_px / max(layout.width_px, layout.height_px)
    if frame.pixels_max:
        most = min(most, (frame.pixels_max / (layout.width_px * layout.height_px)) ** 0.5)
    photos = [box for box in layout.boxes if box.cell.detail is None]
    fits = [box.cell.native_width_px / box.picture_width_px for box in photos]
    floors = [
        box.cell.native_width_px * min(1.0, 1 / box.cell.aspect_ratio) / frame.tile_min_px
        for box in photos
    ]
    kept = min(frame.density_kept, max(fits))
    wanted = max(min(fits), min(kept, *floors))
    return min(most, max(wanted, frame.density_min))


def _scored(layout: Layout, frame: Frame) -> Layout:
    smallest, area = float("inf"), 0.0
    for box in layout.boxes:
        width = layout.display_width_px(box)
        height = width / box.cell.aspect_ratio
        smallest = min(smallest, min(width, height) * box.cell.weight)
        area += width * height
    waste = 1 - area / (frame.width_px * frame.height_px)
    return replace(layout, smallest_px=smallest, waste_ratio=waste)
