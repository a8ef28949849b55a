"""Text in a PDF that looks as on the photos and can be searched: shaped glyphs, embedded subsets.

HarfBuzz shapes (as for the captions on photos) and cuts the fonts down to the glyphs that are used,
which keep their numbers, so that a code is a glyph.

References:
    ISO 32000-1, 9.7 (composite fonts), 9.10.3 (ToUnicode), 14.9.4 (replacement text).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pydyf
import uharfbuzz

from evidence_qc.collage import fonts, shaping
from evidence_qc.collage.text import Span, pieces

_SYMBOLIC = 4
_STEM = 80
"""Told to readers that draw a font of their own instead; ours is embedded."""


class Lettering:
    """Draws lines, and remembers which glyphs of which fonts it took."""

    def __init__(self) -> None:
        self._text_of: dict[str, dict[int, str]] = {}
        """Font → glyph → what it stands for; empty for a glyph that another one stands for."""

    def draw(
        self, page: pydyf.Stream, x_pt: float, baseline_pt: float, line: Sequence[Span]
    ) -> None:
        """Draw one line from x to the right; the same pieces as ``collage.text.draw``.

        Args:
            page: the page's content.
            x_pt: left end, points from the left edge.
            baseline_pt: points from the lower edge.
            line: spans whose ``size_px`` are points here.
        """
        for span in line:
            size = float(span.text_style.size_px)
            red, green, blue = (value / 255 for value in span.text_style.colour)
            page.set_color_rgb(red, green, blue)
            for text, is_rtl, font in pieces(span.text, span.text_style):
                shaped = shaping.shape(text, is_rtl, font)
                is_plain = self._note(font, text, shaped.glyphs)
                if not is_plain:
                    page.begin_marked_content("Span", _replacement(text))
                page.begin_text()
                page.set_font_size(_key(font), size)
                for glyph in shaped.glyphs:
                    x, y = x_pt + glyph.x_em * size, baseline_pt + glyph.y_em * size
                    page.set_text_matrix(1, 0, 0, 1, round(x, 3), round(y, 3))
                    page.stream.append(f"<{glyph.index:04x}> Tj".encode())
                page.end_text()
                if not is_plain:
                    page.end_marked_content()
                x_pt += shaped.advance_em * size

    def add_fonts(self, pdf: pydyf.PDF) -> pydyf.Dictionary:
        """Embed what was used; the font resources of all pages."""
        return pydyf.Dictionary(
            {_key(name): self._add_font(pdf, name) for name in sorted(self._text_of)}
        )

    def _note(self, font: str, text: str, glyphs: Sequence[shaping.Glyph]) -> bool:
        """Remember what each glyph stands for; False where one stands for something else too."""
        known = self._text_of.setdefault(font, {0: ""})
        starts = sorted({glyph.cluster for glyph in glyphs})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        is_plain, seen = True, set[int]()
        for glyph in glyphs:
            meant = "" if glyph.cluster in seen else text[glyph.cluster : ends[glyph.cluster]]
            seen.add(glyph.cluster)
            is_plain &= known.setdefault(glyph.index, meant) == meant
        return is_plain

    def _add_font(self, pdf: pydyf.PDF, font: str) -> bytes:
        used = sorted(self._text_of[font])
        face = fonts.font(font)
        em = float(face.face.upem)
        name = f"EVIDQC+{font.rpartition('.')[0]}"
        data = _subset(font, used)
        file = pydyf.Stream(
            [zlib.compress(data, 9)], {"Length1": len(data), "Filter": "/FlateDecode"}
        )
        pdf.add_object(file)
        extents = face.get_font_extents("ltr")
        box = _box(face.face)
        descriptor = pydyf.Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{name}",
                "Flags": _SYMBOLIC,
                "FontBBox": pydyf.Array([round(1000 * side / em) for side in box]),
                "ItalicAngle": 0,
                "Ascent": round(1000 * extents.ascender / em),
                "Descent": round(1000 * extents.descender / em),
                "CapHeight": round(1000 * extents.ascender / em),
                "StemV": _STEM,
                "FontFile2": file.reference,
            }
        )
        pdf.add_object(descriptor)
        widths: list[object] = []
        for index in used:
            advance = round(1000 * face.get_glyph_h_advance(index) / em)
            widths += [index, pydyf.Array([advance])]
        outlines = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": f"/{name}",
                "CIDSystemInfo": "<</Registry (Adobe)/Ordering (Identity)/Supplement 0>>",
                "CIDToGIDMap": "/Identity",
                "W": pydyf.Array(widths),
                "FontDescriptor": descriptor.reference,
            }
        )
        pdf.add_object(outlines)
        meanings = pydyf.Stream([_to_unicode(self._text_of[font])], compress=True)
        pdf.add_object(meanings)
        whole = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{name}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([outlines.reference]),
                "ToUnicode": meanings.reference,
            }
        )
        pdf.add_object(whole)
        reference: bytes = whole.reference
        return reference


def _key(font: str) -> str:
    """A font's name among the resources: letters alone."""
    return "".join(sign for sign in font.rpartition(".")[0] if sign.isalnum())


def _subset(font: str, glyphs: Sequence[int]) -> bytes:
    chosen = uharfbuzz.SubsetInput()
    chosen.flags = (
        uharfbuzz.SubsetFlags.RETAIN_GIDS
        | uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    )
    chosen.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    dropped = chosen.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG)
    dropped.update(
        int.from_bytes(tag.encode(), "big") for tag in ("GSUB", "GPOS", "GDEF", "name", "cmap")
    )
    return bytes(uharfbuzz.subset(fonts.font(font).face, chosen).blob.data)


def _box(face: uharfbuzz.Face) -> tuple[int, ...]:
    """xMin, yMin, xMax, yMax of all glyphs, in the font's units (OpenType, head)."""
    head = bytes(face.reference_table("head").data)
    return tuple(int.from_bytes(head[at : at + 2], "big", signed=True) for at in range(36, 44, 2))


def _to_unicode(text_of: dict[int, str]) -> bytes:
    """The CMap from glyphs to what they stand for."""
    pairs = [(glyph, text) for glyph, text in sorted(text_of.items()) if text]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):  # at most 100 a block
        block = pairs[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in block]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def _replacement(text: str) -> bytes:
    utf16 = (b"\xfe\xff" + text.encode("utf-16-be")).hex()
    return f"<</ActualText <{utf16}>>>".encode("ascii")
