"""What stands on which page: first the words, then each photo with its captions on its own page.

Sizes are by eye: 11 points are read without effort, margins of half an inch print everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence_qc.bundle.document.pages import PAGE_PT, Page, PlacedLine, PlacedPicture
from evidence_qc.collage import bidi
from evidence_qc.collage.text import Span, Style, cleaned, line_width, wrap
from evidence_qc.model import SlotPlan, Tile

MARGIN_PT = 36.0
TITLE = Style(16, (0, 0, 0), bold=True)
TEXT = Style(11, (0, 0, 0))
CAPTION = Style(11, (0, 0, 0))
_LEADING = 1.45
"""Lines of some scripts are high: Thai and Devanagari stack marks."""
_LINES_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo as it is submitted, upright sRGB JPEG, and what it shows."""

    slot: SlotPlan
    jpeg: bytes
    width_px: int
    height_px: int


def lay_out(title: str, statement: str, photos: Sequence[Photo]) -> list[Page]:
    """All pages.

    Args:
        title: what the dispute is about.
        statement: the text, line by line.
        photos: in order.
    """
    words = [(title, TITLE), *((line, TEXT) for line in statement.strip().split("\n"))]
    words.append(("", TEXT))
    words += [(_contents(number, photo.slot), TEXT) for number, photo in enumerate(photos, 2)]
    return [*_text_pages(words), *map(_photo_page, photos)]


def captions(slot: SlotPlan) -> list[str]:
    """A line for each picture of a photo: its number, English, and the user's own words."""
    return [_caption(tile) for tile in slot.tiles if tile.label]


def _caption(tile: Tile) -> str:
    words = list(dict.fromkeys(filter(None, (tile.caption_en, tile.caption))))
    return f"{tile.label}  {' · '.join(words)}".strip()


def _contents(page: int, slot: SlotPlan) -> str:
    labels = ", ".join(tile.label for tile in slot.tiles if tile.label)
    return f"Photo {slot.number}{f': {labels}' if labels else ''} (page {page})"


def _text_pages(words: Sequence[tuple[str, Style]]) -> Iterator[Page]:
    placed: list[PlacedLine] = []
    y = PAGE_PT[1] - MARGIN_PT
    for text, text_style in words:
        for line in _lines(text, text_style) or [[]]:
            step = text_style.size_px * _LEADING
            if y - step < MARGIN_PT and placed:
                yield Page(tuple(placed))
                placed, y = [], PAGE_PT[1] - MARGIN_PT
            y -= step
            if line:
                placed.append(_placed(line, y))
        y -= text_style.size_px * 0.4
    yield Page(tuple(placed))


def _photo_page(photo: Photo) -> Page:
    title = photo.slot.title
    heading = f"Photo {photo.slot.number} of {photo.slot.total}{f': {title}' if title else ''}"
    y = PAGE_PT[1] - MARGIN_PT
    placed: list[PlacedLine] = []
    for line in _lines(heading, TITLE):
        y -= TITLE.size_px * _LEADING
        placed.append(_placed(line, y))
    below = [line for text in captions(photo.slot) for line in _lines(text, CAPTION)]
    step = CAPTION.size_px * _LEADING
    top, bottom = y - 10.0, MARGIN_PT + step * len(below) + 8.0
    room_pt = (PAGE_PT[0] - 2 * MARGIN_PT, max(top - bottom, PAGE_PT[1] / 3))
    scale = min(room_pt[0] / photo.width_px, room_pt[1] / photo.height_px)
    width, height = photo.width_px * scale, photo.height_px * scale
    picture = PlacedPicture(
        photo.jpeg,
        photo.width_px,
        photo.height_px,
        x_pt=(PAGE_PT[0] - width) / 2,
        y_pt=top - height,
        width_pt=width,
        height_pt=height,
    )
    y = top - height - 4.0
    for line in below:
        y -= step
        placed.append(_placed(line, y))
    return Page(tuple(placed), picture)


def _lines(text: str, text_style: Style) -> list[list[Span]]:
    plain, _ = cleaned(text)
    width = PAGE_PT[0] - 2 * MARGIN_PT
    return wrap([Span(plain, text_style)], width, _LINES_MAX) if plain else []


def _placed(line: Sequence[Span], baseline_pt: float) -> PlacedLine:
    """From the left margin, or to the right one where the line runs to the left."""
    x = MARGIN_PT
    if bidi.is_right_to_left("".join(span.text for span in line)):
        x = PAGE_PT[0] - MARGIN_PT - line_width(line)
    return PlacedLine(line, x, baseline_pt)
