"""Names of files from elsewhere: they stay below, stay apart, and stay as typed where they can."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.bundle.original_names import is_safe
from evidence_qc.media.files.safe_names import DEPTH_MAX, SafeNames

PIECES = st.one_of(
    st.sampled_from(
        ["..", ".", "", "/", "\\", "C:", "con", "NUL.jpg", "~2", "a", "A", "é", "e\u0301", "\0",
         " ", "...", "ﬁ", "fi", "\ud800", "case.toml", "x" * 300, "дыра", "破洞", "🧥"]
    ),
    st.text(max_size=8),
)  # fmt: skip
TYPED = st.lists(PIECES, max_size=12).flatmap(
    lambda parts: st.sampled_from(["/".join(parts), "\\".join(parts), "".join(parts)])
)


@given(st.lists(TYPED, max_size=12))
def test_names_are_safe_and_apart(typed: list[str]) -> None:
    """No name leads out, no two are one on any file system, no file stands where a folder does."""
    names = SafeNames()
    taken = [names.take(each) for each in typed]
    folded = [unicodedata.normalize("NFC", name).casefold() for name in taken]
    folders = {"/".join(name.split("/")[:depth]) for name in folded for depth in range(1, 8)}

    assert all(is_safe(name) for name in taken)
    assert all(len(part.encode()) <= 190 for name in taken for part in name.split("/"))
    assert all(name.count("/") < DEPTH_MAX for name in taken)
    assert len(set(folded)) == len(folded)
    assert not {name for name in folded if "/" in name or name} & {
        folder for folder in folders if any(name.startswith(f"{folder}/") for name in folded)
    }


@given(TYPED)
def test_a_safe_name_stays_as_it_is(typed: str) -> None:
    """What was given once may be asked for again: the page relies on it."""
    once = SafeNames().take(typed)

    assert SafeNames().take(once) == once


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hole in the sleeve/IMG_1.jpg", "hole in the sleeve/IMG_1.jpg"),
        ("дыра/фото 1.jpg", "дыра/фото 1.jpg"),
        ("C:\\photos\\a.jpg", "C_/photos/a.jpg"),
        ("/abs/a.jpg", "abs/a.jpg"),
        ("../a.jpg", "a.jpg"),
        ("aux.jpg", "_aux.jpg"),
        ("COM1.tar.gz", "_COM1.tar.gz"),
        ("lpt\u00b9", "_lpt\u00b9"),
        ("con .jpg", "_con .jpg"),
        ("CONOUT$.jpg", "_CONOUT$.jpg"),
        ("console.jpg", "console.jpg"),
        ("com10.jpg", "com10.jpg"),
        ("nul/a.jpg", "_nul/a.jpg"),
        ("a. . ./b. .jpg. .", "a/b. .jpg"),
        ("D:a.jpg", "D_a.jpg"),
        ("\\\\?\\C:\\a.jpg", "_/C_/a.jpg"),
        ("//server/share/a.jpg", "server/share/a.jpg"),
        ("a.jpg:stream", "a.jpg_stream"),
        ("a\0b.jpg", "a_b.jpg"),
        ("what?/a.jpg", "what_/a.jpg"),
        ("..", "file"),
    ],
)
def test_as_near_as_can_be(typed: str, name: str) -> None:
    """Only what some system cannot write is changed."""
    assert SafeNames().take(typed) == name


def test_equal_names_get_numbers() -> None:
    """Also in another case, and beside a folder of that name."""
    names = SafeNames()
    taken = [names.take(each) for each in ("a.jpg", "A.jpg", "a.jpg", "b/x.jpg", "b", "a.jpg/y")]

    assert taken == ["a.jpg", "A~2.jpg", "a~3.jpg", "b/x.jpg", "b~2", "a.jpg~2/y"]


@pytest.mark.parametrize("sign", ["a", "ä", "破", "🧥", "\N{COMBINING ACUTE ACCENT}"])
def test_a_name_of_any_length_is_cut_at_once(sign: str) -> None:
    """To whole characters, and to as many bytes as fit; in time that grows with the length."""
    began = time.process_time()
    name = SafeNames().take(f"{sign * 300_000}.jpg")

    assert time.process_time() - began < 2
    assert name.endswith(".jpg")
    assert 170 < len(name.encode()) <= 180
    assert set(name.removesuffix(".jpg")) == {sign}
