"""Text in any script: right order, no empty boxes, never wider than its line."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from evidence_qc.collage import bidi, fonts
from evidence_qc.collage.text import Span, Style, cleaned, draw, line_width, width, wrap

STYLE = Style(24, (0, 0, 0))

SCRIPTS = {
    "Latin": "Torn seam, ½ “left” – €9 äßñøœ",
    "Vietnamese": "Đường may bị rách",
    "Cyrillic": "Порван шов ґєїўђ",
    "Greek": "Σχισμένη ραφή",
    "Chinese": "接缝撕裂，枕头左侧有污渍",
    "Japanese": "縫い目が破れています カバー",
    "Korean": "솔기가 찢어졌습니다",
    "Arabic": "درز ممزق ۱۲ پچگ",
    "Hebrew": "תפר קרוע",
    "Hindi": "सिलाई फटी हुई है",
    "Thai": "ตะเข็บขาด",
    "Armenian": "Կարը պատռված է",
    "Georgian": "ნაკერი გახეულია",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_shipped_fonts_have_the_script(script: str) -> None:
    """Nothing is left out, and something is drawn."""
    text, missing = cleaned(SCRIPTS[script])

    assert missing == ""
    assert text == unicodedata.normalize("NFC", SCRIPTS[script])
    image = Image.new("L", (600, 60), 255)
    end = draw(ImageDraw.Draw(image), 5, 40, [Span(text, Style(24, 0, bold=True))])  # type: ignore[arg-type]
    assert image.getextrema()[0] < 60
    assert end == pytest.approx(5 + width(text, Style(24, (0, 0, 0), bold=True)), abs=1)


def test_unknown_characters_are_named_and_left_out() -> None:
    """Controls vanish, white space becomes one space, what no font has is reported."""
    assert cleaned("a\x00b\n\tc 😀\u202e") == ("ab c", "😀")


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab cdé Жшю 接缝 שלום درز 12,.()-"), max_size=60),
    st.integers(60, 400),
    st.integers(1, 3),
)
def test_no_line_is_wider_than_its_room(text: str, room: int, lines_max: int) -> None:
    """Wrapped lines fit, there are not too many, and nothing is lost unless … says so."""
    text, _ = cleaned(text)

    lines = wrap([Span(text, STYLE)] if text else [], room, lines_max)

    assert len(lines) <= lines_max
    assert all(line_width(line) <= room + 0.5 for line in lines)
    displayed = "".join(span.text for line in lines for span in line)
    if not displayed.endswith("…"):
        assert displayed.replace(" ", "") == text.replace(" ", "")


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab שלום درز 12,.()%-"), max_size=30), st.booleans())
def test_reordering_loses_no_character(text: str, base: bool) -> None:
    """Runs are a permutation of the text."""
    runs = bidi.visual_runs(text, base)

    assert sorted("".join(run for run, _ in runs)) == sorted(text)


@pytest.mark.parametrize(
    ("text", "base", "runs"),
    [
        ("abc", False, [("abc", False)]),
        ("می‌خواهم x", False, [("می‌خواهم", True), (" x", False)]),
        ("درز ۱۲", False, [("۱۲", False), ("درز ", True)]),
        ("שלום", True, [("שלום", True)]),
        ("abc שלום", False, [("abc ", False), ("שלום", True)]),
        ("שלום 12", True, [("12", False), ("שלום ", True)]),
        ("abc שלום 3.5 x", False,
         [("abc ", False), ("3.5", False), ("שלום ", True), (" x", False)]),
    ],
)  # fmt: skip
def test_runs_stand_as_they_are_seen(text: str, base: bool, runs: list[tuple[str, bool]]) -> None:
    """Numbers keep their direction inside right-to-left text (UAX 9)."""
    assert bidi.visual_runs(text, base) == runs


def test_every_font_has_its_licence_and_all_are_small() -> None:
    """At most 5 MB ship."""
    sizes = [path.stat().st_size for path in fonts.FOLDER.glob("*.ttf")]

    assert len(sizes) == len(fonts.FALLBACKS) + 2
    assert sum(sizes) < 5_000_000
    assert len(list(fonts.FOLDER.glob("LICENSE*"))) == 2
