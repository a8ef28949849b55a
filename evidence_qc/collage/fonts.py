"""The fonts that ship, and which of them has a character.

Nothing of the system is used, so that the same input gives the same pixels on every machine.
Not covered: Bengali, Tamil, Telugu, Khmer, Burmese, Ethiopic and emoji; their characters are left
out and named.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import uharfbuzz

FOLDER = Path(__file__).parent / "fonts"
REGULAR = "NotoSans-Regular.ttf"
BOLD = "NotoSans-Bold.ttf"
FALLBACKS = (
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansArmenian-Regular.ttf",
    "NotoSansGeorgian-Regular.ttf",
    "DroidSansFallback.ttf",
)
"""Latin, Cyrillic and Greek come from Noto Sans; Chinese, Japanese and Korean from Droid."""


@lru_cache(maxsize=16)
def font(name: str) -> uharfbuzz.Font:
    """A font of the folder, in its own units; nobody may change it."""
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob((FOLDER / name).read_bytes())))


@lru_cache(maxsize=4096)
def font_for(character: str, *, bold: bool) -> str | None:
    """The first font of the chain that has the character; None when none has."""
    chain = ((BOLD if bold else REGULAR), *FALLBACKS)
    return next((name for name in chain if has(name, character)), None)


def has(name: str, character: str) -> bool:
    """Whether a font of the folder has a glyph for the character."""
    return ord(character) in _coverage(name)


@lru_cache(maxsize=16)
def _coverage(name: str) -> frozenset[int]:
    return frozenset(font(name).face.unicodes)
