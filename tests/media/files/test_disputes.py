"""Which folders are disputes, and what is said of everything else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from evidence_qc.errors import NoInputError, UsageError
from evidence_qc.media.files.disputes import find_disputes, is_url


def names(*roots: Path | str, listed: tuple[str, ...] = ()) -> list[str]:
    return [each.name for each in find_disputes([str(root) for root in roots], listed).disputes]


def test_every_folder_below_is_one_by_name(tmp_path: Path) -> None:
    """Sorted, wherever they stand and in whatever order they were made or named."""
    for name in ("b", "a", "Ä", "10", "9", "a b"):
        (tmp_path / "one" / name / "inner").mkdir(parents=True)
    (tmp_path / "other" / "aa").mkdir(parents=True)
    one, other = tmp_path / "one", tmp_path / "other"

    assert names(one, other) == names(other, one) == ["10", "9", "a", "a b", "aa", "b", "Ä"]


def test_hidden_and_system_folders_are_none(tmp_path: Path) -> None:
    """Nobody's dispute is called .git."""
    for name in (".git", "__MACOSX", "a"):
        (tmp_path / name).mkdir()

    assert names(tmp_path) == ["a"]


def test_loose_files_and_links_are_told(tmp_path: Path) -> None:
    """One sentence a folder: how many, and the first names."""
    (tmp_path / "root" / "a").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    for number in range(5):
        (tmp_path / "root" / f"{number}.jpg").touch()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    found = find_disputes([str(tmp_path / "root")])

    assert [each.name for each in found.disputes] == ["a"]
    assert len(found.left_out) == 2
    assert "5 files (0.jpg, 1.jpg, 2.jpg, …)" in found.left_out[0]
    assert "1 link (link)" in found.left_out[1]


def test_listed_folders_are_disputes_themselves(tmp_path: Path) -> None:
    """Called as typed, found from anywhere; whether they are there is seen when they are read."""
    typed = str(tmp_path / "gone")
    found = find_disputes([], [f"{typed}/", "here", "memory://x/y/", ""])

    assert [each.name for each in found.disputes] == sorted([typed, "here", "memory://x/y"])
    assert [each.is_remote for each in found.disputes] == [False, False, True]
    assert all(Path(each.where).is_absolute() for each in found.disputes if not each.is_remote)


@pytest.mark.parametrize("make", ["empty", "loose", "hidden"])
def test_without_a_folder_there_is_no_input(tmp_path: Path, make: str) -> None:
    """The photos of one dispute are for ``scan``, which is said."""
    if make == "loose":
        (tmp_path / "a.jpg").touch()
    if make == "hidden":
        (tmp_path / ".a").mkdir()
    with pytest.raises(NoInputError, match="scan"):
        find_disputes([str(tmp_path)])


def test_a_root_that_cannot_be_opened_is_no_input(tmp_path: Path) -> None:
    """It is named."""
    with pytest.raises(NoInputError, match="gone"):
        find_disputes([str(tmp_path / "gone")])
    with pytest.raises(NoInputError, match="null"):
        find_disputes(["a\0b"])


def test_a_file_is_no_root(tmp_path: Path) -> None:
    """That is wrong usage, with the right command."""
    (tmp_path / "a.jpg").touch()
    with pytest.raises(UsageError, match="scan"):
        find_disputes([str(tmp_path / "a.jpg")])


def test_equal_names_are_refused(tmp_path: Path) -> None:
    """They could not be told apart in the results."""
    for root in ("one", "other"):
        (tmp_path / root / "a").mkdir(parents=True)
    with pytest.raises(UsageError, match="Two disputes are called a"):
        find_disputes([str(tmp_path / "one"), str(tmp_path / "other")])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_a_name_may_be_any_bytes(tmp_path: Path) -> None:
    """As Python writes them, PEP 383."""
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))).mkdir()

    assert names(tmp_path) == ["caf\udce9"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("s3://bucket/x", True), ("memory://x", True), ("C:\\x", False), ("//host/x", False)],
)
def test_urls_are_told_from_paths(text: str, expected: bool) -> None:
    """By what no path is written with."""
    assert is_url(text) is expected


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_leads_nowhere_keeps_no_other_from_being_found(tmp_path: Path) -> None:
    """One in a circle is told as one whose end is missing."""
    (tmp_path / "root" / "a").mkdir(parents=True)
    (tmp_path / "root" / "circle").symlink_to("circle")
    (tmp_path / "root" / "nowhere").symlink_to("missing")
    found = find_disputes([str(tmp_path / "root")])

    assert [each.name for each in found.disputes] == ["a"]
    assert "circle, nowhere" in " ".join(found.left_out)
