"""Temporary files and folders that tell whether their owner still lives.

An owner holds a lock on its file, or on a file in its folder, which ends with the process however
it ends. What is free is nobody's: the next start sweeps it. Windows lets nobody remove a file that
is open, which is as good as a lock (by its documentation; never run there).
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

MARK = ".evidence-qc-"
OWNER = "owner"
_PART = ".part"
_NAME_MAX = 40
"""Characters of the target's name in that of its temporary one."""


@contextmanager
def owned_folder(parent: Path, name: str) -> Iterator[Path]:
    """A new folder beside ``name`` that is gone afterwards, or at the next ``sweep``.

    Raises:
        OSError: it cannot be made.
    """
    while True:
        folder = parent / _temporary(name)
        folder.mkdir(0o700)
        try:
            held = _held(folder / OWNER)
        except FileNotFoundError:
            held = None  # swept before it was owned
        except OSError:
            folder.rmdir()
            raise
        if held is not None:
            break
    try:
        yield folder
    finally:
        if os.name == "nt":
            os.close(held)
        shutil.rmtree(folder, ignore_errors=True)
        if os.name != "nt":
            os.close(held)


@contextmanager
def owned_temporary_folder(name: str) -> Iterator[Path]:
    """One among the system's temporary files.

    What others left there by that name is swept when this process wants its first.

    Raises:
        OSError: there is no place for one.
    """
    parent = Path(tempfile.gettempdir())
    _sweep_once(parent, name)
    with owned_folder(parent, name) as folder:
        yield folder


@contextmanager
def owned_file(parent: Path, name: str) -> Iterator[tuple[int, Path]]:
    """A new file beside ``name``, its descriptor and its path.

    Unless it was renamed it is gone afterwards, or at the next ``sweep``. The descriptor is closed
    by whoever takes it.

    Raises:
        OSError: it cannot be made.
    """
    held = None
    while held is None:
        path = parent / (_temporary(name) + _PART)
        held = _held(path)
    try:
        yield held, path
    finally:
        with suppress(OSError):
            path.unlink()


def sweep(parent: Path, name: str) -> None:
    """Remove what owners that live no more left beside ``name``; never anything else."""
    for folder in abandoned_folders(parent, name):
        shutil.rmtree(folder, ignore_errors=True)
    for path in _ours(parent, name):
        if path.name.endswith(_PART) and path.is_file() and _is_free(path):
            with suppress(OSError):
                path.unlink()


@lru_cache(maxsize=16)
def _sweep_once(parent: Path, name: str) -> None:
    sweep(parent, name)


def abandoned_folders(parent: Path, name: str) -> Iterator[Path]:
    """Folders of ``owned_folder`` whose owner lives no more; held while they are looked at."""
    for folder in _ours(parent, name):
        if not folder.is_dir():
            continue
        with suppress(OSError):
            folder.rmdir()  # ended between its first two steps, and empty
        with _taken(folder / OWNER) as is_taken:
            if is_taken:
                yield folder


def is_temporary(path: str) -> bool:
    """True for a path of such a file, or in such a folder."""
    return any(part.startswith(".") and MARK in part for part in Path(path).parts)


def _ours(parent: Path, name: str) -> list[Path]:
    start = f".{name[:_NAME_MAX]}{MARK}"
    try:
        found = [Path(entry) for entry in os.scandir(parent) if entry.name.startswith(start)]
    except OSError:
        return []
    return [path for path in found if not path.is_symlink()]


def _temporary(name: str) -> str:
    return f".{name[:_NAME_MAX]}{MARK}{secrets.token_hex(4)}"


def _held(path: Path) -> int | None:
    """A new locked file, open for writing; None when it was swept before it was locked."""
    descriptor = os.open(
        path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o666
    )
    _lock(descriptor, wait=True)
    try:
        is_there = os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        is_there = False
    if is_there:
        return descriptor
    os.close(descriptor)
    return None


def _is_free(path: Path) -> bool:
    with _taken(path) as is_taken:
        return is_taken


@contextmanager
def _taken(path: Path) -> Iterator[bool]:
    """True when nobody holds the file; meanwhile it is held here."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        yield False
        return
    if os.name == "nt":
        os.close(descriptor)
        try:
            path.unlink()  # fails while its owner has it open
        except OSError:
            yield False
        else:
            yield True
        return
    try:
        yield _lock(descriptor, wait=False)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, wait: bool) -> bool:
    """False when another holds it, or the file system knows no locks: then nothing is swept."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True
