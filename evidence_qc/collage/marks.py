"""What the rings of a tile are called, and which defects another tile shows already."""

from __future__ import annotations

import string
from collections.abc import Sequence

from evidence_qc.collage.types import TileImage

CHIP_LETTERS_MAX = 2
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def numbers(tile: TileImage) -> tuple[str, ...]:
    """What the rings of a tile are numbered with; empty when one plain ring says it all.

    A mark's own label, such as the claim that it points at, is its number, if it is short enough
    for a chip; others are counted in Roman numerals, so that nobody takes them for claims.
    """
    short = [mark.label if len(mark.label) <= CHIP_LETTERS_MAX else "" for mark in tile.marks]
    if len(short) == 1 and short[0] in {"", claim_of(tile), tile.label}:
        return ()
    unnamed = iter(ROMAN)
    return tuple(label or next(unnamed, "") for label in short)


def claim_of(tile: TileImage) -> str:
    """The claim that a tile's label names: ``2`` of ``2b``; empty for a tile without one."""
    number = tile.label.rstrip(string.ascii_lowercase)
    return number if number.isdecimal() else ""


def appears_elsewhere(tile: TileImage, mark: int, tiles: Sequence[TileImage]) -> bool:
    """Whether a mark only points: its claim has a photo of its own in the slot, or elsewhere.

    What is elsewhere the caller says (``pointers``). On the whole item, ring 2 and tile 2a speak
    of the same defect: no detail is needed.
    """
    if mark in tile.pointers:
        return True
    label = tile.marks[mark].label
    return bool(label) and any(
        other is not tile and claim_of(other) == label != claim_of(tile) for other in tiles
    )
