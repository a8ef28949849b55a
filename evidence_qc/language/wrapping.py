"""Plain text in lines that are no wider than a terminal or an editor shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_CLOSES = frozenset("，。：；、！？）》」』”’…,.:;!?)")
_OPENS = frozenset("（《「『“‘(")
_WIDE = {"W", "F"}


def display_width(text: str) -> int:
    """Columns of a terminal: two for wide characters, none for marks above others (UAX 11)."""
    return sum(_columns(character) for character in text)


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> str:
    """The text in lines of at most ``width`` columns, the first behind ``first``.

    Lines break at spaces, and beside a wide character, as no space stands between the words of
    Chinese; never before what closes or behind what opens. A longer word stands alone.
    """
    lines, line, room = [], "", width - display_width(first)
    for gap, piece in _pieces(text):
        if line and display_width(line) + len(gap) + display_width(piece) > room:
            lines.append(line)
            line, room = piece, width - display_width(rest)
        else:
            line += (gap if line else "") + piece
    lines.append(line)
    return "\n".join((rest if number else first) + each for number, each in enumerate(lines))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What is not broken, each with the space that stands before it."""
    for word in text.split():
        gap = " "
        for piece in _unbroken(word):
            yield gap, piece
            gap = ""


def _unbroken(word: str) -> list[str]:
    pieces: list[str] = []
    for part in re.findall(r"[\x00-\u10ff]+|.", word):
        closes, opened = part[0] in _CLOSES, bool(pieces) and pieces[-1][-1] in _OPENS
        if pieces and (closes or opened):
            pieces[-1] += part
        else:
            pieces.append(part)
    return pieces


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
