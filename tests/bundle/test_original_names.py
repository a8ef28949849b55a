"""Names inside a bundle are unique and safe on every system."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.bundle.original_names import is_safe, original_names
from evidence_qc.media.files.safe_names import safe_part

paths = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40), unique=True
)


@given(paths)
def test_any_paths_get_safe_unique_names(given_paths: list[str]) -> None:
    """Whatever a file is called, its copy stays inside ``originals/``, alone, in any case."""
    names = original_names(given_paths)

    assert set(names) == set(given_paths)
    assert len({name.casefold() for name in names.values()}) == len(given_paths)
    assert all(is_safe(name) and name.startswith("originals/") for name in names.values())
    assert not any(c in name for name in names.values() for c in '\n\r\\:*?"<>|')


def test_names_stay_close_to_what_the_user_knows() -> None:
    """The shared folder goes, the rest stays, also in other scripts."""
    assert original_names(["p/q/дыра/a.jpg", "p/q/b.jpg"]) == {
        "p/q/дыра/a.jpg": "originals/дыра/a.jpg",
        "p/q/b.jpg": "originals/b.jpg",
    }


def test_names_that_differ_only_in_case_get_numbers() -> None:
    """Windows and macOS would take them for one file."""
    names = original_names(["A/x.JPG", "a/x.jpg"])

    assert sorted(names.values()) == ["originals/A/x.JPG", "originals/A/x~2.jpg"]


def test_names_that_differ_only_in_how_accents_are_written_get_numbers() -> None:
    """MacOS would take them for one file; a folder never has the name of a file either."""
    names = original_names(["\u00e9.jpg", "e\u0301.jpg", "a", "A/x.jpg"])

    assert list(names.values()) == [
        "originals/\u00e9.jpg", "originals/\u00e9~2.jpg", "originals/a", "originals/A~2/x.jpg",
    ]  # fmt: skip


def test_unsafe_names() -> None:
    """Nothing absolute, nothing that climbs, no drive, no backslash."""
    for name in ("", "/a", "../a", "a/..", "a\\b", "C:/a", "a//b", "./a", "a\x00b"):
        assert not is_safe(name)
    assert is_safe("originals/дыра/a b.jpg")


def test_any_part_becomes_writable() -> None:
    """An extension as long as a name, nothing but spaces, half a character: all end, none empty."""
    for part in ("a." + "x" * 400, " " * 300 + "x", ".", "\ud800.jpg", "x" * 400 + ".jpg"):
        made = safe_part(part)

        assert made
        assert not made.endswith((".", " "))
        assert len(made.encode()) <= 180
