"""Does a bundle still hold what was sealed? Every difference is named, none is followed outside.

Only the seal proves: whoever can change a file can write SHA256SUMS and the manifest anew. Without
it a bundle can be found consistent, never unchanged.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, Protocol

from evidence_qc.bundle.archive import EPOCH, UNZIPPABLE, foreign_parts, prefix_of
from evidence_qc.bundle.original_names import is_safe
from evidence_qc.bundle.seal import files_below, folders_below, parse_sums
from evidence_qc.bundle.types import MANIFEST, MANIFEST_BYTES_MAX, SUMS, SUMS_BYTES_MAX
from evidence_qc.errors import NoInputError, UsageError, VerifyError
from evidence_qc.language import Sentence
from evidence_qc.media.files.digest import sha256, sha256_file, sha256_stream

_SEAL = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What differs from what was sealed."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    """Files, and folders with a ``/`` at their end, that were not sealed."""
    seal: str = ""
    """SHA-256 of SHA256SUMS as it is now: compare it with the one that was noted."""
    files: int = 0
    """How many files were checked."""
    foreign: tuple[Sentence, ...] = ()
    """What an archive holds beside its files, or how it differs from one that was sealed."""
    proven: bool = False
    """True when nothing differs and the seal is the one that was noted and given."""

    @property
    def intact(self) -> bool:
        """True when nothing differs; without the noted seal that is consistency, no proof."""
        return not (self.changed or self.missing or self.extra or self.foreign)


class _Store(Protocol):
    """A bundle, in a folder or in an archive."""

    def names(self) -> tuple[str, ...]: ...
    def folders(self) -> tuple[str, ...]: ...
    def read(self, name: str, most_bytes: int) -> bytes: ...
    def digest(self, name: str) -> str: ...
    def foreign(self, day: date) -> tuple[Sentence, ...]: ...


def verify_bundle(path: str | Path, seal: str | None = None) -> VerifyResult:
    """Compare a bundle, folder or zip, with its SHA256SUMS and its manifest; always hashes anew.

    Args:
        path: The bundle.
        seal: The seal that was noted when it was made; a different one is a change of SHA256SUMS.

    Raises:
        NoInputError: There is nothing at ``path``.
        UsageError: ``seal`` is none.
        VerifyError: It is no bundle, or its SHA256SUMS or manifest is damaged or points outside.
    """
    path = Path(path)
    if seal is not None:
        seal = "".join(seal.split()).lower()
        if not _SEAL.fullmatch(seal):
            raise UsageError("error.seal-form")
    # os.path, for it says no where pathlib raises: a name may be longer than any disk takes.
    if os.path.isdir(path):  # noqa: PTH112
        return _verify(_Folder(path), seal)
    if not os.path.exists(path):  # noqa: PTH110
        raise NoInputError("error.bundle-missing", path=path)
    if not path.is_file():  # a pipe would be waited for
        raise VerifyError("error.bundle-damaged", path=path)
    try:
        with path.open("rb") as stream, zipfile.ZipFile(path) as archive:
            return _verify(_Archive(archive, stream, str(path)), seal)
    except (*UNZIPPABLE, OSError) as error:
        raise VerifyError("error.bundle-damaged", path=path) from error


def _verify(store: _Store, seal: str | None) -> VerifyResult:
    names = store.names()
    if SUMS not in names:
        raise VerifyError("error.bundle-without-sums")
    sums_bytes = store.read(SUMS, SUMS_BYTES_MAX)
    sums = parse_sums(sums_bytes)
    changed = {n for n, digest in sums.items() if n in names and store.digest(n) != digest}
    # An archive can hold two files of one name, and programs differ in which they show.
    changed |= {name for name, times in Counter(names).items() if times > 1}
    missing, extra, day = set(sums) - set(names), set(names) - set(sums) - {SUMS}, EPOCH
    if MANIFEST not in sums:
        missing.add(MANIFEST)
    elif MANIFEST in names and MANIFEST not in changed:
        listed, day = _manifest(store)
        changed |= {n for n, digest in listed.items() if sums.get(n) != digest}
        extra |= set(sums) - set(listed) - {MANIFEST}
    found = sha256(sums_bytes)
    if seal is not None and seal != found:
        changed.add(SUMS)
    sealed_folders = {f"{parent}/" for name in sums for parent in PurePosixPath(name).parents}
    result = VerifyResult(
        changed=tuple(sorted(changed)),
        missing=tuple(sorted(missing)),
        extra=tuple(sorted(extra | (set(store.folders()) - sealed_folders))),
        seal=found,
        files=len(sums),
        foreign=store.foreign(day),
    )
    return replace(result, proven=seal is not None and result.intact)


def _manifest(store: _Store) -> tuple[Mapping[str, str], date]:
    """Name → digest as the manifest says it, and the date that is on everything."""
    try:
        manifest: Any = json.loads(store.read(MANIFEST, MANIFEST_BYTES_MAX))
        entries: Iterable[Any] = [*manifest["inputs"], *manifest["outputs"]]
        found = {str(e["path"]): str(e["sha256"]) for e in entries}
        day = max(date.fromisoformat(manifest["date"]), EPOCH) if manifest["date"] else EPOCH
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise VerifyError("error.manifest-damaged") from error
    for name in found:
        if not is_safe(name):
            raise VerifyError("error.manifest-outside", name=name)
    return found, day


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        return files_below(self._folder)

    def folders(self) -> tuple[str, ...]:
        return folders_below(self._folder)

    def read(self, name: str, most_bytes: int) -> bytes:
        with self._plain(name).open("rb") as stream:
            return _within(stream, name, most_bytes)

    def digest(self, name: str) -> str:
        try:
            return sha256_file(str(self._plain(name)))
        except OSError:
            return "unreadable"

    def foreign(self, day: date) -> tuple[Sentence, ...]:
        """A folder has no room for any."""
        return ()

    def _plain(self, name: str) -> Path:
        """The file; a link is never followed, it may lead outside."""
        path = self._folder / name
        if path.is_symlink() or not path.is_file():
            raise VerifyError("error.bundle-link", name=name)
        return path


class _Archive:
    """An archive; what is packed in it is never unpacked, for a sealed one is stored."""

    def __init__(self, archive: zipfile.ZipFile, stream: BinaryIO, path: str) -> None:
        prefix = prefix_of(archive)
        if prefix is None:
            raise VerifyError("error.archive-without-sums", path=path)
        if sum(entry.file_size for entry in archive.infolist()) > Path(path).stat().st_size:
            raise VerifyError("error.archive-packed-anew", path=path)
        self._archive, self._stream, self._prefix = archive, stream, prefix

    def names(self) -> tuple[str, ...]:
        """Names inside the bundle's folder; what lies beside it keeps its full name."""
        return tuple(sorted(name for name in self._inside() if not name.endswith("/")))

    def folders(self) -> tuple[str, ...]:
        """Entries for folders: a sealed archive has none, not even for those of its files."""
        return tuple(f"./{name}" for name in self._inside() if name.endswith("/"))

    def _inside(self) -> Iterator[str]:
        for name in self._archive.namelist():
            inside = name.startswith(self._prefix) and name != self._prefix
            yield name.removeprefix(self._prefix) if inside else f"../{name}"

    def read(self, name: str, most_bytes: int) -> bytes:
        with self._archive.open(self._prefix + name) as stream:
            return _within(stream, name, most_bytes)

    def digest(self, name: str) -> str:
        try:
            with self._archive.open(self._prefix + name) as stream:
                return sha256_stream(stream)  # type: ignore[arg-type]
        except (*UNZIPPABLE, OSError):
            return "unreadable"

    def foreign(self, day: date) -> tuple[Sentence, ...]:
        """Everything but the stored files themselves."""
        if not self._prefix:
            return (Sentence("foreign.no-folder"),)
        return foreign_parts(self._archive, self._stream, day)


def _within(stream: IO[bytes], name: str, most_bytes: int) -> bytes:
    """All of a list, if it is no longer than any bundle's."""
    data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise VerifyError("error.bundle-file-too-long", name=name)
    return data
