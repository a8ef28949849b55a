"""Folders in a store that fsspec reads (S3, GCS, Azure, HDFS, …): listed, and fetched to be read.

Whatever a store calls its files, they are written below the folder that was made for them.
Credentials and endpoints are fsspec's own business: its configuration files and environment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evidence_qc.errors import (
    CannotWriteError,
    EvidenceQcError,
    MissingDependencyError,
    NoInputError,
    UsageError,
)
from evidence_qc.media.files.digest import BLOCK_BYTES
from evidence_qc.media.files.safe_names import SafeNames


def list_folder(url: str) -> tuple[list[str], list[str]]:
    """URLs of the folders directly below ``url``, and names of the files there.

    Raises:
        NoInputError: it cannot be listed.
        UsageError: nothing reads such addresses.
        MissingDependencyError: fsspec, or its part for this kind of store, is not installed.
    """
    files, path = _opened(url)
    with _format_result(url):
        entries = files.ls(path, detail=True)
        top = path.rstrip("/")
        below = [entry for entry in entries if entry["name"].rstrip("/") != top]
        folders = [
            str(files.unstrip_protocol(entry["name"].rstrip("/")))
            for entry in below
            if entry["type"] == "directory"
        ]
        loose = [
            entry["name"].rpartition("/")[2]
            for entry in below
            if entry["type"] != "directory" and not entry["name"].endswith("/")
        ]
    return folders, loose


def fetch(url: str, folder: Path, step: Callable[[], object]) -> dict[str, str]:
    """Copy every file below ``url`` into ``folder``, which is empty.

    Args:
        url: a folder in a store.
        folder: where to write.
        step: is called now and then; what it raises ends the work.

    Returns:
        Path below ``folder``, with ``/`` → SHA-256.

    Raises:
        NoInputError: the store does not give it.
        CannotWriteError: ``folder`` takes no more.
        UsageError, MissingDependencyError: as ``list_folder``.
    """
    files, path = _opened(url)
    with _format_result(url):
        sources = sorted(files.find(path))
    top = path.rstrip("/") + "/"
    names = SafeNames()
    digests: dict[str, str] = {}
    for source in sources:
        if source.endswith("/"):  # what some stores keep in the place of an empty folder
            continue
        name = names.take(source.removeprefix(top))
        digests[name] = _copy(_blocks(files, source), folder / name, step)
    return digests


def _blocks(files: Any, source: str) -> Iterator[bytes]:
    with _format_result(source), files.open(source, "rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            yield block


def _copy(blocks: Iterator[bytes], target: Path, step: Callable[[], object]) -> str:
    digest = hashlib.sha256()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as sink:
            for block in blocks:
                step()
                digest.update(block)
                sink.write(block)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise CannotWriteError("error.fetched-not-kept", reason=reason) from error
    return digest.hexdigest()


def _opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    try:
        import fsspec
    except ImportError as error:
        raise MissingDependencyError("error.fsspec-missing", url=url) from error
    try:
        files, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise MissingDependencyError("error.url-protocol-missing", url=url, reason=error) from error
    except ValueError as error:
        raise UsageError("error.url-form", url=url, reason=error) from error
    except Exception as error:
        raise _unreadable(url, error) from error
    return files, str(path)


@contextmanager
def _format_result(what: str) -> Iterator[None]:
    """Stores raise what they like; all of it means that this one does not give what was asked."""
    try:
        yield
    except EvidenceQcError:
        raise
    except Exception as error:
        raise _unreadable(what, error) from error


def _unreadable(what: str, error: Exception) -> NoInputError:
    if isinstance(error, FileNotFoundError):
        return NoInputError("error.url-missing", url=what)
    if isinstance(error, PermissionError):
        return NoInputError("error.url-forbidden", url=what)
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return NoInputError("error.url-unreadable", url=what, reason=reason)
