"""The search for the best layout: all ordered slicing trees, all variants of each tile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise, product
from math import prod

from evidence_qc.collage.layout import Frame, Layout, Node, column, row, solve

EXHAUSTIVE_TILES_MAX = 6
"""394 ordered slicing layouts for six tiles; beyond, only rows and columns (2 · 2^(n-1))."""

FREE_LINES_TILES_MAX = 10
"""Beyond, lines of one length only: such a collage is too full to be read anyway."""

COLUMN_READING = 0.06
"""Share of the screen that a layout may waste more if it reads in rows, not down columns."""

COMBINATIONS_MAX = 64
"""Up to so many combinations of variants (two photos with details) all are tried; beyond, each
tile's variants in turn, the others held."""

DESCENTS = 2

TIE_PX = 2.0
"""Layouts whose smallest tiles differ less than this look alike; the fuller one is taken."""


def search(tiles: Sequence[Sequence[Node]], frame: Frame) -> Layout | None:
    """The best layout over all ordered slicing trees and all variants of each tile.

    Args:
        tiles: for each tile its variants (alone, or with its details around it).
        frame: what it must fit into.

    Returns:
        The one with the largest smallest picture; among those that look alike the fullest; among
        equals the first, which reads in rows. None when nothing fits.
    """
    if prod(len(variants) for variants in tiles) <= COMBINATIONS_MAX:
        return _best(product(*tiles), frame)
    chosen = [variants[0] for variants in tiles]
    for _ in range(DESCENTS):
        for i, variants in enumerate(tiles):
            tries = [(*chosen[:i], variant, *chosen[i + 1 :]) for variant in variants]
            scored = [_best([leaves], frame) for leaves in tries]
            found = _chosen([layout for layout in scored if layout])
            if found:
                chosen[i] = variants[scored.index(found)]
    return _best([tuple(chosen)], frame)


def _best(choices: Iterable[Sequence[Node]], frame: Frame) -> Layout | None:
    solved = [
        layout
        for leaves in choices
        for tree in trees(leaves, frame.gutter_px)
        if (layout := solve(tree, frame))
    ]
    return _chosen(solved)


def _chosen(solved: Sequence[Layout]) -> Layout | None:
    if not solved:
        return None
    most = max(layout.smallest_px for layout in solved)
    alike = [layout for layout in solved if layout.smallest_px >= most - TIE_PX]
    return min(alike, key=lambda layout: round(layout.waste_ratio + _disorder(layout), 2))


def trees(leaves: Sequence[Node], gutter_px: float) -> Iterator[Node]:
    """All slicing trees over the leaves in order (rows and columns only, when there are many)."""
    if len(leaves) == 1:
        yield leaves[0]
    elif len(leaves) <= EXHAUSTIVE_TILES_MAX:
        yield from _nested(tuple(leaves), gutter_px, is_row=False)
        yield from _nested(tuple(leaves), gutter_px, is_row=True)
    else:
        many = len(leaves) > FREE_LINES_TILES_MAX
        for groups in (_even if many else _groupings)(tuple(leaves)):
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


def _even(leaves: tuple[Node, ...]) -> Iterator[tuple[tuple[Node, ...], ...]]:
    """Groups of one size, the last with the rest."""
    for size in range(1, len(leaves) + 1):
        yield tuple(leaves[i : i + size] for i in range(0, len(leaves), size))


def _disorder(layout: Layout) -> float:
    """What it costs that the eye has to go up again to find the next photo."""
    photos = [box for box in layout.boxes if box.cell.detail is None]
    jumps = sum(
        after.y_px < before.y_px - 1 and after.x_px > before.x_px + 1
        for before, after in pairwise(photos)
    )
    return COLUMN_READING * jumps
