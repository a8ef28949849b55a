"""Facts of files that have not changed, kept in the user's cache folder.

A row is keyed by path, size, mtime, ctime and inode, by the version of the package and by whatever
else changes a measurement (marks).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Self

from evidence_qc.model import FileFacts
from evidence_qc.model.serial import DAMAGED, from_plain, to_plain
from evidence_qc.runtime.store import Store, cache_folder

__all__ = ["FactsCache", "cache_folder", "content_key", "facts_key"]

_KEEP_ROWS = 500_000
"""About 2 KB a row: the cache stays below 1 GB."""


class FactsCache:
    """A mapping from file identity to facts; safe to use from several threads.

    Args:
        path: the file; None: a cache that remembers nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._store = Store(path, table="facts_4", keep_rows=_KEEP_ROWS) if path else None

    @classmethod
    def at_default(cls) -> FactsCache:
        """The user's cache; one that cannot be opened is one that remembers nothing."""
        return cls(cache_folder() / "facts.sqlite")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def get(self, key: str) -> FileFacts | None:
        """The facts stored under this key, or None."""
        text = self._store.get(key) if self._store else None
        try:
            return from_plain(FileFacts, json.loads(text)) if text else None
        except DAMAGED:
            return None

    def put(self, key: str, facts: FileFacts) -> None:
        """Remember facts; a full disk or a locked cache is ignored."""
        if self._store:
            self._store.put(key, json.dumps(to_plain(facts), separators=(",", ":")))

    def close(self) -> None:
        """Write what is pending."""
        if self._store:
            self._store.close()


def facts_key(
    path: str,
    *,
    stamp: str,
    size_bytes: int,
    mtime_ns: int,
    ctime_ns: int,
    inode: int,
    extra: str = "",
) -> str:
    """What must be equal for facts to hold still: the file, the code (stamp), the options."""
    absolute = os.fsencode(Path(path).absolute()).hex()
    return f"{stamp}|{size_bytes}|{mtime_ns}|{ctime_ns}|{inode}|{extra}|{absolute}"


def content_key(sha256: str, *, stamp: str, extra: str = "") -> str:
    """The same for a file that is known by its content, wherever it stands."""
    return f"{stamp}|{sha256}|{extra}"
