"""The fonts that ship, and which of them has a character.

Nothing of the system is used, so that the same input gives the same pixels on every machine.
Not covered: Bengali, Tamil, Telugu, Khmer, Burmese, Ethiopic and emoji; their characters are left
out and named.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

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


@lru_cache(maxsize=256)
def font(name: str, size_px: int, *, shaped: bool) -> ImageFont.FreeTypeFont:
    """A font of the folder at a size; ``shaped`` with Raqm, else one glyph a character."""
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(FOLDER / name), size_px, layout_engine=engine)


@lru_cache(maxsize=1)
def has_shaping() -> bool:
    """True when Pillow can shape complex scripts (Raqm, and FriBiDi found at run time)."""
    return bool(features.check("raqm") and features.check("fribidi"))


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
    """All code points of a font's ``cmap`` table, formats 4 and 12 (OpenType 1.9, cmap)."""
    data = (FOLDER / name).read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(tables))
    cmap = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    found: set[int] = set()
    for i in range(count):
        start = cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * i)[2]
        kind = struct.unpack_from(">H", data, start)[0]
        if kind == 4:
            found |= _format_4(data, start)
        elif kind == 12:
            groups = struct.unpack_from(">I", data, start + 12)[0]
            for g in range(groups):
                first, last, _ = struct.unpack_from(">III", data, start + 16 + 12 * g)
                found.update(range(first, last + 1))
    return frozenset(found)


def _format_4(data: bytes, start: int) -> set[int]:
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    layout = f">{segments}H"
    ends = struct.unpack_from(layout, data, start + 14)
    first_at = start + 16 + 2 * segments
    firsts = struct.unpack_from(layout, data, first_at)
    deltas = struct.unpack_from(layout, data, first_at + 2 * segments)
    ranges_at = first_at + 4 * segments
    ranges = struct.unpack_from(layout, data, ranges_at)
    found: set[int] = set()
    for i, (first, end, delta, jump) in enumerate(zip(firsts, ends, deltas, ranges, strict=True)):
        for code in range(first, min(end, 0xFFFE) + 1):
            glyph = code
            if jump:
                glyph_at = ranges_at + 2 * i + jump + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, glyph_at)[0]
                if glyph == 0:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(code)
    return found
