"""Whole or absent: a bundle is built in a temporary folder beside its place and renamed."""

from __future__ import annotations

import errno
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence_qc.bundle.archive import prefix_of
from evidence_qc.bundle.types import MANIFEST, SUMS
from evidence_qc.errors import CannotWriteError


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
        room = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=target.parent))
    except OSError as error:
        raise cannot_write(target, error) from error
    try:
        inner = room / "bundle"
        inner.mkdir()
        yield inner
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO}:
            raise cannot_write(target, error) from error
        raise
    finally:
        shutil.rmtree(room, ignore_errors=True)


def check_target(target: Path, *, force: bool) -> None:
    """CannotWriteError when the target exists and may not be replaced."""
    if not (target.exists() or target.is_symlink()):
        return
    if not force:
        raise CannotWriteError(
            f"{target} exists already.", "Name another place, or use --force to replace it."
        )
    if not is_bundle(target):
        raise CannotWriteError(
            f"{target} exists and is not a bundle, so it is not replaced.", "Name another place."
        )


def is_bundle(path: Path) -> bool:
    """True for what ``--force`` may replace: a bundle, an archive of one, an empty folder."""
    if path.is_symlink():
        return False
    if path.is_file():
        try:
            with zipfile.ZipFile(path) as archive:
                return prefix_of(archive) is not None
        except (zipfile.BadZipFile, OSError):
            return False
    sealed = (path / MANIFEST).is_file() and (path / SUMS).is_file()
    return sealed or not any(path.iterdir())


def publish(built: Path, target: Path) -> None:
    """Rename what was built (a folder or a file) into place; an old bundle goes only then."""
    old = built.parent / "old"
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


def cannot_write(target: Path, error: OSError) -> CannotWriteError:
    """The error as one sentence with a remedy."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return CannotWriteError(
            f"The disk is full; {target} was not written.", "Make room, or name another disk."
        )
    return CannotWriteError(
        f"{target} cannot be written: {error.strerror or error}.", "Name another place."
    )
