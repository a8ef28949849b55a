"""Lines as wide as they are shown: Chinese is two columns a character, marks are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.language.wrapping import display_width, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("", 0), ("дыра", 4), ("破洞", 4), ("破a，", 5), ("e\u0301", 1), ("أُ", 1)],
)
def test_width_is_what_a_terminal_shows(text: str, columns: int) -> None:
    assert display_width(text) == columns


@given(st.text("ab c破洞，。「」(）ds ", max_size=80), st.integers(8, 40))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    """All characters stand in their order; only one unbroken piece may be wider."""
    lines = wrapped(text, width, "> ", "  ").split("\n")

    assert "".join(lines).replace(" ", "").removeprefix(">") == "".join(text.split())
    for line in lines:
        assert display_width(line) <= width or " " not in line.strip("> ")


def test_chinese_breaks_between_characters_but_not_before_a_stop() -> None:
    assert wrapped("保存全部，文件", 8) == "保存全\n部，文件"
    assert wrapped("见「破洞」处", 6) == "见「破\n洞」处"


def test_words_break_at_spaces() -> None:
    assert wrapped("aa bb cc", 5, "- ", "  ") == "- aa\n  bb\n  cc"
    assert wrapped("aaaaaaa b", 4) == "aaaaaaa\nb"
