"""Whole or absent: a bundle is built in a temporary folder beside its place and renamed."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from evidence_qc.bundle.archive import UNZIPPABLE, prefix_of
from evidence_qc.bundle.types import MANIFEST, SUMS
from evidence_qc.errors import CannotWriteError
from evidence_qc.report.whole_file import cannot_write
from evidence_qc.runtime.owned import abandoned_folders, owned_folder, sweep

_TARGET, _OLD = "target", "old"
"""In the staging folder: the name that its bundle will have, and what stood there before."""


@contextmanager
def staging(target: Path, *, force: bool) -> Iterator[Path]:
    """A new folder to build in; ``publish`` moves its result to the target.

    Whatever happens, an error, a full disk or Ctrl-C, nothing of it is left.

    Raises:
        CannotWriteError: The target stands there already, or its folder cannot be written.
    """
    check_target(target, force=force)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with owned_folder(target.parent, target.name) as room:
            (room / _TARGET).write_bytes(os.fsencode(target.name))
            inner = room / "bundle"
            inner.mkdir()
            yield inner
    except OSError as error:
        if error.errno is None:  # a decoder's, not the system's
            raise
        raise cannot_write(target, error) from error


def tidy(target: Path) -> None:
    """Sweep what a bundle of that name that was killed left; an old one that it moved comes back.

    Called before anything else looks at ``target``.
    """
    for room in abandoned_folders(target.parent, target.name):
        with suppress(OSError):
            replaced = target.with_name(os.fsdecode((room / _TARGET).read_bytes()))
            if not replaced.exists():
                (room / _OLD).replace(replaced)
    sweep(target.parent, target.name)


def check_target(target: Path, *, force: bool) -> None:
    """CannotWriteError when the target exists and may not be replaced."""
    try:
        target.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:  # a name that no disk takes is said before anything is made
        raise cannot_write(target, error) from error
    if not force:
        raise CannotWriteError("error.bundle-exists", path=target)
    if not is_bundle(target):
        raise CannotWriteError("error.not-a-bundle-exists", path=target)


def is_bundle(path: Path) -> bool:
    """True for what ``--force`` may replace: a bundle, an archive of one, an empty folder."""
    if path.is_symlink():
        return False
    if path.is_file():
        try:
            with zipfile.ZipFile(path) as archive:
                return prefix_of(archive) is not None
        except (*UNZIPPABLE, OSError):
            return False
    if not path.is_dir():  # a pipe, a device
        return False
    sealed = (path / MANIFEST).is_file() and (path / SUMS).is_file()
    return sealed or not any(path.iterdir())


def publish(built: Path, target: Path, *, force: bool) -> None:
    """Rename what was built (a folder or a file) into place; an old bundle goes only then.

    Raises:
        CannotWriteError: as ``check_target`` says of what has come there meanwhile.
    """
    check_target(target, force=force)
    old = built.parent / _OLD
    try:
        if target.exists():
            target.replace(old)
        try:
            built.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
    except OSError as error:
        raise cannot_write(target, error) from error
