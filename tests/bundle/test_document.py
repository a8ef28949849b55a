"""The PDF: its words are found, its pictures are the photos, it keeps the platform's limits."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import uharfbuzz
from PIL import Image

from evidence_qc.bundle.document.layout import MARGIN_PT, Photo, lay_out
from evidence_qc.bundle.document.pages import PAGE_PT, to_pdf
from evidence_qc.bundle.document.write import fitted
from evidence_qc.errors import CannotFitError
from evidence_qc.model import Profile, SlotPlan, Sourced, Tile

SCRIPTS = {
    "Latin": "Broken zip: difficult official fjord",
    "Cyrillic": "Молния сломана, ткань порвана",
    "Chinese": "拉链坏了，请退款。",
    "Arabic": "السحاب مكسور والقماش ممزق",
    "Hebrew": "הרוכסן שבור",
    "Devanagari": "ज़िप टूटी हुई है क्षत्रिय",
    "Thai": "ซิปเสีย ขอเงินคืน น้ำที่นี่",
}


def jpeg(width: int = 450, height: int = 600, quality: int = 92) -> bytes:
    noise = np.random.default_rng(3).integers(0, 255, (height, width, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "JPEG", quality=quality)
    return out.getvalue()


def photo(data: bytes | None = None, number: int = 1, **tile: object) -> Photo:
    data = data or jpeg()
    shown = Tile(label="1a", path="a.jpg", **{"caption": "hole", "caption_en": "hole", **tile})
    slot = SlotPlan(number=number, total=3, tiles=(shown,))
    return Photo(slot, data, *Image.open(io.BytesIO(data)).size)


def pdf_of(text: str, *photos: Photo, title: str = "Coat") -> bytes:
    return to_pdf(lay_out(title, text, photos), title=title)


def text_in(data: bytes) -> str:
    """Every glyph that is drawn, by what its font's ToUnicode or the replacement says of it."""
    objects = dict(re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", data, re.DOTALL))

    def stream(number: bytes) -> bytes:
        body = objects[number].partition(b"stream\n")[2].rpartition(b"\nendstream")[0]
        return zlib.decompress(body)

    maps = {}
    for key, number in re.findall(rb"/(\w+) (\d+) 0 R", max(objects.values(), key=_fonts)):
        lines = stream(re.search(rb"/ToUnicode (\d+)", objects[number])[1])
        pairs = re.findall(rb"^<(\w{4})> <(\w+)>$", lines, re.MULTILINE)
        maps[key] = {glyph: bytes.fromhex(text.decode()) for glyph, text in pairs}
    found = b""
    for body in objects.values():
        if not (contents := re.search(rb"/Contents (\d+)", body)):
            continue
        words = rb"ActualText <feff(\w+)>|/(\w+) [\d.]+ Tf|<(\w{4})> Tj|(EMC)"
        font, is_replaced = b"", False
        for meant, key, glyph, end in re.findall(words, stream(contents[1])):
            font, is_replaced = key or font, bool(meant) or (is_replaced and not end)
            found += bytes.fromhex(meant.decode())
            found += maps[font].get(glyph, b"") if glyph and not is_replaced else b""
    return found.decode("utf-16-be")


def _fonts(body: bytes) -> int:
    """The dictionary of all fonts is the one that names most of them."""
    return len(re.findall(rb"/(?:NotoSans|DroidSans)\w+ \d+ 0 R", body))


@pytest.mark.parametrize("script", SCRIPTS)
def test_words_can_be_found(script: str) -> None:
    """In every script, whatever its glyphs; what runs to the left is drawn from its end."""
    words = SCRIPTS[script]
    text = text_in(pdf_of(words, title="-"))
    is_reversed = script in {"Arabic", "Hebrew"}

    assert words in (text[::-1] if is_reversed else text)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize("script", SCRIPTS)
def test_another_program_finds_them_too(script: str, tmp_path: Path) -> None:
    """Poppler, from the outside."""
    (tmp_path / "a.pdf").write_bytes(pdf_of(SCRIPTS[script]))
    done = subprocess.run(
        ["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True
    )

    assert SCRIPTS[script] in done.stdout.decode()
    assert done.stderr == b""


def test_captions_stand_beside_their_photo() -> None:
    """In English and in the buyer's words, once where both are the same."""
    text = text_in(pdf_of("x", photo(caption="дыра", caption_en="hole"), photo(number=2)))

    assert "1a  hole · дыра" in text or "1a hole · дыра" in text
    assert text.count("hole") == 2


def test_a_photo_is_embedded_as_it_is() -> None:
    """Byte for byte where no limit stands against it; the same input, the same bytes."""
    data = jpeg()
    made, pages, side = fitted("Coat", "Broken.", [photo(data)], Profile(name="x", title="X"))

    assert data in made
    assert (pages, side) == (2, 600)
    assert made == fitted("Coat", "Broken.", [photo(data)], Profile(name="x", title="X"))[0]


@pytest.mark.parametrize("dpi", [60, 100])
def test_pictures_have_as_many_dots_as_are_taken(dpi: int) -> None:
    """No more than the limit, and hardly fewer; nothing is made larger."""
    profile = Profile(name="x", title="X", pdf_dpi_max=Sourced(dpi, confidence="O"))
    data, _, side = fitted("Coat", "Broken.", [photo(jpeg(900, 1200, 40))], profile)
    (page,) = [p for p in lay_out("", "", [photo(jpeg(side * 3 // 4, side, 40))]) if p.picture]

    assert page.picture is not None
    assert 0.97 * dpi <= page.picture.per_inch <= dpi * 1.01
    small = photo(jpeg(150, 200))
    assert small.jpeg in fitted("Coat", "Broken.", [small], profile)[0]
    assert data.count(b"/DCTDecode") == 1


@pytest.mark.parametrize("scale", [0.6, 0.98, 1.0, 1.02, 1.9])
def test_only_what_has_too_many_dots_is_encoded_anew(scale: float) -> None:
    """A photo with as many as are taken, or fewer, stays as it is."""
    shown = photo(jpeg(90, 120, 40))
    (page,) = [p for p in lay_out("Coat", "x", [shown]) if p.picture]
    assert page.picture is not None
    dpi = page.picture.per_inch * scale
    profile = Profile(name="x", title="X", pdf_dpi_max=Sourced(dpi, confidence="O"))  # type: ignore[arg-type]

    data, _, side = fitted("Coat", "x", [shown], profile)

    assert (shown.jpeg in data) == (scale >= 1)
    assert side == int(120 * min(1, scale) + 1e-6)


def test_fonts_say_of_themselves_what_they_are() -> None:
    """In thousandths of their own unit, whatever it is (ISO 32000-1, 9.8); every script."""
    data = pdf_of(" ".join(SCRIPTS.values()))
    descriptors = re.findall(
        rb"/FontBBox \[([-\d ]+)\].*?/Ascent (-?\d+)\n?.*?/Descent (-?\d+).*?/CapHeight (-?\d+)"
        rb".*?/FontFile2 (\d+) 0 R",
        data,
        re.DOTALL,
    )
    assert len(descriptors) >= 4
    for box, ascent, descent, capital, number in descriptors:
        body = re.search(rb"\n%s 0 obj\n.*?stream\n(.*?)\nendstream" % number, data, re.DOTALL)
        assert body is not None
        face = uharfbuzz.Face(zlib.decompress(body[1]))
        extents = uharfbuzz.Font(face).get_font_extents("ltr")
        head = bytes(face.reference_table("head").data)
        units = [1000 / face.upem * edge for edge in struct.unpack_from(">4h", head, 36)]

        assert [int(edge) for edge in box.split()] == [round(edge) for edge in units]
        assert int(ascent) == int(capital) == round(1000 / face.upem * extents.ascender)
        assert int(descent) == round(1000 / face.upem * extents.descender)


@pytest.mark.parametrize("most", [200_000, 100_000])
def test_bytes_are_kept(most: int) -> None:
    """All photos give way alike; what cannot fit is said, not cut."""
    profile = Profile(name="x", title="X", pdf_bytes_max=Sourced(most, confidence="O"))
    data, pages, _ = fitted("Coat", "Broken.", [photo(), photo(number=2)], profile)

    assert len(data) <= most
    assert pages == 3
    tight = replace(profile, pdf_bytes_max=Sourced(10_000, confidence="O"))
    with pytest.raises(CannotFitError):
        fitted("Coat", "Broken.", [photo(), photo(number=2)], tight)


def test_long_texts_go_on_on_the_next_page() -> None:
    """Every line is somewhere, inside the margins."""
    lines = [f"line {number} " + "word " * 30 for number in range(120)]
    pages = lay_out("Coat", "\n".join(lines), [])
    text = text_in(to_pdf(pages, title="Coat"))

    assert len(pages) > 2
    assert all(f"line {number} " in text for number in range(120))
    for line in (line for page in pages for line in page.lines):
        assert MARGIN_PT <= line.baseline_pt <= PAGE_PT[1] - MARGIN_PT
        assert MARGIN_PT <= line.x_pt <= PAGE_PT[0] - MARGIN_PT


def test_many_captions_leave_room_for_the_photo() -> None:
    """A third of the page at least is the photo's."""
    many = tuple(Tile(label=f"{n}a", path="a.jpg", caption_en="hole " * 40) for n in range(12))
    crowded = replace(photo(), slot=SlotPlan(number=1, total=1, tiles=many))
    page = lay_out("Coat", "x", [crowded])[-1]

    assert page.picture is not None
    assert page.picture.height_pt >= PAGE_PT[1] / 3 - 1
