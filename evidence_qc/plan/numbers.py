"""Where a number that the buyer gives can be read: from codes alone, exactly, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence_qc.language import Sentence
from evidence_qc.model import FileReport, Plan

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
    tiles = {tile.path: tile.label for slot in plan.slots for tile in slot.tiles}
    holders = [file.facts.path for file in files if _holds(file, _plain(number))]
    displayed = next((path for path in holders if path in tiles), None)
    if displayed is not None:
        return Sentence("tracking.shown", number=number, path=displayed, label=tiles[displayed])
    if holders:
        return Sentence("tracking.left-out", number=number, path=holders[0])
    return Sentence("tracking.not-read", number=number)


def _holds(file: FileReport, number: str) -> bool:
    texts = [_plain(code.text) for code in file.facts.codes]
    return bool(number) and any(
        number == text or (len(number) >= PART_MIN and number in text) for text in texts
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s\-–]", "", text).casefold()
