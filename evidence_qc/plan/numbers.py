"""Where a number that the buyer gives can be read: from codes and print, sign by sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from evidence_qc.language import Sentence
from evidence_qc.model import FileReport, Plan, Tile

PART_MIN = 8
"""A number so long counts where it stands within a code: with a postcode before it, in an address
on the web. A shorter one must be all of it."""
PRINTED_MIN = 6
"""A shorter number is not looked for in print: it stands in dates, prices and addresses."""

Printed = Mapping[str, tuple[str, ...]]
"""Path of a photo → lines of print that were read in it."""

_LIKE = str.maketrans("oqilsbzg", "00115826")
"""Signs that are taken for one another."""


def where_read(
    number: str, files: Sequence[FileReport], plan: Plan, printed: Printed | None = None
) -> Sentence:
    """One sentence: in which photo the number was read, and whether that photo is submitted.

    Args:
        number: as typed; spaces, hyphens and case do not count.
        files: with the codes that were read.
        plan: what is submitted.
        printed: the print that was read; None where nothing is installed that reads.
    """
    number = number.strip()
    tile = tile_that_holds(number, files, plan, printed)
    holders = _holders(number, files, printed or {})
    if tile is not None:
        said = "tracking.shown" if holders[tile.path] else "tracking.printed"
        return Sentence(said, number=number, path=tile.path, label=tile.label)
    if holders:
        path, is_code = next(iter(holders.items()))
        said = "tracking.left-out" if is_code else "tracking.printed-left-out"
        return Sentence(said, number=number, path=path)
    for path, lines in (printed or {}).items():
        if read := next((found for line in lines if (found := _nearly(number, line))), ""):
            return Sentence("tracking.nearly", number=number, path=path, read=read)
    said = "tracking.not-read" if printed is None else "tracking.not-printed"
    return Sentence(said, number=number)


def tile_that_holds(
    number: str, files: Sequence[FileReport], plan: Plan, printed: Printed | None = None
) -> Tile | None:
    """The first submitted photo in which the number was read, or None; codes come first."""
    holders = _holders(number, files, printed or {})
    tiles = [tile for slot in plan.slots for tile in slot.tiles if tile.path in holders]
    tiles = [tile for tile in tiles if tile.time_s is None]
    return min(tiles, key=lambda tile: not holders[tile.path], default=None)


def numbers_by_tile(
    numbers: Iterable[str],
    files: Sequence[FileReport],
    plan: Plan,
    printed: Printed | None = None,
) -> dict[str, list[str]]:
    """Label of a submitted tile → the numbers that were read in it."""
    found: dict[str, list[str]] = {}
    for number in dict.fromkeys(number.strip() for number in numbers):
        if (tile := tile_that_holds(number, files, plan, printed)) is not None:
            found.setdefault(tile.label, []).append(number)
    return found


def in_codes(number: str, files: Sequence[FileReport]) -> bool:
    """Whether a code holds it."""
    return any(_holds(file, _plain(number)) for file in files)


def stands_in(number: str, line: str) -> bool:
    """Whether a line of print says the number: every sign of it, and no letter or digit more.

    Spaces and hyphens do not count, nor does case. A word may stand before it without a space, as
    programs that read leave spaces out.
    """
    signs = re.sub(r"[^0-9a-z]", "", _plain(number))
    if len(signs) < PRINTED_MIN or not any(sign.isdigit() for sign in signs):
        return False
    return bool(_printed(signs).search(line))


def _printed(signs: str) -> re.Pattern[str]:
    between = r"[\s\-–./]{0,2}"
    word_or_none = r"(?:(?<![0-9A-Za-z])|(?-i:(?<=[A-Za-z][a-z]{3})))"
    no_more_before = r"(?<![0-9][\-–./])(?<![A-Za-z][\-–/])(?<![0-9]{3} )"
    no_more_after = r"(?![0-9A-Za-z])(?![\-–./][0-9A-Za-z])(?! [0-9]{3,5}(?![0-9\-./:]))"
    return re.compile(
        word_or_none + no_more_before + between.join(signs) + no_more_after, re.IGNORECASE
    )


def _nearly(number: str, line: str) -> str:
    """What a line says where the number has signs of another shape; empty where it says none."""
    signs = re.sub(r"[^0-9a-z]", "", _plain(number))
    if len(signs) < PART_MIN:
        return ""
    small = "".join(low if len(low := sign.lower()) == 1 else sign for sign in line)
    match = _printed(signs.translate(_LIKE)).search(small.translate(_LIKE))
    return line[match.start() : match.end()] if match else ""


def _holders(number: str, files: Sequence[FileReport], printed: Printed) -> dict[str, bool]:
    """Path of a photo that holds the number → whether a code says so."""
    plain = _plain(number)
    holders = {file.facts.path: True for file in files if _holds(file, plain)}
    for path, lines in printed.items():
        if any(stands_in(number, line) for line in lines):
            holders.setdefault(path, False)
    return holders


def _holds(file: FileReport, number: str) -> bool:
    texts = [_plain(code.text) for code in file.facts.codes]
    return bool(number) and any(
        number == text or (len(number) >= PART_MIN and number in text) for text in texts
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s\-–]", "", text).casefold()
