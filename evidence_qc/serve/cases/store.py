"""Cases in a folder: each file once, named by its digest, and one small document beside them.

::

    FOLDER/
      .lock                       held while a server keeps its cases here
      CASE/case.json              what was said of it, with a version that every change counts up
      CASE/files/SHA256           the files as they were sent
      CASE/work-…/                of one request, gone with it

Whatever is written is written beside its place, forced to the disk and then renamed: after a
crash or a power cut every file is either whole or absent.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_qc.errors import CannotWriteError, EvidenceQcError, UsageError
from evidence_qc.model.serial import DAMAGED
from evidence_qc.serve.cases.document import Document, as_kept, empty, new_file, patched
from evidence_qc.serve.error_responses import ConflictError, NotFoundError, TooLargeError

_ID = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DOCUMENT = "case.json"
_FILES = "files"
WORK = "work-"


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come and waits beside the case for its place in it."""

    path: Path
    sha256: str
    name: str
    group: str = ""
    """Key of the group it belongs to."""
    title: str = ""
    """Without a key: the title of that group, which is made where there is none."""
    role: str = ""


class CaseStore:
    """All cases of one folder; safe to use from several threads of one process.

    Args:
        folder: exists and is this user's.
        files_max: files that a case may hold.
    """

    def __init__(self, folder: Path, files_max: int) -> None:
        self.folder = folder
        self._files_max = files_max
        self._lock = threading.RLock()
        for case in self._ids():
            self._tidy(case)

    def create(self) -> Document:
        """A new case that is empty; its id cannot be guessed."""
        document = empty(secrets.token_hex(16))
        with kept():
            (self.folder / document["id"] / _FILES).mkdir(parents=True, mode=0o700)
            self._write(document)
        return document

    def newest(self) -> str | None:
        """The id of the case that was changed last, or None."""
        found = []
        for case in self._ids():
            with contextlib.suppress(FileNotFoundError):  # cleared at this very moment
                found.append((self._path(case).stat().st_mtime_ns, case))
        return max(found)[1] if found else None

    def read(self, case: str) -> Document:
        """The document of a case; NotFoundError when there is none of that id."""
        path = self._path(case)
        try:
            return as_kept(json.loads(path.read_text(encoding="utf-8")), case)
        except (FileNotFoundError, NotADirectoryError):
            raise _no_case() from None
        except (OSError, UsageError, *DAMAGED) as error:
            raise CannotWriteError("error.case-unreadable") from error

    def change(self, case: str, version: int, patch: object) -> Document:
        """The case after a merge patch that was made on ``version`` of it.

        Raises:
            ConflictError: the case was changed since; nothing of the patch was kept.
            UsageError: the patch makes no sense.
            NotFoundError: there is no such case.
        """
        with self._lock:
            before = self.read(case)
            if before["version"] != version:
                raise ConflictError(
                    "error.case-changed", current=before["version"], version=version
                )
            after = patched(before, patch)
            with kept():
                self._write(after)
                for sha256 in before["files"].keys() - after["files"].keys():
                    self.blob(case, sha256).unlink(missing_ok=True)
        return after

    def take(self, case: str, received: Sequence[Received]) -> tuple[Document, list[str]]:
        """Give files their place; the case, and the digests of those that it did not hold.

        One that it holds is put there anew: on the disk it may be gone, or damaged.

        Raises:
            TooLargeError: the case would hold too many; none of them was taken.
        """
        with self._lock:
            document = self.read(case)
            files = document["files"]
            sent = {each.sha256: each for each in received}
            fresh = [sha256 for sha256 in sent if sha256 not in files]
            if len(files) + len(fresh) > self._files_max:
                raise TooLargeError(
                    "error.case-too-many-files",
                    limit=self._files_max,
                    files=len(files),
                    added=len(fresh),
                )
            number = max((file["number"] for file in files.values()), default=0)
            with kept():
                for sha256, each in sent.items():
                    size = each.path.stat().st_size
                    _move_durably(each.path, self.blob(case, sha256))
                    if sha256 not in fresh:
                        continue
                    number += 1
                    group = each.group or _group_of(document, each.title)
                    said = {"group": group, "role": each.role}
                    files[sha256] = new_file(each.name, size, number, **said)
                if fresh:
                    document["version"] += 1
                    self._write(document)
        return document, fresh

    def clear(self, case: str) -> list[str]:
        """Remove a case and everything in it for good; the digests of what it held."""
        folder = self.folder_of(case)
        with self._lock, kept():
            # Its document need not be readable: this is the way out where it is damaged.
            digests = [path.name for path in (folder / _FILES).glob("*")]
            self._path(case).unlink()  # from here on it is no case, whatever happens
            shutil.rmtree(folder, ignore_errors=True)
        return digests

    def blob(self, case: str, sha256: str) -> Path:
        """Where a file of a case stands."""
        if not _DIGEST.fullmatch(sha256):
            raise NotFoundError("error.case-file-missing")
        return self.folder / case / _FILES / sha256

    def folder_of(self, case: str) -> Path:
        """The folder of a case that is there."""
        if not self._path(case).is_file():
            raise _no_case()
        return self.folder / case

    @contextmanager
    def work(self, case: str) -> Iterator[Path]:
        """A folder beside the files for one request; whatever happens, nothing of it is left.

        Raises:
            NotFoundError: there is no such case, or it was cleared meanwhile, files and all.
        """
        with kept():
            folder = Path(tempfile.mkdtemp(prefix=WORK, dir=self.folder_of(case)))
        try:
            yield folder
        except (EvidenceQcError, OSError):
            self.folder_of(case)  # what failed because it is gone is not what is wrong
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _path(self, case: str) -> Path:
        if not _ID.fullmatch(case):
            raise _no_case()
        return self.folder / case / _DOCUMENT

    def _ids(self) -> list[str]:
        return [
            path.parent.name
            for path in self.folder.glob(f"*/{_DOCUMENT}")
            if _ID.fullmatch(path.parent.name)
        ]

    def _write(self, document: Document) -> None:
        target = self._path(document["id"])
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        beside = target.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        _move_durably(beside, target)

    def _tidy(self, case: str) -> None:
        """Take away what a server that was killed had begun and nobody was told of."""
        folder = self.folder / case
        for path in folder.glob(f"{WORK}*"):
            shutil.rmtree(path, ignore_errors=True)
        try:
            held: Any = self.read(case)["files"]
        except CannotWriteError:
            return  # whoever can mend the document still finds its files
        for path in (folder / _FILES).glob("*"):
            if path.name not in held:
                path.unlink(missing_ok=True)


