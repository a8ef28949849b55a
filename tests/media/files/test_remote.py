"""Folders in stores: what a store calls its files never leads out of the folder made for them."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from evidence_qc.errors import (
    CannotWriteError,
    MissingDependencyError,
    NoInputError,
    UsageError,
)
from evidence_qc.media.files.digest import sha256
from evidence_qc.media.files.disputes import find_disputes
from evidence_qc.media.files.remote import fetch, list_folder


def quiet() -> None:
    """Goes on."""


@pytest.fixture
def store() -> Iterator[Any]:
    """An empty store in memory."""
    files = fsspec.filesystem("memory")
    yield files
    files.rm("/", recursive=True)


def test_folders_and_files_are_listed(store: Any) -> None:
    """The folders as URLs that can be asked for, the files by their names."""
    store.pipe({"/d/b/1.jpg": b"1", "/d/a/x/2.jpg": b"2", "/d/loose.jpg": b"3", "/e/z/4": b"4"})
    folders, loose = list_folder("memory://d")

    assert sorted(folders) == ["memory:///d/a", "memory:///d/b"]
    assert loose == ["loose.jpg"]
    assert sorted(list_folder("memory://d/")[0]) == sorted(folders)


def test_disputes_have_the_names_of_their_folders(store: Any) -> None:
    """As local ones; what lies loose is told."""
    store.pipe({"/d/b/1.jpg": b"1", "/d/a/2.jpg": b"2", "/d/.c/2.jpg": b"2", "/d/loose": b"3"})
    found = find_disputes(["memory://d"])

    assert [each.name for each in found.disputes] == ["a", "b"]
    assert len(found.left_out) == 1


def test_all_files_are_fetched_with_their_digests(store: Any, tmp_path: Path) -> None:
    """Folders and all, large ones in pieces."""
    large = bytes(range(256)) * 10_000
    store.pipe({"/d/a/1.jpg": b"1", "/d/a/hole/2.jpg": large})
    digests = fetch("memory://d/a", tmp_path, quiet)

    assert digests == {"1.jpg": sha256(b"1"), "hole/2.jpg": sha256(large)}
    assert {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    } == {"1.jpg": b"1", "hole/2.jpg": large}


HOSTILE = ["../../out.jpg", "/abs.jpg", "a/../../b.jpg", "x" * 900 + ".jpg", "A.jpg", "a.jpg",
           "c\\..\\..\\d.jpg", "nul.jpg", "z\0z.jpg", "folder/"]  # fmt: skip


class Hostile(MemoryFileSystem):  # type: ignore[misc]
    """A store whose keys are any text, as those of S3 are."""

    protocol = "hostile"
    cachable = False

    def find(self, path: str, **_: Any) -> list[str]:
        return [f"/d/{name}" for name in HOSTILE]

    def open(self, path: str, mode: str = "rb", **_: Any) -> Any:
        import io

        return io.BytesIO(path.encode())


def test_no_name_leads_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Climbing, absolute, endless, reserved names, and such as a file system takes for one."""
    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda _: (Hostile(), "/d"))
    inside = tmp_path / "in" / "side"
    inside.mkdir(parents=True)
    digests = fetch("hostile:///d", inside, quiet)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert len(digests) == len(HOSTILE) - 1  # the mark of an empty folder is no file
    assert len(written) == len(digests)
    assert all(path.is_relative_to(inside) for path in written)
    assert len({name.casefold() for name in digests}) == len(digests)


def test_what_is_not_there_is_no_input(store: Any, tmp_path: Path) -> None:
    """To list, and to fetch."""
    with pytest.raises(NoInputError, match="memory://gone"):
        list_folder("memory://gone")
    assert fetch("memory://gone", tmp_path, quiet) == {}


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (FileNotFoundError(), "There is no"),
        (PermissionError(), "credentials"),
        (RuntimeError("socket closed"), "socket closed"),
        (KeyError(), "KeyError"),
    ],
)
def test_whatever_a_store_raises_is_told(
    store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, result: str
) -> None:
    """In a sentence with the file's address."""
    store.pipe({"/d/a/1.jpg": b"1"})

    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(MemoryFileSystem, "open", fail)
    with pytest.raises(NoInputError, match=result):
        fetch("memory://d/a", tmp_path, quiet)


def test_a_disk_that_is_full_is_told_apart(store: Any, tmp_path: Path) -> None:
    """It is ours, not the store's."""
    store.pipe({"/d/a/1.jpg": b"1"})
    (tmp_path / "1.jpg").touch()
    with pytest.raises(CannotWriteError):
        fetch("memory://d/a", tmp_path, quiet)


def test_fetching_ends_when_nobody_waits(store: Any, tmp_path: Path) -> None:
    """What the step raises comes through."""
    store.pipe({"/d/a/1.jpg": b"1"})

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("memory://d/a", tmp_path, stop)


def test_an_address_that_nothing_reads() -> None:
    """Unknown kinds are wrong usage."""
    with pytest.raises(UsageError, match="nosuch"):
        list_folder("nosuch://x")


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line that installs it."""
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "fsspec":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingDependencyError, match="pip install fsspec"):
        list_folder("memory://x")
