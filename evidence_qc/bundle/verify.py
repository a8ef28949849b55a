"""Does a bundle still hold what was sealed? Every difference is named, none is followed outside."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from evidence_qc.bundle.archive import prefix_of
from evidence_qc.bundle.original_names import is_safe
from evidence_qc.bundle.seal import files_below, parse_sums
from evidence_qc.bundle.types import MANIFEST, SUMS
from evidence_qc.errors import NoInputError, VerifyError
from evidence_qc.media.files.digest import sha256, sha256_file, sha256_stream


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What differs from what was sealed."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    seal: str = ""
    """SHA-256 of SHA256SUMS as it is now: compare it with the one that was noted."""
    files: int = 0
    """How many files were checked."""

    @property
    def intact(self) -> bool:
        """True when nothing differs."""
        return not (self.changed or self.missing or self.extra)


class _Store(Protocol):
    """A bundle, in a folder or in an archive."""

    def names(self) -> tuple[str, ...]: ...
    def read(self, name: str) -> bytes: ...
    def digest(self, name: str) -> str: ...


def verify_bundle(path: str | Path, seal: str | None = None) -> VerifyResult:
    """Compare a bundle, folder or zip, with its SHA256SUMS and its manifest; always hashes anew.

    Args:
        path: The bundle.
        seal: The seal that was noted when it was made; a different one is a change of SHA256SUMS.

    Raises:
        NoInputError: There is nothing at ``path``.
        VerifyError: It is no bundle, or its SHA256SUMS or manifest is damaged or points outside.
    """
    path = Path(path)
    if path.is_dir():
        return _verify(_Folder(path), seal)
    if not path.exists():
        raise NoInputError(f"There is no bundle at {path}.")
    try:
        with zipfile.ZipFile(path) as archive:
            return _verify(_Archive(archive, str(path)), seal)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
        raise VerifyError(f"{path} is damaged, or neither a bundle nor an archive of one.") from (
            error
        )


def _verify(store: _Store, seal: str | None) -> VerifyResult:
    names = store.names()
    if SUMS not in names:
        raise VerifyError(f"There is no {SUMS}: this is no bundle, or it was emptied.")
    sums_bytes = store.read(SUMS)
    sums = parse_sums(sums_bytes)
    changed = {n for n, digest in sums.items() if n in names and store.digest(n) != digest}
    # An archive can hold two files of one name, and programs differ in which they show.
    changed |= {name for name, times in Counter(names).items() if times > 1}
    if MANIFEST in names and MANIFEST not in changed:
        changed |= {n for n, digest in _manifest_sums(store).items() if sums.get(n) != digest}
    found = sha256(sums_bytes)
    if seal and seal.strip().lower() != found:
        changed.add(SUMS)
    return VerifyResult(
        changed=tuple(sorted(changed)),
        missing=tuple(sorted(set(sums) - set(names))),
        extra=tuple(sorted(set(names) - set(sums) - {SUMS})),
        seal=found,
        files=len(sums),
    )


def _manifest_sums(store: _Store) -> Mapping[str, str]:
    """Name → digest as the manifest says it."""
    try:
        manifest: Any = json.loads(store.read(MANIFEST))
        entries: Iterable[Any] = [*manifest["inputs"], *manifest["outputs"]]
        found = {str(e["path"]): str(e["sha256"]) for e in entries}
    except (ValueError, KeyError, TypeError) as error:
        raise VerifyError(f"{MANIFEST} is damaged.") from error
    for name in found:
        if not is_safe(name):
            raise VerifyError(f"{MANIFEST} names a file outside the bundle: {name!r}.")
    return found


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        return files_below(self._folder)

    def read(self, name: str) -> bytes:
        return self._plain(name).read_bytes()

    def digest(self, name: str) -> str:
        try:
            return sha256_file(str(self._plain(name)))
        except OSError:
            return "unreadable"

    def _plain(self, name: str) -> Path:
        """The file; a link is never followed, it may lead outside."""
        path = self._folder / name
        if path.is_symlink() or not path.is_file():
            raise VerifyError(f"{name} is a link or no plain file: it was not sealed like that.")
        return path


class _Archive:
    def __init__(self, archive: zipfile.ZipFile, path: str) -> None:
        prefix = prefix_of(archive)
        if prefix is None:
            raise VerifyError(f"{path} holds no {SUMS}: this is no bundle, or it was emptied.")
        self._archive, self._prefix = archive, prefix

    def names(self) -> tuple[str, ...]:
        """Names inside the bundle's folder; what lies beside it keeps its full name."""
        return tuple(
            sorted(
                name.removeprefix(self._prefix) if name.startswith(self._prefix) else f"../{name}"
                for name in self._archive.namelist()
                if not name.endswith("/")
            )
        )

    def read(self, name: str) -> bytes:
        return self._archive.read(self._prefix + name)

    def digest(self, name: str) -> str:
        try:
            with self._archive.open(self._prefix + name) as stream:
                return sha256_stream(stream)  # type: ignore[arg-type]
        except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError):
            return "unreadable"
