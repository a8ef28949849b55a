"""Letters stand as their script asks, with the same pixels whatever Pillow can do here."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

import evidence_qc
from evidence_qc.collage import fonts
from evidence_qc.collage.shaping import coverage, shape
from evidence_qc.collage.text import Span, Style, cleaned, draw
from tests.collage.test_text import SCRIPTS

ARABIC, HINDI, THAI = (f"NotoSans{name}-Regular.ttf" for name in ("Arabic", "Devanagari", "Thai"))


def drawn() -> str:
    """Every script, as drawn: a digest."""
    image = Image.new("RGB", (700, 40 * len(SCRIPTS)), "white")
    for row, text in enumerate(SCRIPTS.values()):
        line = [Span(cleaned(text)[0], Style(24, (200, 30, 30), bold=row % 2 == 0))]
        draw(ImageDraw.Draw(image), 5.3, 30 + 40 * row, line)
    return hashlib.sha256(image.tobytes()).hexdigest()


@pytest.mark.parametrize(
    ("raqm", "locale"), [(True, "C.UTF-8"), (False, "C"), (False, "ar_SA.UTF-8")]
)
def test_the_same_pixels_with_and_without_pillows_shaping(raqm: bool, locale: str) -> None:
    """Neither FriBiDi nor the locale nor another Pillow can be seen in what is drawn."""
    code = (
        "from PIL import Image, ImageFont, features\n"
        f"ImageFont.core.HAVE_RAQM = ImageFont.core.HAVE_FRIBIDI = {raqm}\n"
        f"features.check = lambda feature: {raqm}\n"
        "from tests.collage.test_shaping import drawn\n"
        "print(drawn())"
    )
    root = Path(evidence_qc.__file__).parent.parent
    environment = os.environ | {"LC_ALL": locale, "LANG": locale, "PYTHONPATH": str(root)}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == drawn()


def test_pillow_draws_no_text() -> None:
    """What its build can and cannot do is of no account for a collage."""
    folder = Path(fonts.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))

    assert "ImageFont" not in code
    assert ".text(" not in code


def test_arabic_letters_join() -> None:
    """Three letters that join have other shapes than each by itself; lam and alef are one."""
    alone = {glyph.index for letter in "سلم" for glyph in shape(letter, True, ARABIC).glyphs}
    together = {glyph.index for glyph in shape("سلم", True, ARABIC).glyphs}

    assert alone.isdisjoint(together)
    assert shape("لا", True, ARABIC).advance_em < sum(
        shape(letter, True, ARABIC).advance_em for letter in "لا"
    )


def test_a_joiner_keeps_letters_apart() -> None:
    """Persian می‌خواهم is two parts of one word."""
    apart = [glyph.index for glyph in shape("بـ\u200cب", True, ARABIC).glyphs]

    assert apart != [glyph.index for glyph in shape("بـب", True, ARABIC).glyphs]


def test_a_vowel_sign_stands_before_its_consonant() -> None:
    """Devanagari i is written before the letter after which it is said; k and s.s.a are one."""
    i_alone = {glyph.index for glyph in shape("कि", False, HINDI).glyphs}
    first = shape("कि", False, HINDI).glyphs[0].index

    assert first not in {glyph.index for glyph in shape("क", False, HINDI).glyphs}
    assert first in i_alone
    assert len(shape("क्ष", False, HINDI).glyphs) == 1


def test_marks_stand_above_their_letter() -> None:
    """A Thai tone mark takes no room, and stands higher where a vowel is below it."""
    bare, with_vowel = shape("ก่", False, THAI), shape("กี่", False, THAI)

    assert bare.advance_em == shape("ก", False, THAI).advance_em == with_vowel.advance_em
    tops = [-drawn[2] for piece in (bare, with_vowel) if (drawn := coverage(piece, 100, 0.0))]
    assert tops[1] > tops[0]


def test_latin_is_kerned() -> None:
    apart = sum(shape(letter, False, fonts.REGULAR).advance_em for letter in "AV")

    assert shape("AV", False, fonts.REGULAR).advance_em < apart


def test_brackets_are_mirrored_where_text_runs_to_the_left() -> None:
    hebrew = "NotoSansHebrew-Regular.ttf"
    left, right = (shape(each, False, hebrew).glyphs[0].index for each in "()")

    assert [g.index for g in shape("()", True, hebrew).glyphs] == [left, right]


@pytest.mark.parametrize("size_px", [1, 12, 24, 300])
def test_ink_grows_with_the_size_and_lies_where_it_is_said_to(size_px: int) -> None:
    """Coverage of an em square's letter is its area; the foot of an H is the baseline."""
    found = coverage(shape("H", False, fonts.REGULAR), size_px, 0.0)
    assert found is not None
    mask, left, top = found

    area_em = float(mask.sum(dtype=np.float64)) / 255 / size_px**2
    assert area_em == pytest.approx(0.16, abs=0.03)
    assert mask.shape[0] + top == 0
    assert 0 <= left <= 0.2 * size_px + 1


def test_a_space_covers_nothing() -> None:
    assert coverage(shape("  ", False, fonts.REGULAR), 24, 0.5) is None
