"""Facts of files that have not changed, kept in the user's cache folder.

One SQLite file; a row is keyed by path, size, mtime, ctime and inode, by the version of the
package and by whatever else changes a measurement (marks). A damaged or foreign cache is
replaced, never trusted and never fatal.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Self

from evidence_qc.model import FileFacts
from evidence_qc.model.serial import from_plain, to_plain
from evidence_qc.version import VERSION

_TABLE = "facts_1"
"""The number counts the layouts of the table."""
_KEEP_ROWS = 500_000
"""About 2 KB a row: the cache stays below 1 GB."""


def cache_folder() -> Path:
    """The platform's cache folder for this program; ``EVIDENCE_QC_CACHE`` overrides it."""
    if override := os.environ.get("EVIDENCE_QC_CACHE"):
        return Path(override)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "evidence-qc"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "evidence-qc"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "evidence-qc"


class FactsCache:
    """A mapping from file identity to facts; safe to use from several threads."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._pending = 0
        self._connection = _open(path) if path is not None else None

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
        if self._connection is None:
            return None
        try:
            with self._lock:
                row = self._connection.execute(
                    f"SELECT facts FROM {_TABLE} WHERE key = ?", (key,)
                ).fetchone()
            return from_plain(FileFacts, json.loads(row[0])) if row else None
        except (sqlite3.Error, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, facts: FileFacts) -> None:
        """Remember facts; a full disk or a locked cache is ignored."""
        if self._connection is None:
            return
        text = json.dumps(to_plain(facts), separators=(",", ":"))
        try:
            with self._lock:
                self._connection.execute(
                    f"INSERT OR REPLACE INTO {_TABLE} (key, facts) VALUES (?, ?)", (key, text)
                )
                self._pending += 1
                if self._pending >= 200:
                    self._connection.commit()
                    self._pending = 0
        except sqlite3.Error:
            return

    def close(self) -> None:
        """Write what is pending and drop the oldest rows beyond the bound."""
        if self._connection is None:
            return
        try:
            with self._lock:
                if self._pending:
                    self._connection.execute(
                        f"DELETE FROM {_TABLE} WHERE rowid <= "
                        f"(SELECT max(rowid) FROM {_TABLE}) - ?",
                        (_KEEP_ROWS,),
                    )
                    self._connection.commit()
                self._connection.close()
        except sqlite3.Error:
            pass
        self._connection = None


def code_stamp() -> str:
    """Version, and size and date of every file that can change a measurement.

    So facts of another release, or of code that is being worked on, are never mistaken for ours.
    """
    package = Path(__file__).parent.parent
    parts = [VERSION]
    for room in ("model", "measures", "focus", "media", "examine"):
        for file in sorted((package / room).rglob("*")):
            if file.suffix in {".py", ".onnx"}:
                stat = file.stat()
                parts.append(f"{file.name}{stat.st_size}{stat.st_mtime_ns}")
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


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


def _open(path: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(path, check_same_thread=False, timeout=5)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {_TABLE} (key TEXT PRIMARY KEY, facts TEXT NOT NULL)"
            )
            connection.commit()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                return None
            path.unlink(missing_ok=True)
        except OSError:
            return None
        else:
            return connection
    return None