def _group_of(document: Document, title: str) -> str:
    """The key of the group of that title, made where there is none; empty without a title."""
    if not title:
        return ""
    groups = document["groups"]
    found = next((key for key, group in groups.items() if group["title"] == title), None)
    if found is None:
        found = secrets.token_hex(4)
        last = max((group["order"] for group in groups.values()), default=-1)
        groups[found] = {"title": title, "order": last + 1}
    return found


@contextmanager
def sole_keeper(folder: Path) -> Iterator[None]:
    """Holds a folder against other servers; CannotWriteError when one has it, or it is no folder.

    The system lets go of it whenever and however this process ends.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = (folder / ".lock").open("ab")
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise CannotWriteError("error.cases-not-kept", folder=folder, reason=reason) from error
    with handle:
        try:
            _lock(handle.fileno())
        except OSError as error:
            raise CannotWriteError("error.cases-kept-elsewhere", folder=folder) from error
        yield


def _lock(descriptor: int) -> None:
    """Without waiting; the two systems have no common call for it."""
    if os.name == "nt":  # pragma: no cover
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _move_durably(source: Path, target: Path) -> None:
    """Move a finished file to its place, so that a power cut leaves it whole or absent."""
    with source.open("rb+") as handle:
        os.fsync(handle.fileno())
    source.replace(target)
    if os.name == "posix":  # the name, too, has to reach the disk
        descriptor = os.open(target.parent, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # some network file systems cannot
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


_NOT_KEPT = {
    "case": ("error.case-disk-full", "error.case-not-kept"),
    "upload": ("error.upload-disk-full", "error.upload-not-kept"),
}


@contextmanager
def kept(what: str = "case") -> Iterator[None]:
    """A disk's complaints in a sentence.

    Raises:
        CannotWriteError: the block raised an OSError.
    """
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        disk_full, other = _NOT_KEPT[what]
        reason = error.strerror or type(error).__name__
        raise CannotWriteError(disk_full if full else other, reason=reason) from error


def _no_case() -> NotFoundError:
    return NotFoundError("error.case-missing")
