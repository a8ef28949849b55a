"""Where a number that the buyer gives can be read: from codes alone, exactly, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence_qc.language import Sentence
from evidence_qc.model import FileReport, Plan, Tile

PART_MIN = 8
"""A number so long counts where it stands within a code: with a postcode before it, in an address
on the web. A shorter one must be all of it."""


def where_read(number: str, files: Sequence[FileReport], plan: Plan) -> Sentence:
    """One sentence: in which photo a code holds the number, and whether that photo is submitted.

    Args:
        number: as typed; spaces, hyphens and case do not count.
        files: with the codes that were read.
        plan: what is submitted.
    """
    tile = tile_that_holds(number, files, plan)
    if tile is not None:
        return Sentence("tracking.shown", number=number, path=tile.path, label=tile.label)
    holders = [file.facts.path for file in files if _holds(file, _plain(number))]
    if holders:
        return Sentence("tracking.left-out", number=number, path=holders[0])
    return Sentence("tracking.not-read", number=number)


def tile_that_holds(number: str, files: Sequence[FileReport], plan: Plan) -> Tile | None:
    """The first submitted photo in which a code that was read holds the number, or None."""
    holders = {file.facts.path for file in files if _holds(file, _plain(number))}
    tiles = (tile for slot in plan.slots for tile in slot.tiles)
    return next((tile for tile in tiles if tile.path in holders), None)


def _holds(file: FileReport, number: str) -> bool:
    texts = [_plain(code.text) for code in file.facts.codes]
    return bool(number) and any(
        number == text or (len(number) >= PART_MIN and number in text) for text in texts
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s\-–]", "", text).casefold()
