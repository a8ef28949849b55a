"""Lines of words: as wide as asked, in order, whole where they fit, and … where they do not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.collage.layout import Cell, Frame, column, leaf, row, solve
from evidence_qc.collage.text import ELLIPSIS, Span, Style, _merged, line_width, width, wrap

PLAIN, BOLD = Style(20, (0, 0, 0)), Style(20, (0, 0, 0), bold=True)
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=12)


def said(lines: list[list[Span]]) -> str:
    return "".join(span.text for line in lines for span in line)


@given(WORDS, st.floats(60, 400))
def test_lines_are_no_wider_and_lose_nothing(words: list[str], width_px: float) -> None:
    """With room for all of it; what is left at a break is a blank."""
    lines = wrap([Span(" ".join(words), PLAIN)], width_px, 99)

    assert said(lines).replace(" ", "") == "".join(words)
    assert all(line_width(line) <= width_px + width(" ", PLAIN) for line in lines)
    assert all(not line[0].text.startswith(" ") for line in lines[1:])
    assert ELLIPSIS not in said(lines)


@given(WORDS, st.floats(60, 400), st.integers(1, 3))
def test_what_does_not_fit_ends_in_an_ellipsis(
    words: list[str], width_px: float, most: int
) -> None:
    """Never more lines; the last one ends in … exactly where something is missing."""
    lines = wrap([Span(" ".join(words), PLAIN)], width_px, most)
    everything = wrap([Span(" ".join(words), PLAIN)], width_px, 99)

    assert len(lines) <= most
    assert said(lines).endswith(ELLIPSIS) is (len(everything) > most)
    assert len(everything) > most or lines == everything
    assert line_width(lines[-1]) <= width_px + width(" ", PLAIN)
    assert lines[:-1] == everything[: len(lines) - 1]


def test_a_word_that_just_fits_stays_and_one_that_does_not_goes_on() -> None:
    """To the pixel, as a word alone and behind another."""
    one, two = width("word", PLAIN), width("word word", PLAIN)

    assert len(wrap([Span("word", PLAIN)], one, 9)) == 1
    assert len(wrap([Span("word", PLAIN)], one - 0.5, 9)) == 2
    assert len(wrap([Span("word word", PLAIN)], two + 0.01, 9)) == 1
    assert len(wrap([Span("word word", PLAIN)], two - 0.5, 9)) == 2


def test_neighbours_of_one_style_are_one_span() -> None:
    """Those of another stay apart, and so do those of another direction."""
    spans = [Span("a", PLAIN), Span("b", PLAIN), Span("c", BOLD), Span("d", BOLD), Span("e", PLAIN)]

    assert [span.text for span in _merged(spans)] == ["ab", "cd", "e"]
    assert _merged([]) == []
    mixed = _merged([Span("abc ", PLAIN), Span("שלום", PLAIN)])
    assert [span.text for span in mixed] == ["abc ", "שלום"]


@pytest.mark.parametrize("build", [row, column], ids=["row", "column"])
def test_what_pictures_do_not_cover_is_waste(build) -> None:  # type: ignore[no-untyped-def]
    """Covered and not are all of it; one picture of the frame's own shape wastes nothing."""
    frame = Frame(400, 300)
    alone = solve(leaf(Cell(0, 400 / 300, 1e6, 0)), frame)
    several = solve(build([leaf(Cell(n, 1.0, 1e6, 0)) for n in range(3)], 10), frame)

    assert alone is not None
    assert several is not None
    assert 0 <= alone.waste_ratio < several.waste_ratio < 1
    shown = sum(several.display_width_px(box) ** 2 for box in several.boxes)
    assert several.waste_ratio == pytest.approx(1 - shown / (400 * 300))


@pytest.mark.parametrize("text", ["x" * 300_000, "x " * 150_000, "破" * 300_000])
def test_a_text_that_goes_on_for_ever_is_not_measured_to_its_end(text: str) -> None:
    began = time.process_time()
    lines = wrap([Span(text, PLAIN)], 300.0, 2)

    assert time.process_time() - began < 5
    assert len(lines) == 2
    assert said(lines).endswith(ELLIPSIS)
