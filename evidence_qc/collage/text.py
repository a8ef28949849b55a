"""Lines of text in any script: measured, wrapped, drawn, each character in a font that has it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from evidence_qc.collage import bidi, fonts, shaping

ELLIPSIS = "…"
LINE_CHARS_MAX = 1_000
"""No line that is drawn holds so many; what stands far behind is not measured."""
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks."""

    size_px: int
    colour: Colour
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line in one style."""

    text: str
    text_style: Style


def cleaned(text: str) -> tuple[str, str]:
    """The text as it can be drawn, and the characters that no font has.

    Composed (NFC), on one line, without control characters; missing ones are left out, so that
    nobody sees an empty box.
    """
    kept: list[str] = []
    missing: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if character.isspace() or category in {"Zl", "Zp"}:
            kept.append(" ")
        elif character in "\u200c\u200d" or category == "Mn":
            kept.append(character)
        elif category[0] == "C" or unicodedata.combining(character) or character == "\ufe0f":
            continue
        elif fonts.font_for(character, bold=False) is None:
            missing.append(character)
        else:
            kept.append(character)
    return " ".join("".join(kept).split()), "".join(missing)


def width(text: str, text_style: Style) -> float:
    """Advance width of a cleaned line, px."""
    return sum(_advance(*piece, text_style) for piece in pieces(text, text_style))


def wrap(spans: Sequence[Span], width_px: float, lines_max: int) -> list[list[Span]]:
    """Break a text of one or more styles into lines; the last one ends in … if there is more.

    Breaks at spaces, and between Chinese, Japanese or Korean characters; a word longer than a
    line is broken inside.
    """
    lines: list[list[Span]] = [[]]
    used = 0.0
    most = LINE_CHARS_MAX * lines_max
    words = [(word, span.text_style) for span in spans for word in _words(span.text[:most])]
    queue = list(reversed(words))
    while queue:
        word, text_style = queue.pop()
        word = word.lstrip() if not lines[-1] else word
        size = width(word.rstrip(), text_style)
        if used + size <= width_px:
            lines[-1].append(Span(word, text_style))
            used += width(word, text_style)
        elif not lines[-1] and len(word.strip()) > 1:
            fitting = _fitting(word, text_style, width_px)
            queue.append((word[fitting:], text_style))
            queue.append((word[:fitting], text_style))
        elif len(lines) == lines_max:
            lines[-1] = _shortened(lines[-1], text_style, width_px)
            break
        elif not lines[-1]:
            break
        else:
            lines.append([])
            used = 0.0
            queue.append((word, text_style))
    return [_merged(line) for line in lines if line]


def draw(
    canvas: ImageDraw.ImageDraw, x_px: float, baseline_px: float, line: Sequence[Span]
) -> float:
    """Draw one line from x to the right and return where it ends.

    Spans stand from left to right, as the badge before them; inside, each in its own direction.
    """
    for span in line:
        for piece, is_rtl, name in pieces(span.text, span.text_style):
            shaped = shaping.shape(piece, is_rtl, name)
            left = math.floor(x_px)
            drawn = shaping.coverage(shaped, span.text_style.size_px, x_px - left)
            if drawn is not None:
                mask, right_px, down_px = drawn
                corner = (left + right_px, math.floor(baseline_px + 0.5) + down_px)
                canvas.bitmap(corner, Image.fromarray(mask), span.text_style.colour)
            x_px += shaped.advance_em * span.text_style.size_px
    return x_px


def line_width(line: Sequence[Span]) -> float:
    """Advance width of a line of spans, px."""
    return sum(width(span.text, span.text_style) for span in line)


def pieces(text: str, text_style: Style) -> Iterator[tuple[str, bool, str]]:
    """(text, is right to left, font) from left to right as they are seen."""
    for run, is_rtl in bidi.visual_runs(text, bidi.is_right_to_left(text)):
        pieces = _by_font(run, text_style)
        yield from ((p, is_rtl, name) for p, name in (reversed(pieces) if is_rtl else pieces))


def _by_font(run: str, text_style: Style) -> list[tuple[str, str]]:
    first = fonts.BOLD if text_style.bold else fonts.REGULAR
    pieces: list[tuple[str, str]] = []
    for character in run:
        current = pieces[-1][1] if pieces else None
        is_mark = unicodedata.category(character) in {"Mn", "Mc", "Cf"}
        if current and not character.isalpha() and (is_mark or fonts.has(current, character)):
            name = current
        else:
            name = fonts.font_for(character, bold=text_style.bold) or first
        if pieces and name == current:
            pieces[-1] = (pieces[-1][0] + character, name)
        else:
            pieces.append((character, name))
    return pieces


def _advance(piece: str, is_rtl: bool, name: str, text_style: Style) -> float:
    return shaping.shape(piece, is_rtl, name).advance_em * text_style.size_px


def _words(text: str) -> Iterator[str]:
    """Pieces that stay together, each with the space before it."""
    word = ""
    for character in text:
        if character == " " or _is_ideograph(character):
            if word:
                yield word
            word = character
            if character != " ":
                yield word
                word = ""
        else:
            word += character
    if word:
        yield word


def _is_ideograph(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"


def _fitting(word: str, text_style: Style, width_px: float) -> int:
    count = 1
    while count < len(word) - 1 and width(word[: count + 1], text_style) <= width_px:
        count += 1
    return count


def _shortened(line: list[Span], text_style: Style, width_px: float) -> list[Span]:
    """The line with … at its end, letters taken off until it fits."""
    mark = Span(ELLIPSIS, line[-1].text_style if line else text_style)
    line = _merged(line)
    while line and line_width([*line, mark]) > width_px:
        text = line[-1].text[:-1].rstrip()
        line = [*line[:-1], Span(text, line[-1].text_style)] if text else line[:-1]
    return [*line, mark]


def _merged(line: list[Span]) -> list[Span]:
    """Neighbours of one style and direction in one span."""
    merged: list[Span] = []
    for span in line:
        if (
            merged
            and merged[-1].text_style == span.text_style
            and _agree(merged[-1].text, span.text)
        ):
            merged[-1] = Span(merged[-1].text + span.text, span.text_style)
        else:
            merged.append(span)
    return merged


def _agree(before: str, after: str) -> bool:
    """Words of one caption do; a separator or another language may not join the first's run."""
    return bidi.is_right_to_left(before) == bidi.is_right_to_left(after)
