"""Pages of a document: lines of text in their places and at most one picture; A4, in points."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pydyf

from evidence_qc.bundle.document.lettering import Lettering
from evidence_qc.collage.text import Span

PAGE_PT = (595.0, 842.0)
"""A4; card networks take pages of up to 8.64 by 14 inches (622 by 1,008 points)."""
POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line, and where its baseline starts: points from the left and from the lower edge."""

    spans: Sequence[Span]
    x_pt: float
    baseline_pt: float


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A JPEG of three components, embedded as it is, and the box that it fills."""

    jpeg: bytes
    width_px: int
    height_px: int
    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float

    @property
    def per_inch(self) -> float:
        """Pixels per inch of paper."""
        return self.width_px / (self.width_pt / POINTS_PER_INCH)


@dataclass(frozen=True, slots=True)
class Page:
    """One page."""

    lines: tuple[PlacedLine, ...] = ()
    picture: PlacedPicture | None = None


def to_pdf(pages: Sequence[Page], *, title: str) -> bytes:
    """The document; the same pages give the same bytes, no clock is read.

    Args:
        pages: in order.
        title: in the document's properties.
    """
    pdf = pydyf.PDF()
    pdf.info["Title"] = pydyf.String(title)
    lettering = Lettering()
    drawn: list[pydyf.Dictionary] = []
    for page in pages:
        content = pydyf.Stream(compress=True)
        resources = pydyf.Dictionary()
        if page.picture is not None:
            picture = _picture(page.picture)
            pdf.add_object(picture)
            resources["XObject"] = pydyf.Dictionary({"P": picture.reference})
            box = page.picture
            content.push_state()
            content.set_matrix(box.width_pt, 0, 0, box.height_pt, box.x_pt, box.y_pt)
            content.draw_x_object("P")
            content.pop_state()
        for line in page.lines:
            lettering.draw(content, line.x_pt, line.baseline_pt, line.spans)
        pdf.add_object(content)
        drawn.append(
            pydyf.Dictionary(
                {
                    "Type": "/Page",
                    "Parent": pdf.pages.reference,
                    "MediaBox": pydyf.Array([0, 0, *map(round, PAGE_PT)]),
                    "Contents": content.reference,
                    "Resources": resources,
                }
            )
        )
    letters = lettering.add_fonts(pdf)
    pdf.add_object(letters)
    for dictionary in drawn:
        dictionary["Resources"]["Font"] = letters.reference
        pdf.add_page(dictionary)
    out = io.BytesIO()
    pdf.write(out, version=b"1.7")
    return out.getvalue()


def _picture(picture: PlacedPicture) -> pydyf.Stream:
    return pydyf.Stream(
        [picture.jpeg],
        {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": picture.width_px,
            "Height": picture.height_px,
            "ColorSpace": "/DeviceRGB",
            "BitsPerComponent": 8,
            "Filter": "/DCTDecode",
        },
    )
